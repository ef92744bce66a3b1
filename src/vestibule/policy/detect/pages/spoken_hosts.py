"""The hosts of a book as they are read aloud or drawn: by their letters, long ones by their sound."""

import re
from functools import lru_cache
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.books import RuleBook, Service
from vestibule.policy.detect.pages.links import KINDS
from vestibule.policy.lexing import Item
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import service_names

LONG: Final = 7
"""Letters of a host from which it is known by its sound."""
LEET: Final = str.maketrans("013457", "oieast")
SPOKEN: Final = {
    quick_fold(word): name.removeprefix("spoken_")
    for name, words in service_names().items()
    if name.startswith("spoken_")
    for word in words
}
STRONG_PATH: Final = re.compile(r"[a-z0-9]+[-_.][a-z0-9]|[a-z][0-9]|[0-9][a-z]|[0-9]{6}")
"""Paths that nobody writes behind a slash between two words."""


class SpokenHosts:
    """The hosts of a book by what is left of them when nobody writes the signs."""

    def __init__(self, services: tuple[Service, ...]) -> None:
        self._whole: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        self._led: dict[str, tuple[str, str]] = {}
        self._labels: dict[str, str] = {}
        for service in services:
            if service.kind in KINDS and service.hosts:
                self._add(service)

    def _add(self, service: Service) -> None:
        starts = [account.split("/")[1] for account in service.accounts if account.startswith("/")]
        for host in service.hosts:
            self._whole.setdefault(_key(host), host)
            label = host.rsplit(".", 1)[0]
            if len(label) >= LONG:
                self._bare.setdefault(_key(label), host)
                for start in filter(str.isalpha, starts):
                    self._led.setdefault(_key(label + start), (host, start))
        for name in (*service.names, *service_names().get(f"names_{service.id}", ())):
            if not name.isascii():
                self._labels.setdefault(quick_fold(name), _first(service))

    def meant(self, read: str, path: str, *, single: bool, said: bool) -> tuple[str, str] | None:
        """The host that what stands before a slash reads as, and the path with what is left of it.

        `single` when it is one word only ("Instagram slash Facebook"), `said` when a slash stands there and no picture.
        """
        key, strong = _key(read), STRONG_PATH.search(path) is not None
        if key in self._whole and (strong or not single):
            return self._whole[key], path
        if said and strong and key in self._bare:
            return self._bare[key], path
        if key in self._led:  # "linkedin in/kai"
            host, start = self._led[key]
            return host, f"{start}/{path}"
        return None

    def label(self, item: Item) -> str:
        """What an item adds to the name of a host; nothing when it is a sign or a word for one."""
        if item.name is not None and " " in item.text:
            return "".join(part for part in item.text.split(" ") if part.isalnum() and part != "dot")
        if item.classes & (f.DOT_WORD | f.DASH_WORD) or not item.text[0].isalnum():
            return ""
        if item.text in SPOKEN:
            return SPOKEN[item.text]
        if item.name is not None and not item.text.isascii() and item.name.service.hosts:
            return _first(item.name.service)
        return self._labels.get(item.text, item.text.replace(" ", ""))


@lru_cache(maxsize=16)
def spoken_hosts_of(book: RuleBook) -> SpokenHosts:
    """The spoken hosts of a book, compiled once."""
    return SpokenHosts(book.services)


def _first(service: Service) -> str:
    return service.hosts[0].split(".", maxsplit=1)[0]


def _key(host: str) -> str:
    """A host by its letters, a long one by its sound."""
    squeezed = "".join(char for char in host if char.isalnum()).translate(LEET)
    if len(squeezed) < LONG:
        return squeezed
    for written, heard in (("ck", "k"), ("c", "k"), ("ph", "f"), ("z", "s"), ("y", "i"), ("ee", "i")):
        squeezed = squeezed.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", squeezed)
