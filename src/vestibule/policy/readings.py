"""What a text reads like: giving access to a system, inviting to talk, a legal document, credentials."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

LEXICON: Final = Path(__file__).parent / "lexicons" / "readings.txt"
LOOKED_AT: Final = 200_000
"""Code points of a text that are read; a document shows its genre early."""

SENTENCE_END: Final = re.compile(r"[.!?;](?=\s|$)|[。！？]|\n")
WRITING: Final = re.compile(
    r"(?:^|[.,;:!?]\s{1,2}|\b(?:please|pls|just|or|and|to|then|can|could|always|simply)\s)"
    r"(?:e-?mail|mail|write|message|ping|contact)\s(?:to\s|me at\s|us at\s|at\s)?[\w.+-]{1,64}@"
)
NEEDED: Final = {"legal": 4, "access": 1, "talking": 1, "credential": 1}
"""How many different phrases of the genre a text must hold."""


def reader(text: str) -> Callable[[str], bool]:
    """A question about `text`: does it read like the named genre? Answers are remembered."""
    known: dict[str, bool] = {}
    lowered = text[:LOOKED_AT].casefold()

    def reads_like(genre: str) -> bool:
        if genre not in known:
            found = {match.group() for match in _pattern(genre).finditer(lowered)}
            more = FURTHER.get(genre)
            known[genre] = len(found) >= NEEDED[genre] or (more is not None and more(lowered))
        return known[genre]

    return reads_like


def _gives_to_a_system(lowered: str) -> bool:
    """Whether a sentence names a system beside an address or a word for letting in, and nothing is sent there.

    "Put me on the Jira, ana@…" is about access. "I build Shopify themes. ana@…" is not, nor "send the export to …".
    """
    return _pattern("systems").search(lowered) is not None and any(
        _pattern("systems").search(sentence)
        and (_pattern("address").search(sentence) or _pattern("granting").search(sentence))
        and not _pattern("sending").search(sentence)
        for sentence in SENTENCE_END.split(lowered)
    )


def _tells_to_write(lowered: str) -> bool:
    """Whether somebody is told to write to an address right behind the verb: "if it won't build, mail ana@…"."""
    return WRITING.search(lowered) is not None


FURTHER: Final[dict[str, Callable[[str], bool]]] = {"access": _gives_to_a_system, "talking": _tells_to_write}
"""What a text may read like beside its phrases."""


@cache
def _pattern(genre: str) -> re.Pattern[str]:
    phrases: list[str] = []
    current = ""
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = line.strip("[] ")
        elif current == genre and line and not line.startswith("#"):
            phrases += [phrase.strip() for phrase in line.split(";") if phrase.strip()]
    # "…*" stands for any ending; other phrases are whole words
    parts = [
        (rf"\b{re.escape(p.rstrip('*'))}" if p[0].isalnum() else re.escape(p.rstrip("*")))
        + ("" if p.endswith("*") or ord(p[-1]) > 0x2E80 else r"\b")
        for p in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile("|".join(parts))
