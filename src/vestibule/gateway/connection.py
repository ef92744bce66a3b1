"""One open socket: where it stands in each stream, and what waits to be sent."""

import asyncio
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping

MOST_WAITING_BYTES = 1024 * 1024
STALLED_AFTER_S = 20
TOO_SLOW = 4408
SESSION_ENDED = 4401

Send = Callable[[Mapping[str, object]], Awaitable[None]]


class Connection:
    """Belongs to the event loop: every method must be called on it.

    `next_seq` maps each followed stream to the number that is sent next; nothing else of that stream ever is.
    """

    __slots__ = (
        "_closing", "_outbox", "_send", "_waiting_bytes", "_writer", "behind", "last_beat", "next_seq", "person",
        "session",
    )  # fmt: skip

    def __init__(self, send: Send, *, person: uuid.UUID, session: str) -> None:
        self._send = send
        self.person = person
        self.session = session
        self.next_seq: dict[uuid.UUID, int] = {}
        # Streams whose next events must be read from the database before anything live may follow.
        self.behind: set[uuid.UUID] = set()
        self.last_beat: dict[uuid.UUID, int] = {}
        self._outbox: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._closing: int | None = None

    @property
    def is_closing(self) -> bool:
        return self._closing is not None

    def push(self, frame: bytes) -> None:
        """Queue a frame. A reader that lets more than 1 MiB pile up is closed and comes back by number."""
        if self._closing is not None:
            return
        self._outbox.append(frame)
        self._waiting_bytes += len(frame)
        if self._waiting_bytes > MOST_WAITING_BYTES:
            self.close(TOO_SLOW)
            return
        self._wake_writer()

    async def room_to_push(self) -> None:
        """Wait until half of what may wait has been written; a reader that takes longer than any should is closed."""
        if self._waiting_bytes * 2 > MOST_WAITING_BYTES and self._writer is not None:
            _, late = await asyncio.wait({self._writer}, timeout=STALLED_AFTER_S)
            if late:
                self.close(TOO_SLOW)

    def offer(self, stream: uuid.UUID, seq: int, event: bytes) -> bool:
        """Send an event if it is exactly the next one of its stream. False when something is missing before it."""
        expected = self.next_seq.get(stream)
        if expected is None or seq < expected:
            return True
        if seq > expected or stream in self.behind:
            return False
        self.next_seq[stream] = seq + 1
        self.push(event)
        return True

    def close(self, code: int) -> None:
        """Stop sending and close with `code`. What was queued is dropped: the client resumes by number."""
        if self._closing is None:
            self._closing = code
            self._outbox.clear()
            self._wake_writer()

    def _wake_writer(self) -> None:
        # A task only while there is something to write: an idle connection costs none.
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._outbox:
                frame = self._outbox.popleft()
                await self._send({"type": "websocket.send", "text": frame.decode()})
                self._waiting_bytes -= len(frame)
            if self._closing is not None:
                await self._send({"type": "websocket.close", "code": self._closing, "reason": ""})
        except Exception:  # noqa: BLE001 - whatever a vanished peer raises, its reader task ends the connection
            self._outbox.clear()
            if self._closing is None:
                self._closing = TOO_SLOW
        finally:
            self._writer = None
