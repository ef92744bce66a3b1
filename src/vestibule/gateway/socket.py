"""The socket: origin, ticket, then commands in and events out."""

import asyncio
import re
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import structlog
from django.db import DatabaseError
from picows import WSFrame, WSListener, WSMsgType, WSTransport

from vestibule.feed import read
from vestibule.gateway.connection import SESSION_ENDED, Connection, say_goodbye
from vestibule.gateway.frames import (
    LARGEST_FRAME_BYTES,
    CatchUp,
    Hello,
    Typing,
    Watch,
    Welcome,
    decode_catch_up,
    decode_hello,
    decode_op,
    decode_typing,
    decode_watch,
    encode,
)
from vestibule.gateway.hub import Hub
from vestibule.kit.encoding import UNREADABLE
from vestibule.ports.commands import Answer, Commands, Refused
from vestibule.ports.identity import Identity

log = structlog.get_logger(__name__)

PATH = "/socket"
BAD_FRAME = 4400
NOT_UTF_8 = 1007
TRY_AGAIN_LATER = 1013
NOT_FOUND = Refused("not_found", "There is nothing here, or it is not yours to see.")
BAD_FRAME_REFUSED = Refused("bad_frame", "This frame is not of the protocol.")
HELLO_WITHIN_S = 10
MOST_COMMANDS_WAITING = 64
_may_be_ours = re.compile(rb"catch_up|watch|typing").search

_TEXT, _BINARY, _CONTINUATION, _CLOSE = WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION, WSMsgType.CLOSE


class Gateway:
    """What all sockets of a process share."""

    def __init__(self, *, hub: Hub, identity: Identity, commands: Commands, origins: tuple[str, ...]) -> None:
        self.hub = hub
        self.identity = identity
        self.commands = commands
        self.origins = frozenset(origins)

    def welcomes(self, origins: Sequence[str], *, has_cookie: bool) -> bool:
        """A page of another site cannot borrow the visitor; programs send no Origin and bring a ticket of their own."""
        if origins:
            return len(origins) == 1 and origins[0] in self.origins
        # Browsers always send an Origin; a cookie without one is somebody pretending not to be a browser.
        return not has_cookie


class Visit(WSListener):
    """One socket from its opening to its end. Belongs to the event loop; only answers may come from other threads."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._transport: WSTransport | None = None
        self._connection: Connection | None = None
        # What is done with the next complete frame: the first is a greeting, those during its check wait.
        self._take: Callable[[bytes], None] = self._hear_hello
        self._early: list[bytes] = []
        self._parts: list[bytes] = []
        self._parts_are_text = False
        self._under_way = 0
        self._is_holding = False
        self._greeting: asyncio.Task[None] | None = None
        self._patience: asyncio.TimerHandle | None = None

    # -- called by picows ---------------------------------------------------------------------------------------------
    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._patience = asyncio.get_running_loop().call_later(HELLO_WITHIN_S, self.end, BAD_FRAME)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == _TEXT and frame.fin and not self._parts:
            self._read(frame.get_payload_as_bytes(), is_text=True)
        elif kind in (_TEXT, _BINARY, _CONTINUATION):
            self._join(frame)
        elif kind == _CLOSE:
            if not transport.is_close_frame_sent:
                transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._take = _ignore
        if self._patience is not None:
            self._patience.cancel()
        if self._connection is not None:
            self._connection.go_on()
            self._gateway.hub.remove(self._connection)

    def pause_writing(self) -> None:
        if self._connection is not None:
            self._connection.hold()

    def resume_writing(self) -> None:
        if self._connection is not None:
            self._connection.go_on()

    # -- greeting -----------------------------------------------------------------------------------------------------
    def end(self, code: int) -> None:
        """Take nothing more and close with `code`."""
        self._take = _ignore
        if self._connection is not None:
            self._connection.close(code)
        elif self._transport is not None and not self._transport.is_close_frame_sent:
            say_goodbye(self._transport, code)

    def _hear_hello(self, frame: bytes) -> None:
        try:
            hello = decode_hello(frame)
        except UNREADABLE:
            self.end(BAD_FRAME)
            return
        if self._patience is not None:
            self._patience.cancel()
        self._take = self._wait_for_welcome
        self._greeting = asyncio.get_running_loop().create_task(self._greet(hello))

    def _wait_for_welcome(self, frame: bytes) -> None:
        self._early.append(frame)
        if len(self._early) > MOST_COMMANDS_WAITING:
            self.end(BAD_FRAME)

    async def _greet(self, hello: Hello) -> None:
        hub = self._gateway.hub
        try:
            passenger = await hub.in_reader(lambda: self._gateway.identity.admit(hello.ticket))
            if passenger is None:
                self.end(SESSION_ENDED)
                return
            positions = await hub.in_reader(lambda: read.positions_of(passenger.person))
        except DatabaseError as error:
            log.error("gateway.greeting_failed", error=type(error).__name__)
            self.end(TRY_AGAIN_LATER)
            return
        if hub.has_ended(passenger.session):
            self.end(SESSION_ENDED)
        if self._transport is None or self._take == _ignore:
            return
        self._connection = connection = Connection(
            self._transport,
            person=passenger.person,
            session=passenger.session,
            is_discreet=passenger.is_discreet,
        )
        heads = {position.stream: position.head for position in positions}
        connection.push(encode(Welcome(passenger.person, round(hub.heartbeat_s), heads)))
        hub.add(connection, positions, hello.since)
        self._take = partial(self._obey, connection)
        early, self._early = self._early, []
        for frame in early:
            self._take(frame)

    # -- commands -----------------------------------------------------------------------------------------------------
    def _join(self, frame: WSFrame) -> None:
        """Put the parts of a message together. Too much of it is as bad as too long a frame."""
        if not self._parts:
            self._parts_are_text = frame.msg_type == _TEXT
        self._parts.append(frame.get_payload_as_bytes())
        if sum(map(len, self._parts)) > LARGEST_FRAME_BYTES:
            self._parts.clear()
            self.end(BAD_FRAME)
        elif frame.fin:
            whole = b"".join(self._parts)
            self._parts.clear()
            self._read(whole, is_text=self._parts_are_text)

    def _read(self, frame: bytes, *, is_text: bool) -> None:
        if not is_text or frame.isascii() or _is_utf_8(frame):
            self._take(frame)
        else:
            self.end(NOT_UTF_8)

    def _obey(self, connection: Connection, frame: bytes) -> None:
        if len(frame) > LARGEST_FRAME_BYTES:
            self.end(BAD_FRAME)
            return
        if _may_be_ours(frame):
            own = {"catch_up": self._catch_up, "watch": self._watch, "typing": self._type}.get(decode_op(frame))
            if own is not None:
                own(connection, frame)
                return
        self._under_way += 1
        if self._under_way == MOST_COMMANDS_WAITING:
            self._hold_reading()
        self._gateway.commands.submit(connection.person, frame, self._post_answer)

    def _post_answer(self, answer: Answer) -> None:
        self._gateway.hub.post(partial(self._answer, answer))

    def _answer(self, answer: Answer) -> None:
        self._under_way -= 1
        if self._is_holding and self._under_way < MOST_COMMANDS_WAITING // 2:
            self._read_again()
        connection = self._connection
        if connection is None:
            return
        if answer.stream is None or answer.stream not in connection.next_seq:
            connection.push(answer.frame)
        elif not connection.offer(answer.stream, answer.seq, answer.event):
            self._gateway.hub.read_on(connection, answer.stream)

    def _hold_reading(self) -> None:
        # The next commands are not even read while too many are under way.
        if self._transport is not None:
            self._is_holding = True
            self._transport.underlying_transport.pause_reading()

    def _read_again(self) -> None:
        if self._transport is not None and not self._transport.underlying_transport.is_closing():
            self._is_holding = False
            self._transport.underlying_transport.resume_reading()

    def _catch_up(self, connection: Connection, frame: bytes) -> None:
        try:
            asked: CatchUp = decode_catch_up(frame)
        except UNREADABLE:
            connection.push(encode(BAD_FRAME_REFUSED))
            return
        expected = connection.next_seq.get(asked.stream)
        if expected is None:
            connection.push(encode(NOT_FOUND))
        elif asked.after < 0:
            connection.push(encode(BAD_FRAME_REFUSED))
        elif asked.after < expected:
            self._gateway.hub.go_back(connection, asked.stream, asked.after)

    def _watch(self, connection: Connection, frame: bytes) -> None:
        try:
            asked: Watch = decode_watch(frame)
        except UNREADABLE:
            connection.push(encode(BAD_FRAME_REFUSED))
            return
        watching = self._gateway.hub.watching
        # One's own stream has no page. Of a room that one is not in nobody says whether it is there.
        if asked.room is not None and (asked.room not in connection.next_seq or asked.room == connection.person):
            watching.watch(connection, None)
            connection.push(encode(msgspec.structs.replace(NOT_FOUND, id=asked.id)))
            return
        watching.watch(connection, asked.room)
        connection.push(watching.present(connection, id=asked.id))

    def _type(self, connection: Connection, frame: bytes) -> None:
        try:
            said: Typing = decode_typing(frame)
        except UNREADABLE:
            connection.push(encode(BAD_FRAME_REFUSED))
            return
        self._gateway.hub.watching.note_typing(connection, is_typing=said.is_typing)


def _is_utf_8(frame: bytes) -> bool:
    try:
        frame.decode()
    except UnicodeDecodeError:
        return False
    return True


def _ignore(_: bytes) -> None:
    """Whoever is being shown out is no longer heard."""
