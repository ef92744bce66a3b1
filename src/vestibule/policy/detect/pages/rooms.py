"""Outside meetings of which only the code or the number is given: "zoom id 812 3456 7890", "g meet: dzk, wpro, hnx"."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import word_set

BEFORE: Final = 90
"""Characters between the name of the service and the code behind it, at most."""
AFTER: Final = 40
CODE: Final = (3, 4, 3)
"""Letters of the three pieces of a code of Google Meet."""
NEAR: Final = 6
"""Items between two pieces of a code."""
MOST: Final = 300
NUMBER: Final = re.compile(r"(?<![0-9a-z.,])[0-9](?:[ .\-–—]{0,3}[0-9]){8,11}(?![0-9a-z]|[.,][0-9])")
PASSCODE: Final = 36
"""Characters behind a number in which its passcode can stand."""
PASSCODES: Final = word_set("passcodes")
AND: Final = frozenset({"and", "y", "e", "et", "und", "i", "и", "та", "aur", "और", "و"})
WORDS: Final = word_set("room_words")
CODE_CONTEXT: Final = word_set("code_context")
BESIDE: Final = 4
LETTERS: Final = word_set("spelling_alphabet")
FEWEST: Final = 9
LONGEST: Final = 12
"""Digits of the number of a meeting."""
USUAL_STARTS: Final = word_set("usual_starts")
"""Two consonants with which words begin."""
CLUSTER: Final = re.compile(r"[^aeiouy]{3}")
NAMED: Final = frozenset({"zoom", "teams", "google_meet"})


def rooms(lexed: Lexed, services: list[Told], numbers: Iterable[Candidate], taken: Mask) -> Iterator[Candidate]:
    """Candidates that are codes and numbers of meetings, by the services told near them."""
    told = [service for service in services if service.service.kind == "meeting"]
    if not told or len(lexed.items) > MOST:
        return
    yield from _numbers(lexed, told, numbers, taken)
    if any(service.service.id == "google_meet" for service in told):
        yield from _codes(lexed, [service for service in told if service.service.id == "google_meet"])


def _near(told: list[Told], start: int, end: int) -> Told | None:
    """The nearest service that the place can belong to."""
    near = [one for one in told if -AFTER <= start - one.end <= BEFORE and one.away(start, end) <= BEFORE]
    return min(near, key=lambda one: one.away(start, end), default=None)


def _numbers(lexed: Lexed, told: list[Told], numbers: Iterable[Candidate], taken: Mask) -> Iterator[Candidate]:
    spans = [(match.start(), match.end()) for match in NUMBER.finditer(lexed.chars)]
    spans += [(number.start, number.end) for number in numbers if number.kind == "phone"]
    for start, end in spans:
        service = _near(told, start, end)
        if service is None or taken.covers(start, end):
            continue
        read = lexed.chars[start:end]
        digits = sum(map(str.isdigit, read))
        spoken = sum(1 for item in lexed.items if start <= item.start < end and item.classes & f.NUM)
        if FEWEST - (3 if spoken else 0) <= digits + spoken <= LONGEST:
            score = _score(lexed, service, start, end)
            first, last = _with_code(lexed, service, start, end)
            yield Candidate("meeting_link", first, last, read, score, hidden=bool(spoken))


def _score(lexed: Lexed, service: Told, start: int, end: int) -> float:
    near = [item for item in lexed.items if start - 40 <= item.start < start or end <= item.start <= end + 30]
    worded = sum(1 for item in near if item.text in WORDS or any(word in WORDS for word in item.text.split(" ")))
    begin, stop = (service.end, start) if service.start < start else (end, service.start)
    between = [item for item in lexed.items if begin <= item.start < stop]
    beside = len(between) <= BESIDE and all(_links(item) for item in between)
    evidence = (
        (not service.alluded, 0.2),
        (worded > 0, 0.2),
        (worded > 1, 0.1),
        (beside, 0.2),
        (bool(lexed.seen & (f.LETS | f.TALK | f.ME | f.MY | f.REACH)) and worded > 0, 0.05),
        (any(item.classes & f.WORK for item in near), -0.2),
        (any(item.classes & (f.PHONE_NOUN | f.UNIT) for item in near), -0.2),
        (any(item.text in CODE_CONTEXT for item in near), -0.3),
    )
    return min(round(0.35 + sum(weight for holds, weight in evidence if holds), 2), 0.9)


def _with_code(lexed: Lexed, service: Told, start: int, end: int) -> tuple[int, int]:
    """From the name of a service that stands right before a number to the end of the passcode behind it."""
    between = [item for item in lexed.items if service.end <= item.start < start]
    first = service.start if service.end <= start and len(between) <= BESIDE and all(map(_links, between)) else start
    behind = [item for item in lexed.items if end <= item.start <= end + PASSCODE]
    told = next((place for place, item in enumerate(behind[:BESIDE]) if item.text in PASSCODES), None)
    if told is None or any(item.text[0].isalnum() and item.text not in AND for item in behind[:told]):
        return first, end
    code = next((item for item in behind[told + 1 :] if item.text[0].isalnum() and not _links(item)), None)
    if code is None:
        return first, end
    last = code
    for item in behind:
        last = item if item.start == last.end and item.text[0].isalnum() else last
    return first, last.end


def _links(item: Item) -> bool:
    """Whether an item only leads from a service to the number, or from the number to the service."""
    return not item.text[0].isalnum() or item.text in WORDS or bool(item.classes & (f.CONN | f.PREP | f.NUMBER_NOUN))


def _codes(lexed: Lexed, told: list[Told]) -> Iterator[Candidate]:
    """Three pieces of three, four and three letters that make no words."""
    pieces = list(_pieces(lexed))
    for place in range(len(pieces) - 2):
        three = pieces[place : place + 3]
        if tuple(len(text) for text, _, _ in three) != CODE or not _apart(three):
            continue
        start, end = lexed.items[three[0][1]].start, lexed.items[three[2][2]].end
        if _near(told, start, end) is not None:
            yield Candidate("meeting_link", start, end, "-".join(text for text, _, _ in three), 0.8, hidden=True)


def _apart(three: list[tuple[str, int, int]]) -> bool:
    close = all(after[1] - before[2] <= NEAR for before, after in itertools.pairwise(three))
    return close and sum(_odd(text) for text, _, _ in three) >= 2


def _pieces(lexed: Lexed) -> Iterator[tuple[str, int, int]]:
    """What could be a piece of a code, with its first and last item; letters that are spelt are one piece."""
    items = lexed.items
    place = 0
    while place < len(items):
        last = place
        read = _letter(items[place])
        while read and last + 1 < len(items) and _letter(items[last + 1]):
            last += 1
            read += _letter(items[last])
        if len(read) > 2:
            yield read, place, last
        elif items[place].text.isascii() and items[place].text.isalpha() and 3 <= len(items[place].text) <= 4:
            meant = not items[place].classes or _odd(items[place].text)
            yield from [(items[place].text, place, place)] if meant else []
        place = last + 1


def _letter(item: Item) -> str:
    return item.text[0] if item.text in LETTERS or (len(item.text) == 1 and item.text.isalpha()) else ""


def _odd(text: str) -> bool:
    """Whether nobody would say this as a word."""
    if not any(char in "aeiouy" for char in text) or CLUSTER.search(text):
        return True
    consonants = text[0] not in "aeiouy" and text[1] not in "aeiouy"
    return (consonants and text[:2] not in USUAL_STARTS) or text[0] == "x" or ("q" in text and "qu" not in text)
