"""Reading an address as a browser would, and refusing whatever two programs could read differently."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from vestibule.kit.addresses import is_public, parse_address
from vestibule.ports.egress import EgressRefusedError

LONGEST_ADDRESS = 2_000
PORTS = {"http": 80, "https": 443}
# A backslash is a slash to some programs; blanks and control characters end an address for some.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
# Names that mean the house itself or its neighbours.
_NEIGHBOURS = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "invalid"}
)
_NUMBER = re.compile(r"(?:\d+|0[xX][0-9A-Fa-f]*)\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask for what. `host` is a name in its ASCII form or a public address in its usual form."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Host and port as the header of a question names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.place}{self.path}"


def target_of(address: str) -> Target:
    """The target that an address names. Raises `EgressRefusedError`."""
    if len(address) > LONGEST_ADDRESS or _AMBIGUOUS.search(address):
        raise EgressRefusedError("unreadable")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname
    except ValueError:
        raise EgressRefusedError("unreadable") from None
    if parts.scheme not in PORTS:
        raise EgressRefusedError("scheme")
    if "@" in parts.netloc or not host:
        raise EgressRefusedError("host")
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values():
        raise EgressRefusedError("port")
    return Target(parts.scheme, _host(host), port, _path(parts))


def redirected(target: Target, location: str) -> Target:
    """The target that an answer of this one sends on to, checked like any other. Raises `EgressRefusedError`."""
    try:
        return target_of(urljoin(target.address, location))
    except ValueError:
        raise EgressRefusedError("unreadable") from None


def _host(written: str) -> str:
    """The host's one spelling: of a name its ASCII form, of a number only the usual notation."""
    if ":" in written:
        return _public(written)
    try:
        name = idna.encode(written, uts46=True).decode().rstrip(".").lower()
    except idna.IDNAError:
        raise EgressRefusedError("host") from None
    labels = name.split(".")
    if _NUMBER.match(labels[-1]):
        return _public(name)
    if len(labels) < 2 or labels[-1] in _NEIGHBOURS:
        raise EgressRefusedError("host")
    return name


def _public(number: str) -> str:
    address = parse_address(number)
    if address is None or not is_public(address):
        raise EgressRefusedError("not_public")
    return str(address)


def _path(parts: SplitResult) -> str:
    """Path and question in ASCII; the part behind `#` stays with the reader."""
    kept = "/:@!$&'()*+,;=-._~%"
    path = quote(parts.path, safe=kept) or "/"
    return f"{path}?{quote(parts.query, safe=kept + '?[]')}" if parts.query else path
