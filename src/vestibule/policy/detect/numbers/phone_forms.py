"""How a row of digits is written or said, and what that speaks for."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.numbers.callable_digits import has_country, looks_at_home, looks_dialled
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import COUNTED, quick_fold
from vestibule.policy.word_lists import word_set

SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"\(?[2-9][0-9]{2}\)?[ .\-/~*_]{1,3}[2-9][0-9]{2}[ .\-/~*_]{1,3}[0-9]{4}",  # 415-555-0132
        r"0[1-9](?:([ .\-/])[0-9]{2})(?:\1[0-9]{2}){3}",  # 06 12 34 56 78
        r"0[0-9]{2,5}[ \-/.][0-9]{3,4}[ \-/.]?[0-9]{3,5}",  # 0176 2345678, 0803 123 4567, 0161/555/0123
        r"\(0?[0-9]{1,4}\) ?[0-9]{2,5}[ .\-]?[0-9]{2,5}(?:[ .\-][0-9]{2,4})?",  # (11) 96123-4567
        r"[679][0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}",  # 612 34 56 78
        r"[2-9][0-9]{2}([ .\-])[2-9][0-9]{2}(?:\1[0-9]{2}){2}",  # 415.555.01.32
        r"8[ -]?\(?9[0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}",  # 8 916 123-45-67
        r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}",  # 138 0013 8000
        r"[1-9][0-9] 9[0-9]{4}-[0-9]{4}",  # 21 99876-5432
        r"\(?[1-9][0-9]\)? 9[ .]?[0-9]{4}[-. ][0-9]{4}",  # (41) 9 9123-0087
        r"[6-9][0-9]{4} [0-9]{5}",  # 98765 43210
        r"[6-9][0-9]{3}(?: [0-9]{2}){3}",  # 9876 54 32 10
        r"3[2-9][0-9][ /.\-][0-9]{6,7}",  # 347/5550123
        r"[1-9]{2}\.9\.[0-9]{4}\.[0-9]{4}",  # 21.9.8765.4321
        r"0(?:3[2-9]|[2579]0|[4-9][0-9])[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}",  # 067 123 45 67
        r"05[0-9][ -]?[0-9]{3}[ -]?[0-9]{4}",  # 055 123 4567
        r"(?:55|56|33|81|11|21) [0-9]{4}[ -][0-9]{4}",  # 55 1234 5678
        r"0[0-9]{1,3}/[0-9]{2,3}([. ])[0-9]{2}\1[0-9]{2}",  # 0478/21.66.04
        r"0[1-9][0-9]{1,3}(?:\.[0-9]{2}){3,4}",  # 0160.94.33.87.12
        r"0[1-9][0-9]{1,3} ?/ ?[0-9]{2,3}(?: [0-9]{2}){2,3}",  # 0176 / 83 41 97 20
        r"0[1-9][0-9]{1,3}\.[0-9]{3,4}\.[0-9]{2}\.[0-9]{2}",  # 0664.512.88.31
    )
)
TELLING: Final = tuple(
    re.compile(shape)
    for shape in (
        r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}",
        r"([2-9][0-9]{2})([.\-/])[2-9][0-9]{2}\2[0-9]{4}",
        r"0[1-9](?:([ .\-/])[0-9]{2})(?:\1[0-9]{2}){3}",
        r"0[0-9]{2,4}[ \-/][0-9]{3,4}[ \-/]?[0-9]{3,4}",
        r"[345679][0-9]{2} [0-9]{3} [0-9]{3,4}",
        r"3[2-9][0-9]/[0-9]{6,7}",
        r"[1-9]{2}\.9\.[0-9]{4}\.[0-9]{4}",
        r"[679][0-9]{2}(?: [0-9]{2}){3}",
        r"8[ -]?\(?9[0-9]{2}\)?[ -]?[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}",
        r"1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}",
        r"\([1-9][0-9]\) ?9?[0-9]{4}-[0-9]{4}",
        r"[6-9][0-9]{4} [0-9]{5}",
        r"\([1-9][0-9]\) 9[ .]?[0-9]{4}[-. ][0-9]{4}",
        r"0(?:3[2-9]|[2579]0|[4-9][0-9])[ .-]?[0-9]{3}[ .-][0-9]{2}[ .-][0-9]{2}",
        r"05[0-9][ -][0-9]{3}[ -][0-9]{4}",
        r"0[0-9]{1,3}/[0-9]{2,3}([. ])[0-9]{2}\1[0-9]{2}",
        r"0[1-9][0-9]{1,3}(?:\.[0-9]{2}){3,4}",
        r"0[1-9][0-9]{1,3} ?/ ?[0-9]{2,3}(?: [0-9]{2}){2,3}",
        r"0[1-9][0-9]{1,3}\.[0-9]{3,4}\.[0-9]{2}\.[0-9]{2}",
    )
)
"""Forms in which hardly anything but telephone numbers is written."""
BESIDE_BRACKETS: Final = 3
"""Items before a number in which a word can say that it is something else's; fewer where its area is in brackets."""
FEWEST_DIFFERENT: Final = 4
MOST_TELLING: Final = 9
MOST_LOCAL: Final = 10
DICTATED_IN: Final = 3
"""Groups of a number that is dictated, at least."""
LONGEST_ROW: Final = 12
WORDY: Final = re.compile(r"(?=[a-z]{3})[a-z]*[cdfhjkmnpruvwxy]|[0-9]\.[a-z]|[#'`*]")
"""What stands in moves of chess, in lists and in records, not among the digits of a number."""
TIGHT: Final = re.compile(r" ([/.\-]) ")
SCORES: Final = re.compile(r"(?<![0-9])[0-9][-:][0-9],? [0-9][-:][0-9](?![0-9])")
COLUMN: Final = 4
"""Lines of a number written from top to bottom, at least."""
ODD_SEPARATORS: Final = re.compile(
    r"[~*_|^#=<>{}\[\]]|[^\x00-\x7f\w]|[a-z]{3}|[.\-/]{2}|\( ?[0-9] ?\)| x (?=0|.* x 0)|(?<![0-9])(?:[0-9][a-z.]){6}"
)
ODD_RUNS: Final = re.compile(r"[0-9]{1,5}(?P<run>(?:[^\w\n,;:]|_){2,12})[0-9]{1,5}(?:(?P=run)[0-9]{1,5}){1,6}")
"""Groups with the same row of signs between them."""
STROKES: Final = re.compile(r"[0-9](?P<stroke>[/*_|~])(?:[0-9](?P=stroke))+[0-9]")
ESCAPED: Final = re.compile(r"&#(?:x3[0-9]|4[89]|5[0-7]);|%3[0-9]|\\u003[0-9]|\\x3[0-9]|U\+003[0-9]")
"""Digits in the codes of pages and programs."""
BEFORE: Final = 6
BEHIND: Final = 3
ENDS: Final = frozenset("!?\n")
SHORTEST: Final = 3
"""Letters of words that hardly ever are shortened ones."""
MOST_BESIDE: Final = 6
"""Words beside a number that is set apart digit by digit."""
MINE: Final = frozenset(map(quick_fold, word_set("mine")))
ELSE: Final = f.ID_WORD | f.UNIT | f.WORK | f.MONEY | f.RULE | f.MULTIPLIER | f.COUNTING
SPOKEN: Final = f.REACH | f.ME | f.MY | f.YOU | f.YOUR
WEIGHTS: Final = {
    "cue": 0.65,
    "soft": 0.5,
    "plus": 0.7,
    "said": 0.5,
    "apart": 0.5,
    "dressed": 0.6,
    "letters": 0.35,
    "shape": 0.4,
    "alone": 0.5,
    "mixed": 0.25,
    "column": 0.6,
    "extension": 0.5,
}


@dataclass(slots=True)
class Number:
    """A row of digits with how it was written; `first`/`last` are items, `start`/`end` folded places."""

    digits: str
    groups: list[str]
    said: int
    letters: int
    round_letters: bool
    plus: bool
    start: int
    end: int
    first: int
    last: int
    extended: bool = False
    letter_digits: int = 0


def form_of(number: Number, lexed: Lexed) -> float:
    """What the form of a number speaks for it: a plus, words, signs between single digits."""
    groups = len(number.groups)
    mixed = groups > number.said
    repeats = any(group[:1] == "x" for group in number.groups)
    said = number.said >= 4 or (number.said >= 2 and mixed) or (repeats and mixed)
    singles = sum(1 for group in number.groups if len(group) == 1)
    opened = lexed.chars[number.start - 1 : number.start] == "("
    written = lexed.chars[number.start - opened : number.end]
    tight = TIGHT.sub(r"\1", written)
    evidence = (
        (number.plus, WEIGHTS["plus"]),
        (number.said >= 8 or (number.said >= 4 and groups <= 3) or _all_said(number), 0.15),
        (said, WEIGHTS["said"]),
        (said and mixed, WEIGHTS["mixed"]),
        (singles >= 6 and number.said < 4, WEIGHTS["apart"]),
        (_one_row(number, lexed, singles), 0.15),
        (number.letters > 0 and (number.round_letters or WORDY.search(written) is None), WEIGHTS["letters"]),
        (number.round_letters and looks_dialled(number.digits), 0.25 if number.letters >= 3 else 0.15),
        (_mine(number, lexed.items), 0.4),
        (number.said == 1 and groups > 2 and looks_dialled(number.digits) and not SCORES.search(written), 0.1),
        (_from_abroad(number, written), 0.1),
        (groups > 1 and not number.said and ODD_SEPARATORS.search(written) is not None, 0.2),
        (is_dressed(number, lexed), WEIGHTS["dressed"]),
        (_in_other_digits(number, lexed), 0.3),
        (number.extended, WEIGHTS["extension"]),
        (_phrased(number, lexed.chars[number.start : number.end]), 0.25),
        (is_set_oddly(number, written), 0.3),
        (_by_itself(number, singles), 0.15),
        (_between_strokes(number, written), 0.15),
        (_in_column(number, written), WEIGHTS["column"]),
        (_unmistakable(number, tight, lexed), 0.2),
    )
    return sum(weight for holds, weight in evidence if holds) + shape_of(number, tight)


def _in_other_digits(number: Number, lexed: Lexed) -> bool:
    """Whether the digits are those of another script than the words: nobody counts so."""
    start, end = lexed.folded.place(number.start, number.end)
    native = sum(1 for char in lexed.original[start:end] if char.isdecimal() and 0x660 <= ord(char) < 0xFF00)
    around = lexed.original[:start] + lexed.original[end:]
    latin = sum(1 for char in around if char.isascii() and char.isalpha())
    return native >= MOST_TELLING and latin * 2 > len(around)


def is_set_oddly(number: Number, written: str) -> bool:
    """Whether the same row of signs stands between all groups: nobody writes an amount so."""
    match = ODD_RUNS.fullmatch(written)
    odd = match is not None and len(match["run"].replace(" ", "")) > 1
    return odd and looks_at_home(number.digits) and not number.said


def _by_itself(number: Number, singles: int) -> bool:
    """Whether a number is set apart digit by digit as none but one of a telephone is: with its leading nought."""
    home = number.digits[0] == "0" and looks_at_home(number.digits) and not number.said
    return home and singles >= len(number.groups) - 1 and len(number.groups) >= MOST_TELLING


def _between_strokes(number: Number, written: str) -> bool:
    """Whether a stroke or star stands between all digits: "3/4/7/1/9/8/2/0/5/6"."""
    return (
        len(number.digits) >= MOST_TELLING and STROKES.fullmatch(written) is not None and looks_dialled(number.digits)
    )


def _from_abroad(number: Number, written: str) -> bool:
    """Whether a number in groups begins with a country, though without a plus."""
    grouped = len(number.groups) > 2 and len(number.digits) > MOST_LOCAL and not number.said
    return grouped and has_country(number.digits) and WORDY.search(written) is None


def _one_row(number: Number, lexed: Lexed, singles: int) -> bool:
    """Whether a number is set apart digit by digit in a text that says hardly more and speaks of nothing else."""
    digits = len(number.digits)
    short = digits == MOST_TELLING and (are_marks(number) or number.said)
    if not MOST_TELLING <= digits <= LONGEST_ROW or short or singles < digits - 1:
        return False
    if ", " in lexed.chars[number.start : number.end] or SCORES.search(lexed.chars, number.start, number.end):
        return False
    rest = [item for item in [*lexed.items[: number.first], *lexed.items[number.last + 1 :]] if item.text[0].isalpha()]
    return len(rest) <= MOST_BESIDE and not any(item.classes & ELSE for item in rest) and "[" not in lexed.chars


def shape_of(number: Number, written: str) -> float:
    """What the groups of a number speak for it: those in which numbers are written somewhere."""
    groups, digits = len(number.groups), len(number.digits)
    trunk = number.digits[0] == "0"
    if not number.said and ODD_SEPARATORS.search(written):
        written = "-".join(number.groups)
    if any(shape.fullmatch(written) for shape in SHAPES):
        return WEIGHTS["shape"] if groups > 1 else 0.2
    # With the national prefix written out a number has up to twelve digits (0151 234 567 89).
    if 8 <= digits <= 11 + trunk and 2 <= groups <= 5 and not number.said:
        return 0.25 if trunk else 0.15
    if 10 <= digits <= 11 + trunk and groups == 1:
        return 0.25 if trunk else 0.1
    return 0.0


def _all_said(number: Number) -> bool:
    """Whether a number that could be dialled is said in tens and hundreds ("zero six, seventy-eight …")."""
    return number.said >= len(number.groups) >= 4 and looks_dialled(number.digits)


def _phrased(number: Number, written: str) -> bool:
    """Whether digits are said in groups as people dictate a number: "nine one eight, five five two, oh one six six"."""
    if not number.said or number.said < len(number.groups) or not looks_dialled(number.digits):
        return False
    groups = [len(group.split()) for group in written.split(",")]
    return (
        len(groups) >= DICTATED_IN and all(2 <= words <= 4 for words in groups) and len(number.digits) >= MOST_TELLING
    )


def _in_column(number: Number, written: str) -> bool:
    """Whether a number is written from top to bottom, a few digits on each line."""
    breaks = written.count("\n")
    if breaks < max(COLUMN, len(number.groups)) - 1 or number.said not in {0, len(number.groups)}:
        return False
    singles = all(len(group) == 1 for group in number.groups) and not are_marks(number)
    if number.said:
        return looks_dialled(number.digits)
    values = [int(group) for group in number.groups if group.isdigit()]
    amounts = values in (sorted(values), sorted(values, reverse=True)) or all(value % 5 == 0 for value in values)
    uneven = len({len(group) for group in number.groups}) > 1 or number.digits[0] == "0"
    return looks_at_home(number.digits) and (singles or (uneven and not amounts))


def _unmistakable(number: Number, written: str, lexed: Lexed) -> bool:
    """Whether nothing but a telephone number is written so, and no word near it says that it is something else."""
    if len(set(number.digits)) < FEWEST_DIFFERENT or len(number.digits) < MOST_TELLING:
        return False
    if not any(shape.fullmatch(written) for shape in TELLING):
        return False
    back = BESIDE_BRACKETS if written.startswith("(") else BEFORE
    before, after = beside(number, lexed.items, back, BEHIND)
    if any(item.classes & (ELSE & ~f.ID_WORD) and not item.classes & SPOKEN for item in after):
        return False
    return not any(item.classes & (ELSE | f.NUMBER_NOUN) and not item.classes & SPOKEN for item in before)


def is_telling(number: Number, written: str) -> bool:
    """Whether a whole number of ten digits and more is written as nothing else is."""
    return len(number.digits) > MOST_TELLING and any(shape.fullmatch(written) for shape in TELLING)


def beside(number: Number, items: list[Item], before: int, behind: int) -> tuple[list[Item], list[Item]]:
    """The items before and behind a number, as far as its sentence goes."""
    near = items[max(0, number.first - before) : number.first]
    after = items[number.last + 1 : number.last + 1 + behind]
    begins = max(
        (place + 1 for place, item in enumerate(near) if item.text in ENDS or ends_sentence(near, place)), default=0
    )
    ends = next((place for place, item in enumerate(after) if item.text in ENDS), len(after))
    return near[begins:], after[:ends]


def ends_sentence(items: list[Item], place: int) -> bool:
    """Whether a full stop ends a sentence and does not shorten a word for numbers: "Nr.", "Tel.", "Inv."."""
    if items[place].text != "." or not place:
        return False
    before = items[place - 1]
    return len(before.text) > SHORTEST and not before.classes & (f.ID_WORD | f.NUMBER_NOUN | f.PHONE_NOUN)


def are_marks(number: Number) -> bool:
    """Whether all digits could be given on a scale of five."""
    return all(len(group) == 1 and group <= "5" for group in number.groups)


def _mine(number: Number, items: list[Item]) -> bool:
    """Whether somebody gives a number as theirs: "mine is …"."""
    near = [item for item in items[max(0, number.first - 3) : number.first] if item.text[0].isalnum()]
    return looks_dialled(number.digits) and any(item.text in MINE for item in near)


def is_dressed(number: Number, lexed: Lexed) -> bool:
    """Whether digits are written in circles, keycaps, full width or with invisible signs between."""
    start, end = lexed.folded.place(number.start, number.end)
    original = lexed.original[start:end]
    if original.isascii():
        return len(ESCAPED.findall(original)) >= FEWEST_DIFFERENT
    odd = sum(1 for char in original if char.isnumeric() and not char.isdecimal()) + len(COUNTED.findall(original))
    wide = sum(1 for char in original if char.isdecimal() and ord(char) > 0xFF00)
    native = sum(1 for char in original if char.isdecimal() and 0x660 <= ord(char) < 0xFF00)
    marks = sum(1 for char in original if char in "\u20e3\ufe0f\u200b\u200c\u200d\u2060\ufeff\u00ad")
    return odd + wide + marks >= 4 or (native >= 9 and number.digits[0] in "0+123456789")


def is_progression(groups: list[str]) -> bool:
    """Counting, up or down, by equal steps."""
    if len(groups) < 4 or not all(group.isdigit() for group in groups):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(groups)}
    return len(steps) == 1 and 0 not in steps
