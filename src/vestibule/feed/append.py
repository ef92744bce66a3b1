"""Putting events on streams: the only way in, inside the caller's one transaction."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db import connection, transaction

from vestibule.feed import outlet
from vestibule.feed.models import Follower, Stream
from vestibule.feed.sql import id_parameter, ids_clause, read_id
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


class _Row(NamedTuple):
    stream: uuid.UUID
    seq: int
    kind: str
    changes_audience: bool
    on_timeline: bool
    body: bytes


def encode_event(envelope: Envelope) -> bytes:
    """The bytes that are stored and sent, the same for every member."""
    return encode_json(envelope)


@dataclass(slots=True)
class Writing:
    """One transaction's worth of events. Streams that were locked give dense numbers until the commit."""

    now: datetime
    heads: dict[uuid.UUID, int] = field(default_factory=dict)
    _rows: list[_Row] = field(default_factory=list)
    _touched: set[uuid.UUID] = field(default_factory=set)
    # Called once the transaction is committed, before anybody else is told.
    acknowledge: Callable[[], None] | None = None

    def lock(self, streams: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
        """Lock the streams, always in the same order, and learn their heads. Unknown streams are left out."""
        wanted = sorted(set(streams) - self.heads.keys())
        if wanted:
            self.heads.update(_locked_heads(wanted))
        return self.heads

    def create(self, stream: uuid.UUID) -> None:
        Stream.objects.create(id=stream)
        self.heads[stream] = 0

    def next_seq(self, stream: uuid.UUID) -> int:
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
        self._rows.append(_Row(stream, seq, fact.kind(), changes_audience, on_timeline, body))
        self._touched.add(stream)
        return seq, body

    def admit(self, *, stream: uuid.UUID, person: uuid.UUID, since: int = 0) -> None:
        """Let `person` read everything after number `since`. Announce it by an event that changes the audience."""
        self.lock([stream])
        Follower.objects.create(stream_id=stream, person=person, since=since)

    def expel(self, *, stream: uuid.UUID, person: uuid.UUID) -> None:
        """End the following at the stream's head as it stands now: append the farewell first."""
        Follower.objects.filter(stream_id=stream, person=person, until=None).update(until=self.heads[stream])

    def flush(self) -> list[Hint]:
        """Write the rows and return the hints that are true once this is committed."""
        if not self._rows:
            return []
        _write(self._rows, {stream: self.heads[stream] for stream in self._touched})
        return _hints(self._rows)


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


def _locked_heads(streams: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    clause, parameters = ids_clause("id", streams)
    lock = " ORDER BY id FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, head FROM feed_stream WHERE {clause}{lock}", parameters)  # noqa: S608
        return {read_id(row[0]): row[1] for row in cursor.fetchall()}


def _write(rows: Sequence[_Row], heads: dict[uuid.UUID, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE feed_stream SET head = %s WHERE id = %s",
            [(head, id_parameter(stream)) for stream, head in heads.items()],
        )
        cursor.executemany(
            "INSERT INTO feed_event (stream_id, seq, kind, changes_audience, on_timeline, body)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [(id_parameter(row.stream), *row[1:5], row.body.decode()) for row in rows],
        )


def _hints(rows: Sequence[_Row]) -> list[Hint]:
    by_stream: dict[uuid.UUID, list[_Row]] = {}
    for row in rows:
        by_stream.setdefault(row.stream, []).append(row)
    return [
        Hint(
            stream=stream,
            head=events[-1].seq,
            frames=() if any(event.changes_audience for event in events) else tuple(event.body for event in events),
        )
        for stream, events in by_stream.items()
    ]
