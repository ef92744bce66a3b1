"""Whether digits, said or written, stand close enough together for a telephone number: cheap to rule out."""

import re
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.normalise import digits_in
from vestibule.policy.numbers import values_of
from vestibule.policy.sketch import Sketch

FEWEST: Final = 7
"""Digits of the shortest telephone number."""
FEWEST_PLAIN: Final = 4
"""Of the digits of a number at least so many are written or said where letters stand for the others: more than half."""
WIDEST: Final = 40
"""Characters that may stand between two parts of a number."""
JOINING: Final = f.FILLER | f.DASH_WORD | f.CONN | f.DOT_WORD
"""Classes of words that may stand between two parts of a number."""
POSING: Final = "oilsbzeagqtозбчі"
MIXED: Final = re.compile(rf"[0-9](?:[-./]?[{POSING}]|(?<=[{POSING}][0-9])|(?<=[{POSING}][-./][0-9]))")
"""Digits with letters that could pass for digits."""


def has_row(look: Sketch, *, start: int = 0) -> bool:
    """Whether a row of digits and number words, long enough for a number, ends at or after the word `start`.

    Errs towards yes.
    """
    if look.digits < FEWEST_PLAIN and not look.seen & f.NUM:
        return False
    mixed = look.digits > 0 and MIXED.search(look.chars) is not None
    fewest = FEWEST_PLAIN if mixed else FEWEST
    strict = not mixed and "(" not in look.chars
    digits = short = gap = 0
    times = 1
    first = _first_near(look, start)
    for place, (word, classes) in enumerate(zip(look.words[first:], look.classes[first:], strict=True), first):
        if classes & f.NUM or not word.isalpha():
            worth = _worth(word, classes)
            times = times if worth else 3
            digits += worth
            short = short + 1 if classes & f.NUM or worth <= 2 else 0
            gap = 0
            if digits * times >= fewest and place >= start:
                return True
        elif digits:
            gap += len(word) + 1
            # a number that is written digit by digit goes on over any words behind a comma once it is long enough
            apart = classes & JOINING or len(word) == 1
            ended = strict and not apart and (short < 3 or digits * times < fewest)
            if ended or gap > WIDEST + 1:
                digits = short = 0
                times = 1
    return False


def _first_near(look: Sketch, start: int) -> int:
    """The first word that can be in a row with the word `start`."""
    gap = 0
    while start > 0 and gap <= WIDEST + 1:
        start -= 1
        word = look.words[start]
        gap = gap + len(word) + 1 if word.isalpha() and not look.classes[start] & f.NUM else 0
    return start


def _worth(word: str, classes: int) -> int:
    """How many digits a word can be; 0 for words that multiply."""
    if classes & f.NUM:
        values = values_of(word).values()
        if any(value[0] == "x" for value in values):
            return 0
        return max(map(len, values), default=FEWEST)
    return digits_in(word)
