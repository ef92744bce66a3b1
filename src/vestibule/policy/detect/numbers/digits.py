"""The same question as `digit_rows`, asked more closely of a lexed text, before masks and rows are made."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.digit_rows import FEWEST, FEWEST_PLAIN, JOINING, MIXED, WIDEST
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import digits_in
from vestibule.policy.numbers import values_of

FEWEST_PARTS: Final = 5
"""Digits and number words that a text with a number holds at least; letters may stand for the others."""


def may_hold_number(lexed: Lexed) -> bool:
    """Whether somewhere digits, said or written, stand close enough together. Errs towards yes."""
    digits = digits_in(lexed.chars)
    if digits < FEWEST_PLAIN and (not lexed.seen & f.NUM or digits + _said(lexed.items) < FEWEST_PARTS):
        return False
    mixed = digits > 0 and MIXED.search(lexed.chars) is not None
    fewest = FEWEST_PLAIN if mixed else FEWEST
    return _together(lexed.items, fewest, strict=not mixed and "(" not in lexed.chars)


def _said(items: list[Item]) -> int:
    return sum(FEWEST if item.classes & f.MIXED_DIGITS else _worth(item) or 1 for item in items if item.classes & f.NUM)


def _together(items: list[Item], fewest: int, *, strict: bool) -> bool:
    """Whether items with `fewest` digits follow each other; `strict` when only few words may come between."""
    collected = last = 0
    times = 1
    for item in items:
        digits = _worth(item)
        if digits is None:
            if strict and len(item.text) > 1 and item.text[0].isalpha() and not item.classes & JOINING:
                collected, times = 0, 1
            continue
        if item.start - last > WIDEST:
            collected, times = 0, 1
        if not digits:
            times = 3
        collected += digits
        if collected * times >= fewest:
            return True
        last = item.end
    return False


def _worth(item: Item) -> int | None:
    """How many digits an item can be; 0 for words that multiply, None for what is no part of a number."""
    if item.classes & f.NUM:
        values = values_of(item.text).values()
        if any(value[0] == "x" for value in values):
            return 0
        return max(map(len, values), default=FEWEST)
    return len(item.text) if item.text.isdigit() else None
