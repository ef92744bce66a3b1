"""Number words of all languages and their values, also those that are joined from parts."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import LEXICONS, TOKEN, word_set


@cache
def number_words() -> dict[str, dict[str, str]]:
    """Number words (tokens joined by spaces) to their values by language."""
    found: dict[str, dict[str, str]] = {}
    language = ""
    for line in (LEXICONS / "numbers.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif language and line:
            for pair in line.split(";"):
                word, _, value = pair.partition("=")
                found.setdefault(" ".join(TOKEN.findall(quick_fold(word))), {})[language] = value
    for language, word, value in _compounds():
        found.setdefault(word, {}).setdefault(language, value)
    return found


SHORTEST_PART: Final = 3
LONGEST_JOINED: Final = 160
LONG_ENOUGH: Final = 18
"""Letters of a word in which two letters can be a number: "sevenohtwofour…"."""
SHORT_PARTS: Final = frozenset({"oh", "um"})
HUNDREDS: Final = re.compile(
    r"(?P<it>due|tre|quattro|cinque|sei|sette|otto|nove)?cento(?P<itrest>[a-z]*)"
    r"|(?P<de>ein|zwei|drei|vier|funf|fuenf|sechs|sieben|acht|neun)?hundert(?:und)?(?P<derest>[a-z]*)"
)


def hundreds(word: str) -> dict[str, str]:
    """The value of a number of three digits in one word, Italian or German; empty when it is none."""
    match = HUNDREDS.fullmatch(word)
    if match is None:
        return {}
    language, first, rest = (
        ("it", match["it"], match["itrest"]) if "cento" in word else ("de", match["de"], match["derest"])
    )
    ones = number_words().get(first or "uno", {}).get(language, "1")
    below = number_words().get(rest, {}).get(language, "") if rest else "00"
    return {language: f"{ones}{below.rstrip('~').zfill(2)}"} if below else {}


def _compounds() -> Iterator[tuple[str, str, str]]:
    german = ("ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun")
    tens = ("zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig")
    for ten, stem in enumerate(tens, 2):
        for one, unit in enumerate(german, 1):
            yield "de", f"{unit}und{stem}", f"{ten}{one}"
    for one, unit in enumerate(("null", "eins", "zwei", *german[2:])):
        yield "de", f"doppel{unit}", f"{one}{one}"
    units = ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
    stems = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
    for ten, stem in enumerate(stems, 2):
        for one, unit in enumerate(units, 1):
            yield "it", (stem[:-1] if unit[0] in "uo" else stem) + unit, f"{ten}{one}"
    dutch = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
    dutch_tens = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
    for ten, stem in enumerate(dutch_tens, 2):
        for one, unit in enumerate(dutch, 1):
            yield "nl", f"{unit}en{stem}", f"{ten}{one}"


@cache
def _parts() -> tuple[frozenset[str], int]:
    """Number words of which joined ones are made, and the letters of the longest."""
    words = frozenset(
        word
        for word, values in number_words().items()
        if word.isalpha() and len(word) >= SHORTEST_PART and any(value[0].isdigit() for value in values.values())
    )
    return words, max(map(len, words))


def joined_parts(word: str) -> list[str]:
    """The number words that a word is made of ("fouronefive"); empty when it is something else."""
    words, longest = _parts()
    if len(word) > LONGEST_JOINED:
        return []
    short = SHORT_PARTS if len(word) >= LONG_ENOUGH else frozenset()
    cuts: list[int | None] = [0] + [None] * len(word)
    for end in range(SHORTEST_PART - bool(short), len(word) + 1):
        for size in range(min(longest, end), SHORTEST_PART - 1 - bool(short), -1):
            part = word[end - size : end]
            if cuts[end - size] is not None and (part in words or part in short):
                cuts[end] = end - size
                break
    parts: list[str] = []
    end = len(word)
    while end and (start := cuts[end]) is not None:
        parts.append(word[start:end])
        end = start
    return parts[::-1]


SHORTEST_NEAR: Final = 7
LONGEST_NEAR: Final = 18


@cache
def _without_a_letter() -> dict[str, str]:
    found: dict[str, str] = {}
    for word, values in number_words().items():
        plain = any(value[0].isdigit() and value[-1] != "*" for value in values.values())
        if len(word) >= SHORTEST_NEAR and word.isalpha() and plain:
            for cut in range(1, len(word)):
                found.setdefault(word[:cut] + word[cut + 1 :], word)
    return found


def near_number(word: str) -> str:
    """The number word that is misspelt so: a letter too few, too many or another one; "" when none is."""
    if not SHORTEST_NEAR - 1 <= len(word) <= LONGEST_NEAR or not word.isalpha() or word in word_set("not_numbers"):
        return ""
    known, cuts = number_words(), _without_a_letter()
    if word in cuts:
        return cuts[word]
    for cut in range(1, len(word)):
        shorter = word[:cut] + word[cut + 1 :]
        if shorter in known and len(shorter) >= SHORTEST_NEAR:
            return shorter
        if len(word) > SHORTEST_NEAR and shorter in cuts and len(cuts[shorter]) == len(word):
            return cuts[shorter]
    return ""
