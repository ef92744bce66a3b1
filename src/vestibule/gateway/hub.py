"""Who follows which stream on this process, and how news reach them in order."""

import asyncio
import contextlib
import threading
import uuid
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from django.db import DatabaseError, connections

from vestibule.feed import outlet, read
from vestibule.feed.threads import end_threads
from vestibule.gateway.connection import SESSION_ENDED, Connection
from vestibule.gateway.frames import Beat, Followed, Resync, Unfollowed, encode
from vestibule.gateway.watching import Watching
from vestibule.kit.ids import new_id
from vestibule.ports.bus import Discretion, Ended, Hint, Notice, Presence, Whisper
from vestibule.ports.identity import Identity

log = structlog.get_logger(__name__)

FURTHEST_BEHIND = 1000
READ_AGAIN_AFTER_S = 0.5
READERS = 4
# What is longer than this is read by each connection at its own pace.
LARGEST_BURST_BYTES = 256 * 1024
_Result = TypeVar("_Result")


class Hub:
    """Delivers events to connections: live when the number fits, else read from the database.

    Lives on one event loop; the bus may call in from any thread.
    """

    def __init__(self, *, heartbeat_s: float) -> None:
        self.heartbeat_s = heartbeat_s
        self.watching = Watching(origin=new_id(), announce=outlet.announce, heartbeat_s=heartbeat_s)
        self._followers: dict[uuid.UUID, set[Connection]] = {}
        # The furthest that this process has heard of each followed stream.
        self._heads: dict[uuid.UUID, int] = {}
        self._sessions: dict[str, set[Connection]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_thread: int | None = None
        self._inbox: deque[Callable[[], None]] = deque()
        self._is_scheduled = False
        self._readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="feed-reader")
        self._reading: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        # Sessions that ended lately: a socket that was just being opened with one of them must not survive.
        self._ended_lately: deque[str] = deque(maxlen=10_000)
        self._stop_listening: Callable[[], None] | None = None

    # -- life ---------------------------------------------------------------------------------------------------------
    def start(self, *, identity: Identity) -> None:
        """Begin to listen and to beat, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self._loop_thread = threading.get_ident()
        self._stop_listening = outlet.listen(self._on_notices)
        self._spawn(self._beat_for_ever(identity))

    async def stop(self) -> None:
        """Close every socket with 1012 (service restart) and forget them."""
        if self._stop_listening is not None:
            self._stop_listening()
        for connection in self.connections():
            connection.close(1012)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(None, self._shut_readers)

    def _shut_readers(self) -> None:
        end_threads(self._readers, workers=READERS)

    def connections(self) -> list[Connection]:
        return [connection for group in self._sessions.values() for connection in group]

    def is_here(self, person: uuid.UUID) -> bool:
        """Whether the person has a socket open on this process. May be called from any thread."""
        # Whoever is connected follows the stream that has their own id.
        return bool(self._followers.get(person))

    def post(self, act: Callable[[], None]) -> None:
        """Run `act` on the loop, soon; many posts wake it once. May be called from any thread.

        On the loop's own thread it is run at once, unless others wait already.
        """
        if not self._inbox and threading.get_ident() == self._loop_thread:
            act()
            return
        # No lock: the drain takes the flag down before it looks, so whoever still sees it up is seen by the drain.
        self._inbox.append(act)
        if not self._is_scheduled:
            self._is_scheduled = True
            if self._loop is not None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: the process is going down
                    self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        self._is_scheduled = False
        for _ in range(len(self._inbox)):
            self._inbox.popleft()()

    async def in_reader(self, ask: Callable[[], _Result]) -> _Result:
        """Run a database question on a reader thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, _fresh(ask))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- joining and leaving ------------------------------------------------------------------------------------------
    def add(self, connection: Connection, positions: Collection[read.Position], since: Mapping[uuid.UUID, int]) -> None:
        """Take in a connection at the numbers it holds; streams it names none for begin at their head.

        What it missed is read and sent, then it goes on live. Too far behind or ahead, it is told to resync and begins
        at the head.
        """
        self._sessions.setdefault(connection.session, set()).add(connection)
        for position in positions:
            held = since.get(position.stream, position.head)
            # Ahead of the house is whoever has seen what a restored backup has lost.
            if position.head - held > FURTHEST_BEHIND or held > position.head:
                connection.push(encode(Resync(position.stream, position.head)))
                held = position.head
            self._follow(connection, position.stream, after=held, head=position.head)
            if held < position.head:
                self.read_on(connection, position.stream)

    def has_ended(self, session: str) -> bool:
        """Whether this process has lately heard that the session ended."""
        return session in self._ended_lately

    def remove(self, connection: Connection) -> None:
        self.watching.watch(connection, None)
        group = self._sessions.get(connection.session, set())
        group.discard(connection)
        if not group:
            self._sessions.pop(connection.session, None)
        for stream in list(connection.next_seq):
            self._unfollow(connection, stream)

    def _follow(self, connection: Connection, stream: uuid.UUID, *, after: int, head: int) -> None:
        connection.next_seq[stream] = after + 1
        connection.last_beat[stream] = head
        self._followers.setdefault(stream, set()).add(connection)
        self._learn_head(stream, head)

    def _learn_head(self, stream: uuid.UUID, head: int) -> None:
        if head > self._heads.get(stream, 0):
            self._heads[stream] = head

    def _unfollow(self, connection: Connection, stream: uuid.UUID) -> None:
        if connection.watching == stream:
            self.watching.watch(connection, None)
        connection.next_seq.pop(stream, None)
        connection.last_beat.pop(stream, None)
        connection.behind.discard(stream)
        group = self._followers.get(stream)
        if group is not None:
            group.discard(connection)
            if not group:
                del self._followers[stream]
                self._heads.pop(stream, None)

    # -- news ---------------------------------------------------------------------------------------------------------
    def _on_notices(self, notices: Sequence[Notice]) -> None:
        self.post(lambda: self._deliver(notices))

    def _deliver(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            match notice:
                case Hint():
                    self._deliver_hint(notice)
                case Whisper():
                    self.watching.pass_on(notice)
                case Presence():
                    self.watching.hear(notice)
                case Ended():
                    self._end(notice.sessions)
                case Discretion():
                    self._be_discreet({notice.person}, {notice.person} if notice.is_discreet else ())

    def _deliver_hint(self, hint: Hint) -> None:
        group = self._followers.get(hint.stream)
        if not group:
            return
        self._learn_head(hint.stream, hint.head)
        frames = hint.frames if sum(map(len, hint.frames)) <= LARGEST_BURST_BYTES else ()
        first = hint.head - len(frames) + 1
        for connection in tuple(group):
            fits = bool(frames)
            for seq, frame in enumerate(frames, first):
                if not connection.offer(hint.stream, seq, frame):
                    fits = False
                    break
            if not fits and connection.next_seq.get(hint.stream, hint.head + 1) <= hint.head:
                self.read_on(connection, hint.stream)

    def _end(self, sessions: Collection[str]) -> None:
        self._ended_lately.extend(sessions)
        for session in sessions:
            for connection in tuple(self._sessions.get(session, ())):
                connection.close(SESSION_ENDED)

    def _be_discreet(self, asked: Collection[uuid.UUID], discreet: Collection[uuid.UUID]) -> None:
        for connection in self.connections():
            if connection.person in asked:
                self.watching.be_discreet(connection, is_discreet=connection.person in discreet)

    # -- catching up --------------------------------------------------------------------------------------------------
    def read_on(self, connection: Connection, stream: uuid.UUID) -> None:
        """Read what the connection misses of a stream, then go on live. One reading at a time per connection."""
        if stream in connection.next_seq:
            connection.behind.add(stream)
            if connection not in self._reading:
                self._reading.add(connection)
                self._spawn(self._read_until_level(connection))

    async def _read_until_level(self, connection: Connection) -> None:
        try:
            while connection.behind and not connection.is_closing:
                try:
                    await self._read_once(connection)
                except DatabaseError as error:
                    log.error("gateway.read_failed", error=type(error).__name__)
                    await asyncio.sleep(READ_AGAIN_AFTER_S)
        finally:
            self._reading.discard(connection)

    async def _read_once(self, connection: Connection) -> None:
        asked = {
            stream: connection.next_seq[stream] - 1 for stream in connection.behind if stream in connection.next_seq
        }
        connection.behind &= asked.keys()
        events = await self.in_reader(lambda: read.read_since(connection.person, asked))
        for event in events:
            # Many long texts at once would look like a reader that is too slow.
            await connection.room_to_push()
            # Live delivery waits while a stream is behind, so its next events can only come from here. A hole in what
            # was read lies outside the person's span, it is no loss. Whoever went back meanwhile is read for anew.
            expected = connection.next_seq.get(event.stream, 0)
            if asked[event.stream] < expected <= event.seq:
                connection.next_seq[event.stream] = event.seq + 1
                connection.push(event.body)
        if any(event.changes_audience for event in events):
            await self._refresh_audience(connection)
        if len(events) < read.PAGE:
            await self._level(connection, asked)

    async def _level(self, connection: Connection, asked: Collection[uuid.UUID]) -> None:
        """A reading that came back short has seen the end of what the person may read."""
        lacking = False
        for stream in asked:
            expected = connection.next_seq.get(stream)
            if expected is None or expected > self._heads.get(stream, 0):
                connection.behind.discard(stream)
            else:
                lacking = True
        if lacking:
            # The stream is longer than that: it grew just now, or the person is no longer in its audience, or a hint
            # has promised more than there is.
            promised = {stream: self._heads.get(stream) for stream in connection.behind}
            for position in await self._refresh_audience(connection):
                if position.stream in promised and self._heads.get(position.stream) == promised[position.stream]:
                    self._heads[position.stream] = position.head

    async def _refresh_audience(self, connection: Connection) -> Sequence[read.Position]:
        """Ask anew which streams the person may follow; drop the others at once, start new ones at their head."""
        positions = await self.in_reader(lambda: read.positions_of(connection.person))
        allowed = {position.stream: position for position in positions}
        for stream in list(connection.next_seq):
            if stream not in allowed:
                self._unfollow(connection, stream)
                connection.push(encode(Unfollowed(stream)))
        for position in positions:
            if position.stream not in connection.next_seq:
                self._follow(connection, position.stream, after=position.head, head=position.head)
                connection.push(encode(Followed(position.stream, position.head)))
        return positions

    def go_back(self, connection: Connection, stream: uuid.UUID, after: int) -> None:
        """Send again what comes after number `after`: the client has lost it, or says so."""
        head = connection.next_seq[stream] - 1
        if head - after > FURTHEST_BEHIND:
            connection.push(encode(Resync(stream, head)))
            return
        connection.next_seq[stream] = after + 1
        self.read_on(connection, stream)

    # -- beating ------------------------------------------------------------------------------------------------------
    async def _beat_for_ever(self, identity: Identity) -> None:
        while True:
            await asyncio.sleep(self.heartbeat_s)
            try:
                await self.beat(identity)
            except DatabaseError as error:
                log.error("gateway.beat_failed", error=type(error).__name__)

    async def beat(self, identity: Identity) -> None:
        """Close what has ended, read on what a lost hint left behind, and tell everybody how far their streams are.

        Who is where is said again, and who wants nobody to know it is asked for anew.
        """
        sessions = list(self._sessions)
        if sessions:
            self._end(await self.in_reader(lambda: identity.ended(sessions)))
        heads = await self.in_reader(lambda: read.heads_of(list(self._followers)))
        for connection in self.connections():
            grown = {}
            for stream, last in connection.last_beat.items():
                head = heads.get(stream, last)
                self._learn_head(stream, head)
                if head > last:
                    grown[stream] = head
                if connection.next_seq.get(stream, head + 1) <= head:
                    self.read_on(connection, stream)
            connection.last_beat.update(grown)
            connection.push(encode(Beat(grown)))
        await self._beat_for_watchers(identity)

    async def _beat_for_watchers(self, identity: Identity) -> None:
        people = {connection.person for connection in self.connections() if connection.watching is not None}
        if people:
            self._be_discreet(people, await self.in_reader(lambda: identity.discreet(people)))
            await self.watching.renew()


def _fresh(ask: Callable[[], _Result]) -> Callable[[], _Result]:
    """Ask once more on a new connection when the old one was lost; after a failure the next question gets a new one."""

    def run() -> _Result:
        try:
            return ask()
        except DatabaseError:
            connections.close_all()
        try:
            return ask()
        except DatabaseError:
            connections.close_all()
            raise

    return run
