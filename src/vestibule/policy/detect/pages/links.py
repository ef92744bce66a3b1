"""Links, and what the book's host tables say they lead to."""

import re
from functools import lru_cache
from typing import Final

from vestibule.policy.books import RuleBook, Service
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Lexed
from vestibule.policy.top_levels import top_levels
from vestibule.policy.verdict import Kind

LINK: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+-]{1,14}:(?://)?)?(?<![@\w.-])(?P<host>(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24})(?::\d{2,5})?(?P<path>[/?#][^\s<>\"'|]{0,400})?"
)
SCHEME: Final = re.compile(r"(?<![\w])(?P<scheme>[a-z][a-z-]{1,14}):(?P<rest>(?://)?[^\s<>\"']{2,200})")
SPOKEN_DOT: Final = re.compile(
    r"(?<![\w.])(?P<host>t|wa|m|discord|instagram|facebook|linkedin|paypal|calendly|line|vk)"
    r"(?: ?[\[({]? ?(?:dot|\.|punto|точка|ponto|point|punkt) ?[\])}]? ?)(?P<top>me|gg|com|ly)"
    r"(?: ?(?:/|slash|barra|слэш|слеш) ?)(?P<path>[\w.\-/]{2,60})"
)
POINT: Final = re.compile(r"[\w-]\.[^\W\d_]{2}")
SLASHES: Final = ("/", "slash", "barra", "слэш", "слеш")
KINDS: Final[dict[str, Kind]] = {
    "messenger": "social_handle",
    "social": "social_handle",
    "meeting": "meeting_link",
    "scheduler": "scheduler_link",
    "payment": "payment_handle",
}
LEET: Final = str.maketrans("013457", "oieast")
LONG_LABEL: Final = 7
"""Letters of a host's name from which one letter may be wrong."""
SCHEME_KINDS: Final[dict[str, Kind]] = {"mailto": "email", "tel": "phone", "sms": "phone", "callto": "phone"}


class Links:
    """What links lead to, by the services of a book."""

    def __init__(self, services: tuple[Service, ...]) -> None:
        self._hosts: dict[str, list[Service]] = {}
        self._schemes: dict[str, Service] = {}
        self._near: dict[tuple[str, str], str] = {}
        for service in services:
            for host in service.hosts:
                self._hosts.setdefault(host, []).append(service)
                label, _, top = host.partition(".")
                if len(label) >= LONG_LABEL and service.kind in KINDS:
                    for near in (label, *(label[:cut] + label[cut + 1 :] for cut in range(1, len(label)))):
                        self._near.setdefault((near, top), host)
            for scheme in service.schemes:
                self._schemes[scheme] = service

    def kind_of(self, host: str, path: str) -> Kind | None:
        """The kind of finding a link is; None for pages that are no contact."""
        host = host.removeprefix("www.").removeprefix("m.") if host.count(".") > 1 else host
        labels = host.split(".")
        for cut in range(len(labels) - 1):
            for service in self._hosts.get(".".join(labels[cut:]), ()):
                return KINDS.get(service.kind) if _leads_to_account(service, host, path) else None
        return None

    def knows(self, host: str) -> bool:
        """Whether the host stands in the book's tables."""
        labels = host.split(".")
        return any(".".join(labels[cut:]) in self._hosts for cut in range(len(labels) - 1))

    def meant(self, host: str) -> str:
        """The host of the book's tables of which this is the misspelt name, as "calendley.com"; else itself."""
        label, _, top = host.removeprefix("www.").partition(".")
        if self.knows(host):
            return host
        plain = host.translate(LEET)
        if plain != host and self.knows(plain):
            return plain
        if len(label) < LONG_LABEL:
            return host
        for near in (label, *(label[:cut] + label[cut + 1 :] for cut in range(1, len(label)))):
            if (near, top) in self._near:
                return self._near[near, top]
        return host

    def scheme_kind(self, scheme: str) -> Kind | None:
        """The kind of finding a link with this scheme is."""
        if scheme in SCHEME_KINDS:
            return SCHEME_KINDS[scheme]
        service = self._schemes.get(scheme)
        return KINDS.get(service.kind) if service else None


@lru_cache(maxsize=16)
def links_of(book: RuleBook) -> Links:
    """The host tables of a book, compiled once."""
    return Links(book.services)


def links(lexed: Lexed, table: Links) -> tuple[list[Candidate], list[tuple[int, int]]]:
    """Candidates that are links, and the places of all links (other detectors leave those alone)."""
    chars = lexed.chars
    found: list[Candidate] = []
    taken: list[tuple[int, int]] = []
    if ":" in chars:
        _by_scheme(chars, table, found, taken)
    if pointed(chars):
        _by_host(chars, table, found, taken)
    if any(sign in chars for sign in SLASHES):
        _spoken(chars, table, found, taken)
    return found, taken


def known_pages(lexed: Lexed, taken: list[tuple[int, int]], table: Links) -> list[tuple[int, int]]:
    """Of the places of links those whose host the book knows."""
    matches = [(LINK.match(lexed.chars, start, end), start, end) for start, end in taken]
    return [(start, end) for match, start, end in matches if match is not None and table.knows(match["host"])]


def pointed(chars: str) -> bool:
    """Whether a full stop stands as in the name of a host: next to a word, two letters after it."""
    place = chars.find(".", 1)
    while place > 0:
        if POINT.match(chars, place - 1):
            return True
        place = chars.find(".", place + 1)
    return False


def _by_host(chars: str, table: Links, found: list[Candidate], taken: list[tuple[int, int]]) -> None:
    for match in LINK.finditer(chars):
        host, path = table.meant(match["host"]), (match["path"] or "").rstrip(".,;:!?)]}'\"*")
        known = table.knows(host) or host.rsplit(".", 1)[1] in top_levels()
        if not known or _is_taken(match, taken) or "@" in chars[match.start() : match.start("host")]:
            continue
        end = match.end() if match["path"] is None else match.start("path") + len(path)
        kind = table.kind_of(host, path)
        if path or match["scheme"]:
            taken.append((match.start(), end))
        if kind is not None:
            found.append(Candidate(kind, match.start(), end, chars[match.start() : end], 0.97))


def _is_taken(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in taken[-40:])


def _spoken(chars: str, table: Links, found: list[Candidate], taken: list[tuple[int, int]]) -> None:
    for match in SPOKEN_DOT.finditer(chars):
        link = f"{match['host']}.{match['top']}/{match['path']}"
        kind = table.kind_of(f"{match['host']}.{match['top']}", f"/{match['path']}")
        if kind is not None and not _is_taken(match, taken):
            found.append(Candidate(kind, *match.span(), link, 0.9, hidden=True))
            taken.append(match.span())


def _by_scheme(chars: str, table: Links, found: list[Candidate], taken: list[tuple[int, int]]) -> None:
    for match in SCHEME.finditer(chars):
        scheme, rest = match["scheme"], match["rest"]
        kind = table.scheme_kind(scheme)
        if kind is None or scheme in SCHEME_KINDS:
            continue
        explicit = rest.startswith("//") or "?" in rest or scheme in {"zoommtg", "zoomus"}
        if (explicit and scheme not in {"line", "signal"}) or rest.startswith("//"):
            found.append(Candidate(kind, *match.span(), match.group(), 0.95))
            taken.append(match.span())


def _leads_to_account(service: Service, host: str, path: str) -> bool:
    place = path.split("?", maxsplit=1)[0].rstrip("/") if not path.startswith(("?", "#")) else path
    if path.startswith(("/#", "#")):
        place = path
    if any(_fits(pattern, host, place) for pattern in service.pages):
        return False
    if service.accounts:
        return any(_fits(pattern, host, place) for pattern in service.accounts)
    return len(place) > 1 or "?" in path


def _fits(pattern: str, host: str, place: str) -> bool:
    wanted_host, slash, wanted = pattern.partition("/")
    if wanted_host:
        if wanted_host.startswith("*."):
            if not host.endswith(wanted_host[1:]) or host == wanted_host[2:]:
                return False
        elif host != wanted_host and not host.endswith(f".{wanted_host}"):
            return False
        if not slash:
            return True
    return _path_fits(wanted, place.lstrip("/"))


def _path_fits(wanted: str, place: str) -> bool:
    if wanted.endswith("*"):
        return place.startswith(wanted[:-1]) and len(place) > len(wanted) - 1
    return place == wanted
