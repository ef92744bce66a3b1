"""The parts of numbers: runs of digits, number words, letters that pass for digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.masks import Mask
from vestibule.policy.lexing import Item
from vestibule.policy.numbers import joined_digits, values_of

LETTER_DIGITS: Final = str.maketrans("oilsbzeagqtозбчі", "0115823499703641")
LETTERS_AS_DIGITS: Final = re.compile(r"[oilsbzeagqtозбчі]{1,4}")
ROUND: Final = frozenset("oilозбі")
"""Letters that look most like digits."""
POSING: Final = ROUND | frozenset("sbz")
FEWEST_BETWEEN: Final = 2
ARABIC_DIGITS: Final = frozenset("235789")
"""Digits that stand for letters which Latin does not have."""
MOST_PIECES: Final = 4
"""Runs of letters and digits before and behind a digit in a word of Arabic chat, at most."""


@dataclass(slots=True)
class Atom:
    """A part of a number: a run of digits, a number word, letters that pass for digits."""

    first: int
    last: int
    digits: str
    values: dict[str, str] = field(default_factory=dict)
    letters: bool = False


def atoms(items: list[Item], mask: Mask, apart: Mask) -> Iterator[Atom]:
    """The parts of numbers in a text, in order; digits in `mask` belong to something else."""
    for place, item in enumerate(items):
        if item.text[0].isalpha() and len(item.text) == 1 and apart.covers(item.start, item.end):
            if LETTERS_AS_DIGITS.fullmatch(item.text) and _isolated(items, place):
                yield Atom(place, place, item.text.translate(LETTER_DIGITS), letters=True)
            continue
        if item.classes & f.NUM:
            atom = _said_atom(items, place, mask)
        elif item.text.isdigit() and (not mask.covers(item.start, item.end) or _behind_number_word(items, place)):
            atom = Atom(place, place, item.text)
        elif LETTERS_AS_DIGITS.fullmatch(item.text) and (
            _among_digits(items, place, mask) or _round_pair(items, place) or _between_mixed(items, place)
        ):
            atom = Atom(place, place, item.text.translate(LETTER_DIGITS), letters=True)
        else:
            continue
        if atom is not None and (atom.values or not _in_arabic_chat(items, place)):
            yield atom


def _in_arabic_chat(items: list[Item], place: int) -> bool:
    """Whether one digit stands for a letter of Arabic in a word of Latin ones: "3ala", "a7san"."""
    beside = [items[near] for near in (place - 1, place, place + 1) if 0 <= near < len(items)]
    if not any(near.text in ARABIC_DIGITS for near in beside):
        return False
    first = last = place
    while max(0, place - MOST_PIECES) < first and _touch(items, first - 1):
        first -= 1
    while last < min(len(items) - 1, place + MOST_PIECES) and _touch(items, last):
        last += 1
    if any(item.classes & f.NUM for item in items[first : last + 1]):
        return False
    pieces = [item.text for item in items[first : last + 1]]
    digits = [piece for piece in pieces if piece.isdigit()]
    letters = "".join(piece for piece in pieces if not piece.isdigit())
    return len(digits) == 1 and digits[0] in ARABIC_DIGITS and len(letters) > 2 and not POSING.issuperset(letters)


def _touch(items: list[Item], place: int) -> bool:
    """Whether two words or runs of digits stand side by side without a gap."""
    one, other = items[place], items[place + 1]
    return one.end == other.start and one.text.isalnum() and other.text.isalnum()


def _said_atom(items: list[Item], place: int, mask: Mask) -> Atom | None:
    item = items[place]
    if item.text == "o" and _touched(items, place):
        return Atom(place, place, "0", letters=True)
    values = values_of(item.text)
    if item.text == "sept" and mask.covers(item.start, item.end):
        return None  # September, not seven
    if values:
        sure = not item.classes & ~f.NUM or _among_numbers(items, place)
        return Atom(place, place, "", values) if sure else None
    digits = "" if mask.covers(item.start, item.end) else joined_digits(item.text)
    return Atom(place, place, "", {"en": digits}) if digits else None


def _behind_number_word(items: list[Item], place: int) -> bool:
    """Whether a hyphen ties digits to a number word: "eight-555" is no identifier."""
    if place < 2 or items[place - 1].text != "-":
        return False
    classes = items[place - 2].classes
    return bool(classes & f.NUM) and not classes & ~(f.NUM | f.RARE)


def _touched(items: list[Item], place: int) -> bool:
    """Whether digits stand right before and behind a letter."""
    if not 0 < place < len(items) - 1:
        return False
    before, item, after = items[place - 1 : place + 2]
    return before.text.isdigit() and after.text.isdigit() and before.end == item.start and after.start == item.end


def _among_numbers(items: list[Item], place: int) -> bool:
    """Words that are numbers in one language and something else in another count only beside other numbers."""
    if _enclosed(items, place):
        return True
    for step in (-1, 1):
        other = place + step
        if 0 <= other < len(items) and not items[other].text[0].isalnum():
            other += step
        if 0 <= other < len(items):
            classes = items[other].classes
            if classes & f.NUM and not classes & ~f.NUM:
                return True
            touching = items[other].end == items[place].start or items[place].end == items[other].start
            if items[other].text.isdigit() and touching:
                return True
            if classes & f.NUM and 0 <= other + step < len(items) and items[other + step].classes & f.NUM:
                return True
    return False


def _enclosed(items: list[Item], place: int) -> bool:
    """Whether digits stand before and behind a word, and a word that is nothing but a number is near."""
    if not 0 < place < len(items) - 1 or not (items[place - 1].text.isdigit() and items[place + 1].text.isdigit()):
        return False
    near = items[max(0, place - 4) : place + 5]
    return any(item.classes & f.NUM and not item.classes & ~(f.NUM | f.RARE) for item in near)


def _among_digits(items: list[Item], place: int, mask: Mask) -> bool:
    """Letters pass for digits only where digits touch them, at most a hyphen between."""
    item = items[place]
    near = 0
    for step in (-1, 1):
        other = place + step
        allowed = 0
        if 0 <= other < len(items) and items[other].text in {"-", ".", "/"}:
            other += step
            allowed = 1
        if 0 <= other < len(items) and items[other].text.isdigit():
            gap = item.start - items[other].end if step < 0 else items[other].start - item.end
            if gap <= allowed and not mask.covers(items[other].start, items[other].end):
                near += len(items[other].text)
    return near >= 1


def _round_pair(items: list[Item], place: int) -> bool:
    """Whether two letters stand as a group of a number stands whose other digits are letters too: "4O 7l 9 ll"."""
    item = items[place]
    if len(item.text) != 2 or not ROUND.issuperset(item.text) or place < 3:
        return False
    before = items[max(0, place - 6) : place]
    return before[-1].text.isdigit() and sum(other.text in ROUND for other in before) >= 2


def _between_mixed(items: list[Item], place: int) -> bool:
    """Whether letters stand between groups in which letters pass for digits: "O7 SS O1"."""
    text = items[place].text
    if len(text) < FEWEST_BETWEEN or not POSING.issuperset(text) or not 1 < place < len(items) - 2:
        return False
    return _is_mixed(items[place - 2 : place]) and _is_mixed(items[place + 1 : place + 3])


def _is_mixed(pair: list[Item]) -> bool:
    """Whether digits and letters that look like digits touch each other."""
    before, after = pair
    digits = before.text.isdigit() != after.text.isdigit()
    letters = before.text if not before.text.isdigit() else after.text
    return digits and before.end == after.start and POSING.issuperset(letters)


def _isolated(items: list[Item], place: int) -> bool:
    """Whether a letter stands as one digit of a row stands: with something before and behind it."""
    before = place and items[place - 1].end == items[place].start and items[place - 1].text.isalnum()
    after = place + 1 < len(items) and items[place + 1].start == items[place].end and items[place + 1].text.isalnum()
    return not before and not after


def has_round_letters(row: list[Atom], items: list[Item]) -> bool:
    """Whether several digits are written as the letters that look like them."""
    letters = [part for part in row if part.letters]
    written = "".join(items[part.first].text for part in letters)
    return len(written) >= 2 and ROUND.issuperset(written)


def are_litres(row: list[Atom], items: list[Item]) -> bool:
    """Whether all letters of a row are units behind a number: "5l 20l 30l"."""
    letters = [part.first for part in row if part.letters]
    return len(letters) > 1 and all(
        items[place].text == "l" and place > 0 and items[place - 1].text.isdigit() and _ends(items, place)
        for place in letters
    )


def _ends(items: list[Item], place: int) -> bool:
    return place + 1 == len(items) or items[place + 1].start > items[place].end


def value_of(part: Atom, language: str = "") -> str:
    """The value of a number word, in the language of its row if it has one there."""
    return part.values.get(language) or next(iter(part.values.values()), "")
