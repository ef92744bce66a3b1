"""What speaks for and against a row of digits being a telephone number."""

import re
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.numbers.callable_digits import looks_at_home, looks_dialled
from vestibule.policy.detect.numbers.phone_forms import (
    ELSE,
    MOST_TELLING,
    SPOKEN,
    WEIGHTS,
    Number,
    are_marks,
    beside,
    form_of,
    is_dressed,
    is_progression,
    is_set_oddly,
    is_telling,
    shape_of,
)
from vestibule.policy.detect.numbers.phone_words import called_own, gives_own, is_period, told_after, told_before
from vestibule.policy.digit_rows import FEWEST
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.phrases import beginnings
from vestibule.policy.word_lists import word_set

THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:([ ,.'])[0-9]{3})(?:\1[0-9]{3}){1,4}")
SIZE: Final = re.compile(r"[0-9]{1,3}(?:[.,]5)?")
SIZES: Final = re.compile(r"[0-9]{1,3}(?:[.,]5)?(?:(?: ?[/,;|-] ?| )[0-9]{1,3}(?:[.,]5)?){4,}")
MOST_APART: Final = 4
"""From one size to the next."""
MOST_ALONE: Final = 80
FEW_WORDS: Final = 4
BEFORE: Final = 6
BEHIND: Final = 3
"""Items around a number in which a word can say that it is something else's."""
OTHER: Final = f.ID_WORD | f.MONEY | f.UNIT | f.MULTIPLIER | f.COUNTING | f.NUMBER_NOUN
OWNED: Final = f.ID_WORD | f.MONEY | f.MULTIPLIER | f.COUNTING | f.NUMBER_NOUN | f.RULE
"""Classes of words that say that a number behind a name is that of a thing."""
SOME_WORDS: Final = 2
MOST_WORDS: Final = 7
SHORTEST_NAME: Final = 3
SENTENCE_ENDS: Final = frozenset(".!?\n")
FEWEST_AT_HOME: Final = 10
MOST_AT_HOME: Final = 11
CALLING: Final = frozenset({"call", "phone"})
EIGHTS: Final = frozenset({(2, 2, 2, 2), (3, 2, 3), (4, 4)})
LONGEST_YEAR: Final = 4
LEADING: Final = frozenset(":,-")
CLOSE_BEFORE: Final = frozenset("#№$€£₹[{<=/@_%")
"""Signs that open identifiers and amounts."""
SHAPED: Final = 0.25
"""What the form of a number counts for at least when numbers are written so somewhere."""
DOWN: Final = "9876543210"
"""Counting down to nought is also the best known form of an Indian number."""
BEATS: Final = re.compile(
    r"1234(?:[2-8]234)+[0-9]?|12345678(?:[2-8]2345678)+"
    r"|(?:12(?:3(?:4(?:5(?:6(?:78?)?)?)?)?)?){2,}(?:5432?1?|4321?|321)*"
)
"""What dancers and musicians count: "one two three four, two two three four", "1 2 3 1 2 3 4 5"."""
DOTS: Final = re.compile(
    r"(?=[1-8])(?:1(?:-|$))?(?:2(?:-|$))?(?:3(?:-|$))?(?:4(?:-|$))?(?:5(?:-|$))?(?:6(?:-|$))?(?:7(?:-|$))?8?"
)
"""The dots of a letter for the fingers: "1-2-4-5"."""
FEWEST_LETTERS: Final = 3
FEWEST_BELLS: Final = 5
MOST_BELLS: Final = 8
FEWEST_COUNTED: Final = 5
MOST_BEHIND: Final = 3
"""Numbers that count, and words behind them that happen to be numbers, at most."""
LIKE: Final = frozenset({"like", "e.g", "eg", "z.b", "como", "comme", "wie", "come", "jak", "типа", "как", "як"})
"""Words that lead to an example."""
KEYS: Final = "123456789"
FRENCH: Final = 5
"""Pairs of digits of a French number, which may happen to rise."""
MASKED: Final = re.compile(r"[0-9](?:\*{3,}|x{3,}|#{3,}|\.{4,})[0-9]")
COUNTED: Final = "012345678901234567890"
DIALLING: Final = word_set("dialling")


def evidence(number: Number, lexed: Lexed) -> tuple[float, bool]:
    """Confidence that this is a telephone number, and whether the text calls it one."""
    items = lexed.items
    cue, against = told_before(items, number.first)
    cue = max(cue, told_after(items, number.last))
    dialled = len(items) <= MOST_ALONE and any(item.text in DIALLING for item in items)
    told_from = lexed.seam if number.start >= lexed.seam else 0
    rings = dialled or (len(items) <= MOST_ALONE and beginnings("ringing").search(lexed.chars, told_from) is not None)
    posed = rings and beginnings("posing").search(lexed.chars, told_from) is not None
    own = called_own(items, number.last)
    cue = max(cue, own, gives_own(items, number.first))
    pressed = rings and len(number.groups) >= MOST_TELLING and all(len(group) == 1 for group in number.groups)
    beside = lexed.items[max(0, number.first - BEHIND) : number.first]
    apart = _bracketed(number, lexed) and not any(item.classes & (f.ID_WORD | f.MONEY) for item in beside)
    signed = _signed_off(number, lexed)
    rest = max(_by_the_rest(number, lexed), signed)
    against = against and not (posed or own or pressed or apart or signed or _no_amount(number, lexed))
    against = against and not (dialled and shape_of(number, lexed.chars[number.start : number.end]) >= SHAPED)
    named = cue >= WEIGHTS["soft"]
    led = against and rings and _led(number, lexed)
    cue, against = (WEIGHTS["soft"], False) if led else (cue, against)
    score = cue + form_of(number, lexed)
    if _alone(number, lexed):
        score += WEIGHTS["alone"]
    elif len(items) <= MOST_ALONE and not against and cue < WEIGHTS["soft"]:
        score += 0.5 if dialled else max(0.35 if rings else 0.0, rest, _handed(number, lexed))
    if against:
        # nothing else opens with a plus and a country; long numbers of other things are seldom spelt out
        written = lexed.chars[number.start] == "+"
        score -= 0.0 if written else 0.3 if number.said >= 7 or is_dressed(number, lexed) else 0.9
    score -= 0.5 * (not (cue or rings) and 2 * number.letter_digits > len(number.digits))
    score -= _against(number, lexed, named=named, rings=rings, signed=signed > 0)
    if (number.digits in COUNTED or len(set(number.digits[-FEWEST:])) == 1) and not number.said:
        score -= 0.9  # 1234567890 stands for any number
    if number.said >= 4 and len(set(number.groups if len(number.groups) > 2 else number.digits)) < 3:
        score -= 0.9  # "oh oh oh oh", "no no no"
    score += _by_length(number, cue, called=bool(cue) and (rings or _called(number, lexed)))
    return max(score, 0.0), named


def _no_amount(number: Number, lexed: Lexed) -> bool:
    """Whether money is named right before a number that begins with a nought: "Plumb Line CAD 0412 668 093"."""
    before = _before(number, lexed)
    money = before is not None and before.classes & f.MONEY and not before.classes & f.ID_WORD
    return bool(money) and number.digits[0] == "0" and looks_at_home(number.digits)


def _before(number: Number, lexed: Lexed) -> Item | None:
    """What stands before a number and the bracket that opens it."""
    place = number.first - 1
    if place >= 0 and lexed.items[place].text == "(" and lexed.items[place].end == number.start:
        place -= 1
    return lexed.items[place] if place >= 0 else None


def _led(number: Number, lexed: Lexed) -> bool:
    """Whether a number in a form of telephones stands behind what leads to it: "call about the invoice on …"."""
    before = _before(number, lexed)
    if before is not None and before.classes & f.PREP:
        return looks_dialled(number.digits) or _in_eight(number)
    shape = shape_of(number, _written(number, lexed))
    formed = shape >= (SHAPED if number.digits[0] == "0" else WEIGHTS["shape"])
    return before is not None and before.text in LEADING and (formed or _in_threes(number))


def _by_length(number: Number, cue: float, *, called: bool) -> float:
    """What short numbers lose, and those gain that people call though they are written in one."""
    if len(number.digits) < FEWEST_AT_HOME - 1 and cue < WEIGHTS["cue"] and not number.plus:
        return 0.0 if called and _in_eight(number) else -0.35
    return 0.1 if called and _is_bare(number) else 0.0


def _called(number: Number, lexed: Lexed) -> bool:
    """Whether the word right before a number says to call it."""
    before = _before(number, lexed)
    return before is not None and (before.text in DIALLING or before.text in CALLING)


def _is_bare(number: Number) -> bool:
    """Nine digits in one, as mobiles are written in Spain, Poland and Portugal."""
    return len(number.groups) == 1 and len(number.digits) == FEWEST_AT_HOME - 1 and looks_at_home(number.digits)


def _in_eight(number: Number) -> bool:
    """Eight digits in groups, as numbers are written in Norway, Denmark, Singapore and Hong Kong."""
    sizes = tuple(map(len, number.groups))
    years = number.groups[0].startswith(("19", "20")) and len(number.groups[0]) == LONGEST_YEAR
    return sizes in EIGHTS and number.digits[0] in "2345689" and not number.said and not years


def _written(number: Number, lexed: Lexed) -> str:
    """A number with the bracket that opens it."""
    return lexed.chars[number.start - (lexed.chars[number.start - 1 : number.start] == "(") : number.end]


def _by_the_rest(number: Number, lexed: Lexed) -> float:
    """Whether the rest of the text says hardly anything, so that the number is what it is about."""
    shaped = shape_of(number, lexed.chars[number.start : number.end]) >= SHAPED
    rest = [
        item
        for place, item in enumerate(lexed.items)
        if item.text[0].isalpha() and not number.first <= place <= number.last
    ]
    shaped = shaped or _in_threes(number)
    behind = lexed.items[number.last].end
    few = shaped and len(rest) <= FEW_WORDS
    short = len(rest) <= SOME_WORDS and is_telling(number, _written(number, lexed))
    few = few and not any(
        item.classes & (ELSE & ~f.WORK if short else ELSE if item.start < behind else ELSE & ~f.ID_WORD)
        for item in rest
    )
    return 0.25 if few else 0.0


def _signed_off(number: Number, lexed: Lexed) -> float:
    """Whether a short title ends in somebody's name and a number as telephones have: "Logo, Ana Lund 0722 418 603"."""
    items = lexed.items
    if number.said or not is_telling(number, _written(number, lexed)) or not looks_at_home(number.digits):
        return 0.0
    if any(item.text[0].isalnum() for item in items[number.last + 1 :]) or any(item.classes & OWNED for item in items):
        return 0.0
    words = [item for item in items[: number.first] if item.text[0].isalpha()]
    if not SOME_WORDS <= len(words) <= MOST_WORDS or words[-1].classes or len(words[-1].text) < SHORTEST_NAME:
        return 0.0
    written = lexed.original[lexed.folded.place(words[-1].start, words[-1].end)[0]]
    return 0.25 if not written.islower() and len(set(number.digits)) > SOME_WORDS + 1 else 0.0


def _handed(number: Number, lexed: Lexed) -> float:
    """Whether a number stands where one hands it over: behind a sign or a word that leads to it, not behind a noun.

    Numbers of other things stand behind the word that says what they are.
    """
    home = number.digits[0] == "0" or is_telling(number, _written(number, lexed))
    if number.said or not home or not looks_at_home(number.digits) or number.groups[0][:2] == "00":
        return 0.0
    before = _before(number, lexed)
    led = before is None or not before.text[0].isalnum() or before.classes & (f.PREP | f.CONN | f.ME | f.FILLER)
    if not led or (before is not None and before.text in CLOSE_BEFORE):
        return 0.0
    near, after = beside(number, lexed.items, BEFORE, BEHIND)
    near = [item for place, item in enumerate(near) if not is_period(near, place)]
    if any(item.classes & OTHER and not item.classes & SPOKEN for item in near) or any(
        item.classes & (OTHER & ~f.ID_WORD) and not item.classes & SPOKEN for item in after
    ):
        return 0.0
    opens = before is None or before.text in SENTENCE_ENDS
    fewest = FEWEST_AT_HOME - (opens and _in_threes(number))
    return 0.35 if fewest <= len(number.digits) <= MOST_AT_HOME and len(set(number.digits)) > 3 else 0.0


def _boxed(number: Number, lexed: Lexed) -> bool:
    """Whether each group of a number stands in brackets of its own."""
    written = lexed.chars[number.start : number.end]
    return written.count("[") + written.count("{") == len(number.groups) - 1 > 1


def _in_threes(number: Number) -> bool:
    """Nine digits in three groups, as numbers are written in Poland, Spain and Portugal, and amounts seldom."""
    return [len(group) for group in number.groups] == [3, 3, 3] and looks_at_home(number.digits) and not number.said


def _against(number: Number, lexed: Lexed, *, named: bool, rings: bool, signed: bool) -> float:
    items = lexed.items
    loss = 0.0
    after = items[number.last + 1] if number.last + 1 < len(items) else None
    if (
        after is not None
        and after.classes & (f.UNIT | f.MULTIPLIER)
        and not after.classes & (f.REACH | f.PREP | f.CONN)
        and not is_telling(number, lexed.chars[number.start : number.end])
    ):
        loss += 0.9 if not number.said or after.classes & f.MULTIPLIER else 0.0 if _digit_by_digit(number) else 0.4
    if _counts(number.groups) and not (number.digits == DOWN and number.said >= len(DOWN)):
        mixed = bool(number.said) and number.said < len(number.groups)
        whole = number.groups[0] == "1" and is_progression(number.groups)
        loss += 0.0 if mixed else 0.3 if named and number.said and not whole else 0.9
    in_lines = "\n" in lexed.chars[number.start : number.end]
    if are_marks(number) and ((in_lines and not named) or _are_answers(number, named=named)):
        loss += 0.9
    if _stands_for_any(number, lexed, named=named) or (_are_sizes(number, lexed) and not (named or rings)):
        loss += 0.9
    loss += 0.9 if _are_dots(lexed.chars[number.start : number.end]) else 0.0
    loss += 1.5 if _are_changes("".join(number.groups)) else 0.0
    odd = is_dressed(number, lexed) or is_set_oddly(number, lexed.chars[number.start : number.end])
    if len(number.groups) > 1 and not number.plus and not odd:
        alone = _in_threes(number) and _by_the_rest(number, lexed) > 0
        loss += _listing(number, named=named or rings or signed or alone)
    return loss + _opened(number, lexed)


def _are_changes(digits: str) -> bool:
    """Whether digits are orders in which bells ring, each of them once in a round: "135246 153624"."""
    for bells in range(FEWEST_BELLS, MOST_BELLS + 1):
        rounds = [digits[start : start + bells] for start in range(0, len(digits), bells)]
        if len(rounds) > 1 and all("".join(sorted(order)) == COUNTED[1 : bells + 1] for order in rounds):
            return True
    return False


def _are_dots(written: str) -> bool:
    """Whether digits are letters of Braille."""
    letters = written.split(", ")
    return len(letters) >= FEWEST_LETTERS and all(DOTS.fullmatch(letter) for letter in letters)


def _bracketed(number: Number, lexed: Lexed) -> bool:
    """Whether a whole number begins with its area in brackets, as nothing else does."""
    opening = number.start - (lexed.chars[number.start - 1 : number.start] == "(")
    written = lexed.chars[opening : number.end]
    return written.startswith("(") and is_telling(number, written)


def _stands_for_any(number: Number, lexed: Lexed, *, named: bool) -> bool:
    """Whether digits are a keypad or a sudoku, or hide some of their own: "138****0000"."""
    keys = len(number.groups) == len(KEYS) and sorted(number.groups) == list(KEYS)
    return (keys and not named) or MASKED.search(lexed.chars, number.start, number.end) is not None


def _are_sizes(number: Number, lexed: Lexed) -> bool:
    """Whether a row rises, wholes and halves alike, as sizes do: "5.5 6.5 7.5 8.5 9 10"."""
    written = lexed.chars[number.start : number.end]
    if number.said or number.plus or SIZES.fullmatch(written) is None:
        return False
    steps = [float(size.replace(",", ".")) for size in SIZE.findall(written)]
    return all(before < after <= before + MOST_APART for before, after in pairwise(steps))


def _opened(number: Number, lexed: Lexed) -> float:
    """What the sign or word right before a number speaks against it."""
    before = lexed.items[number.first - 1] if number.first else None
    loss = 0.6 if before is not None and before.text in LIKE else 0.0
    enclosed = before is not None and before.text in "[{" and (len(number.groups[0]) == 1 or _boxed(number, lexed))
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
    french = len(groups) == FRENCH and number.digits[:2] in {"06", "07"}
    if (
        len(groups) >= 5
        and all(group.isdigit() and len(group) <= 2 for group in groups)
        and _rising(groups)
        and not french
    ):
        return 0.0 if named else 0.5
    if len(groups) >= 3 and all(group.isdigit() and group.endswith("0") and int(group) for group in groups):
        return 0.0 if named else 0.5
    return 0.0


def _digit_by_digit(number: Number) -> bool:
    return number.said >= len(number.groups) >= FEWEST and all(len(group) == 1 for group in number.groups)


def _are_answers(number: Number, *, named: bool) -> bool:
    """Whether single digits are answers on a scale of five; nought is no answer."""
    return not named and not number.said and "0" not in number.digits and len(number.groups) >= FEWEST


def _counts(groups: list[str]) -> bool:
    """Whether a row is counted, perhaps with a word or two behind it that is also a number."""
    if is_progression(groups) or BEATS.fullmatch("".join(groups)):
        return True
    for length in range(len(groups) - 1, max(len(groups) - MOST_BEHIND, FEWEST_COUNTED) - 1, -1):
        if groups[0] not in {"0", "1"}:
            return False
        if is_progression(groups[:length]) or BEATS.fullmatch("".join(groups[:length])):
            return True
    return False


def _rising(groups: list[str]) -> bool:
    return all(int(before) < int(after) for before, after in pairwise(groups))


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
