"""What another book means for people: every circumstance is decided under both, and what differs is put together."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, get_args

from vestibule.policy.book_parts import RuleBook
from vestibule.policy.book_schema import KINDS, READINGS, REQUEST_ABOUT
from vestibule.policy.decide import settle
from vestibule.policy.situation import CLIENT_PLANS, PURPOSES, RELATIONSHIPS, SURFACES, Purpose, Situation
from vestibule.policy.verdict import Finding, Kind, Outcome

ASKED: Final = "contact_request"
DECLARED: Final[tuple[Purpose | None, ...]] = (None, *PURPOSES)
PLAIN: Final = ""

Cell = tuple[str, str, str, str]
"""Surface, relationship, plan and purpose of one circumstance."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Details of these kinds were answered one way in these circumstances, and will be answered another way.

    Kinds are those of findings; `contact_request:email` asks for an address. Circumstances are all combinations of
    surfaces, relationships, plans and purposes (`none` for undeclared). `reading` is empty, or the genre that the text
    has to read like (`access`, `talking`, `legal`, `credential`).
    """

    kinds: tuple[str, ...]
    was: Outcome
    now: Outcome
    reading: str
    surfaces: tuple[str, ...]
    relationships: tuple[str, ...]
    plans: tuple[str, ...]
    purposes: tuple[str, ...]


@lru_cache(maxsize=8)
def effects(old: RuleBook, new: RuleBook) -> tuple[Effect, ...]:
    """Every circumstance in which a detail that stands alone is answered differently, in as few groups as is easy.

    Takes some tenths of a second when clauses differ. That services or thresholds differ shows in `changes` alone.
    """
    if old.clauses == new.clauses:
        return ()
    boxes: dict[tuple[Outcome, Outcome, str, tuple[tuple[str, ...], ...]], list[str]] = {}
    for kind in sorted({*(KINDS - {ASKED}), *(f"{ASKED}:{about}" for about in REQUEST_ABOUT)}):
        plain = _differing(kind, PLAIN, old, new)
        for reading in (PLAIN, *sorted(READINGS)):
            found = plain if reading == PLAIN else _differing(kind, reading, old, new)
            for answers, cells in found.items():
                special = cells - plain.get(answers, set()) if reading != PLAIN else cells
                for box in _boxes(special):
                    boxes.setdefault((*answers, reading, box), []).append(kind)
    return tuple(Effect(tuple(kinds), was, now, reading, *box) for (was, now, reading, box), kinds in boxes.items())


def _differing(kind: str, reading: str, old: RuleBook, new: RuleBook) -> dict[tuple[Outcome, Outcome], set[Cell]]:
    name, _, about = kind.partition(":")
    finding = [Finding(_kind(name), 0, 1, "x", 1.0, obfuscated=False, read_as="", about=about)]
    found: dict[tuple[Outcome, Outcome], set[Cell]] = {}

    def reads_like(genre: str) -> bool:
        return genre == reading

    for situation in _situations():
        was, now = (_outcome(finding, situation, book, reads_like) for book in (old, new))
        if was != now:
            cell = (situation.surface, situation.relationship, situation.client_plan, situation.purpose or "none")
            found.setdefault((was, now), set()).add(cell)
    return found


def _outcome(
    finding: Sequence[Finding], situation: Situation, book: RuleBook, reads_like: Callable[[str], bool]
) -> Outcome:
    return settle(finding, situation, book, reads_like)[0].outcome


def _kind(name: str) -> Kind:
    return next(kind for kind in get_args(Kind) if kind == name)


@lru_cache(maxsize=1)
def _situations() -> tuple[Situation, ...]:
    return tuple(
        Situation(surface, relationship, plan, purpose)
        for surface, relationship, plan, purpose in product(SURFACES, RELATIONSHIPS, CLIENT_PLANS, DECLARED)
    )


SIDES: Final[tuple[tuple[str, ...], ...]] = (SURFACES, RELATIONSHIPS, CLIENT_PLANS, ("none", *PURPOSES))


def _boxes(cells: AbstractSet[tuple[str, ...]], side: int = 0) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The circumstances as boxes, side by side: values that allow the same rest stand together."""
    if not cells:
        return
    rests: dict[frozenset[tuple[str, ...]], list[str]] = {}
    for value in SIDES[side]:
        rest = frozenset(cell[1:] for cell in cells if cell[0] == value)
        if rest:
            rests.setdefault(rest, []).append(value)
    for rest, values in rests.items():
        if side == len(SIDES) - 1:
            yield (tuple(values),)
        else:
            for box in _boxes(rest, side + 1):
                yield (tuple(values), *box)
