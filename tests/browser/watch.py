"""Somebody who looks over the browser's shoulder: errors, broken security rules, calls to other places."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, WebSocket

_OWN_SCHEMES = {"about", "blob", "data"}
_LOST_CONNECTION = (
    # What a server that is killed while it answers leaves behind.
    r"ERR_(EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)",
    r"ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|INTERNET_DISCONNECTED)",
    r"WebSocket (connection to|is closed)",
)


class Watch:
    """Everything that a person's pages complained about. Tests forgive what they provoke, by a pattern."""

    def __init__(self, context: "BrowserContext", address: str) -> None:
        self._host = urlsplit(address).netloc
        self._heard: list[str] = []
        self._forgiven: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("page", self._page)

    def forgives(self, pattern: str) -> None:
        """Let pass what the test itself brings about, such as the console's line for a refused form."""
        self._forgiven.append(pattern)

    def forgives_a_lost_connection(self) -> None:
        """Let pass what a browser says when the test takes away the network or the server."""
        self._forgiven += _LOST_CONNECTION

    @property
    def complaints(self) -> list[str]:
        return [one for one in self._heard if not any(re.search(pattern, one) for pattern in self._forgiven)]

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: "WebError") -> None:
        self._heard.append(f"script: {error.error}")

    def _request(self, request: "Request") -> None:
        self._must_be_own(request.url)

    def _page(self, page: "Page") -> None:
        page.on("websocket", lambda socket: self._must_be_own(socket.url))

    def _must_be_own(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc != self._host and parts.scheme not in _OWN_SCHEMES:
            self._heard.append(f"elsewhere: {url}")


class Received:
    """Every byte that a page was given from the moment this was made: bodies of answers and frames of sockets."""

    def __init__(self, page: "Page") -> None:
        self._bodies: list[str] = []
        self.unread: list[str] = []
        page.on("response", self._response)
        page.on("websocket", self._socket)

    def has(self, text: str) -> bool:
        """Whether the text was in anything received, also where it stands escaped."""
        escaped = text.encode("unicode_escape").decode()
        return any(text in body or escaped in body for body in self._bodies)

    @property
    def size_chars(self) -> int:
        return sum(map(len, self._bodies))

    def _response(self, response: "Response") -> None:
        self._bodies.append("\n".join(f"{name}: {value}" for name, value in response.headers.items()))
        if response.status in {204, 304} or 300 <= response.status < 400:
            return
        try:
            self._bodies.append(response.body().decode(errors="replace"))
        except Exception as error:  # noqa: BLE001 - whatever kept it from being read, the test must know
            self.unread.append(f"{response.url}: {error}")

    def _socket(self, socket: "WebSocket") -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, payload: "str | bytes") -> None:
        self._bodies.append(payload if isinstance(payload, str) else payload.decode(errors="replace"))
