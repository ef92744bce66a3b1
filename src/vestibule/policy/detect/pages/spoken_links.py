"""Links as they are said: "calendly (full stop) com (oblique) prudence-wills", "meet jit si slash fern".

A sign or word for the slash is where to look from: the labels of a host of the book stand before it, whatever is
between them, and the path behind it.
"""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.pages.links import Links
from vestibule.policy.detect.pages.spoken_hosts import SPOKEN, SpokenHosts
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import word_set

MOST_ITEMS: Final = 400
MOST_SLASHES: Final = 24
BACK: Final = 12
"""Items before a slash in which the labels of a host stand."""
LONGEST_PATH: Final = 30
LEADING: Final = 5
DRAWN: Final = re.compile(r"[^\W_][^\w\s.,;:!?'\"()-]+[^\W_]|[/|\\]|[^\x00-\x7f]")
SIGNS: Final = frozenset("/|\\>")
ENDS: Final = frozenset(",;:!?)]}\"'.")
LETTERS: Final = word_set("spelling_alphabet")
JOINS: Final = f.DASH_WORD | f.UNDER_WORD | f.DOT_WORD | f.SLASH_WORD
ROOM: Final = re.compile(r"^(?:b|rooms)/(?:[a-z0-9]{3}-){2,3}[a-z0-9]{3}$")
"""Rooms of BigBlueButton, on servers of schools and firms."""


def spoken_links(lexed: Lexed, table: Links, hosts: SpokenHosts, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Candidates that are links to accounts and rooms when read aloud."""
    items = lexed.items
    if len(items) > MOST_ITEMS or not (lexed.seen & f.SLASH_WORD or DRAWN.search(lexed.chars)):
        return
    slashes = [place for place, item in enumerate(items) if place and _is_slash(item)]
    for place in slashes[:MOST_SLASHES]:
        if any(start <= items[place].start < end for start, end in taken):
            continue
        found = _link_at(lexed, place, table, hosts)
        if found is not None:
            taken.append((found.start, found.end))
            yield found


def _is_slash(item: Item) -> bool:
    return bool(item.classes & f.SLASH_WORD) or item.text in SIGNS or _is_drawn(item.text)


def _is_drawn(text: str) -> bool:
    """Whether a picture or arrow stands where a sign is meant."""
    return len(text) == 1 and not text.isascii() and category(text) in {"So", "Sm"}


def _link_at(lexed: Lexed, slash: int, table: Links, hosts: SpokenHosts) -> Candidate | None:
    last, path = _path(lexed, _led(lexed.items, slash))
    if not path:
        return None
    found = _host_before(lexed, slash, hosts, path)
    if found is not None:
        start, host, path = found
        kind = table.kind_of(host, f"/{path}")
    else:
        start, host = _first_label(lexed.items, slash), ""
        kind = "meeting_link" if ROOM.search(path) else None
    if kind is None:
        return None
    return Candidate(kind, lexed.items[start].start, lexed.items[last].end, f"{host}/{path}", 0.85, hidden=True)


def _host_before(lexed: Lexed, slash: int, hosts: SpokenHosts, path: str) -> tuple[int, str, str] | None:
    """The first item of the longest host that ends at a slash, the host, and the path with what is left of it."""
    items = lexed.items
    found: tuple[int, str, str] | None = None
    said = bool(items[slash].classes & f.SLASH_WORD) or items[slash].text == "/"
    read = ""
    for place in range(slash - 1, max(-1, slash - BACK), -1):
        if items[place].classes & f.SLASH_WORD or items[place].text == "/":
            break
        label = hosts.label(items[place])
        read = label + read
        if label and _begins(lexed, place):
            meant = hosts.meant(read, path, single=slash - place < 2, said=said)
            found = (place, *meant) if meant is not None else found
    return found


def _first_label(items: list[Item], slash: int) -> int:
    """Where a host of somebody's own begins: labels with dots between."""
    place = slash - 1
    while place >= 2 and (items[place - 1].text == "." or items[place - 1].classes & f.DOT_WORD):
        place -= 2
    return max(place, 0)


def _led(items: list[Item], slash: int) -> int:
    """The item behind which the path begins: "slash and then my user kai-b"."""
    place = slash
    while items[slash].classes & f.SLASH_WORD and place + 2 < len(items) and place < slash + LEADING:
        after = items[place + 1]
        if not after.classes & (f.MY | f.FILLER | f.HANDLE_NOUN) or len(after.text) < 2 or after.classes & JOINS:
            break
        place += 1
    return place


def _begins(lexed: Lexed, place: int) -> bool:
    """Whether a word begins here, or a label behind a sign."""
    before = lexed.chars[lexed.items[place].start - 1] if place else " "
    return not before.isalnum() or before > "\u2e80"


def _path(lexed: Lexed, slash: int) -> tuple[int, str]:
    """The last item of the path behind a slash, and the path as it is meant."""
    items = lexed.items
    read = ""
    last = slash
    joined = True
    for place in range(slash + 1, min(len(items), slash + LONGEST_PATH)):
        item = items[place]
        sign = _join(item)
        near = item.start == items[place - 1].end
        spelt = _spelt(item) and last > slash and (_spelt(items[last]) or items[last].text == "id")
        if item.text in ENDS and not (near and _goes_on(lexed, place)):
            if joined or not (place + 1 < len(items) and _join(items[place + 1])):
                if joined and not read and item.text != ".":
                    continue
                break
            continue
        if not (joined or near or sign or spelt):
            break
        if not sign and not item.text[0].isalnum() and item.text not in "-_.@+":
            if not near:
                break
            sign = "-"
        read += sign or (SPOKEN.get(item.text, item.text) if place == slash + 1 else item.text).replace(" ", "")
        joined = bool(sign) or not item.text[0].isalnum()
        last = place
    return last, read.strip("-_./@+")


def _join(item: Item) -> str:
    """The sign that an item says within a path."""
    if item.classes & f.SLASH_WORD or item.text in {"/", "\\"}:
        return "/"
    if item.classes & f.UNDER_WORD:
        return "_"
    if item.classes & f.DASH_WORD and not item.classes & f.SERVICE:
        return "-"
    return "." if item.classes & f.DOT_WORD else ""


def _spelt(item: Item) -> bool:
    return len(item.text) == 1 or item.text.isdigit() or item.text in LETTERS or bool(item.classes & f.NUM)


def _goes_on(lexed: Lexed, place: int) -> bool:
    after = lexed.items[place].end
    return lexed.items[place].text == "." and lexed.chars[after : after + 1].isalnum()
