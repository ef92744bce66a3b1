"""Putting events on streams ahead of any lock: numbered from remembered heads, written only where these still hold.

One statement, one commit, and no question before it. Whoever is refused goes the careful way (`append.writing`).
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from django.db import connection, transaction
from msgspec.structs import astuple

from vestibule.feed import outlet
from vestibule.feed.append import INSERT_EVENTS, Envelope, EventRow, Fact, encode_event
from vestibule.feed.columns import encode_column
from vestibule.feed.sql import Rows, Statement, ask, columns_of
from vestibule.feed.under_way import UnderWay, Wire
from vestibule.kit.failpoints import reach
from vestibule.ports.bus import Hint

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class _Due(msgspec.Struct):
    head: int
    id: uuid.UUID
    was: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written beside each event, one row of another table.

    `types` are PostgreSQL's, by the names of the row's fields after the event's stream and number. There, `postgresql`
    selects from `given`, which has these and the event's `stream` and `seq`; `sqlite` takes all fields of one row.
    """

    types: tuple[tuple[str, str], ...]
    postgresql: str
    sqlite: str


# One row an event, with what stands beside it.
_GIVEN = (("stream", "uuid"), ("seq", "bigint"), ("kind", "text"), ("event", "text"))
# Locked first and in order, like everywhere; a stream that has moved meanwhile drops out, and then nothing is written.
_ALL_OR_NOTHING = (
    "WITH given AS MATERIALIZED (SELECT * FROM unnest({parameters}) AS g({names})),"
    " due AS MATERIALIZED (SELECT stream AS id, min(seq) - 1 AS was, max(seq) AS head FROM given GROUP BY stream),"
    " stands AS MATERIALIZED (SELECT s.id FROM feed_stream s JOIN due d ON d.id = s.id AND d.was = s.head"
    " ORDER BY s.id FOR UPDATE OF s),"
    " free AS MATERIALIZED (SELECT 1 WHERE (SELECT count(*) FROM stands) = (SELECT count(*) FROM due)"
    " AND NOT EXISTS ({unless})),"
    " advanced AS (UPDATE feed_stream s SET head = d.head FROM due d WHERE s.id = d.id AND EXISTS (SELECT FROM free)"
    " RETURNING 1),"
    " told AS (INSERT INTO feed_event (stream_id, seq, kind, changes_audience, on_timeline, body)"
    " SELECT stream, seq, kind, false, true, event FROM given WHERE EXISTS (SELECT FROM free)),"
    " beside AS ({beside} WHERE EXISTS (SELECT FROM free)) SELECT count(*) FROM advanced"
)
_ADVANCE_IN_SQLITE = "UPDATE feed_stream SET head = ?1 WHERE id = ?2 AND head = ?3"


@dataclass(slots=True)
class Line:
    """New events of one stream, numbered from the head that is remembered of it."""

    stream: uuid.UUID
    was: int
    head: int
    frames: list[bytes]
    # The claim's own. Not the claim itself: what knows each other in a circle waits for the collector.
    _rows: list[EventRow]
    _now: datetime

    def append(self, fact: Fact, by: uuid.UUID | None) -> tuple[int, bytes]:
        """Give the fact the stream's next number. Returns the number and the encoded event."""
        self.head = seq = self.head + 1
        body = encode_event(Envelope(self.stream, seq, self._now, by, fact))
        self._rows.append(
            EventRow(self.stream, seq, fact.kind(), changes_audience=False, on_timeline=True, body=body.decode())
        )
        self.frames.append(body)
        return seq, body


@dataclass(slots=True)
class Claim:
    """Events for streams whose heads are remembered. Hints carry them to their readers: none may change an audience."""

    now: datetime
    lines: list[Line] = field(default_factory=list)
    rows: list[EventRow] = field(default_factory=list)
    _under_way: UnderWay | None = None
    _is_written: bool = False

    def line(self, stream: uuid.UUID, head: int) -> Line:
        """Where the stream's events go; each stream has one line."""
        made = Line(stream, head, head, [], self.rows, self.now)
        self.lines.append(made)
        return made

    def begin(
        self, *, beside: Beside, rows: Rows, unless: Statement, asked: Callable[[], Rows], wire: Wire | None = None
    ) -> None:
        """Write everything; or nothing when a stream does not stand where remembered, or `unless` finds any.

        `rows` stand beside the events, one each, in their order; their first two fields are the stream and the number.
        `unless` is asked of `given` in PostgreSQL, of what `asked` gives in SQLite. PostgreSQL works on it from now
        on, and until `wait` the connection, the thread's or `wire`, takes nothing else; SQLite has done so on return.
        Raises `DatabaseError`, `IntegrityError` among them, when nothing could be stored.
        """
        reach("feed.before_write")
        if wire is not None:
            self._under_way = self._write_in_one(wire.connection, beside, rows, unless)
            return
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            self._under_way = self._write_in_one(connection, beside, rows, unless)
        else:
            self._is_written = self._write_in_turn(beside, rows, unless, asked())

    def is_answered(self) -> bool:
        """Whether `wait` need not wait. Raises as `begin` does."""
        return self._under_way is None or self._under_way.is_answered()

    def wait(self) -> bool:
        """Wait for the commit. False when nothing was written. Raises as `begin` does."""
        is_written = bool(self._under_way.number()) if self._under_way else self._is_written
        if is_written:
            reach("feed.after_commit")
        return is_written

    def tell(self, acknowledge: Callable[[], None]) -> None:
        """What was committed is acknowledged, then announced."""
        acknowledge()
        reach("feed.after_acknowledge")
        outlet.announce([Hint(line.stream, line.head, tuple(line.frames)) for line in self.lines])
        reach("feed.after_announce")

    def _write_in_one(self, on: "BaseDatabaseWrapper", beside: Beside, rows: Rows, unless: Statement) -> UnderWay:
        told = [(row.stream, row.seq, row.kind, row.body) for row in self.rows]
        columns = [*zip(*told, strict=True), *list(zip(*map(astuple, rows), strict=True))[2:]]
        types = [of for _, of in (*_GIVEN, *beside.types)]
        return UnderWay(
            on,
            _in_one(beside, unless.postgresql),
            [encode_column(of, values) for of, values in zip(types, columns, strict=True)],
        )

    def _write_in_turn(self, beside: Beside, rows: Rows, unless: Statement, asked: Rows) -> bool:
        due = [_Due(line.head, line.stream, line.was) for line in self.lines]
        with transaction.atomic(durable=True), connection.wrap_database_errors:
            raw = connection.connection
            advanced = raw.executemany(_ADVANCE_IN_SQLITE, columns_of(due)).rowcount
            if advanced != len(due) or ask(unless, asked):
                transaction.set_rollback(True)
                return False
            raw.executemany(INSERT_EVENTS.sqlite, columns_of(self.rows))
            raw.executemany(beside.sqlite, columns_of(rows))
            reach("feed.after_write")
        return True


def open_wire(beside: Beside, unless: Statement) -> Wire:
    """A connection for claims that are written with these. Waits; raises `DatabaseError`."""
    return Wire(_in_one(beside, unless.postgresql))


@lru_cache(maxsize=16)
def _in_one(beside: Beside, unless: str) -> str:
    columns = (*_GIVEN, *beside.types)
    return _ALL_OR_NOTHING.format(
        parameters=", ".join(f"${number}::{of}[]" for number, (_, of) in enumerate(columns, start=1)),
        names=", ".join(name for name, _ in columns),
        unless=unless,
        beside=beside.postgresql,
    )
