"""Names and codes that stand apart from the service they belong to: "signal only, for privacy: oakandash.42"."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.sentences import denies, sentences
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.verdict import Kind
from vestibule.policy.word_lists import word_set

NAME: Final = re.compile(
    r"(?<![\w@./:#$-])@?(?P<name>(?=[a-z0-9._-]*[a-z])(?:[a-z0-9]{1,30}[._][a-z0-9._-]{1,30}|[a-z]{3,20}-[a-z]{2,20}"
    r"|[a-z]{2,20}[0-9]{1,6}(?:[a-z]{1,10})?))(?![\w@/(=-]|[.][a-z])"
)
MEETING_CODE: Final = re.compile(r"(?<![a-z0-9-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![a-z0-9-])")
MEETING_NUMBER: Final = re.compile(
    r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}(?![0-9])|(?<![0-9])[0-9]{5} ?[0-9]{5}(?![0-9])"
)
THERE: Final = word_set("there")
FILES: Final = word_set("file_endings")
OPENERS: Final = frozenset({":", "-", ">", "→", "➡", "=", '"', "'"})
MOST: Final = 70
"""Items of a text that is read so: a short message, not a page."""
KINDS: Final[dict[str, Kind]] = {
    "messenger": "social_handle",
    "social": "social_handle",
    "payment": "payment_handle",
    "meeting": "meeting_link",
}


def stray_names(lexed: Lexed, taken: Mask) -> Iterator[Candidate]:
    """Candidates that look like names of accounts, in a short text that names a service somewhere else."""
    if not lexed.seen & (f.SERVICE | f.SERVICE_WORD) or len(lexed.items) > MOST:
        return
    services = [item for item in lexed.items if item.name is not None and item.name.service.kind in KINDS]
    if not services or any(_refused(lexed)):
        return
    yield from _codes(lexed, services, taken)
    for match in NAME.finditer(lexed.chars):
        start, end = match.span()
        end -= len(match.group()) - len(match.group().rstrip("._-"))
        name = match["name"].rstrip("._-")
        service = min(services, key=lambda item: min(abs(item.start - end), abs(start - item.end)))
        if taken.covers(start, end) or (service.start < end and start < service.end) or _is_file(name):
            continue
        kind = KINDS[service.name.service.kind if service.name else ""]
        if kind == "meeting_link":
            continue
        yield Candidate(kind, start, end, lexed.chars[start:end], _confidence(lexed, service, start, end, name))


def _refused(lexed: Lexed) -> Iterator[bool]:
    for sentence in sentences(lexed.items, lexed.chars):
        if sentence.classes & (f.SERVICE | f.SERVICE_WORD):
            yield any(denies(sentence, place) for place in range(len(sentence.items)))


def _is_file(name: str) -> bool:
    return "." in name and name.rsplit(".", 1)[1] in FILES


def _confidence(lexed: Lexed, service: Item, start: int, end: int, name: str) -> float:
    items = lexed.items
    place = next((n for n, item in enumerate(items) if item.end >= end), len(items) - 1)
    first = next((n for n, item in enumerate(items) if item.start >= start), place)
    before = items[first - 1] if first else None
    after = items[place + 1] if place + 1 < len(items) else None
    strong = "_" in name or (any(map(str.isdigit, name)) and len(name) >= 5) or lexed.chars[start] == "@"
    introduced = before is not None and (before.text in OPENERS or before.classes & (f.CONN | f.MY | f.ME))
    near = min(abs(service.start - end), abs(start - service.end)) <= 30
    evidence = (
        (strong, 0.1),
        (service.name is not None and service.name.sure, 0.15),
        (introduced, 0.15),
        (after is None or not after.text[0].isalnum(), 0.1),
        (lexed.seen & (f.MY | f.ME | f.REACH | f.HANDLE_NOUN), 0.1),
        (near, 0.1),
        (union([item for item in items if not start <= item.start < end]) & f.WORK, -0.35),
        (after is not None and after.text in THERE, 0.1),
        ("-" in name and "_" not in name and not any(map(str.isdigit, name)), -0.15),
    )
    return max(0.0, min(0.2 + sum(weight for holds, weight in evidence if holds), 0.9))


def _codes(lexed: Lexed, services: list[Item], taken: Mask) -> Iterator[Candidate]:
    """Codes and numbers of outside meetings."""
    rooms = [item for item in services if item.name is not None and item.name.service.kind == "meeting"]
    if not rooms:
        return
    for pattern in (MEETING_CODE, MEETING_NUMBER):
        for match in pattern.finditer(lexed.chars):
            near = any(-20 <= match.start() - item.end <= 60 for item in rooms)
            if near and not taken.covers(*match.span()):
                score = 0.8 if not lexed.seen & f.WORK or pattern is MEETING_CODE else 0.65
                yield Candidate("meeting_link", *match.span(), match.group(), score)
