"""Names of accounts that are said rather than written: "kasia kropka robi", "kilo echo lima underscore zero seven"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.verdict import Kind
from vestibule.policy.word_lists import word_set

MOST: Final = 160
"""Items of a text that is read so."""
LONG_NAME: Final = 10
FAR: Final = 90
"""Characters between a service and a name, at most."""
JOINS: Final = f.UNDER_WORD | f.DOT_WORD | f.DASH_WORD
LETTERS: Final = word_set("spelling_alphabet")
LIKE: Final = frozenset({"as", "for", "like", "jak", "wie", "de", "come", "comme", "como", "как", "як", "in", "di"})
BRACKETS: Final = frozenset("([{<\"'*“”«»„)]}>")
HASHES: Final = word_set("hash_words")
DIGITS_OF_TAG: Final = 4
QUIET: Final = word_set("quiet")
LEADS: Final = word_set("name_leads")
KINDS: Final[dict[str, Kind]] = {
    "messenger": "social_handle",
    "social": "social_handle",
    "payment": "payment_handle",
    "scheduler": "scheduler_link",
}
OPENERS: Final = frozenset({":", "-", ">", "→", "➡", "=", "—", "–"})


@dataclass(slots=True)
class Spoken:
    """Items `first` to `last` that say one name; how many words for signs it has, and how many letters are spelt."""

    first: int
    last: int
    unders: int = 0
    dots: int = 0
    letters: int = 0
    marked: bool = False


def spoken_names(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Candidates that are names with words for their signs, or spelt letter by letter, near a service."""
    told = [service for service in services if service.service.kind in KINDS]
    if not told or len(lexed.items) > MOST:
        return
    if lexed.seen & (f.AT_STRONG | f.AT_WEAK) or "@" in lexed.chars:
        yield from _at_said(lexed, told, taken)
    for spoken in (*_joined(lexed), *_spelt(lexed), *_tagged(lexed)):
        start, end = lexed.items[spoken.first].start, lexed.items[spoken.last].end
        service = min(told, key=lambda one: one.away(start, end))
        if service.away(start, end) > FAR or taken.covers(start, end) or (service.start < end and start < service.end):
            continue
        if service.service.kind == "scheduler" and not lexed.items[spoken.first - 1].classes & f.SLASH_WORD:
            continue
        score = _score(lexed, service, spoken) + 0.2 * (service.service.kind == "scheduler")
        read = "".join(item.text for item in lexed.items[spoken.first : spoken.last + 1])
        yield Candidate(KINDS[service.service.kind], start, end, read, score, hidden=True)


def _letter(item: Item) -> bool:
    return item.text in LETTERS or (len(item.text) == 1 and item.text.isalpha() and item.text < "\u0600")


def _says_sign(item: Item) -> bool:
    """Whether a word or a sign standing apart is meant as a sign within a name."""
    return bool(item.classes & JOINS) and item.name is None and item.text not in {".", "-", "_"}


def _joined(lexed: Lexed) -> Iterator[Spoken]:
    """Words with words for the underscore, the dot or the hyphen between them."""
    items = lexed.items
    place = 0
    while place < len(items):
        if not _says_sign(items[place]):
            place += 1
            continue
        first = _piece_back(lexed, place - 1)
        last, spoken = place, Spoken(place if first is None else first, place)
        sign: int | None = place
        while sign is not None:
            spoken.unders += bool(items[sign].classes & f.UNDER_WORD)
            spoken.dots += not items[sign].classes & f.UNDER_WORD
            spoken.marked = spoken.marked or _set_off(items, sign)
            piece = _piece_ahead(lexed, sign + 1)
            if piece is None:
                break
            last = piece
            sign = next((n for n in range(piece + 1, min(piece + 3, len(items))) if _says_sign(items[n])), None)
            if sign is not None and any(items[n].text not in BRACKETS | {",", "-"} for n in range(piece + 1, sign)):
                sign = None
        spoken.last = last
        if first is not None and last > place:
            yield spoken
        place = last + 1


def _set_off(items: list[Item], sign: int) -> bool:
    """Whether a word for a sign stands in brackets or is disguised itself: "[dot]", "d0t"."""
    around = items[sign - 1].text in "([{<" and sign + 1 < len(items) and items[sign + 1].text in ")]}>"
    return around or any(map(str.isdigit, items[sign].text))


def _piece_back(lexed: Lexed, place: int) -> int | None:
    items = lexed.items
    while place >= 0 and items[place].text in BRACKETS | {",", "-"}:
        place -= 1
    if place < 0 or not items[place].text[0].isalnum():
        return None
    while (
        place
        and items[place - 1].end == items[place].start
        and (items[place - 1].text[0].isalnum() or items[place - 1].text in "-_.")
    ):
        place -= 1
    return place


def _piece_ahead(lexed: Lexed, place: int) -> int | None:
    items = lexed.items
    while place < len(items) and items[place].text in BRACKETS | {",", "then", "-"}:
        place += 1
    if place >= len(items) or not items[place].text[0].isalnum() or _says_sign(items[place]):
        return None
    while place + 1 < len(items) and (
        (items[place + 1].start == items[place].end and items[place + 1].text[0].isalnum())
        or (items[place].classes & f.NUM and items[place + 1].classes & f.NUM)
        or (_letter(items[place]) and _letter(items[place + 1]))
    ):
        place += 1
    return place


def _spelt(lexed: Lexed) -> Iterator[Spoken]:
    """Three letters and more one after the other, by themselves or by words that begin with them."""
    items = lexed.items
    place = 0
    while place < len(items):
        spoken = Spoken(place, place)
        cursor = place
        while cursor < len(items):
            item = items[cursor]
            if _letter(item):
                spoken.letters += 1
                spoken.last = cursor
                if cursor + 2 < len(items) and items[cursor + 1].text in LIKE and _begins_with(items, cursor):
                    cursor += 2
                    spoken.last = cursor
            elif spoken.letters and (_says_sign(item) or item.classes & f.NUM or item.text.isdigit()):
                spoken.last = cursor
                spoken.unders += bool(item.classes & f.UNDER_WORD)
            elif not spoken.letters or item.text not in {",", "-", ".", "then", "double", "und", "and", "y", "e", "i"}:
                break
            cursor += 1
        if spoken.letters >= 3:
            yield spoken
        place = max(cursor, place + 1)


def _tagged(lexed: Lexed) -> Iterator[Spoken]:
    """A word, a word for the sign, and four digits that are said: "rengoku hash two two zero nine"."""
    items = lexed.items
    for place in range(1, len(items) - 1):
        first = _piece_back(lexed, place - 1) if items[place].text in HASHES else None
        if first is None:
            continue
        last, digits = place, 0
        while last + 1 < len(items) and (items[last + 1].text.isdigit() or items[last + 1].classes & f.NUM):
            last += 1
            digits += len(items[last].text) if items[last].text.isdigit() else 1
        if digits == DIGITS_OF_TAG:
            yield Spoken(first, last, unders=1, marked=True)


def _begins_with(items: list[Item], place: int) -> bool:
    return len(items[place].text) == 1 and items[place + 2].text.startswith(items[place].text)


def _score(lexed: Lexed, service: Told, spoken: Spoken) -> float:
    items = lexed.items
    start, end = items[spoken.first].start, items[spoken.last].end
    before = items[max(0, spoken.first - 4) : spoken.first]
    lead = before[-1] if before else None
    led = lead is not None and (
        lead.text in OPENERS | LEADS or bool(lead.classes & (f.CONN | f.AT_STRONG | f.HANDLE_NOUN))
    )
    around = [item for item in items if start - 60 <= item.start < start or end <= item.start <= end + 40]
    classes = union(around)
    pieces = [item for item in items[spoken.first : spoken.last + 1] if item.text[0].isalnum()]
    plain = sum(1 for item in pieces if not item.classes)
    evidence = (
        (spoken.unders > 0, 0.25),
        (spoken.unders + spoken.dots > 1, 0.2),
        (spoken.letters >= 4, 0.25),
        (spoken.letters >= 3 and spoken.letters + spoken.unders >= 4, 0.15),
        (service.sure, 0.15),
        (service.away(start, end) <= 16, 0.1),
        (led, 0.2),
        (spoken.marked, 0.3),
        (
            spoken.unders + spoken.letters == 0 and any(item.text in QUIET for item in pieces),
            -0.2,
        ),
        (plain + spoken.unders + spoken.dots >= len(pieces) and service.sure, 0.16),
        (service.service.id == "signal" and spoken.dots == 1 and pieces[-1].text.isdigit(), 0.2),
        (any(item.classes & f.AT_STRONG or item.text == "@" for item in before), 0.1),
        (plain * 2 >= len(pieces) - spoken.unders - spoken.dots, 0.1),
        (bool(classes & (f.MY | f.REACH | f.HANDLE_NOUN)), 0.1),
        (bool(classes & f.WORK) and not classes & (f.MY | f.REACH), -0.3),
        (bool(classes & (f.RULE | f.NEG)), -0.25),
    )
    return max(0.0, min(round(0.1 + sum(weight for holds, weight in evidence if holds), 2), 0.96))


def _at_said(lexed: Lexed, told: list[Told], taken: Mask) -> Iterator[Candidate]:
    """A word behind a word for @: "on the bird app I am arroba dataconpepe"."""
    items = lexed.items
    for place, item in enumerate(items[:-1]):
        bracketed = place > 0 and items[place - 1].text in "([{<" and items[place + 1].text in ")]}>"
        strong = bool(item.classes & f.AT_STRONG) or item.text == "@" or bracketed
        if not strong and (not item.classes & f.AT_WEAK or len(item.text) < 2):
            continue
        first = place + 1
        while first < len(items) and items[first].text in BRACKETS:
            first += 1
        last = _piece_ahead(lexed, first) if first < len(items) else None
        if last is None or items[first].classes & ~f.UNIT or len(items[first].text) < 4:
            continue
        start, end = item.start, items[last].end
        service = min(told, key=lambda one: one.away(start, end))
        if service.away(start, end) > FAR // 2 or taken.covers(start, end) or items[first].classes & f.MAIL_HOST:
            continue
        marked = last > first
        before = items[max(0, place - 3) : place]
        evidence = (
            (strong, 0.15),
            (marked, 0.15),
            (len(items[first].text) >= LONG_NAME and not items[first].classes, 0.12),
            (service.sure, 0.1),
            (service.away(start, end) <= 8, 0.15),
            (bool(union(before) & (f.CONN | f.MY | f.HANDLE_NOUN)), 0.15),
            (bool(union([*items[max(0, place - 6) : place], *items[last + 1 : last + 3]]) & (f.WORK | f.NEG)), -0.3),
        )
        score = round(0.2 + sum(weight for holds, weight in evidence if holds), 2)
        yield Candidate(KINDS[service.service.kind], start, end, f"@{items[first].text}", score, hidden=True)
