"""The unfurler: a few threads that look behind the links of what was said, after it was said.

Told by the hints of the feed, out of the way of those who send. What was said while nobody listened is found now and
then, at the start first.
"""

import queue
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Collection, Sequence

import msgspec
import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.feed import outlet
from vestibule.feed.chores import Chore
from vestibule.ports.bus import Hint, Notice
from vestibule.ports.egress import Egress
from vestibule.rooms.unfurling.look import look_behind
from vestibule.rooms.unfurling.missed import missed_links

log = structlog.get_logger(__name__)

THREADS = 3
# What is said while all threads wait for slow sites; beyond it links stay without cards.
MOST_WAITING = 500
# Nobody makes the house knock at somebody's door more often than this.
MOST_PER_AUTHOR = 20
PER_S = 60.0
MAKES_UP_EVERY_S = 300.0


class _Said(msgspec.Struct):
    """The part of an event that names the message: itself, or the one that it rewords."""

    message: int | None = None


class _Event(msgspec.Struct):
    stream: uuid.UUID
    seq: int
    event: _Said


_decode = msgspec.json.Decoder(_Event).decode
_KINDS = (b'"kind":"message.posted"', b'"kind":"message.edited"')


class Unfurler:
    """Looks behind links from `start` to `close`. `own` are the beginnings of the house's own addresses."""

    def __init__(self, egress: Egress, *, own: Collection[str] = ()) -> None:
        self._egress = egress
        self._own = own
        self._waiting: queue.Queue[tuple[uuid.UUID, int] | None] = queue.Queue(MOST_WAITING)
        self._threads: list[threading.Thread] = []
        self._stop_listening: Callable[[], None] | None = None
        self._allowance = Allowance(MOST_PER_AUTHOR, per_s=PER_S)
        self._making_up = Chore("missed-links", self._make_up, every_s=MAKES_UP_EVERY_S)

    def start(self) -> None:
        """Follow the feed, in threads of its own."""
        self._stop_listening = outlet.listen(self._on_notices)
        self._threads = [
            threading.Thread(target=self._run, name=f"unfurler-{number}", daemon=True) for number in range(THREADS)
        ]
        for thread in self._threads:
            thread.start()
        self._making_up.start()

    def close(self) -> None:
        """Stop after what is under way, which takes seconds at most; what still waits is found at the next start."""
        if self._stop_listening is not None:
            self._stop_listening()
        self._making_up.close()
        while not self._waiting.empty():
            self._waiting.get_nowait()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    def _on_notices(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            for frame in notice.frames if isinstance(notice, Hint) else ():
                if b"://" in frame and any(kind in frame for kind in _KINDS):
                    event = _decode(frame)
                    self._note(event.stream, event.event.message or event.seq)

    def _make_up(self) -> bool:
        """Look behind what was missed; what does not fit now is found the next time."""
        for room, seq in missed_links(now=timezone.now()):
            if not self._note(room, seq):
                break
        return False

    def _note(self, room: uuid.UUID, seq: int) -> bool:
        try:
            self._waiting.put_nowait((room, seq))
        except queue.Full:
            log.warning("unfurler.full")
            return False
        return True

    def _run(self) -> None:
        while (said := self._waiting.get()) is not None:
            try:
                room, seq = said
                look_behind(
                    room=room,
                    seq=seq,
                    egress=self._egress,
                    own=self._own,
                    may_look=self._allowance.take,
                    clock=timezone.now,
                )
            except DatabaseError as error:
                log.error("unfurler.failed", error=type(error).__name__)
            finally:
                connections.close_all()


class Allowance:
    """So many times for each person within so many seconds. Any thread may ask."""

    def __init__(self, most: int, *, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._per_s = per_s
        self._clock = clock
        self._taken: dict[uuid.UUID, deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, person: uuid.UUID) -> bool:
        """Whether this person may once more; if so, it is counted."""
        with self._lock:
            now = self._clock()
            self._taken = {one: times for one, times in self._taken.items() if times[-1] > now - self._per_s}
            times = self._taken.setdefault(person, deque(maxlen=self._most))
            if len(times) == self._most and times[0] > now - self._per_s:
                return False
            times.append(now)
            return True
