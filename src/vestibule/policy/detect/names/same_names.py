"""Accounts that bear a name both know: "same name on the bird app", "search my username in the camera app"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.word_lists import word_set

ACCOUNTS: Final = frozenset({"messenger", "social"})
SAME: Final = word_set("same_words")
NAMES: Final = word_set("known_names")
SEEK: Final = word_set("seek_words")
THIRD: Final = word_set("not_ones_own")
ANY: Final = frozenset({"a", "an", "another", "ein", "eine", "einer", "une", "un", "um", "uma", "una"})
ENDS: Final = frozenset(".,;!\n—()")
BEFORE: Final = 12
BEHIND: Final = 12
LONGEST: Final = 32
"""Items of a text that is read so."""
BESIDE: Final = 7
ASIDE: Final = 5
SURE: Final = 0.62


def same_names(lexed: Lexed, services: list[Told]) -> Iterator[Candidate]:
    """At most one candidate: a service, and beside it that the account there is called as the sender is here."""
    items = lexed.items
    if len(items) > LONGEST or not any(word in NAMES for item in items for word in item.text.split(" ")):
        return
    if any(_denies(item) or item.text == "?" for item in items):
        return
    for told in services:
        if told.service.kind not in ACCOUNTS:
            continue
        first = next((place for place, item in enumerate(items) if item.start >= told.start), len(items))
        last = next((place for place in range(first, len(items)) if items[place].end >= told.end), first)
        near = range(max(0, first - BEFORE), min(len(items), last + 1 + BEHIND))
        rest = [place for place in near if not first <= place <= last]
        name = next((place for place in rest if _known(items, place)), None)
        any_app = first > 0 and items[first - 1].text in ANY  # "a photo app with the same name exists"
        if name is None or any_app or _of_others(items, name, first, last):
            continue
        if not _about_work(items, name, first, last):
            start, end = _clause(items, min(name, first), max(name, last))
            yield Candidate("social_handle", start, end, f"…@{told.service.id}", SURE, hidden=True)
            return


def _of_others(items: list[Item], name: int, first: int, last: int) -> bool:
    """Whether a word for somebody else, or for a story, stands near the name and the service."""
    near = items[max(0, min(name, first) - ASIDE) : max(name, last) + ASIDE]
    return any(item.text in THIRD for item in near)


def _clause(items: list[Item], first: int, last: int) -> tuple[int, int]:
    """The places from which and to which the clause goes that says so."""
    while first > 0 and items[first - 1].text not in ENDS:
        first -= 1
    while last + 1 < len(items) and items[last + 1].text not in ENDS:
        last += 1
    return items[first].start, items[last].end


def _denies(item: Item) -> bool:
    return bool(item.classes & (f.NEG | f.RULE | f.ASK)) and item.text != "no"  # "no app": Portuguese "in the app"


def _about_work(items: list[Item], name: int, first: int, last: int) -> bool:
    """Whether a word of work stands beside the name or the service, and is none of theirs."""
    near = [*range(max(0, min(name, first) - 3), name), *range(last + 1, min(len(items), last + 4))]
    own = {place for place in near if place < name and items[place - 1].classes & f.MY}  # "my shop's name"
    return any(items[place].classes & f.WORK and not first <= place <= last for place in near if place not in own)


def _known(items: list[Item], place: int) -> bool:
    """Whether a word for a name stands at a place, and beside it that it is the one that is known here."""
    if not any(word in NAMES for word in items[place].text.split(" ")):
        return False
    if items[place].classes & f.SEARCH:
        return True
    near = [*items[max(0, place - BESIDE) : place], *items[place + 1 : place + 1 + BESIDE]]
    beside = items[max(0, place - 2) : place + 4]
    pairs = (f"{one.text} {other.text}" for one, other in pairwise(beside))
    if any(text in SAME for text in (*(item.text for item in beside), *pairs)):
        return True
    mine = union(near) & f.MY or items[place].classes & f.MY
    return bool(mine) and any(item.classes & f.HERE or item.text in SEEK for item in near)
