"""The lane: one thread that takes whatever messages are waiting and stores them in one transaction.

Group commit without a timer: while one batch is being synced to disk the next one gathers.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.feed.faults import refusal_for
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_ahead import send_ahead
from vestibule.rooms.actions.send_messages import Outcome, SendMessage, send_messages
from vestibule.rooms.memory import RoomMemory

log = structlog.get_logger(__name__)

LARGEST_BATCH = 128
LONGEST_QUEUE = 10_000

Done = Callable[[Outcome], None]
_Waiting = tuple[SendMessage, Done]
_Acknowledge = Callable[[Iterable[tuple[int, Outcome]]], None]


class Lane:
    """Takes messages from any thread, in order of arrival. Every message gets exactly one outcome.

    Until `start` is called, a message is stored at once in the caller's thread.
    """

    def __init__(self) -> None:
        # None is the last thing in it, once the lane closes.
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._door = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_open = False

    def start(self) -> None:
        """Run the lane in its own thread."""
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Store what is waiting, then stop."""
        with self._door:
            self._is_open = False
            self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._waiting = SimpleQueue()

    def submit(self, command: SendMessage, done: Done) -> None:
        """Queue a message; `done` is called once with its outcome, from the lane's thread. Never blocks on the disk."""
        if self._thread is None:
            _store([(command, done)])
            return
        with self._door:
            is_taken = self._is_open and self._waiting.qsize() < LONGEST_QUEUE
            if is_taken:
                self._waiting.put((command, done))
        if not is_taken:
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
        is_open = True
        while is_open:
            taken = [self._waiting.get()]
            taken += [self._waiting.get() for _ in range(min(LARGEST_BATCH - 1, self._waiting.qsize()))]
            batch = [one for one in taken if one is not None]
            is_open = len(batch) == len(taken)
            if batch:
                _store(batch, memory)
        connections.close_all()


def _store(batch: Sequence[_Waiting], memory: RoomMemory | None = None, *, is_last_try: bool = False) -> None:
    unanswered = dict(enumerate(batch))

    def acknowledge(outcomes: Iterable[tuple[int, Outcome]]) -> None:
        for index, outcome in outcomes:
            unanswered.pop(index)[1](outcome)

    try:
        _send([command for command, _ in batch], memory, acknowledge)
    except DatabaseError as error:
        log.error("lane.batch_failed", messages=len(batch), error=type(error).__name__)
        _after_failure(list(unanswered.values()), refusal_for(error), is_last_try=is_last_try)
    except Exception as error:
        log.exception("lane.message_failed", messages=len(batch), error=type(error).__name__)
        _after_failure(list(unanswered.values()), TryLater(), is_last_try=is_last_try)


def _send(commands: Sequence[SendMessage], memory: RoomMemory | None, acknowledge: _Acknowledge) -> None:
    now = timezone.now()
    left: Sequence[int] = range(len(commands))
    if memory is not None:
        left = send_ahead(commands=commands, now=now, memory=memory, acknowledge=acknowledge)
    if left:
        send_messages(
            commands=[commands[index] for index in left],
            now=now,
            memory=memory,
            acknowledge=lambda outcomes: acknowledge(zip(left, outcomes, strict=True)),
        )


def _after_failure(unanswered: Sequence[_Waiting], refusal: Outcome, *, is_last_try: bool) -> None:
    """Nothing of these is stored, or nobody knows: try them again.

    One by one, so that one of them cannot sink the others, and on a new connection where the old one was lost: the
    first message after the database came back is not refused. What was stored after all is found by its key.
    """
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    for one in unanswered:
        if is_last_try:
            one[1](refusal)
        else:
            _store([one], is_last_try=True)


lane = Lane()
