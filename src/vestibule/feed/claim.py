"""Putting events on streams ahead of any lock: numbered from remembered heads, written only where these still hold.

One statement, one commit, and no question before it. Whoever is refused goes the careful way (`append.writing`).
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count

import msgspec
from django.db import connection, transaction

from vestibule.feed import outlet
from vestibule.feed.append import INSERT_EVENTS, Envelope, EventRow, Fact, encode_event
from vestibule.feed.sql import Rows, Statement, ask, columns_of, encode_rows
from vestibule.feed.under_way import UnderWay
from vestibule.kit.failpoints import reach
from vestibule.ports.bus import Hint


class _Due(msgspec.Struct):
    head: int
    id: uuid.UUID
    was: int


# Locked first and in order, like everywhere; a stream that has moved meanwhile drops out, and then nothing is written.
_ALL_OR_NOTHING = (
    "WITH due AS MATERIALIZED (SELECT * FROM json_to_recordset(%s::json) AS d(head bigint, id uuid, was bigint)),"
    " stands AS MATERIALIZED (SELECT s.id FROM feed_stream s JOIN due d ON d.id = s.id AND d.was = s.head"
    " ORDER BY s.id FOR UPDATE OF s),"
    " free AS MATERIALIZED (SELECT 1 WHERE (SELECT count(*) FROM stands) = (SELECT count(*) FROM due)"
    " AND NOT EXISTS ({unless})),"
    " advanced AS (UPDATE feed_stream s SET head = d.head FROM due d WHERE s.id = d.id AND EXISTS (SELECT FROM free)"
    " RETURNING 1), {orders} SELECT count(*) FROM advanced"
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
    # What the action writes together with the events.
    orders: list[tuple[Statement, Rows]] = field(default_factory=list)
    _under_way: UnderWay | None = None
    _is_written: bool = False

    def line(self, stream: uuid.UUID, head: int) -> Line:
        """Where the stream's events go; each stream has one line."""
        made = Line(stream, head, head, [], self.rows, self.now)
        self.lines.append(made)
        return made

    @property
    def is_under_way(self) -> bool:
        """Whether the database works on it while Python goes on."""
        return self._under_way is not None

    def begin(self, *, unless: Statement, asked: Rows) -> None:
        """Write everything; or nothing when a stream does not stand where remembered, or `unless` finds any `asked`.

        PostgreSQL works on it from now on, and until `wait` the thread's connection takes nothing else; SQLite has done
        so on return. Raises `DatabaseError`, `IntegrityError` among them, when nothing could be stored.
        """
        due = [_Due(line.head, line.stream, line.was) for line in self.lines]
        reach("feed.before_write")
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            self._under_way = self._write_in_one(due, unless, asked)
        else:
            self._is_written = self._write_in_turn(due, unless, asked)

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

    def _write_in_one(self, due: Rows, unless: Statement, asked: Rows) -> UnderWay:
        orders = [(INSERT_EVENTS, self.rows), *self.orders]
        text = _in_one(unless.postgresql, tuple(statement.postgresql for statement, _ in orders))
        return UnderWay(text, [encode_rows(rows) for rows in (due, asked, *(rows for _, rows in orders))])

    def _write_in_turn(self, due: Rows, unless: Statement, asked: Rows) -> bool:
        with transaction.atomic(durable=True), connection.wrap_database_errors:
            raw = connection.connection
            advanced = raw.executemany(_ADVANCE_IN_SQLITE, columns_of(due)).rowcount
            if advanced != len(due) or ask(unless, asked):
                transaction.set_rollback(True)
                return False
            for statement, rows in [(INSERT_EVENTS, self.rows), *self.orders]:
                raw.executemany(statement.sqlite, columns_of(rows))
            reach("feed.after_write")
        return True


@lru_cache(maxsize=16)
def _in_one(unless: str, orders: tuple[str, ...]) -> str:
    parts = [
        f"w{number} AS ({statement} WHERE EXISTS (SELECT FROM free) RETURNING 1)"
        for number, statement in enumerate(orders)
    ]
    text = _ALL_OR_NOTHING.replace("{unless}", unless).replace("{orders}", ", ".join(parts))
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", text)
