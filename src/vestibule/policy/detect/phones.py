"""Telephone numbers: digits, said or written, put together over whatever separates them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.callable_digits import has_country
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask, digit_mask, set_apart
from vestibule.policy.detect.phone_evidence import evidence
from vestibule.policy.detect.phone_forms import Number
from vestibule.policy.digit_rows import FEWEST, JOINING, WIDEST
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.numbers import joined_digits, repeats, spoken, values_of
from vestibule.policy.word_lists import word_set

MOST: Final = 15
LOCAL: Final = 9
"""A number with fewer digits goes on behind a slash."""
LONGEST_DICTATED: Final = 10
"""Digits of a row behind which another number may begin."""
LONGEST_ABROAD: Final = 12
WIDEST_SIGNS: Final = 4
"""Signs that may stand between two single digits."""
LONGEST_ROW: Final = 32
WHOLE: Final = 10
"""Digits that are a number without the word before them."""
LETTER_DIGITS: Final = str.maketrans("oilsbzeagqtозбчі", "0115823499703641")
BREAKS: Final = frozenset("=%$€£;@<>{}")
LETTERS_AS_DIGITS: Final = re.compile(r"[oilsbzeagqtозбчі]{1,4}")
ROUND: Final = frozenset("oilозбі")
"""Letters that look most like digits."""
ORS: Final = frozenset({"or", "and", "o", "y", "et", "ou", "und", "oder", "и", "или", "або", "lub"})
THEN: Final = word_set("then")
PREFERRED: Final = {"hl": -1, "sw": -2, "id": -1, "nl": -1, "tr": -1}
"""Languages whose number words look like words of others count less when a row could be either."""


@dataclass(slots=True)
class Atom:
    """A part of a number: a run of digits, a number word, letters that pass for digits."""

    first: int
    last: int
    digits: str
    values: dict[str, str] = field(default_factory=dict)
    letters: bool = False


def phones(lexed: Lexed, taken: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Candidate]:
    """Candidates of kind `phone`, in order; digits in `taken` belong to something else."""
    items = lexed.items
    apart = set_apart(lexed.chars)
    mask = digit_mask(lexed.chars, taken, apart)
    row: list[Atom] = []
    previous = -1
    endless = False  # a row too long to be a number is skipped to its end
    for atom in _atoms(items, mask, apart, lexicon):
        if endless and items[atom.first].start - items[previous].end <= 2:
            previous = atom.last
            continue
        if row and not (
            _continues(items, row, previous, atom, lexed.chars) or _noise(items[previous + 1 : atom.first], apart)
        ):
            if not endless:
                yield from _judge(row, lexed)
            row, endless = [], False
        if len(row) >= LONGEST_ROW:
            row, endless = row[-3:], True
        row.append(atom)
        previous = atom.last
    if row and not endless:
        yield from _judge(row, lexed)


def _noise(between: list[Item], apart: Mask) -> bool:
    """Whether what stands between two digits only sets them apart."""
    if len(between) == 1 and between[0].text == "x":
        return True
    return bool(between) and apart.covers(between[0].start, between[-1].end)


def _isolated(items: list[Item], place: int) -> bool:
    """Whether a letter stands as one digit of a row stands: with something before and behind it."""
    before = place and items[place - 1].end == items[place].start and items[place - 1].text.isalnum()
    after = place + 1 < len(items) and items[place + 1].start == items[place].end and items[place + 1].text.isalnum()
    return not before and not after


def _atoms(items: list[Item], mask: Mask, apart: Mask, lexicon: Lexicon) -> Iterator[Atom]:
    for place, item in enumerate(items):
        if item.text[0].isalpha() and len(item.text) == 1 and apart.covers(item.start, item.end):
            if LETTERS_AS_DIGITS.fullmatch(item.text) and _isolated(items, place):
                yield Atom(place, place, item.text.translate(LETTER_DIGITS), letters=True)
            continue
        if item.classes & f.NUM:
            atom = _said_atom(items, place, mask, lexicon)
        elif item.text.isdigit() and not mask.covers(item.start, item.end):
            atom = Atom(place, place, item.text)
        elif LETTERS_AS_DIGITS.fullmatch(item.text) and (
            _among_digits(items, place, mask) or _round_pair(items, place)
        ):
            atom = Atom(place, place, item.text.translate(LETTER_DIGITS), letters=True)
        else:
            continue
        if atom is not None:
            yield atom


def _said_atom(items: list[Item], place: int, mask: Mask, lexicon: Lexicon) -> Atom | None:
    item = items[place]
    values = values_of(item.text)
    if values:
        sure = not item.classes & ~f.NUM or _among_numbers(items, place)
        return Atom(place, place, "", values) if sure else None
    digits = "" if mask.covers(item.start, item.end) else joined_digits(item.text)
    return Atom(place, place, "", {"en": digits}) if digits else None


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


def _continues(items: list[Item], row: list[Atom], previous: int, atom: Atom, chars: str) -> bool:
    gap = chars[items[previous].end : items[atom.first].start]
    if gap in {"", " ", "-"}:
        return True
    # A plus after something else than a digit opens an international number; what stands before it is another row.
    if gap.endswith("+") and len(gap) > 1 and not _one_by_one(row):
        return False
    between = items[previous + 1 : atom.first]
    if len(gap) > WIDEST or len(between) > 8:
        return False
    if _in_column(items, row, gap) or _single_digits(items, row[-1], atom, gap):
        return True
    collected = sum(len(part.digits) or (len(part.values) and 1) for part in row[-12:])
    if ", " in gap and _dictated(row, atom) and not _said_or(between):
        return _fillers_or_signs(between)
    if collected >= FEWEST and (any(sign in gap for sign in "/,;\n|&") or _said_or(between)):
        local = gap.strip(" ") == "/" and collected < LOCAL
        return local or (_one_by_one(row) and not any(sign in gap for sign in ";\n&"))
    words = [item for item in between if item.text[0].isalpha()]
    said = not row[-1].digits or not atom.digits
    if words:
        return _filler_only(words, gap) and (said or len(words) <= 4)
    signs = gap.replace(" ", "")
    if any(sign in BREAKS for sign in signs) or len(signs) > 6:
        return False
    if said or _one_by_one(row):
        return True
    return not ("," in signs or ":" in signs or gap.startswith(". ") or gap.count("\n") > 1)


def _dictated(row: list[Atom], atom: Atom) -> bool:
    """Whether a row that is partly said goes on behind a comma, in groups as short as those of a number."""
    said = [part for part in (*row, atom) if part.values]
    collected = sum(len(part.digits) or len(_value(part, "").rstrip("~*")) for part in row)
    abroad = said and (row[0].digits or _value(row[0], "")).startswith(("00", "+"))
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


def _single_digits(items: list[Item], before: Atom, atom: Atom, gap: str) -> bool:
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


def _judge(row: list[Atom], lexed: Lexed) -> Iterator[Candidate]:
    if len(row) == 1 and len(row[0].digits) < FEWEST and not row[0].values:
        return
    row = _trim(row, lexed.items)
    language = _language(row)
    digits = "".join(_read(row, language))
    if not FEWEST <= len(digits) <= MOST + 3:
        return
    items = lexed.items
    first, last = row[0].first, row[-1].last
    plus = _plus_before(items, first)
    number = Number(
        digits=digits,
        groups=[part.digits or _value(part, language) for part in row],
        said=sum(_words_in(part, language) for part in row if part.values),
        letters=sum(1 for part in row if part.letters),
        round_letters=_round_letters(row, items),
        plus=plus is not None or _said_plus(row) or (digits.startswith("00") and len(digits) >= 11),
        start=items[first].start if plus is None else items[plus].start,
        end=items[last].end,
        first=first if plus is None else plus,
        last=last,
    )
    if number.plus and not has_country(digits.removeprefix("00")):
        number.plus = False
    if len(digits) > MOST and not number.plus:
        return
    if 2 * sum(len(part.digits) for part in row if part.letters) > len(digits):
        return
    if number.letters and _litres(row, items):
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


def _round_letters(row: list[Atom], items: list[Item]) -> bool:
    """Whether several digits are written as the letters that look like them."""
    letters = [part for part in row if part.letters]
    written = "".join(items[part.first].text for part in letters)
    return len(written) >= 2 and ROUND.issuperset(written)


def _litres(row: list[Atom], items: list[Item]) -> bool:
    letters = [part.first for part in row if part.letters]
    return len(letters) > 1 and all(
        items[place].text == "l" and place > 0 and items[place - 1].text.isdigit() and _ends(items, place)
        for place in letters
    )


def _ends(items: list[Item], place: int) -> bool:
    return place + 1 == len(items) or items[place + 1].start > items[place].end


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
    rest = row[:-1]
    whole = len("".join(part.digits for part in rest)) >= WHOLE and not any(part.values for part in rest)
    if whole and row[-1].values and row[-1].first - rest[-1].last > 1 and items[row[-1].first - 1].text[0].isalpha():
        return rest  # "415 555 0199 after six"
    return row


def _apart(row: list[Atom], items: list[Item]) -> bool:
    """Whether a sign stands behind the first part of a row."""
    return any(not item.text[0].isalnum() and item.text != "-" for item in items[row[0].last + 1 : row[1].first])


def _language(row: list[Atom]) -> str:
    counts: dict[str, int] = {}
    for part in row:
        for language in part.values:
            counts[language] = counts.get(language, 0) + 2
    return max(counts, key=lambda language: counts[language] + PREFERRED.get(language, 0), default="en")


def _value(part: Atom, language: str) -> str:
    return part.values.get(language) or next(iter(part.values.values()), "")


def _words_in(part: Atom, language: str) -> int:
    """How many number words an atom is: joined ones count for each digit."""
    return max(1, len(_value(part, language)) - 2)


def _read(row: list[Atom], language: str) -> Iterator[str]:
    said: list[str] = []
    for part in row:
        if part.values:
            value = _value(part, language)
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


def _plus_before(items: list[Item], first: int) -> int | None:
    for place in (first - 1, first - 2):
        if place >= 0 and items[place].text == "+":
            return place
        if place >= 0 and items[place].text not in {"(", " "}:
            return None
    return None
