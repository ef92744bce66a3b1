"""The wire to a host: its name is resolved here, once, and the address that was checked is the one that is dialled."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from vestibule.kit.addresses import is_public, parse_address
from vestibule.ports.egress import EgressRefusedError

Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], httpcore.NetworkStream]
MOST_ADDRESSES_TRIED = 2
# Questions that hang in the system's resolver, which gives up in its own time only.
MOST_ASKED_AT_ONCE = 16


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the name stands for. Raises `OSError`."""
    if parse_address(host) is not None:
        return [host]
    # The closing point keeps the resolver from trying the house's own domains.
    found = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def dial(address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
    """A connection to that very address. Raises the errors of httpcore."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout_s)


class Meter:
    """What one visit may cost: seconds in all, redirects and all, and bytes received."""

    def __init__(self, *, seconds: float, size_bytes: int) -> None:
        self._until = time.monotonic() + seconds
        self._left_bytes = size_bytes

    def left_s(self) -> float:
        """How long it may still take. Raises `EgressRefusedError` when the time is up."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise EgressRefusedError("too_slow")
        return left

    def count(self, size_bytes: int) -> None:
        """So much was received. Raises `EgressRefusedError` when it is too much."""
        self._left_bytes -= size_bytes
        if self._left_bytes < 0:
            raise EgressRefusedError("too_long")


class Names:
    """Asks for the addresses of names, each time in a thread that can be left behind: `getaddrinfo` knows no limit."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._free = threading.BoundedSemaphore(MOST_ASKED_AT_ONCE)

    def addresses(self, host: str, port: int, meter: Meter) -> list[str]:
        """Raises `EgressRefusedError` when the meter's time is up, and the errors of the resolver."""
        if not self._free.acquire(timeout=meter.left_s()):
            raise EgressRefusedError("too_slow")
        answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()
        threading.Thread(target=self._ask, args=(host, port, answer), name="resolver", daemon=True).start()
        try:
            found = answer.get(timeout=meter.left_s())
        except queue.Empty:
            raise EgressRefusedError("too_slow") from None
        if isinstance(found, list):
            return found
        raise found

    def _ask(self, host: str, port: int, answer: queue.SimpleQueue[list[str] | OSError | UnicodeError]) -> None:
        try:
            answer.put(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)
        finally:
            self._free.release()


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only. A name with even one address that is not public is refused altogether."""

    def __init__(self, meter: Meter, *, names: Names, dial: Dial) -> None:
        self._meter = meter
        self._names = names
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises `EgressRefusedError`."""
        for address in self._checked(host, port)[:MOST_ADDRESSES_TRIED]:
            try:
                return MeteredStream(self._dial(address, port, self._meter.left_s()), self._meter)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise EgressRefusedError("no_connection")

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            written = self._names.addresses(host, port, self._meter)
        except (OSError, UnicodeError):
            raise EgressRefusedError("no_such_host") from None
        addresses = [parse_address(one) for one in written]
        if not addresses or not all(one is not None and is_public(one) for one in addresses):
            raise EgressRefusedError("not_public")
        return [str(one) for one in addresses]


class MeteredStream(httpcore.NetworkStream):
    """A connection whose every byte and second is counted, those of slow and endless headers too."""

    def __init__(self, stream: httpcore.NetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises `EgressRefusedError`."""
        received = self._stream.read(max_bytes, self._meter.left_s())
        self._meter.count(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._meter.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._meter.left_s())
        return MeteredStream(secured, self._meter)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)
