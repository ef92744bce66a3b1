"""Services that are named or alluded to anywhere in a text, as far as the name of an account beside them shows it."""

import re
from dataclasses import dataclass
from typing import Final

from vestibule.policy.books import Service
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.lexing import Lexed

KINDS: Final = frozenset({"messenger", "social", "meeting", "scheduler", "payment"})
MOST: Final = 40
"""Services of one text that are looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """A place that names a service; `sure` when it means nothing else, `alluded` when only its surroundings show it."""

    start: int
    end: int
    service: Service
    sure: bool
    alluded: bool = False

    def away(self, start: int, end: int) -> int:
        """How many characters lie between the name of the service and a place."""
        return max(self.start - end, start - self.end, 0)


def told_services(lexed: Lexed, lexicon: Lexicon) -> list[Told]:
    """The services of contact that a text names, in order."""
    found = [
        Told(item.start, item.end, item.name.service, item.name.sure)
        for item in lexed.items
        if item.name is not None
        and item.name.service.kind in KINDS
        and not within_name(lexed.chars, item.start, item.end)
        and (item.name.sure or not _hyphened(lexed.chars, item.start))
    ][:MOST]
    alluded: list[Told] = []
    tokens = [(token, item.start, item.end) for item in lexed.items for token in item.text.split(" ")]
    words = [token for token, _, _ in tokens]
    place = 0
    while place < len(tokens) and len(alluded) < MOST:
        size, service = lexicon.hints.stands_at(words, place)
        if service is not None and service.kind in KINDS:
            start, end = tokens[place][1], tokens[place + size - 1][2]
            known = any(told.start <= start < told.end for told in found)
            if not known and not within_name(lexed.chars, start, end) and _written_so(lexed, start, end):
                alluded.append(Told(start, end, service, sure=False, alluded=True))
        place += size
    return sorted([*found, *alluded[:MOST]], key=lambda told: told.start)


LONGEST: Final = 40
HEXADECIMAL: Final = re.compile(r"[0-9a-f]{4,}(?:-[0-9a-f]{4,}){2,}|(?=[a-f]*[0-9])[0-9a-f]{12,}")
SIGNED: Final = re.compile(r"@[\w.-]+$")
"""The beginning of a name with its sign, up to a word in it."""


def within_name(chars: str, start: int, end: int) -> bool:
    """Whether a word is a piece of a longer name, path or code: "crypto" in "vadim_crypto_dev", "fb" in "8fb2c6de"."""
    before, after = chars[start - 1 : start], chars[end : end + 1]
    if "_" in {before, after} or (before.isdigit() and _in_hexadecimal(chars, start, end)):
        return True
    if before != after or not chars[start - 2 : start - 1].isalnum():
        return False
    return before == "/" or (before == "." and SIGNED.search(chars, max(0, start - LONGEST), start) is not None)


def _in_hexadecimal(chars: str, start: int, end: int) -> bool:
    """Whether a word stands in a hash or an identifier; digits about a name alone are a disguise."""
    near = HEXADECIMAL.finditer(chars, max(0, start - LONGEST), end + LONGEST)
    return any(match.start() < start and end <= match.end() for match in near)


def _hyphened(chars: str, start: int) -> bool:
    """Whether a word is the second half of another one: "font-face"."""
    return chars[start - 1 : start] == "-" and chars[start - 2 : start - 1].isalpha()


def _written_so(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a single letter is written large, behind another word: "on X"; others are how they are."""
    if _hyphened(lexed.chars, start):
        return False
    led = start > 0 or lexed.chars[end : end + 1] == ":"
    return end - start > 1 or (led and lexed.original[lexed.folded.place(start, end)[0]].isupper())
