"""An internet of one machine: names and public addresses as a test says, every wire of it ending at a real server.

What is replaced is the resolver and the last yard of wire. Whoever dials an address that is not on the open internet
reaches the same server, and stands in `dialled` with it.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from vestibule.adapters.egress_http.fetch import HttpEgress
from vestibule.kit.addresses import parse_address

# Addresses as they are given out to the public; no packet is ever sent to them.
PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
Answer = Callable[[BaseHTTPRequestHandler], None]


def html(text: str, *, status: int = 200, **headers: str) -> Answer:
    """An answer with a page."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        body = text.encode()
        request.send_response(status)
        sent = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
        for name, value in {**sent, **{one.replace("_", "-"): value for one, value in headers.items()}}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def page(title: str, description: str = "") -> Answer:
    """An answer with a page that says this of itself."""
    return html(f'<title>{title}</title><meta name="description" content="{description}"><p>Hello</p>')


def moved(location: str, status: int = 302) -> Answer:
    """An answer that sends on to another address."""
    return html("moved", status=status, location=location)


@cache
def _usual_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass
class Internet:
    """`sites` answers by "host/path"; `names` says which addresses a name stands for, one list for each time it is
    asked, the last one for ever."""

    sites: dict[str, Answer] = field(default_factory=dict)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    # What was asked of servers: host and path, and the headers.
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    port: int = 0
    # Set when the test is over: an answer that waits goes on then.
    is_over: threading.Event = field(default_factory=threading.Event)

    def egress(self, **options: Any) -> HttpEgress:  # noqa: ANN401 - those of HttpEgress
        """The real way out, onto this internet."""
        return HttpEgress(resolve=self.resolve, dial=self.dial, **{"trust": _usual_trust(), **options})

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        if parse_address(host) is not None:
            return [host]
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=timeout_s)


@contextmanager
def open_internet(*, secured: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Internet]:
    """Serve it until the block ends."""
    internet = Internet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = f"{self.headers['host']}{self.path}"
            internet.asked.append((where, dict(self.headers.items())))
            try:
                internet.sites.get(where, html("nothing", status=404))(self)
            except OSError:
                # Whoever asked has gone.
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secured is not None:
        server.socket = secured(server.socket)
    internet.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="internet")
    thread.start()
    try:
        yield internet
    finally:
        internet.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
