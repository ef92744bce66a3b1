"""The lane: takes whatever messages are waiting and has them stored in one transaction.

Group commit without a timer: while one batch is being synced to disk the next one gathers. It lives on the event loop.
Where the database works by itself (PostgreSQL), plain messages never leave that: they are judged there while the last
batch is being written, and nobody waits for another thread to wake up. What has to ask the database first, or takes
long to judge, is stored on the lane's own thread; meanwhile the rest waits, so that there is one order for all.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.db import DatabaseError, connection

from vestibule.feed.threads import end_threads
from vestibule.feed.under_way import Wire
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_messages import Outcome, SendMessage
from vestibule.rooms.ahead import wire_ahead
from vestibule.rooms.memory import RoomMemory
from vestibule.rooms.plain import Noting, Plain
from vestibule.rooms.storing import Done, Waiting, store, store_alone

log = structlog.get_logger(__name__)

LARGEST_BATCH = 128
LONGEST_QUEUE = 10_000
# Code points. Judging what is longer would keep everybody else on the loop waiting.
LONGEST_ON_LOOP = 4_000
# Code points of a batch that the loop sends: with all that stands beside them no more than a socket takes at once, even
# from a server that reads nothing.
LARGEST_ON_LOOP = 24_000


class Lane:
    """Takes messages from any thread, in order of arrival. Every message gets exactly one outcome.

    Until `start` is called, a message is stored at once in the caller's thread.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_open = False

    def start(self) -> None:
        """Begin to take messages, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._loop_thread = threading.get_ident()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")
        self._memory = RoomMemory()
        self._heard: deque[Waiting] = deque()
        self._is_called = False
        # What is judged and waits for the wire, and what the database works on.
        self._judged: Plain | None = None
        self._under_way: Plain | None = None
        # Whether the first that was heard must go the careful way, and whether the thread is at that.
        self._is_stuck = False
        self._aside: asyncio.Future[None] | None = None
        self._wants_wire = connection.vendor == "postgresql"
        self._wire: Wire | None = None
        self._all_done: asyncio.Future[None] | None = None
        self._is_open = True
        if self._wants_wire:
            self._set_aside([])

    async def close(self) -> None:
        """Store what is waiting, then stop."""
        if self._loop is None:
            return
        self._is_open = False
        await self.settle()
        if self._wire is not None:
            self._loop.remove_reader(self._wire)
        await self._loop.run_in_executor(None, self._end)
        self._loop = None

    async def settle(self) -> None:
        """Wait until everything that was taken has its outcome."""
        self._all_done = asyncio.get_running_loop().create_future()
        self._go_on()
        await self._all_done

    def submit(self, command: SendMessage, done: Done) -> None:
        """Queue a message; `done` is called once with its outcome, from any thread. Never blocks on the disk."""
        loop = self._loop
        if loop is None:
            store_alone((command, done))
        elif threading.get_ident() == self._loop_thread:
            self._hear((command, done))
        else:
            try:
                loop.call_soon_threadsafe(self._hear, (command, done))
            except RuntimeError:  # the loop is closed: the process is going down
                done(TryLater())

    def send(self, command: SendMessage, *, timeout_s: float = 20.0) -> Outcome:
        """Queue a message and wait for its outcome. `TryLater` after the timeout: the same key asks again safely."""
        future: Future[Outcome] = Future()
        self.submit(command, future.set_result)
        try:
            return future.result(timeout_s)
        except TimeoutError:
            return TryLater()

    # -- on the loop --------------------------------------------------------------------------------------------------
    def _hear(self, waiting: Waiting) -> None:
        if not self._is_open or len(self._heard) >= LONGEST_QUEUE:
            waiting[1](TryLater())
            return
        self._heard.append(waiting)
        if not self._is_called and self._aside is None and self._loop is not None:
            # Not at once: what else has arrived by now is judged together with it.
            self._is_called = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        self._is_called = False
        self._go_on()

    def _go_on(self) -> None:
        """Do whatever can be done now without waiting."""
        if self._aside is None:
            self._judge()
            if self._under_way is None:
                self._begin()
        if self._all_done is not None and not self._all_done.done() and self._is_idle():
            self._all_done.set_result(None)

    def _is_idle(self) -> bool:
        return not (self._heard or self._judged or self._under_way or self._aside)

    def _judge(self) -> None:
        """Judge what was heard, up to the first that is not plain."""
        while self._heard and not self._is_stuck:
            plain = self._judged or Plain(self._memory)
            looks_plain = self._next_plain(plain)
            if not looks_plain:
                return
            left: list[Waiting] | None = None
            with Noting():
                left = plain.judge(looks_plain)
            if left is None:
                self._judged = None
                self._take_back([plain], looks_plain)
                return
            if left:
                self._heard.extendleft(reversed(left))
                self._is_stuck = True
            self._judged = plain if len(plain) else None

    def _next_plain(self, plain: "Plain") -> list[Waiting]:
        """Those of the heard that `plain` has room for, up to the first that cannot go ahead."""
        taken: list[Waiting] = []
        characters = plain.characters
        while self._heard and len(plain) + len(taken) < LARGEST_BATCH and characters < LARGEST_ON_LOOP:
            if not self._looks_plain(self._heard[0][0]):
                self._is_stuck = True
                break
            characters += len(self._heard[0][0].body)
            taken.append(self._heard.popleft())
        return taken

    def _looks_plain(self, command: SendMessage) -> bool:
        # The plan of an organisation is asked for anew each time.
        return self._wire is not None and len(command.body) <= LONGEST_ON_LOOP and not self._memory.hires(command.room)

    def _begin(self) -> None:
        """Have written what is judged; with nothing of that left, have the thread store what is stuck."""
        plain, self._judged = self._judged, None
        if plain is not None:
            with Noting():
                plain.ahead.begin(self._wire)
                self._under_way = plain
            if self._under_way is None:
                # Nobody knows how much of it the server has.
                self._let_go_of_wire()
                self._take_back([plain])
        if self._under_way is None and self._is_stuck:
            self._set_aside([self._heard.popleft() for _ in range(min(LARGEST_BATCH, len(self._heard)))])

    def _on_wire(self) -> None:
        """The server has answered, or has gone."""
        plain = self._under_way
        if plain is None:
            self._mind_wire()
            return
        is_stored = False
        with Noting():
            if not plain.ahead.is_answered():
                return
            is_stored = plain.ahead.wait()
        self._under_way = None
        if is_stored:
            # The database has work again before anybody hears of what it did.
            self._begin()
            plain.tell()
        else:
            judged, self._judged = self._judged, None
            self._take_back([plain, *([judged] if judged else [])])
        self._go_on()

    def _take_back(self, batches: Sequence["Plain"], more: Sequence[Waiting] = ()) -> None:
        """Nothing of these is stored, or nobody knows: the thread finds out, in the same order."""
        taken: list[Waiting] = []
        for plain in batches:
            plain.ahead.give_up()
            taken += plain.waiting
        self._heard.extendleft(reversed([*taken, *more]))
        self._is_stuck = True
        if self._under_way is None:
            self._mind_wire()

    # -- aside --------------------------------------------------------------------------------------------------------
    def _set_aside(self, waiting: Sequence[Waiting]) -> None:
        """Have the thread store these, and open the wire where that lacks."""
        if self._loop is not None:
            self._aside = self._loop.run_in_executor(self._thread, self._work, waiting)
            self._aside.add_done_callback(self._come_back)

    def _work(self, waiting: Sequence[Waiting]) -> None:
        """On the thread. With a database that works in the caller's thread it stays here while anything is heard."""
        if waiting:
            store(waiting, self._memory)
        if self._wants_wire:
            if self._wire is None:
                self._open_wire()
            return
        while self._heard:
            store([self._heard.popleft() for _ in range(min(LARGEST_BATCH, len(self._heard)))], self._memory)

    def _come_back(self, _: asyncio.Future[None]) -> None:
        self._aside = None
        self._is_stuck = False
        self._go_on()

    def _open_wire(self) -> None:
        try:
            wire = wire_ahead()
        except DatabaseError as error:
            log.error("lane.no_wire", error=type(error).__name__)
            return
        self._wire = wire
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.add_reader, wire, self._on_wire)

    def _mind_wire(self) -> None:
        if self._wire is not None and self._wire.is_lost():
            self._let_go_of_wire()

    def _let_go_of_wire(self) -> None:
        """The thread opens a new one when it has stored something."""
        wire, self._wire = self._wire, None
        if wire is not None and self._loop is not None:
            self._loop.remove_reader(wire)
            self._thread.submit(wire.close)

    def _end(self) -> None:
        if self._wire is not None:
            self._wire.close()
        end_threads(self._thread, workers=1)


lane = Lane()
