"""One open socket: where it stands in each stream, and what waits to be sent."""

import asyncio
import uuid

from picows import WSMsgType, WSTransport

MOST_WAITING_BYTES = 1024 * 1024
STALLED_AFTER_S = 20
# How long the other side may take to answer a close before the line is cut.
FAREWELL_WITHIN_S = 10
TOO_SLOW = 4408
SESSION_ENDED = 4401

# picows hands on what is longer without copying it, and writes the next header over this one's; see `_send_long`.
_COPIED_BYTES = 8192
_LONGEST_HEADER_BYTES = 14
_TEXT = WSMsgType.TEXT


class Connection:
    """Belongs to the event loop: every method must be called on it.

    `next_seq` maps each followed stream to the number that is sent next; nothing else of that stream ever is.
    """

    __slots__ = (
        "_closing", "_drained", "_transport", "behind", "is_discreet", "last_beat", "next_seq", "person", "session",
        "told", "watching",
    )  # fmt: skip

    def __init__(self, transport: WSTransport, *, person: uuid.UUID, session: str, is_discreet: bool) -> None:
        self._transport = transport
        self.person = person
        self.session = session
        # Neither gives nor receives presence, typing and read marks.
        self.is_discreet = is_discreet
        # The stream that its page shows, and what it was told last of who is there.
        self.watching: uuid.UUID | None = None
        self.told = b""
        self.next_seq: dict[uuid.UUID, int] = {}
        # Streams whose next events must be read from the database before anything live may follow.
        self.behind: set[uuid.UUID] = set()
        self.last_beat: dict[uuid.UUID, int] = {}
        # Set while half of what may wait is waiting.
        self._drained: asyncio.Future[None] | None = None
        self._closing: int | None = None
        transport.underlying_transport.set_write_buffer_limits(high=MOST_WAITING_BYTES // 2)

    @property
    def is_closing(self) -> bool:
        return self._closing is not None

    def push(self, frame: bytes) -> None:
        """Send a frame, or queue it. A reader that lets more than 1 MiB pile up is closed and comes back by number."""
        if self._closing is not None:
            return
        if len(frame) <= _COPIED_BYTES:
            self._transport.send(_TEXT, frame)
        else:
            self._send_long(frame)
        if self._drained is not None:
            waiting: int = self._transport.underlying_transport.get_write_buffer_size()
            if waiting > MOST_WAITING_BYTES:
                self.close(TOO_SLOW)

    def _send_long(self, frame: bytes) -> None:
        # With room for the header in front, picows sends one piece and copies what the kernel does not take at once.
        piece = bytearray(_LONGEST_HEADER_BYTES)
        piece += frame
        self._transport.send_reuse_external_bytearray(_TEXT, piece, _LONGEST_HEADER_BYTES)

    def hold(self) -> None:
        """Much is waiting to be sent."""
        if self._drained is None:
            self._drained = asyncio.get_running_loop().create_future()

    def go_on(self) -> None:
        """Most of what waited has been sent, or never will be."""
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)

    async def room_to_push(self) -> None:
        """Wait while much is waiting to be sent; a reader that takes longer than any should is closed."""
        if self._drained is not None:
            _, late = await asyncio.wait({self._drained}, timeout=STALLED_AFTER_S)
            if late:
                self.close(TOO_SLOW)

    def offer(self, stream: uuid.UUID, seq: int, event: bytes) -> bool:
        """Send an event if it is exactly the next one of its stream. False when something is missing before it."""
        expected = self.next_seq.get(stream)
        if expected is None or seq < expected:
            return True
        # An empty set is asked first: to look anything up in it costs the hash of the id.
        if seq > expected or (self.behind and stream in self.behind):
            return False
        self.next_seq[stream] = seq + 1
        self.push(event)
        return True

    def close(self, code: int) -> None:
        """Send nothing more and close with `code`, behind what is on its way. The client resumes by number."""
        if self._closing is None:
            self._closing = code
            self.go_on()
            say_goodbye(self._transport, code)


def say_goodbye(transport: WSTransport, code: int) -> None:
    """Close with `code`; who has not answered that within ten seconds is cut off."""
    # The type knows the codes of the standard only; 4000 to 4999 are an application's own.
    transport.send_close(code)  # type: ignore[arg-type]
    asyncio.get_running_loop().call_later(FAREWELL_WITHIN_S, transport.disconnect, False)  # noqa: FBT003 - not graceful
