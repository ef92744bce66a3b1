"""Telephone numbers: digits, said or written, put together over whatever separates them."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import digit_mask, set_apart
from vestibule.policy.detect.numbers.callable_digits import has_country, looks_at_home
from vestibule.policy.detect.numbers.number_atoms import Atom, are_litres, atoms, has_round_letters, value_of
from vestibule.policy.detect.numbers.number_rows import continues, is_noise
from vestibule.policy.detect.numbers.phone_evidence import evidence
from vestibule.policy.detect.numbers.phone_forms import Number
from vestibule.policy.digit_rows import FEWEST
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.numbers import repeats, spoken
from vestibule.policy.word_lists import word_set

MOST: Final = 15
LONGEST_ROW: Final = 32
LONGEST_EXTENSION: Final = 5
RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u07ff]")
EXTENSIONS: Final = word_set("extensions")
WHOLE: Final = 10
"""Digits that are a number without the word before them."""
PREFERRED: Final = {"hl": -1, "sw": -2, "id": -1, "nl": -1, "tr": -1}
"""Languages whose number words look like words of others count less when a row could be either."""


def phones(lexed: Lexed, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Candidates of kind `phone`, in order; digits in `taken` belong to something else."""
    items = lexed.items
    apart = set_apart(lexed.chars)
    mask = digit_mask(lexed.chars, taken, apart)
    row: list[Atom] = []
    previous = -1
    endless = False  # a row too long to be a number is skipped to its end
    for atom in atoms(items, mask, apart):
        if endless and items[atom.first].start - items[previous].end <= 2:
            previous = atom.last
            continue
        if row and not (continues(items, row, atom, lexed.chars) or is_noise(items[previous + 1 : atom.first], apart)):
            if not endless:
                yield from _judge(row, lexed)
            row, endless = [], False
        if len(row) >= LONGEST_ROW:
            row, endless = row[-3:], True
        row.append(atom)
        previous = atom.last
    if row and not endless:
        yield from _judge(row, lexed)


def _judge(row: list[Atom], lexed: Lexed) -> Iterator[Candidate]:
    if len(row) == 1 and len(row[0].digits) < FEWEST and not row[0].values:
        return
    row, extended = _without_extension(row, lexed.items)
    row = _trim(row, lexed.items)
    language = _language(row)
    digits = "".join(_read(row, language))
    if not FEWEST <= len(digits) <= MOST + 3:
        return
    items = lexed.items
    first, last = row[0].first, row[-1].last
    plus = _plus_before(items, first)
    behind = _plus_behind(lexed, digits, last)
    number = Number(
        digits=digits,
        groups=[part.digits or value_of(part, language) for part in row],
        said=sum(_words_in(part, language) for part in row if part.values),
        letters=sum(1 for part in row if part.letters),
        round_letters=has_round_letters(row, items),
        plus=plus is not None or behind or _said_plus(row) or (digits.startswith("00") and len(digits) >= 11),
        start=items[first].start if plus is None else items[plus].start,
        end=items[last].end,
        first=first if plus is None else plus,
        last=last,
        extended=extended,
    )
    if number.plus and not has_country(digits.removeprefix("00")):
        number.plus = False
    if len(digits) > MOST and not number.plus:
        return
    posing = sum(len(part.digits) for part in row if part.letters)
    if posing * 5 > len(digits) * 3:
        return
    number.letter_digits = posing
    if number.letters and are_litres(row, items):
        return
    confidence, named = evidence(number, lexed)
    yield Candidate(
        "phone",
        _opening(items, number),
        number.end,
        ("+" if number.plus else "") + digits.removeprefix("00" if number.plus else ""),
        min(confidence, 0.99),
        about="" if named else "unnamed",
        hidden=bool(number.said or number.letters),
    )


def _opening(items: list[Item], number: Number) -> int:
    before = number.first - 1
    if before >= 0 and items[before].text == "(" and items[before].end == number.start:
        return items[before].start
    return number.start


def _trim(row: list[Atom], items: list[Item]) -> list[Atom]:
    """Leave out what repeats or adds nothing at the ends: "double" at the end, a word before a whole number."""
    while row and row[-1].values and all(value.startswith(("x", "+")) for value in row[-1].values.values()):
        row = row[:-1]
    rest = row[1:]
    whole = len("".join(part.digits for part in rest)) >= WHOLE and not any(part.values for part in rest)
    if whole and row[0].values and any(value[0].isdigit() for value in row[0].values.values()) and _apart(row, items):
        return rest  # "when you are free, (312) …"
    if whole and row[0].values.get("en") == "1" and len("".join(part.digits for part in rest)) == WHOLE:
        return rest  # "one 718 555 0132"
    rest = row[:-1]
    written = "".join(part.digits for part in rest)
    if (
        rest
        and row[-1].values
        and looks_at_home(written)
        and len(rest) < len(written)
        and not any(part.values for part in rest)
    ):
        return rest  # "07700 900461 once you …"
    whole = len("".join(part.digits for part in rest)) >= WHOLE and not any(part.values for part in rest)
    if whole and row[-1].values and row[-1].first - rest[-1].last > 1 and items[row[-1].first - 1].text[0].isalpha():
        return rest  # "415 555 0199 after six"
    return row


def _without_extension(row: list[Atom], items: list[Item]) -> tuple[list[Atom], bool]:
    """A row without the extension behind it, and whether there is one: "212 555 0148 ext. 7"."""
    if len(row) < 2 or len(row[-1].digits) > LONGEST_EXTENSION or row[-1].values or row[-1].letters:
        return row, False
    between = [item.text for item in items[row[-2].last + 1 : row[-1].first] if item.text[0].isalnum()]
    collected = sum(len(part.digits) or 1 for part in row[:-1])
    told = len(between) == 1 and between[0] in EXTENSIONS and collected >= FEWEST
    return (row[:-1], True) if told else (row, False)


def _apart(row: list[Atom], items: list[Item]) -> bool:
    """Whether a sign stands behind the first part of a row."""
    return any(not item.text[0].isalnum() and item.text != "-" for item in items[row[0].last + 1 : row[1].first])


def _language(row: list[Atom]) -> str:
    counts: dict[str, int] = {}
    for part in row:
        for language in part.values:
            counts[language] = counts.get(language, 0) + 2
    return max(counts, key=lambda language: counts[language] + PREFERRED.get(language, 0), default="en")


def _words_in(part: Atom, language: str) -> int:
    """How many number words an atom is: joined ones count for each digit."""
    return max(1, len(value_of(part, language)) - 2)


def _read(row: list[Atom], language: str) -> Iterator[str]:
    said: list[str] = []
    for part in row:
        if part.values:
            value = value_of(part, language)
            if value != "+":
                said.append(value)
        elif said and repeats(said[-1]):
            said.append(part.digits)
        else:
            yield spoken(said)
            said = []
            yield part.digits
    yield spoken(said)


def _said_plus(row: list[Atom]) -> bool:
    return "+" in row[0].values.values()


def _plus_behind(lexed: Lexed, digits: str, last: int) -> bool:
    """Whether the plus of a country stands at the end, as where text runs from the right: "966 11 482 7730+"."""
    after = lexed.items[last + 1] if last + 1 < len(lexed.items) else None
    signed = after is not None and after.text == "+" and after.start == lexed.items[last].end
    return signed and has_country(digits) and RIGHT_TO_LEFT.search(lexed.chars) is not None


def _plus_before(items: list[Item], first: int) -> int | None:
    for place in (first - 1, first - 2):
        if place >= 0 and items[place].text == "+":
            return place
        if place >= 0 and items[place].text not in {"(", " "}:
            return None
    return None
