"""Long texts piece by piece: only the pieces that pass the gate cost a close look, and those have a budget."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.verdict import Kind

LONG: Final = 4000
"""Code points from which a text is taken in pieces."""

PIECE: Final = 1800
OVERLAP: Final = 150
BUDGET: Final = 2000
"""Items (words, signs, runs of digits) of one text that get a close look; beyond, only plain details are read, so that
no text can hold up the room. Prose of fifty pages stays below; a page of nothing but digits does not."""

PLAIN: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    ("phone", re.compile(r"(?<![\w+])\+[0-9](?:[ ().-]{0,2}[0-9]){8,14}(?![0-9])")),
    ("phone", re.compile(r"(?<![\w.-])\(?[2-9][0-9]{2}\)?[ .-][2-9][0-9]{2}[ .-][0-9]{4}(?![\w.-])")),
)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Overlapping pieces of a text with their places, cut between words where there are any."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start + PIECE // 2, end), text.rfind(" ", start + PIECE // 2, end))
            end = cut if cut > 0 else end
        yield start, text[start:end]
        if end >= len(text):
            return
        back = text.rfind(" ", end - OVERLAP, end - OVERLAP // 3)
        start = back + 1 if back > start else end - OVERLAP


def plain_details(piece: str) -> Iterator[Candidate]:
    """Undisguised details by their form alone; places are those of the piece."""
    for kind, pattern in PLAIN:
        for match in pattern.finditer(piece):
            yield Candidate(kind, *match.span(), match.group(), 0.9)
