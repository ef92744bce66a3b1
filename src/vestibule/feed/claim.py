"""Putting events on streams ahead of any lock: numbered from remembered heads, written only where these still hold.

One statement, one commit, and no question before it. Whoever is refused goes the careful way (`append.writing`).
"""

import uuid
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
from django.db import connection, transaction

from vestibule.feed import outlet
from vestibule.feed.append import INSERT_EVENTS, Numbering
from vestibule.feed.sql import Rows, Statement, ask, columns_of, run_prepared
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
class Claim(Numbering):
    """Events for streams whose heads are remembered. Hints carry them to their readers: none may change an audience."""

    _was: dict[uuid.UUID, int] = field(default_factory=dict)

    def remember(self, stream: uuid.UUID, head: int) -> None:
        """Number the stream's events from this head."""
        self._was[stream] = self.heads[stream] = head

    def write(self, *, unless: Statement, asked: Rows) -> bool:
        """Write everything, commit, acknowledge and announce; or nothing at all, and say False.

        False when a stream no longer stands where it was remembered, or when `unless` finds anything for `asked`.
        Raises `DatabaseError`, `IntegrityError` among them, when nothing could be stored.
        """
        due = [_Due(self.heads[stream], stream, self._was[stream]) for stream in self.frames]
        reach("feed.before_write")
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            is_written = self._write_in_one(due, unless, asked)
        else:
            is_written = self._write_in_turn(due, unless, asked)
        if is_written:
            reach("feed.after_commit")
            if self.acknowledge is not None:
                self.acknowledge()
            reach("feed.after_acknowledge")
            outlet.announce([Hint(stream, self.heads[stream], tuple(frames)) for stream, frames in self.frames.items()])
            reach("feed.after_announce")
        return is_written

    def _write_in_one(self, due: Rows, unless: Statement, asked: Rows) -> bool:
        orders = [(INSERT_EVENTS, self.rows), *self.orders]
        text = _in_one(unless.postgresql, tuple(statement.postgresql for statement, _ in orders))
        with connection.wrap_database_errors:
            (advanced,) = run_prepared(text, [due, asked, *(rows for _, rows in orders)]).fetchone()
        return bool(advanced)

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
    return _ALL_OR_NOTHING.replace("{unless}", unless).replace("{orders}", ", ".join(parts))
