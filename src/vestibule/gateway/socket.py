"""The WebSocket door: origin, ticket, then commands in and events out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import partial
from typing import Any

import structlog
from django.db import DatabaseError

from vestibule.feed import read
from vestibule.gateway.connection import SESSION_ENDED, Connection, Send
from vestibule.gateway.frames import (
    LARGEST_FRAME_BYTES,
    CatchUp,
    Hello,
    Welcome,
    decode_catch_up,
    decode_hello,
    decode_op,
    encode,
)
from vestibule.gateway.hub import Hub
from vestibule.kit.encoding import UNREADABLE
from vestibule.ports.commands import Answer, Commands, Refused
from vestibule.ports.identity import Identity, Passenger

log = structlog.get_logger(__name__)

PATH = "/socket"
BAD_FRAME = 4400
BAD_FRAME_REFUSED = Refused("bad_frame", "This frame is not of the protocol.")
HELLO_WITHIN_S = 10
MOST_COMMANDS_WAITING = 64

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Gateway:
    """An ASGI application for the scope type `websocket`."""

    def __init__(self, *, hub: Hub, identity: Identity, commands: Commands, origins: tuple[str, ...]) -> None:
        self.hub = hub
        self.identity = identity
        self.commands = commands
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        if scope["path"] != PATH or not self._origin_is_ours(scope):
            # Before the handshake is accepted a close is an HTTP 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        connection = await self._greet(receive, send)
        if connection is None:
            return
        try:
            await self._listen(connection, receive)
        finally:
            self.hub.remove(connection)

    def _origin_is_ours(self, scope: Scope) -> bool:
        """A page of another site cannot borrow the visitor; programs send no Origin and bring a ticket of their own."""
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        if origins:
            return len(origins) == 1 and origins[0] in self.origins
        # Browsers always send an Origin; a cookie without one is somebody pretending not to be a browser.
        return not any(name == b"cookie" for name, _ in scope["headers"])

    async def _greet(self, receive: Receive, send: Send) -> Connection | None:
        try:
            message = await asyncio.wait_for(receive(), HELLO_WITHIN_S)
            hello = decode_hello(_bytes_of(message))
        except (TimeoutError, *UNREADABLE):
            await send({"type": "websocket.close", "code": BAD_FRAME})
            return None
        try:
            passenger = await self.hub.in_reader(lambda: self.identity.admit(hello.ticket))
            if passenger is None:
                await send({"type": "websocket.close", "code": SESSION_ENDED})
                return None
            return await self._admit(passenger, hello, send)
        except DatabaseError as error:
            log.error("gateway.greeting_failed", error=type(error).__name__)
            await send({"type": "websocket.close", "code": 1013})
            return None

    async def _admit(self, passenger: Passenger, hello: Hello, send: Send) -> Connection:
        connection = Connection(send, person=passenger.person, session=passenger.session)
        positions = await self.hub.in_reader(lambda: read.positions_of(passenger.person))
        heads = {position.stream: position.head for position in positions}
        connection.push(encode(Welcome(passenger.person, round(self.hub.heartbeat_s), heads)))
        self.hub.add(connection, positions, hello.since)
        return connection

    async def _listen(self, connection: Connection, receive: Receive) -> None:
        waiting = _Waiting()
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            frame = _bytes_of(message)
            if len(frame) > LARGEST_FRAME_BYTES:
                connection.close(BAD_FRAME)
                continue
            if b"catch_up" in frame and decode_op(frame) == "catch_up":
                self._catch_up(connection, frame)
                continue
            await waiting.take_place()
            self.commands.submit(connection.person, frame, self._answering(connection, waiting))

    def _answering(self, connection: Connection, waiting: "_Waiting") -> Callable[[Answer], None]:
        return partial(self._post_answer, connection, waiting)

    def _post_answer(self, connection: Connection, waiting: "_Waiting", answer: Answer) -> None:
        self.hub.post(partial(self._answer, connection, waiting, answer))

    def _answer(self, connection: Connection, waiting: "_Waiting", answer: Answer) -> None:
        waiting.leave()
        if answer.stream is None or answer.stream not in connection.next_seq:
            connection.push(answer.frame)
        elif not connection.offer(answer.stream, answer.seq, answer.event):
            self.hub.read_on(connection, answer.stream)

    def _catch_up(self, connection: Connection, frame: bytes) -> None:
        try:
            asked: CatchUp = decode_catch_up(frame)
        except UNREADABLE:
            connection.push(encode(BAD_FRAME_REFUSED))
            return
        expected = connection.next_seq.get(asked.stream)
        if expected is None:
            connection.push(encode(Refused("not_found", "There is nothing here, or it is not yours to see.")))
        elif asked.after < 0:
            connection.push(encode(BAD_FRAME_REFUSED))
        elif asked.after < expected:
            self.hub.go_back(connection, asked.stream, asked.after)


class _Waiting:
    """How many commands of a connection are under way; the next one is not even read while there are too many."""

    __slots__ = ("_free", "_under_way")

    def __init__(self) -> None:
        self._under_way = 0
        self._free: asyncio.Event | None = None

    async def take_place(self) -> None:
        while self._under_way >= MOST_COMMANDS_WAITING:
            self._free = asyncio.Event()
            await self._free.wait()
        self._under_way += 1

    def leave(self) -> None:
        self._under_way -= 1
        if self._free is not None:
            self._free.set()
            self._free = None


def _bytes_of(message: Mapping[str, Any]) -> bytes:
    text = message.get("text")
    return text.encode() if text is not None else (message.get("bytes") or b"")
