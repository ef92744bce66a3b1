"""The lane: one thread that takes whatever messages are waiting and stores them in one transaction.

Group commit without a timer: while one batch is being synced to disk the next one gathers.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.feed.faults import refusal_for
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_messages import Outcome, SendMessage, send_messages
from vestibule.rooms.memory import RoomMemory

log = structlog.get_logger(__name__)

LARGEST_BATCH = 128
LONGEST_QUEUE = 10_000

Done = Callable[[Outcome], None]
_Waiting = tuple[SendMessage, Done]


class Lane:
    """Takes messages from any thread, in order of arrival. Every message gets exactly one outcome.

    Until `start` is called, a message is stored at once in the caller's thread.
    """

    def __init__(self) -> None:
        self._waiting: deque[_Waiting] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False

    def start(self) -> None:
        """Run the lane in its own thread."""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Store what is waiting, then stop."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def submit(self, command: SendMessage, done: Done) -> None:
        """Queue a message; `done` is called once with its outcome, from the lane's thread. Never blocks on the disk."""
        if self._thread is None:
            _store([(command, done)])
            return
        with self._wake:
            if self._closing or len(self._waiting) >= LONGEST_QUEUE:
                refused = True
            else:
                refused = False
                self._waiting.append((command, done))
                self._wake.notify()
        if refused:
            done(TryLater())

    def send(self, command: SendMessage, *, timeout_s: float = 20.0) -> Outcome:
        """Queue a message and wait for its outcome. `TryLater` after the timeout: the same key asks again safely."""
        future: Future[Outcome] = Future()
        self.submit(command, future.set_result)
        try:
            return future.result(timeout_s)
        except TimeoutError:
            return TryLater()

    def _run(self) -> None:
        memory = RoomMemory()
        while True:
            with self._wake:
                while not self._waiting and not self._closing:
                    self._wake.wait()
                if not self._waiting:
                    break
                batch = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
            _store(batch, memory)
        connections.close_all()


def _store(batch: Sequence[_Waiting], memory: RoomMemory | None = None) -> None:
    answered = False

    def acknowledge(outcomes: Sequence[Outcome]) -> None:
        nonlocal answered
        answered = True
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            done(outcome)

    try:
        send_messages(
            commands=[command for command, _ in batch], now=timezone.now(), acknowledge=acknowledge, memory=memory
        )
    except DatabaseError as error:
        log.error("lane.batch_failed", messages=len(batch), error=type(error).__name__)
        _after_failure(batch, answered=answered, refusal=refusal_for(error))
    except Exception as error:
        log.exception("lane.message_failed", messages=len(batch), error=type(error).__name__)
        _after_failure(batch, answered=answered, refusal=TryLater())


def _after_failure(batch: Sequence[_Waiting], *, answered: bool, refusal: Outcome) -> None:
    """Nothing of the batch is stored: try its messages one by one, so that one of them cannot sink the others."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    if answered:
        return
    if len(batch) > 1:
        for one in batch:
            _store([one])
        return
    batch[0][1](refusal)


lane = Lane()
