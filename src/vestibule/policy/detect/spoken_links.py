"""Links as they are said: "calendly (full stop) com (oblique) prudence-wills", "тэ точка ме слеш kai", "meet jit si slash fern".

A sign or word for the slash is where to look from: the labels of a host of the book stand before it, with anything between
them, and the path behind it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import category

from vestibule.policy import flags as f
from vestibule.policy.books import RuleBook, Service
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.links import KINDS, Links
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import service_names, word_set

MOST_ITEMS: Final = 400
MOST_SLASHES: Final = 24
BACK: Final = 12
"""Items before a slash in which the labels of a host stand."""
LONGEST_PATH: Final = 30
LEADING: Final = 5
LONG_KEY: Final = 7
"""Letters of a host from which it is known by its sound."""
DRAWN: Final = re.compile(r"[^\W_][^\w\s.,;:!?'\"()-]+[^\W_]|[/|\\]|[^\x00-\x7f]")
SIGNS: Final = frozenset("/|\\>")
ENDS: Final = frozenset(",;:!?)]}\"'.")
LEET: Final = str.maketrans("013457", "oieast")
SPOKEN: Final = {
    quick_fold(word): name.removeprefix("spoken_")
    for name, words in service_names().items()
    if name.startswith("spoken_")
    for word in words
}
LETTERS: Final = word_set("spelling_alphabet")
JOINS: Final = f.DASH_WORD | f.UNDER_WORD | f.DOT_WORD | f.SLASH_WORD
ROOM: Final = re.compile(r"^(?:b|rooms)/(?:[a-z0-9]{3}-){2,3}[a-z0-9]{3}$")
"""Rooms of BigBlueButton, on servers of schools and firms."""
STRONG_PATH: Final = re.compile(r"[a-z0-9]+[-_.][a-z0-9]|[a-z][0-9]|[0-9][a-z]|[0-9]{6}")


class SpokenHosts:
    """The hosts of a book by what is left of them when nobody writes the signs."""

    def __init__(self, services: tuple[Service, ...]) -> None:
        self.whole: dict[str, str] = {}
        self.bare: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.led: dict[str, tuple[str, str]] = {}
        for service in services:
            if service.kind not in KINDS:
                continue
            for host in service.hosts:
                self.whole.setdefault(_key(host), host)
                label = host.rsplit(".", 1)[0]
                for start in (account.split("/")[1] for account in service.accounts if account.startswith("/")):
                    if len(label) >= LONG_KEY and start.isalpha():
                        self.led.setdefault(_key(label + start), (host, start))
                if len(label) >= LONG_KEY:
                    self.bare.setdefault(_key(label), host)
            called = (*service.names, *service_names().get(f"names_{service.id}", ()))
            for name in called if service.hosts else ():
                if not name.isascii():
                    self.labels.setdefault(quick_fold(name), service.hosts[0].split(".", maxsplit=1)[0])


@lru_cache(maxsize=16)
def spoken_hosts_of(book: RuleBook) -> SpokenHosts:
    """The spoken hosts of a book, compiled once."""
    return SpokenHosts(book.services)


def spoken_links(
    lexed: Lexed, table: Links, hosts: SpokenHosts, taken: list[tuple[int, int]]
) -> Iterator[Candidate]:
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
    items = lexed.items
    last, path = _path(lexed, _led(items, slash))
    if not path:
        return None
    read, start, whole = "", slash, None
    for place in range(slash - 1, max(-1, slash - BACK), -1):
        if items[place].classes & f.SLASH_WORD or items[place].text == "/":
            break
        label = _label(items[place], hosts)
        read = label + read
        if label and _begins(lexed, place):
            host = hosts.whole.get(_key(read))
            if host is not None and slash - place < 2 and not STRONG_PATH.search(path):
                host = None  # one word before a slash: "Instagram slash Facebook"
            if host is None and _says(items[slash]) and STRONG_PATH.search(path):
                host = hosts.bare.get(_key(read))
            if host is None and _key(read) in hosts.led:  # "linkedin in/kai"
                host, segment = hosts.led[_key(read)]
                path = f"{segment}/{path}"
            if host is not None:
                start, whole = place, host
    kind = table.kind_of(whole, f"/{path}") if whole else "meeting_link" if ROOM.search(path) else None
    if kind is None:
        return None
    start = start if whole else _first_label(items, slash)
    return Candidate(kind, items[start].start, items[last].end, f"{whole or ''}/{path}", 0.85, hidden=True)


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


def _says(item: Item) -> bool:
    return bool(item.classes & f.SLASH_WORD) or item.text == "/"


def _begins(lexed: Lexed, place: int) -> bool:
    """Whether a word begins here, or a label behind a sign."""
    before = lexed.chars[lexed.items[place].start - 1] if place else " "
    return not before.isalnum() or before > "\u2e80"


def _label(item: Item, hosts: SpokenHosts) -> str:
    """What an item adds to the name of a host; nothing when it is a sign or a word for one."""
    if item.name is not None and " " in item.text:
        return "".join(part for part in item.text.split(" ") if part.isalnum() and part != "dot")
    if item.classes & (f.DOT_WORD | f.DASH_WORD) or not item.text[0].isalnum():
        return ""
    if item.text in SPOKEN:
        return SPOKEN[item.text]
    if item.name is not None and not item.text.isascii() and item.name.service.hosts:
        return item.name.service.hosts[0].split(".", maxsplit=1)[0]
    return hosts.labels.get(item.text, item.text.replace(" ", ""))


def _key(host: str) -> str:
    """A host by its letters, a long one by its sound."""
    squeezed = "".join(char for char in host if char.isalnum()).translate(LEET)
    if len(squeezed) < LONG_KEY:
        return squeezed
    for written, heard in (("ck", "k"), ("c", "k"), ("ph", "f"), ("z", "s"), ("y", "i"), ("ee", "i")):
        squeezed = squeezed.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", squeezed)


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
