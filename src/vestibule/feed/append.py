"""Putting events on streams: the only way in, inside the caller's one transaction."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db import transaction

from vestibule.feed import outlet
from vestibule.feed.models import Follower, Stream
from vestibule.feed.sql import Rows, Statement, ask, read_id, tell
from vestibule.kit.encoding import encode_json
from vestibule.kit.failpoints import reach
from vestibule.ports.bus import Hint


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """Base of everything an app puts on the feed: a complete past fact. `KIND` is its name on the wire."""

    @classmethod
    def kind(cls) -> str:
        return str(cls.__struct_config__.tag)


class Envelope(msgspec.Struct, frozen=True):
    """What members receive: where it stands, when it happened, who did it, what it says."""

    stream: uuid.UUID
    seq: int
    at: datetime
    by: uuid.UUID | None
    event: Fact


class EventRow(msgspec.Struct):
    """An event as it is stored."""

    stream: uuid.UUID
    seq: int
    kind: str
    changes_audience: bool
    on_timeline: bool
    body: str


class _StreamId(msgspec.Struct):
    id: uuid.UUID


class _Head(msgspec.Struct):
    head: int
    id: uuid.UUID


_LOCK = Statement(
    postgresql="SELECT id, head FROM feed_stream WHERE id IN (SELECT (one->>'id')::uuid FROM"
    " jsonb_array_elements(%s::jsonb) one) ORDER BY id FOR UPDATE",
    sqlite="SELECT id, head FROM feed_stream WHERE id IN (SELECT json_extract(value, '$[0]') FROM json_each(?))",
)
_ADVANCE = Statement(
    postgresql="UPDATE feed_stream s SET head = r.head FROM json_to_recordset(%s::json) AS r(head bigint, id uuid)"
    " WHERE s.id = r.id",
    sqlite="UPDATE feed_stream SET head = ? WHERE id = ?",
)
INSERT_EVENTS = Statement(
    postgresql="INSERT INTO feed_event (stream_id, seq, kind, changes_audience, on_timeline, body)"
    " SELECT * FROM json_to_recordset(%s::json)"
    " AS r(stream uuid, seq bigint, kind text, changes_audience boolean, on_timeline boolean, body text)",
    sqlite="INSERT INTO feed_event (stream_id, seq, kind, changes_audience, on_timeline, body)"
    " VALUES (?, ?, ?, ?, ?, ?)",
)


def encode_event(envelope: Envelope) -> bytes:
    """The bytes that are stored and sent, the same for every member."""
    return encode_json(envelope)


@dataclass(slots=True)
class Writing:
    """One transaction's worth of events. Streams that were locked give dense numbers until the commit."""

    now: datetime
    heads: dict[uuid.UUID, int] = field(default_factory=dict)
    _rows: list[EventRow] = field(default_factory=list)
    _frames: dict[uuid.UUID, list[bytes]] = field(default_factory=dict)
    _new_audience: set[uuid.UUID] = field(default_factory=set)
    # What the action writes together with the events.
    orders: list[tuple[Statement, Rows]] = field(default_factory=list)
    # Called once the transaction is committed, before anybody else is told.
    acknowledge: Callable[[], None] | None = None

    def lock(self, streams: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Lock the streams, always in the same order, and learn their heads. Unknown streams are left out."""
        wanted = [_StreamId(stream) for stream in sorted(set(streams) - self.heads.keys())]
        if wanted:
            self.heads.update((read_id(stream), head) for stream, head in ask(_LOCK, wanted))
        return self.heads

    def create(self, stream: uuid.UUID) -> None:
        Stream.objects.create(id=stream)
        self.heads[stream] = 0

    def next_seq(self, stream: uuid.UUID) -> int:
        if stream not in self.heads:
            self.lock([stream])
        return self.heads[stream] + 1

    def append(
        self,
        *,
        stream: uuid.UUID,
        fact: Fact,
        by: uuid.UUID | None,
        changes_audience: bool = False,
        on_timeline: bool = True,
    ) -> tuple[int, bytes]:
        """Give the fact the stream's next number. Returns the number and the encoded event."""
        seq = self.next_seq(stream)
        body = encode_event(Envelope(stream=stream, seq=seq, at=self.now, by=by, event=fact))
        self.heads[stream] = seq
        self._rows.append(EventRow(stream, seq, fact.kind(), changes_audience, on_timeline, body.decode()))
        self._frames.setdefault(stream, []).append(body)
        if changes_audience:
            self._new_audience.add(stream)
        return seq, body

    def admit(self, *, stream: uuid.UUID, person: uuid.UUID, since: int = 0) -> None:
        """Let `person` read everything after number `since`. Announce it by an event that changes the audience."""
        self.lock([stream])
        Follower.objects.create(stream_id=stream, person=person, since=since)

    def forget_spans(self, *, stream: uuid.UUID, person: uuid.UUID) -> None:
        """What somebody could read before they went is not theirs any more."""
        Follower.objects.filter(stream_id=stream, person=person).exclude(until=None).delete()

    def expel(self, *, stream: uuid.UUID, person: uuid.UUID) -> None:
        """End the following at the stream's head as it stands now: append the farewell first."""
        Follower.objects.filter(stream_id=stream, person=person, until=None).update(until=self.heads[stream])

    def flush(self) -> list[Hint]:
        """Write the events, and what else was ordered with them; the hints that are true once this is committed."""
        heads = [_Head(self.heads[stream], stream) for stream in self._frames]
        tell((_ADVANCE, heads), (INSERT_EVENTS, self._rows), *self.orders)
        return [
            Hint(stream, self.heads[stream], () if stream in self._new_audience else tuple(frames))
            for stream, frames in self._frames.items()
        ]


@contextmanager
def writing(*, now: datetime) -> Iterator[Writing]:
    """Open the one transaction of an action; after its commit, and only then, acknowledge and send the hints.

    Lock order, so that two transactions never wait for each other: first the streams of rooms, all in one `lock`,
    then those of people.
    Raises `RuntimeError` when opened inside another transaction: an action is one transaction, never nested.
    """
    with transaction.atomic(durable=True):
        feed = Writing(now=now)
        yield feed
        reach("feed.before_write")
        hints = feed.flush()
        reach("feed.after_write")
    reach("feed.after_commit")
    if feed.acknowledge is not None:
        feed.acknowledge()
    reach("feed.after_acknowledge")
    outlet.announce(hints)
    reach("feed.after_announce")
