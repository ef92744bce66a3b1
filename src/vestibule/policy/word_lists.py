"""The word lists as files: entries of all languages, named sets of words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.normalise import quick_fold

LEXICONS: Final = Path(__file__).parent / "lexicons"
LANGUAGES: Final = ("en", "es", "pt", "fr", "de", "it", "pl", "ru", "uk", "hi", "zh", "ar")
CJK: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
LETTERS: Final = (
    "a-z\u00aa\u00b5\u00ba\u00df-\u02af\u0370-\u0373\u0376-\u037d\u0386-\u0482\u048a-\u0587\u05d0-\u05f2"
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u07ea\u0900-\u0963\u0966-\u0eff"
    "\u1000-\u103f\u10a0-\u10fa\u1100-\u17b3\u1e00-\u1fff\u2c00-\u2dff\ua640-\uabff\uac00-\ud7a3"
)
"""Letters of folded text, with the vowel signs that are part of words in Indic scripts."""
TOKEN: Final = re.compile(rf"[{LETTERS}]+|[0-9]+|\S")
ASCII_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+|\S")
"""The same for texts of plain characters, in half the time."""


@cache
def language_entries() -> tuple[tuple[tuple[str, ...], int, bool], ...]:
    """Every entry of the language lexicons: its folded tokens, its class, whether any ending may follow."""
    merged: dict[tuple[tuple[str, ...], bool], int] = {}
    for language in LANGUAGES:
        # Folded as a whole, which is much quicker than entry by entry.
        for name, entry in entries(quick_fold((LEXICONS / f"{language}.txt").read_text(encoding="utf-8"))):
            tokens = tuple(TOKEN.findall(entry.rstrip("*")))
            if tokens:
                if name == "reach" and tokens[-1] in {"me", "us"}:
                    merged[(tokens, False)] = merged.get((tokens, False), 0) | f.ME
                key = (tokens, entry.endswith("*"))
                merged[key] = merged.get(key, 0) | f.BY_NAME[name]
    return tuple((tokens, classes, open_ended) for (tokens, open_ended), classes in merged.items())


def entries(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of class or set and entry of a lexicon file."""
    for line in text.splitlines():
        if line.startswith("["):
            name, _, words = line[1:].partition("] ")
            for word in map(str.strip, words.split(";")):
                if word:
                    yield name, word


@cache
def service_names() -> dict[str, tuple[str, ...]]:
    """What people call services beside the names in the books, by "names_", "hints_" and "pictures_" with their id."""
    found: dict[str, list[str]] = {}
    for name, entry in entries((LEXICONS / "services.txt").read_text(encoding="utf-8")):
        found.setdefault(name, []).append(entry)
    return {name: tuple(ways) for name, ways in found.items()}


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, entry in entries((LEXICONS / "word_sets.txt").read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(entry)
    return {name: frozenset(words) for name, words in found.items()}


def word_set(name: str, default: Iterable[str] | None = None) -> frozenset[str]:
    """A named set of folded words from the lexicon. Raises `KeyError` for an unknown one without a default."""
    found = _word_sets()
    return found[name] if default is None else found.get(name, frozenset(default))
