"""Links that are spelt out: "zoom dot us slash j", "meet . google . com / abq", "hxxps://whereby[.]com/fern"."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.pages.links import Links
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import word_set

CLUE: Final = re.compile(r"hxxp|[\[({<] ?(?:\.|/) ?[\])}>]|\w \.|\. ?\w{2,5} ?/| / |\w/ ?\w|[a-z][0-9][a-z0-9.]")
HOST: Final = re.compile(r"(?P<host>(?:[\w-]{1,40}\.){1,4}[a-z]{2,12})(?P<path>/[^\s<>\"'|,]{1,100})?")
SLASHES: Final = word_set("slashes")
OPEN: Final = frozenset("[({<\"'*_")
CLOSE: Final = frozenset("])}>\"'*_")
MOST: Final = 400
"""Items that are read so; nobody spells a link over a page."""


def spelt_links(lexed: Lexed, table: Links, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Candidates that are links to accounts and rooms once "dot", "slash" and blanks are read as meant."""
    if len(lexed.items) > MOST or not (lexed.seen & f.DOT_WORD or CLUE.search(lexed.chars)):
        return
    chars, owner = _written(lexed)
    for match in HOST.finditer(chars):
        host, path = match["host"], (match["path"] or "").rstrip(".:;!?)")
        kind = None
        for read in (host, table.meant(host)):
            kind = kind or (table.kind_of(read, path) if table.knows(read) else None)
        first = lexed.items[owner[_begin(match, table)]]
        end = match.end() if not path else match.start("path") + len(path)
        last = lexed.items[owner[end - 1]]
        if kind is None or any(start <= first.start < stop for start, stop in taken):
            continue
        yield Candidate(kind, first.start, last.end, chars[match.start() : end], 0.85, hidden=True)


def _begin(match: re.Match[str], table: Links) -> int:
    """Where the known host begins: words before a full stop belong to the sentence."""
    start = match.start()
    labels = match["host"].split(".")
    for cut in range(1, len(labels) - 1):
        rest = ".".join(labels[cut:])
        if table.knows(rest) and len(labels) - cut == 2 and labels[cut - 1] not in {"www", "m", "us", "meet", "chat"}:
            return start + len(".".join(labels[:cut])) + 1
    return start


def _written(lexed: Lexed) -> tuple[str, list[int]]:
    """The items one after the other; nothing but the sign is left where a sign of links stands."""
    out: list[str] = []
    owner: list[int] = []
    glued = True
    end = 0
    for place, item in enumerate(lexed.items):
        sign = _sign(item)
        if item.text in OPEN and place + 1 < len(lexed.items) and _sign(lexed.items[place + 1]):
            continue
        if item.text in CLOSE and place and _sign(lexed.items[place - 1]):
            continue
        if item.start > end and not glued and not sign:
            out.append(" ")
            owner.append(place)
        text = sign or item.text.replace(" ", "")
        out.append(text)
        owner.extend([place] * len(text))
        glued = bool(sign)
        end = item.end
    return "".join(out), owner


def _sign(item: Item) -> str:
    if item.text in {".", "/"}:
        return item.text
    if item.classes & f.DOT_WORD:
        return "."
    if item.text in SLASHES:
        return "/"
    if item.text == "-" or (item.classes & f.DASH_WORD and not item.classes & ~(f.DASH_WORD | f.FILLER)):
        return "-"
    return "_" if item.classes & f.UNDER_WORD else ""
