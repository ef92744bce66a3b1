"""Which parts of numbers belong together, by what stands between them."""

from typing import Final

from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.numbers.number_atoms import Atom, value_of
from vestibule.policy.digit_rows import FEWEST, JOINING, WIDEST
from vestibule.policy.lexing import Item
from vestibule.policy.word_lists import word_set

MOST_BETWEEN: Final = 8
MOST_WORDS: Final = 4
MOST_SIGNS: Final = 6
LOCAL: Final = 9
"""A number with fewer digits goes on behind a slash."""
LONGEST_DICTATED: Final = 10
"""Digits of a row behind which another number may begin."""
LONGEST_ABROAD: Final = 12
WIDEST_SIGNS: Final = 4
"""Signs that may stand between two single digits."""
BREAKS: Final = frozenset("=%$€£;@<>{}")
SHORTEST: Final = 2
"""Groups of a number before the last one, with a slash behind each."""
ORS: Final = frozenset({"or", "and", "o", "y", "et", "ou", "und", "oder", "и", "или", "або", "lub"})
THEN: Final = word_set("then")


def is_noise(between: list[Item], apart: Mask) -> bool:
    """Whether what stands between two digits only sets them apart."""
    if len(between) == 1 and between[0].text == "x":
        return True
    return bool(between) and apart.covers(between[0].start, between[-1].end)


def continues(items: list[Item], row: list[Atom], atom: Atom, chars: str) -> bool:
    """Whether an atom belongs to the row before it, by what stands between."""
    previous = row[-1].last
    gap = chars[items[previous].end : items[atom.first].start]
    between = items[previous + 1 : atom.first]
    if gap in {"", " ", "-"}:
        return True
    if gap.startswith(": ") and (len(row) == 1 or (row[-2].letters and row[-1].first == row[-2].last + 1)):
        return False  # "question 7: 3 4 4 5 …", "the office one: 828 …"
    # A plus after something else than a digit opens an international number; what stands before it is another row.
    if gap.endswith("+") and len(gap) > 1 and not _one_by_one(row):
        return False
    if len(gap) > WIDEST or len(between) > MOST_BETWEEN:
        return False
    if _in_column(items, row, gap) or _single_digits(row[-1], atom, gap):
        return True
    if ", " in gap and _dictated(row, atom) and not _said_or(between):
        return _fillers_or_signs(between)
    return _goes_on(items, row, atom, gap, between)


def _goes_on(items: list[Item], row: list[Atom], atom: Atom, gap: str, between: list[Item]) -> bool:
    collected = sum(len(part.digits) or (len(part.values) and 1) for part in row[-12:])
    if collected >= FEWEST and (any(sign in gap for sign in "/,;\n|&") or _said_or(between)):
        local = gap.strip(" ") == "/" and (collected < LOCAL or _slashed(items, row))
        return local or (_one_by_one(row) and not any(sign in gap for sign in ";\n&"))
    words = [item for item in between if item.text[0].isalpha()]
    said = not row[-1].digits or not atom.digits
    if words:
        return _filler_only(words, gap) and (said or len(words) <= MOST_WORDS)
    signs = gap.replace(" ", "")
    if any(sign in BREAKS for sign in signs) or len(signs) > MOST_SIGNS:
        return False
    if said or _one_by_one(row):
        return True
    return not ("," in signs or ":" in signs or gap.startswith(". ") or gap.count("\n") > 1)


def _slashed(items: list[Item], row: list[Atom]) -> bool:
    """Whether an international number has had a slash between all its groups so far: "+55/65/99214"."""
    abroad = row[0].first > 0 and items[row[0].first - 1].text == "+"
    return abroad and len(row) > SHORTEST and all(items[part.last + 1].text == "/" for part in row)


def _dictated(row: list[Atom], atom: Atom) -> bool:
    """Whether a row that is partly said goes on behind a comma, in groups as short as those of a number."""
    said = [part for part in (*row, atom) if part.values]
    collected = sum(len(part.digits) or len(value_of(part).rstrip("~*")) for part in row)
    abroad = said and (row[0].digits or value_of(row[0])).startswith(("00", "+"))
    return (
        bool(said)
        and collected < (LONGEST_ABROAD if abroad else LONGEST_DICTATED)
        and max(len(part.digits) for part in (row[-1], atom)) <= 4
    )


def _fillers_or_signs(between: list[Item]) -> bool:
    return all(item.classes & JOINING or not item.text[0].isalpha() for item in between)


def _in_column(items: list[Item], row: list[Atom], gap: str) -> bool:
    """Whether a row goes from line to line, with nothing else on any of them."""
    if gap.strip(" \t") != "\n":
        return False
    return len(row) == 1 or items[row[-1].first].start - items[row[-2].last].end <= 2


def _single_digits(before: Atom, atom: Atom, gap: str) -> bool:
    """Whether two digits are kept apart by some signs only: "{0}{9}-{3}", "8·2|6"."""
    if len(before.digits) != 1 or len(atom.digits) != 1 or len(gap) > WIDEST_SIGNS or ", " in gap:
        return False
    return not any(char.isalnum() or char in "\n=" for char in gap)


def _said_or(between: list[Item]) -> bool:
    """Whether another number follows; "and then" goes on with the same."""
    texts = {item.text for item in between}
    return bool(texts & ORS) and not texts & THEN


def _one_by_one(row: list[Atom]) -> bool:
    return len(row) >= 3 and all(len(part.digits) <= 2 for part in row[-8:])


def _filler_only(words: list[Item], gap: str) -> bool:
    return all(word.classes & JOINING for word in words) or ("(" in gap and ")" in gap and len(words) <= 3)
