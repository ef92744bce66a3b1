"""The indexer: a thread that takes what was said into the index a moment later, out of the way of those who send."""

import threading
import uuid
from collections import deque
from collections.abc import Callable, Sequence

import structlog
from django.db import DatabaseError, connections

from vestibule.feed import outlet
from vestibule.feed.pace import Pace
from vestibule.ports.bus import Hint, Notice
from vestibule.rooms.search.index import LARGEST_STEP, index_rooms, rooms_behind

log = structlog.get_logger(__name__)

# Long enough that a busy minute is taken in by a few transactions; a search does not wait for it.
PAUSE_S = 2.0
MOST_ROOMS_AT_ONCE = 200


class Indexer:
    """Follows the feed by the hints; what was missed while nothing ran is found at the start by the rooms' heads."""

    def __init__(self) -> None:
        self._grown: deque[uuid.UUID] = deque()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_open = False
        self._stop_listening: Callable[[], None] | None = None
        self._pace = Pace(self._wake.wait, largest_step=LARGEST_STEP)

    def start(self) -> None:
        """Catch up, then follow, in a thread of its own."""
        self._is_open = True
        self._wake.clear()
        self._stop_listening = outlet.listen(self._on_notices)
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the step under way; what is left waits in the feed."""
        self._is_open = False
        if self._stop_listening is not None:
            self._stop_listening()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _on_notices(self, notices: Sequence[Notice]) -> None:
        self._grown.extend(one.stream for one in notices if isinstance(one, Hint))
        self._pace.hear(len(notices))

    def _run(self) -> None:
        is_level = False
        while self._is_open:
            try:
                is_level = is_level or self._catch_up()
                self._follow(sorted({self._grown.popleft() for _ in range(len(self._grown))}))
                if not self._grown:
                    self._pace.be_level()
            except DatabaseError as error:
                log.error("search.not_indexed", error=type(error).__name__)
                connections.close_all()
                is_level = False
            self._wake.wait(PAUSE_S)
        connections.close_all()

    def _catch_up(self) -> bool:
        while self._is_open:
            behind = rooms_behind(limit=MOST_ROOMS_AT_ONCE)
            if not behind:
                return True
            self._take(behind)
        return False

    def _follow(self, streams: Sequence[uuid.UUID]) -> None:
        level = 0
        while self._is_open and level < len(streams):
            level += self._take(streams[level : level + MOST_ROOMS_AT_ONCE])

    def _take(self, streams: Sequence[uuid.UUID]) -> int:
        """One step, then rest. How many of the streams, from the first, are level for sure."""
        step = self._pace.step()
        # Each has something new: with more of them than the step takes in, all would be asked about for nothing.
        part = streams[:step]
        taken = index_rooms(part, step=step)
        self._pace.rest()
        return len(part) if taken < step else 0


indexer = Indexer()
