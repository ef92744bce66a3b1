"""Who has which room open, and who writes there: for the moment, to those who have it open too, never stored."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vestibule.gateway.connection import Connection
from vestibule.gateway.frames import Present, encode
from vestibule.ports.bus import Notice, Presence, Whisper

# However often people come, go and type, those who watch are told of it at most once in this time.
TOLD_EVERY_S = 1.0
TYPING_FOR_S = 6.0
BEATS_MISSED = 2.5
_RENEWED_AT_ONCE = 500

People = frozenset[uuid.UUID]
_NOBODY: People = frozenset()


@dataclass(slots=True)
class _Elsewhere:
    """What another process has said, and until when it holds."""

    here: People
    typing: People
    until: float


@dataclass(slots=True)
class _Watched:
    """A stream that somebody here has open."""

    watchers: set[Connection] = field(default_factory=set)
    # Until when each is taken to be writing.
    typing: dict[Connection, float] = field(default_factory=dict)
    elsewhere: dict[uuid.UUID, _Elsewhere] = field(default_factory=dict)
    # What the other processes were told last.
    announced: tuple[People, People] = (_NOBODY, _NOBODY)
    is_stale: bool = False
    # Runs while nothing may be told yet, and while somebody is writing.
    timer: asyncio.TimerHandle | None = None


class Watching:
    """Belongs to the event loop. A connection watches one stream at a time, one that it follows.

    Only connections that are level with a stream are told of it: whoever may have been removed a moment ago is not.
    """

    def __init__(self, *, origin: uuid.UUID, announce: Callable[[Sequence[Notice]], None], heartbeat_s: float) -> None:
        self._origin = origin
        self._announce = announce
        self._holds_s = heartbeat_s * BEATS_MISSED
        self._streams: dict[uuid.UUID, _Watched] = {}

    # -- what connections say -----------------------------------------------------------------------------------------
    def watch(self, connection: Connection, stream: uuid.UUID | None) -> None:
        """The connection's page shows this stream from now on, and no other."""
        before, connection.watching = connection.watching, stream
        if before == stream:
            return
        connection.told = b""
        if before is not None:
            watched = self._streams[before]
            watched.watchers.discard(connection)
            watched.typing.pop(connection, None)
            self._changed(before)
        if stream is not None:
            is_new = stream not in self._streams
            watched = self._streams.setdefault(stream, _Watched())
            watched.watchers.add(connection)
            if is_new:
                self._announce([Presence(self._origin, stream, (), (), asks=True)])
            # The answer to its `watch` says as much.
            connection.told = self._frame(stream, watched, connection)
            self._changed(stream)

    def note_typing(self, connection: Connection, *, is_typing: bool) -> None:
        """The connection's person writes in what they watch, or has stopped. What is said again only lasts longer."""
        watched = self._streams.get(connection.watching) if connection.watching is not None else None
        if watched is None or connection.watching is None:
            return
        was_typing = connection in watched.typing
        if is_typing:
            watched.typing[connection] = _now() + TYPING_FOR_S
        else:
            watched.typing.pop(connection, None)
        if was_typing != is_typing:
            self._changed(connection.watching)

    def present(self, connection: Connection, *, id: str) -> bytes:  # noqa: A002 - the frame's word
        """The answer to a `watch`."""
        stream = connection.watching
        if stream is None:
            return encode(Present(None, [], [], id))
        return self._frame(stream, self._streams[stream], connection, id=id)

    def be_discreet(self, connection: Connection, *, is_discreet: bool) -> None:
        """The connection's person neither gives nor receives from now on, or does both again."""
        if connection.is_discreet != is_discreet:
            connection.is_discreet = is_discreet
            if connection.watching is not None:
                self._changed(connection.watching)

    # -- what the bus says --------------------------------------------------------------------------------------------
    def hear(self, said: Presence) -> None:
        """Another process says who is there."""
        watched = self._streams.get(said.stream)
        if watched is None or said.origin == self._origin:
            return
        far = _Elsewhere(frozenset(said.here), frozenset(said.typing), _now() + self._holds_s)
        watched.elsewhere[said.origin] = far
        if said.asks:
            self._announce([self._notice(said.stream, watched)])
        self._changed(said.stream)

    def pass_on(self, whisper: Whisper) -> None:
        """Hand a frame to those who have the stream open."""
        watched = self._streams.get(whisper.stream)
        for connection in tuple(watched.watchers) if watched else ():
            is_meant = connection.person != whisper.person and not connection.is_discreet
            if is_meant and whisper.stream not in connection.behind:
                connection.push(whisper.frame)

    async def renew(self) -> None:
        """Say again who is here, so that no process believes for long what a lost notice left behind."""
        streams = list(self._streams)
        for start in range(0, len(streams), _RENEWED_AT_ONCE):
            notices = []
            for stream in streams[start : start + _RENEWED_AT_ONCE]:
                watched = self._streams.get(stream)
                if watched is not None:
                    notices.append(self._notice(stream, watched))
                    if any(far.until <= _now() for far in watched.elsewhere.values()):
                        self._changed(stream)
            self._announce(notices)
            await asyncio.sleep(0)

    # -- telling ------------------------------------------------------------------------------------------------------
    def _changed(self, stream: uuid.UUID) -> None:
        watched = self._streams[stream]
        watched.is_stale = True
        if watched.timer is None or not watched.watchers:
            self._tell(stream, watched)

    def _tell(self, stream: uuid.UUID, watched: _Watched) -> None:
        """Tell everybody who does not know yet how things stand, then nothing for a while."""
        watched.is_stale = False
        here, typing = self._people(watched)
        frame = encode(Present(stream, sorted(here), sorted(typing)))
        nobody = encode(Present(stream, [], []))
        for connection in tuple(watched.watchers):
            wanted = nobody if connection.is_discreet else frame
            if stream in connection.behind:
                watched.is_stale = True
            elif connection.told != wanted:
                connection.told = wanted
                connection.push(wanted)
        if self._here(watched) != watched.announced:
            watched.announced = self._here(watched)
            self._announce([self._notice(stream, watched)])
        if watched.watchers:
            self._wait(stream, watched)
        else:
            self._stop(watched)
            del self._streams[stream]

    def _frame(self, stream: uuid.UUID, watched: _Watched, reader: Connection, *, id: str | None = None) -> bytes:  # noqa: A002 - the frame's word
        here, typing = (_NOBODY, _NOBODY) if reader.is_discreet else self._people(watched)
        return encode(Present(stream, sorted(here), sorted(typing), id))

    def _wait(self, stream: uuid.UUID, watched: _Watched) -> None:
        self._stop(watched)
        watched.timer = asyncio.get_running_loop().call_later(TOLD_EVERY_S, self._look_again, stream, watched)

    def _look_again(self, stream: uuid.UUID, watched: _Watched) -> None:
        watched.timer = None
        now = _now()
        has_stopped = [connection for connection, until in watched.typing.items() if until <= now]
        for connection in has_stopped:
            del watched.typing[connection]
        if watched.is_stale or has_stopped:
            self._tell(stream, watched)
        elif watched.typing:
            self._wait(stream, watched)

    def _stop(self, watched: _Watched) -> None:
        if watched.timer is not None:
            watched.timer.cancel()
            watched.timer = None

    def _notice(self, stream: uuid.UUID, watched: _Watched) -> Presence:
        here, typing = watched.announced
        return Presence(self._origin, stream, tuple(here), tuple(typing))

    def _here(self, watched: _Watched) -> tuple[People, People]:
        """Of this process."""
        given = [connection for connection in watched.watchers if not connection.is_discreet]
        typing = frozenset(connection.person for connection in given if connection in watched.typing)
        return frozenset(connection.person for connection in given), typing

    def _people(self, watched: _Watched) -> tuple[People, People]:
        """Of all processes."""
        here, typing = self._here(watched)
        now = _now()
        for origin, far in list(watched.elsewhere.items()):
            if far.until <= now:
                del watched.elsewhere[origin]
            else:
                here, typing = here | far.here, typing | far.typing
        return here, typing


def _now() -> float:
    return asyncio.get_running_loop().time()
