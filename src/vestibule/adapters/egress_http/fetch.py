"""Fetching a page over HTTP: the one place of the house that opens a connection to a host that a person named."""

import codecs
import re
import ssl
import zlib
from collections.abc import Iterable, Mapping

import httpcore

from vestibule.adapters.egress_http.target import Target, redirected, target_of
from vestibule.adapters.egress_http.wire import CheckedBackend, Dial, Meter, Names, Resolve, dial, resolve
from vestibule.ports.egress import EgressRefusedError, Page

WITHIN_S = 6.0
MOST_REDIRECTS = 3
# A title stands at the beginning: what is longer is cut off here, as received and as unpacked.
LONGEST_PAGE_BYTES = 512 * 1024
_HEADERS_BYTES = 128 * 1024

_HEADERS = (
    (b"User-Agent", b"Mozilla/5.0 (compatible; link preview)"),
    (b"Accept", b"text/html,application/xhtml+xml"),
    (b"Accept-Encoding", b"gzip"),
    (b"Connection", b"close"),
)
_REDIRECTS = {301, 302, 303, 307, 308}
_PAGES = {"text/html", "application/xhtml+xml"}
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# What the web writes in, by the names that Python gives to it; others would not be text.
_TEXT_ENCODINGS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|euc_(jp|kr)|shift_jis|iso2022_jp"
)


class HttpEgress:
    """See `ports.egress.Egress`. How names are resolved and addresses dialled can be replaced, for tests only."""

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        dial: Dial = dial,
        trust: ssl.SSLContext | None = None,
        within_s: float = WITHIN_S,
    ) -> None:
        self._names = Names(resolve)
        self._dial = dial
        self._trust = trust or ssl.create_default_context()
        self._within_s = within_s

    def fetch_page(self, address: str) -> Page:
        """The HTML page at an address. Raises `EgressRefusedError`."""
        target = target_of(address)
        meter = Meter(seconds=self._within_s, size_bytes=LONGEST_PAGE_BYTES + _HEADERS_BYTES)
        for _ in range(MOST_REDIRECTS + 1):
            found = self._ask(target, meter)
            if isinstance(found, Page):
                return found
            target = redirected(target, found)
        raise EgressRefusedError("too_many_redirects")

    def _ask(self, target: Target, meter: Meter) -> Page | str:
        """The page, or where the answer sends on to."""
        backend = CheckedBackend(meter, names=self._names, dial=self._dial)
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._trust, network_backend=backend) as pool,
                pool.stream("GET", url, headers=[(b"Host", target.place.encode()), *_HEADERS]) as answer,
            ):
                return _read(answer, target)
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException, OSError, ValueError) as error:
            raise EgressRefusedError("no_answer") from error


def _read(answer: httpcore.Response, target: Target) -> Page | str:
    headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
    if answer.status in _REDIRECTS:
        return headers.get("location", "")
    if answer.status != 200:
        raise EgressRefusedError("no_page")
    kind, _, parameters = headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in _PAGES:
        raise EgressRefusedError("no_page")
    body = _unpacked(_beginning(answer.iter_stream()), headers)
    return Page(target.host, target.address, body.decode(_encoding(parameters, body), errors="replace"))


def _beginning(chunks: Iterable[bytes]) -> bytes:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) >= LONGEST_PAGE_BYTES:
            break
    return bytes(kept[:LONGEST_PAGE_BYTES])


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    packed = headers.get("content-encoding", "identity").strip().lower()
    if packed == "identity":
        return body
    if packed not in {"gzip", "x-gzip", "deflate"}:
        raise EgressRefusedError("packed")
    try:
        # 47: whether gzip or zlib, its beginning says. However much a few bytes stand for, no more comes out.
        return zlib.decompressobj(47).decompress(body, LONGEST_PAGE_BYTES)
    except zlib.error:
        raise EgressRefusedError("packed") from None


def _encoding(parameters: str, body: bytes) -> str:
    """What the answer says, else the page's first kilobyte, else UTF-8."""
    said = _CHARSET.search(parameters) or _CHARSET.search(body[:1024].decode("latin-1"))
    if said is None:
        return "utf-8"
    try:
        name = codecs.lookup(said[1]).name
    except LookupError:
        return "utf-8"
    return name if _TEXT_ENCODINGS.fullmatch(name) else "utf-8"
