"""Services that are named or alluded to anywhere in a text, as far as the name of an account beside them shows it."""

from dataclasses import dataclass
from typing import Final

from vestibule.policy.books import Service
from vestibule.policy.lexicon import Lexicon, Name
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
        if item.name is not None and item.name.service.kind in KINDS and not within_name(lexed.chars, item.start, item.end)
    ][:MOST]
    alluded: list[Told] = []
    tokens = [(token, item.start, item.end) for item in lexed.items for token in item.text.split(" ")]
    place = 0
    while place < len(tokens) and len(alluded) < MOST:
        seconds = lexicon.hints.get(tokens[place][0])
        size, name = _hint_at(tokens, place, seconds) if seconds is not None else (1, None)
        if name is not None and name.service.kind in KINDS:
            start, end = tokens[place][1], tokens[place + size - 1][2]
            known = any(told.start <= start < told.end for told in found)
            if not known and not within_name(lexed.chars, start, end) and _written_so(lexed, start, end):
                alluded.append(Told(start, end, name.service, sure=False, alluded=True))
        place += size
    return sorted([*found, *alluded[:MOST]], key=lambda told: told.start)


def _hint_at(
    tokens: list[tuple[str, int, int]], place: int, seconds: dict[str, list[tuple[tuple[str, ...], Name]]]
) -> tuple[int, Name | None]:
    """How many tokens from a place on are a hint, and the service it means."""
    second = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    for rest, name in seconds.get(second, ()):
        if place + 2 + len(rest) <= len(tokens) and all(
            tokens[place + step][0] == token for step, token in enumerate(rest, 2)
        ):
            return 2 + len(rest), name
    alone = seconds.get("")
    return 1, alone[0][1] if alone else None


def within_name(chars: str, start: int, end: int) -> bool:
    """Whether a word is a piece of a longer name: "crypto" in "vadim_crypto_dev"."""
    return chars[start - 1 : start] == "_" or chars[end : end + 1] == "_"


def _written_so(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a single letter is written large, behind another word: "on X"; others are how they are."""
    led = start > 0 or lexed.chars[end : end + 1] == ":"
    return end - start > 1 or (led and lexed.original[lexed.folded.place(start, end)[0]].isupper())
