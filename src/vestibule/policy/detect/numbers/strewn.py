"""Numbers whose digits are strewn over a text: posing as prices, dates, pages or counts, or with anything between.

Nothing about the digits themselves gives them away. What does is a text that says that something rings or is to be
dialled while all its digits, taken together, are as many as a number has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.numbers.callable_digits import has_country, looks_dialled
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.numbers import spoken, values_of
from vestibule.policy.phrases import beginnings

LONGEST: Final = 700
"""Code points of a text that is read so; what is longer tells of many things."""
FEWEST: Final = 9
MOST: Final = 14
FEWEST_DIFFERENT: Final = 3
MOST_PARTS: Final = 24
WIDEST: Final = 400
NEAR: Final = 80
"""Characters around the digits in which a word may speak for something else."""
WEIGHTS: Final = {"ringing": 0.15, "dialled": 0.15, "joining": 0.15, "posing": 0.2}
TWICE: Final = 2
TOLD_TWICE: Final = 0.3
SEVERAL: Final = 4
"""Parts of which a number is seldom made by chance."""
SHORT: Final = 2
"""Letters of words that mean "here" in one language and anything in another."""
ENOUGH: Final = 0.59
YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
TIME: Final = re.compile(
    r"(?<![0-9.:])(?:[01]?[0-9]|2[0-3])[:.h][0-5][0-9](?![0-9.:])|(?<![0-9])[0-9]{1,2} ?(?:am|pm|uhr|ч|h)\b"
)
DATE: Final = re.compile(
    r"(?<![0-9/.-])(?:0?[1-9]|[12][0-9]|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)?[0-9]{2}(?![0-9/.-])"
)
THOUSANDS: Final = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
SERIAL: Final = re.compile(r"(?<![0-9a-z])(?=[0-9a-z]*[a-z]{3})(?=(?:[a-z]*[0-9]){4})[0-9a-z]{10,24}(?![0-9a-z])")
"""Digits and several letters in one: serials, tax numbers of firms. Single letters between digits are a disguise."""
SENTENCE_END: Final = re.compile(r"[.!?;](?=\s)|\n")


@dataclass(slots=True)
class Part:
    """Digits, said or written, at one place of a text."""

    first: Item
    last: Item
    digits: str
    value: str


def strewn(lexed: Lexed) -> Iterator[Candidate]:
    """At most one candidate of kind `phone`: all digits of a text, or of a part of it.

    What began in a message before the newest must be told in that, and not be made of words like "a".
    """
    chars = lexed.chars
    if len(chars) > LONGEST or not ("+" in chars or beginnings("ringing", "posing").search(chars)):
        return
    parts = _parts(lexed)
    if not 2 <= len(parts) <= MOST_PARTS * 2:
        return
    told = sum(WEIGHTS[name] * min(TWICE, _different(name, chars, lexed.seam)) for name in WEIGHTS)
    newest = told >= TOLD_TWICE and beginnings("ringing", "posing").search(chars, lexed.seam) is not None
    for chosen in _choices(parts, chars):
        over = chosen[0].first.start < lexed.seam <= chosen[-1].first.start
        sure = newest or chars[chosen[0].first.start - 1 : chosen[0].first.start] == "+"
        if over and (not sure or any(part.value == "1" and not part.digits for part in chosen)):
            continue
        if not over and beginnings("ringing", "posing").search(chars, lexed.seam) is None:
            continue
        confidence = _confidence(chosen, lexed, told)
        if confidence >= ENOUGH:
            digits = _digits(chosen)
            yield Candidate("phone", chosen[0].first.start, chosen[-1].last.end, digits, confidence, hidden=True)
            return


def _different(name: str, chars: str, seam: int) -> int:
    return len({match.group() for match in beginnings(name).finditer(chars, seam)})


def _parts(lexed: Lexed) -> list[Part]:
    parts: list[Part] = []
    for item in lexed.items:
        if item.text.isdigit():
            parts.append(Part(item, item, item.text, item.text))
        elif item.classes & f.NUM:
            value = next(iter(values_of(item.text).values()), "")
            if value[:1].isdigit() and not item.classes & (f.PREP | f.ASK | f.NEG | f.LETS | f.GIVE):
                parts.append(Part(item, item, "", value))
    return parts


def _choices(parts: list[Part], chars: str) -> Iterator[list[Part]]:
    """All parts, then those of single sentences and of neighbouring ones."""
    yield parts
    written = [part for part in parts if part.digits]
    if 0 < len(written) < len(parts):
        yield written
    ends = [match.end() for match in SENTENCE_END.finditer(chars)]
    if not ends:
        return
    groups: list[list[Part]] = [[]]
    place = 0
    for part in parts:
        while place < len(ends) and part.first.start >= ends[place]:
            place += 1
            groups.append([])
        groups[-1].append(part)
    groups = [group for group in groups if group]
    yield from groups
    yield from ([*one, *other] for one, other in pairwise(groups))


def _digits(parts: list[Part]) -> str:
    digits: list[str] = []
    said: list[str] = []
    for part in parts:
        if part.digits:
            digits.append(spoken(said) + part.digits)
            said = []
        else:
            said.append(part.value)
    return "".join([*digits, spoken(said)])


def _confidence(parts: list[Part], lexed: Lexed, told: float) -> float:
    if not 2 <= len(parts) <= MOST_PARTS:
        return 0.0
    digits = _digits(parts)
    start, end = parts[0].first.start, parts[-1].last.end
    abroad = lexed.chars[start - 1 : start] == "+" and has_country(digits)
    if (
        not FEWEST <= len(digits) <= MOST
        or not (abroad or looks_dialled(digits))
        or len(set(digits)) < FEWEST_DIFFERENT
    ):
        return 0.0
    near = [item for item in lexed.items if start - NEAR <= item.start <= end + NEAR]
    honest = _honest(parts, lexed.chars)
    score = 0.3 + told + (0.1 if len(parts) >= SEVERAL else 0.0)
    if abroad:
        score += 0.2
    if any(item.classes & (f.RULE | f.HERE) and len(item.text) > SHORT for item in near):
        score -= 0.2
    if any(item.classes & f.WORK for item in near):
        score -= 0.15
    if honest:
        score -= 0.3 if honest * 2 >= len(digits) else 0.1
    return min(score, 0.9) if end - start <= WIDEST else 0.0


def _honest(parts: list[Part], chars: str) -> int:
    """Digits that are years, dates, times of day or parts of serials."""
    spans = [match.span() for pattern in (TIME, DATE, THOUSANDS) for match in pattern.finditer(chars)]
    spans += [match.span() for match in SERIAL.finditer(chars)]
    return sum(
        len(part.digits)
        for part in parts
        if YEAR.fullmatch(part.digits) or any(s <= part.first.start < e for s, e in spans)
    )
