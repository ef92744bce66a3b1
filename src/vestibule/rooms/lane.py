"""The lane: one thread that takes whatever messages are waiting and stores them in one transaction.

Group commit without a timer: while one batch is being synced to disk the next one gathers and, where the database
works by itself, is judged.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from queue import SimpleQueue

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.feed.faults import refusal_for
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_messages import Outcome, SendMessage, send_messages
from vestibule.rooms.ahead import Ahead
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
        # None is the last thing in it, once the lane closes.
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._door = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_open = False
        # Wakes the lane while it waits for the database; rung only while it listens.
        self._bell = (-1, -1)
        self._listens = False

    def start(self) -> None:
        """Run the lane in its own thread."""
        self._is_open = True
        self._bell = os.pipe()
        os.set_blocking(self._bell[0], False)
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Store what is waiting, then stop."""
        with self._door:
            self._is_open = False
            self._put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            for end in self._bell:
                os.close(end)
        self._waiting = SimpleQueue()

    def submit(self, command: SendMessage, done: Done) -> None:
        """Queue a message; `done` is called once with its outcome, from the lane's thread. Never blocks on the disk."""
        if self._thread is None:
            _send_alone((command, done))
            return
        with self._door:
            is_taken = self._is_open and self._waiting.qsize() < LONGEST_QUEUE
            if is_taken:
                self._put((command, done))
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
        under_way: _Batch | None = None
        while self._is_open or under_way or not self._waiting.empty():
            batch, rest = self._gather(memory, under_way)
            under_way = _follow(under_way, batch, rest)
        connections.close_all()

    def _gather(self, memory: RoomMemory, under_way: "_Batch | None") -> "tuple[_Batch, list[_Waiting]]":
        """The next batch, judged as far as that asks the database for nothing, and what is to be judged still.

        With nothing under way it is what waits now; else what comes until the database is done with the last one.
        """
        if under_way is None:
            waiting = self._take(LARGEST_BATCH, block=True)
            return _Batch(memory), waiting
        batch = _Batch(memory)
        while len(batch) < LARGEST_BATCH and self._hears_before(under_way):
            waiting = self._take(LARGEST_BATCH - len(batch))
            if batch.asks(waiting):
                return batch, waiting
            batch.judge(waiting)
        return batch, []

    def _hears_before(self, under_way: "_Batch") -> bool:
        """Wait until something waits here, or the database is done. Whether it is not done."""
        self._listens = True
        is_done = under_way.is_done_before(self._bell[0], wait=self._waiting.empty())
        if not self._listens:
            with suppress(BlockingIOError):
                os.read(self._bell[0], 64)
        self._listens = False
        return not is_done

    def _take(self, most: int, *, block: bool = False) -> list[_Waiting]:
        taken = [self._waiting.get()] if block else []
        taken += [self._waiting.get() for _ in range(min(most - len(taken), self._waiting.qsize()))]
        return [one for one in taken if one is not None]

    def _put(self, waiting: _Waiting | None) -> None:
        self._waiting.put(waiting)
        if self._listens:
            self._listens = False
            os.write(self._bell[1], b"!")


def _follow(under_way: "_Batch | None", batch: "_Batch", rest: Sequence[_Waiting] = ()) -> "_Batch | None":
    """Have the next batch written, `rest` with it, as soon as the last one is. What is under way now."""
    if under_way and not under_way.wait():
        batch.give_up()
    if under_way and rest:
        under_way.finish()
        under_way = None
    batch.judge(rest)
    batch.begin()
    if under_way:
        # The database has work again before anybody wakes up to hear of what it did.
        under_way.finish()
    if batch.is_under_way:
        return batch
    batch.finish()
    return None


class _Batch:
    """Messages that are stored together: ahead what can be, then the rest the careful way."""

    def __init__(self, memory: RoomMemory) -> None:
        self._waiting: list[_Waiting] = []
        self._unanswered: dict[int, _Waiting] = {}
        self._memory = memory
        self._now = timezone.now()
        self._ahead = Ahead(now=self._now, memory=memory)
        self._is_stored: bool | None = None
        self._refusal: Outcome | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def asks(self, waiting: Iterable[_Waiting]) -> bool:
        """Whether judging these needs the database."""
        return self._ahead.asks(command for command, _ in waiting)

    @property
    def is_under_way(self) -> bool:
        """Whether the database works on all of it by itself."""
        return self._refusal is None and self._ahead.is_under_way and not self._ahead.left

    def judge(self, waiting: Sequence[_Waiting]) -> None:
        """Judge what comes next. Asks the database only for what `asks`."""
        placed = list(enumerate(waiting, len(self._waiting)))
        self._waiting += waiting
        self._unanswered.update(placed)
        if self._refusal is None:
            with _failing(self._refuse, messages=len(placed)):
                self._ahead.judge((place, command) for place, (command, _) in placed)

    def begin(self) -> None:
        if self._refusal is None:
            with _failing(self._refuse, messages=len(self._waiting)):
                self._ahead.begin()

    def give_up(self) -> None:
        """What it was judged by does not hold: all of it goes the careful way."""
        self._ahead.give_up()

    def is_done_before(self, bell: int, *, wait: bool) -> bool:
        """Whether the database is done with what went ahead; if told to, wait for that or the bell."""
        return self._ahead.is_done_before(bell, wait=wait)

    def wait(self) -> bool:
        """Whether what went ahead is stored as it was judged."""
        if self._is_stored is None:
            self._is_stored = False
            if self._refusal is None:
                with _failing(self._refuse, messages=len(self._waiting)):
                    self._is_stored = self._ahead.wait()
        return self._is_stored

    def finish(self) -> None:
        """Give every message its outcome."""
        is_stored = self.wait()
        if self._refusal is None:
            with _failing(self._refuse, messages=len(self._waiting)):
                if is_stored:
                    self._ahead.tell(self._answer)
                self._send_the_rest()
        if self._refusal is not None:
            _try_again(list(self._unanswered.values()), self._refusal)

    def _send_the_rest(self) -> None:
        left = self._ahead.left
        if left:
            send_messages(
                commands=[self._waiting[place][0] for place in left],
                now=self._now,
                memory=self._memory,
                acknowledge=lambda outcomes: self._answer(zip(left, outcomes, strict=True)),
            )

    def _answer(self, outcomes: Iterable[tuple[int, Outcome]]) -> None:
        for place, outcome in outcomes:
            self._unanswered.pop(place)[1](outcome)

    def _refuse(self, refusal: Outcome) -> None:
        self._refusal = refusal


def _try_again(unanswered: Sequence[_Waiting], refusal: Outcome) -> None:
    """Nothing of these is stored, or nobody knows.

    One by one, so that one of them cannot sink the others, and on a new connection where the old one was lost: the
    first message after the database came back is not refused. What was stored after all is found by its key.
    """
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    for waiting in unanswered:
        _send_alone(waiting, refusal)


def _send_alone(waiting: _Waiting, refusal: Outcome | None = None) -> None:
    """Give a message its outcome now; `refusal`, if there is one, rather than what fails this time."""
    command, done = waiting
    is_answered = False

    def answer(outcomes: Sequence[Outcome]) -> None:
        nonlocal is_answered
        is_answered = True
        done(outcomes[0])

    def refuse(again: Outcome) -> None:
        if not is_answered:
            done(refusal or again)

    with _failing(refuse, messages=1):
        send_messages(commands=[command], now=timezone.now(), acknowledge=answer)


@contextmanager
def _failing(refuse: Callable[[Outcome], None], *, messages: int) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        log.error("lane.batch_failed", messages=messages, error=type(error).__name__)
        refuse(refusal_for(error))
    except Exception as error:
        log.exception("lane.message_failed", messages=messages, error=type(error).__name__)
        refuse(TryLater())


lane = Lane()
