"""What speaks for and against a row of digits being a telephone number."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.callable_digits import has_country, looks_at_home, looks_dialled
from vestibule.policy.digit_rows import FEWEST
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import quick_fold
from vestibule.policy.phrases import beginnings
from vestibule.policy.word_lists import word_set

LOOK_BACK: Final = 9
LOOK_AHEAD: Final = 7
LOOK_AHEAD_FOR_NOUNS: Final = 4
OWN_AHEAD: Final = 14
STOPS: Final = frozenset(".!?\n;")
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
        r"[6-9][0-9]{4} [0-9]{5}",  # 98765 43210
        r"0(?:3[2-9]|[2579]0|[4-9][0-9])[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}",  # 067 123 45 67
        r"05[0-9][ -]?[0-9]{3}[ -]?[0-9]{4}",  # 055 123 4567
    )
)
TELLING: Final = tuple(
    re.compile(shape)
    for shape in (
        r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}",
        r"([2-9][0-9]{2})([.\-/])[2-9][0-9]{2}\2[0-9]{4}",
        r"0[1-9](?:([ .\-/])[0-9]{2})(?:\1[0-9]{2}){3}",
        r"0[0-9]{2,4}[ \-/][0-9]{3,4}[ \-/]?[0-9]{3,4}",
        r"[3679][0-9]{2} [0-9]{3} [0-9]{3,4}",
        r"[679][0-9]{2}(?: [0-9]{2}){3}",
        r"8[ -]?\(?9[0-9]{2}\)?[ -]?[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}",
        r"1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}",
        r"\([1-9][0-9]\) ?9?[0-9]{4}-[0-9]{4}",
        r"[6-9][0-9]{4} [0-9]{5}",
        r"0(?:3[2-9]|[2579]0|[4-9][0-9])[ -]?[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}",
        r"05[0-9][ -][0-9]{3}[ -][0-9]{4}",
    )
)
"""Forms in which hardly anything but telephone numbers is written."""
MOST_TELLING: Final = 9
MOST_LOCAL: Final = 10
WORDY: Final = re.compile(r"(?=[a-z]{3})[a-z]*[cdfhjkmnpruvwxy]|[0-9]\.[a-z]|[#'`*]")
"""What stands in moves of chess, in lists and in records, not among the digits of a number."""
TIGHT: Final = re.compile(r" ([/.\-]) ")
SCORES: Final = re.compile(r"(?<![0-9])[0-9][-:][0-9],? [0-9][-:][0-9](?![0-9])")
COLUMN: Final = 4
"""Lines of a number written from top to bottom, at least."""
ODD_SEPARATORS: Final = re.compile(
    r"[~*_|^#=<>{}\[\]]|[^\x00-\x7f\w]|[a-z]{3}|[.\-/]{2}|\( ?[0-9] ?\)| x (?=0|.* x 0)|(?<![0-9])(?:[0-9][a-z.]){6}"
)
THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:([ ,.'])[0-9]{3})(?:\1[0-9]{3}){1,4}")
MOST_ALONE: Final = 80
FEW_WORDS: Final = 4
MOST_BESIDE: Final = 6
"""Words beside a number that is set apart digit by digit."""
SHAPED: Final = 0.25
"""What the form of a number counts for at least when numbers are written so somewhere."""
NOTING: Final = word_set("noting")
UNDER: Final = frozenset({"unter", "under", "sous", "sob", "bajo", "sotto", "pod", "под", "під"})
SPOKEN: Final = f.REACH | f.ME | f.MY | f.YOU | f.YOUR
LABELS: Final = frozenset({"m", "t", "p", "c", "w", "h", "ph", "mob"})
CODES: Final = frozenset({"area", "country", "dialling", "dialing", "s"})
ARTICLES: Final = word_set("articles")
DOWN: Final = "9876543210"
"""Counting down to nought is also the best known form of an Indian number."""
COUNTED: Final = "012345678901234567890"
MINE: Final = frozenset(map(quick_fold, word_set("mine")))
DIALLING: Final = word_set("dialling")
ELSE: Final = f.ID_WORD | f.UNIT | f.WORK | f.MONEY | f.RULE | f.MULTIPLIER | f.COUNTING
CUES: Final = f.PHONE_NOUN
SOFT_CUES: Final = f.REACH
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


def evidence(number: Number, lexed: Lexed) -> tuple[float, bool]:
    """Confidence that this is a telephone number, and whether the text calls it one."""
    items = lexed.items
    cue, against = _before(items, number.first)
    cue = max(cue, _after_cue(items, number.last))
    dialled = len(items) <= MOST_ALONE and any(item.text in DIALLING for item in items)
    told_from = lexed.seam if number.start >= lexed.seam else 0
    rings = dialled or (len(items) <= MOST_ALONE and beginnings("ringing").search(lexed.chars, told_from) is not None)
    posed = rings and beginnings("posing").search(lexed.chars, told_from) is not None
    own = _called_own(items, number.last)
    cue = max(cue, own)
    pressed = rings and len(number.groups) >= MOST_TELLING and all(len(group) == 1 for group in number.groups)
    against = against and not (posed or own or pressed)
    against = against and not (dialled and _shape(number, lexed.chars[number.start : number.end]) >= SHAPED)
    named = cue >= WEIGHTS["soft"]
    score = cue + _form(number, lexed)
    if _alone(number, lexed):
        score += WEIGHTS["alone"]
    elif len(items) <= MOST_ALONE and not against and cue < WEIGHTS["soft"]:
        score += 0.5 if dialled else max(0.35 if rings else 0.0, _by_the_rest(number, lexed))
    if against:
        # nothing else opens with a plus and a country; long numbers of other things are seldom spelt out
        written = lexed.chars[number.start] == "+"
        score -= 0.0 if written else 0.3 if number.said >= 7 or _dressed(number, lexed) else 0.9
    score -= _against(number, lexed, named=named)
    if (number.digits in COUNTED or len(set(number.digits[-FEWEST:])) == 1) and not number.said:
        score -= 0.9  # 1234567890 stands for any number
    if number.said >= 4 and len(set(number.groups if len(number.groups) > 2 else number.digits)) < 3:
        score -= 0.9  # "oh oh oh oh", "no no no"
    if len(number.digits) < 9 and cue < WEIGHTS["cue"] and not number.plus:
        score -= 0.35
    return max(score, 0.0), named


def _form(number: Number, lexed: Lexed) -> float:
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
        (_mine(number, lexed.items), 0.3),
        (groups > 2 and len(number.digits) > MOST_LOCAL and not number.said and has_country(number.digits) and WORDY.search(written) is None, 0.1),
        (groups > 1 and not number.said and ODD_SEPARATORS.search(written) is not None, 0.2),
        (_dressed(number, lexed), WEIGHTS["dressed"]),
        (_in_column(number, written), WEIGHTS["column"]),
        (_unmistakable(number, tight, lexed), 0.2),
    )
    return sum(weight for holds, weight in evidence if holds) + _shape(number, tight)


def _one_row(number: Number, lexed: Lexed, singles: int) -> bool:
    """Whether a number is set apart digit by digit in a text that says hardly more and speaks of nothing else."""
    digits = len(number.digits)
    if not 9 <= digits <= 12 or (digits == 9 and _marks(number)) or singles < digits - 1 or ", " in lexed.chars[number.start : number.end]:
        return False
    if SCORES.search(lexed.chars, number.start, number.end) or (digits == MOST_TELLING and number.said):
        return False
    rest = [item for item in [*lexed.items[: number.first], *lexed.items[number.last + 1 :]] if item.text[0].isalpha()]
    return len(rest) <= MOST_BESIDE and not any(item.classes & ELSE for item in rest) and "[" not in lexed.chars


def _shape(number: Number, written: str) -> float:
    groups, digits = len(number.groups), len(number.digits)
    trunk = number.digits[0] == "0"
    if not number.said and ODD_SEPARATORS.search(written):
        written = "-".join(number.groups)
    if any(shape.fullmatch(written) for shape in SHAPES):
        return WEIGHTS["shape"] if groups > 1 else 0.2
    # With the national prefix written out a number has up to twelve digits (0151 234 567 89).
    if 9 <= digits <= 11 + trunk and 2 <= groups <= 5 and not number.said:
        return 0.25 if trunk else 0.15
    if 10 <= digits <= 11 + trunk and groups == 1:
        return 0.25 if trunk else 0.1
    return 0.0


def _all_said(number: Number) -> bool:
    """Whether a number that could be dialled is said in tens and hundreds ("zero six, seventy-eight …")."""
    return number.said >= len(number.groups) >= 4 and looks_dialled(number.digits)


def _in_column(number: Number, written: str) -> bool:
    """Whether a number is written from top to bottom, a few digits on each line."""
    lines = written.split("\n")
    if len(lines) < COLUMN or written.count("\n") < len(number.groups) - 1 or number.said not in {0, len(number.groups)}:
        return False
    singles = all(len(group) == 1 for group in number.groups) and not _marks(number)
    if number.said:
        return looks_dialled(number.digits)
    values = [int(group) for group in number.groups if group.isdigit()]
    amounts = values in (sorted(values), sorted(values, reverse=True)) or all(value % 5 == 0 for value in values)
    uneven = len({len(group) for group in number.groups}) > 1 or number.digits[0] == "0"
    return looks_at_home(number.digits) and (singles or (uneven and not amounts))


def _unmistakable(number: Number, written: str, lexed: Lexed) -> bool:
    """Whether nothing but a telephone number is written so, and no word near it says that it is something else."""
    if len(set(number.digits)) < 4 or len(number.digits) < MOST_TELLING or not any(shape.fullmatch(written) for shape in TELLING):
        return False
    near = [*lexed.items[max(0, number.first - 6) : number.first], *lexed.items[number.last + 1 : number.last + 4]]
    return not any(item.classes & (ELSE | f.ID_WORD | f.NUMBER_NOUN) and not item.classes & SPOKEN for item in near)


def _marks(number: Number) -> bool:
    """Whether all digits could be given on a scale of five."""
    return all(len(group) == 1 and group <= "5" for group in number.groups)


def _mine(number: Number, items: list[Item]) -> bool:
    """Whether somebody gives a number as theirs: "mine is …"."""
    near = [item for item in items[max(0, number.first - 3) : number.first] if item.text[0].isalnum()]
    return looks_dialled(number.digits) and any(item.text in MINE for item in near)


def _dressed(number: Number, lexed: Lexed) -> bool:
    start, end = lexed.folded.place(number.start, number.end)
    original = lexed.original[start:end]
    if original.isascii():
        return False
    odd = sum(1 for char in original if char.isnumeric() and not char.isdecimal())
    wide = sum(1 for char in original if char.isdecimal() and ord(char) > 0xFF00)
    native = sum(1 for char in original if char.isdecimal() and 0x660 <= ord(char) < 0xFF00)
    marks = sum(1 for char in original if char in "\u20e3\ufe0f\u200b\u200c\u200d\u2060\ufeff\u00ad")
    return odd + wide + marks >= 4 or (native >= 9 and number.digits[0] in "0+123456789")


def _before(items: list[Item], first: int) -> tuple[float, bool]:
    """The nearest word before the number that says what it is: a telephone, or something else."""
    best = 0.0
    for steps, place in enumerate(range(first - 1, max(first - 1 - LOOK_BACK, -1), -1)):
        item = items[place]
        if item.text in STOPS and steps > 0 and item.text != ".":
            break
        told = _told(item, steps) or _labelled(items, place, steps)
        if told:
            return told, False
        if item.classes & (f.ID_WORD | f.MONEY | f.RULE) and not item.classes & (f.NUMBER_NOUN | f.REACH | f.MY):
            return best, steps <= 4 and best < WEIGHTS["soft"]
        if item.classes & f.NUMBER_NOUN:
            best = max(best, _numbered(items, place))
            if best == 0.0:
                return 0.0, _other_meaning(items, place)
        elif item.classes & (SOFT_CUES | f.SERVICE) and not item.classes & f.UNIT:
            best = max(best, WEIGHTS["soft"] if steps <= 5 else 0.3)
    return best, False


def _told(item: Item, steps: int) -> float:
    if item.classes & CUES or item.text in "📞📱":
        return WEIGHTS["cue"]
    return WEIGHTS["soft"] if item.text in NOTING and steps <= 3 else 0.0


def _labelled(items: list[Item], place: int, steps: int) -> float:
    """For example "area code six forty-six", "m: 07911 …" in a signature."""
    item = items[place]
    if item.text == "code" and place and items[place - 1].text in CODES:
        return WEIGHTS["soft"]
    begins = place == 0 or not items[place - 1].text[0].isalnum()
    label = steps == 1 and item.text in LABELS and items[place + 1].text in {":", "."} and begins
    return WEIGHTS["soft"] if label else 0.0


def _by_the_rest(number: Number, lexed: Lexed) -> float:
    """Whether the rest of the text says hardly anything, so that the number is what it is about."""
    shaped = _shape(number, lexed.chars[number.start : number.end]) >= SHAPED
    rest = [
        item
        for place, item in enumerate(lexed.items)
        if item.text[0].isalpha() and not number.first <= place <= number.last
    ]
    few = shaped and len(rest) <= FEW_WORDS and not any(item.classes & ELSE for item in rest)
    return 0.25 if few else 0.0


def _numbered(items: list[Item], place: int) -> float:
    """For example "my number" calls it a telephone number, "order number" does not."""
    stop = max((n for n in range(max(place - 3, 0), place) if items[n].text in STOPS), default=-1)
    near = [item for item in items[max(place - 3, stop + 1, 0) : place] if item.text[0].isalnum()]
    if near and near[-1].classes & f.ID_WORD and not near[-1].classes & (f.MY | f.YOUR | f.CONN):
        return 0.0
    if near and near[-1].text in UNDER and not any(i.classes & SPOKEN for i in items[max(place - 6, 0) : place]):
        return 0.0  # entered in a register "under no. …"
    if any(item.classes & (f.MY | f.YOUR | f.REACH | f.SERVICE) for item in near) or items[place].classes & f.MY:
        return WEIGHTS["cue"]
    if any(item.classes & f.ID_WORD for item in near):
        return 0.0
    return 0.35 if not near or near[-1].classes else 0.0


def _other_meaning(items: list[Item], place: int) -> bool:
    return place > 0 and items[place - 1].text[0].isalpha()


def _after_cue(items: list[Item], last: int) -> float:
    for place in range(last + 1, min(last + 1 + LOOK_AHEAD, len(items))):
        item = items[place]
        if item.text in STOPS or (item.classes & f.ID_WORD and not item.classes & (f.REACH | f.PHONE_NOUN)):
            break
        if place > last + LOOK_AHEAD_FOR_NOUNS and not item.classes & f.ME:
            continue
        if item.classes & f.PHONE_NOUN or (item.classes & f.REACH and not item.classes & (f.UNIT | f.TALK)):
            return WEIGHTS["soft"]
        if item.classes & f.REACH:
            return 0.4
        if item.classes & f.NUMBER_NOUN and items[place - 1].text in ARTICLES and items[place - 2].classes & f.CONN:
            of = place + 1 < len(items) and items[place + 1].classes & f.PREP
            return 0.0 if of else WEIGHTS["soft"]
    return 0.0


def _called_own(items: list[Item], last: int) -> float:
    """For example "…, that's my mobile": the words behind the number say whose telephone it is."""
    for place in range(last + 1, min(last + 1 + OWN_AHEAD, len(items) - 1)):
        if items[place].classes & f.MY and not items[place].classes & f.PHONE_NOUN:
            near = items[place + 1 : place + 3]
            told = items[place - 1].classes & f.CONN or items[place - 1].text in {"s", "that", "'"}
            if told and any(item.classes & f.PHONE_NOUN and not item.classes & f.EMAIL_NOUN for item in near):
                return WEIGHTS["soft"]
    return 0.0


def _against(number: Number, lexed: Lexed, *, named: bool) -> float:
    items = lexed.items
    loss = 0.0
    after = items[number.last + 1] if number.last + 1 < len(items) else None
    if (
        after is not None
        and after.classes & (f.UNIT | f.MULTIPLIER)
        and not after.classes & (f.REACH | f.PREP | f.CONN)
    ):
        loss += 0.9 if not number.said or after.classes & f.MULTIPLIER else 0.4
    if _progression(number.groups) and not (number.digits == DOWN and number.said >= len(DOWN)):
        mixed = bool(number.said) and number.said < len(number.groups)
        loss += 0.0 if mixed else 0.3 if named and number.said else 0.9
    if _marks(number) and "\n" in lexed.chars[number.start : number.end]:
        loss += 0.9
    if len(number.groups) > 1 and not number.plus and not _dressed(number, lexed):
        loss += _listing(number, named=named)
    before = items[number.first - 1] if number.first else None
    enclosed = before is not None and before.text in "[{" and len(number.groups[0]) == 1
    if before is not None and before.text in {"#", "$", "€", "£", "№", "[", "{"} and not enclosed:
        loss += 0.3 if number.digits.startswith("0") or len(number.groups) > 3 else 0.6
    return loss


def _listing(number: Number, *, named: bool) -> float:
    groups = number.groups
    if THOUSANDS.fullmatch(" ".join(groups)) and not number.said:
        return 0.0 if named else 0.7
    if len(groups) == 2 and len(groups[0]) == len(groups[1]) >= 4 and groups[1] > groups[0]:
        return 0.0 if named else 0.5
    if len(groups) >= 4 and all(len(group) == len(groups[0]) >= 3 for group in groups):
        return 0.6
    if len(groups) >= 5 and all(group.isdigit() and len(group) <= 2 for group in groups) and _rising(groups):
        return 0.0 if named else 0.5
    if len(groups) >= 3 and all(group.isdigit() and group.endswith("0") and int(group) for group in groups):
        return 0.0 if named else 0.5
    return 0.0


def _rising(groups: list[str]) -> bool:
    return all(int(before) < int(after) for before, after in pairwise(groups))


def _progression(groups: list[str]) -> bool:
    """Counting, up or down, by equal steps."""
    if len(groups) < 4 or not all(group.isdigit() for group in groups):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(groups)}
    return len(steps) == 1 and 0 not in steps


def _alone(number: Number, lexed: Lexed) -> bool:
    """Whether the text is nothing but this number."""
    if len(lexed.items) > MOST_ALONE:
        return False
    words = sum(
        1
        for place, item in enumerate(lexed.items)
        if item.text[0].isalnum() and not number.first <= place <= number.last
    )
    digits = len(number.digits)
    return words == 0 and 9 <= digits <= 13 and (digits >= 10 or len(number.groups) > 1)
