"""The few lines of SQL dialect that the hot path needs; everything else goes through the ORM."""

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection
from msgspec.structs import astuple

encode_rows = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about many rows, said in both dialects.

    `postgresql` takes the rows as one JSON array; so does `sqlite` when it is asked, while for writing it takes the
    columns of one row and is run for each.
    """

    postgresql: str
    sqlite: str


Rows = Sequence[msgspec.Struct]


def ask(statement: Statement, rows: Rows) -> list[tuple[Any, ...]]:
    """The answer to one question about many rows. Django's cursors are left out: they cost more than the question."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return run_prepared(statement.postgresql, [rows]).fetchall()  # type: ignore[no-any-return]
        found = connection.connection.execute(statement.sqlite, (encode_rows(columns_of(rows)).decode(),))
        return found.fetchall()  # type: ignore[no-any-return]


def tell(*orders: tuple[Statement, Rows]) -> None:
    """Write rows, inside a transaction. On PostgreSQL all of it is one statement, hence one round trip."""
    given = [(statement, rows) for statement, rows in orders if rows]
    if not given:
        return
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            text = _in_one(tuple(statement.postgresql for statement, _ in given))
            run_prepared(text, [rows for _, rows in given])
        else:
            for statement, rows in given:
                connection.connection.executemany(statement.sqlite, columns_of(rows))


@lru_cache(maxsize=64)
def _in_one(statements: tuple[str, ...]) -> str:
    """Several writing statements as one. They do not see each other's work, and need not."""
    *before, last = statements
    parts = [f"w{number} AS ({statement} RETURNING 1)" for number, statement in enumerate(before)]
    return f"WITH {', '.join(parts)} {last}" if parts else last


def run_prepared(text: str, parameters: Sequence[Rows]) -> Any:  # noqa: ANN401 - psycopg is optional
    """Run PostgreSQL's own statement, each parameter the rows as one JSON array. Returns psycopg's cursor."""
    # Imported here: without PostgreSQL there need not be a psycopg.
    import psycopg  # noqa: PLC0415

    cursor = getattr(_own, "cursor", None)
    if cursor is None or cursor.connection is not connection.connection:
        # Django turns preparing off for its own cursors, which this is not.
        connection.connection.prepare_threshold = 0
        cursor = _own.cursor = psycopg.Cursor(connection.connection)
    return cursor.execute(text, [encode_rows(rows).decode() for rows in parameters])


# Each thread has a connection of its own, and here the cursor on it.
_own = threading.local()


def columns_of(rows: Rows) -> list[tuple[Any, ...]]:
    """The rows as Django keeps them in SQLite."""
    return [
        tuple([_STORED[type(value)](value) if type(value) in _STORED else value for value in astuple(row)])
        for row in rows
    ]


@lru_cache(maxsize=8)
def _without_zone(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


# Ids as 32 hex digits, times in UTC without saying so.
_STORED: dict[type, Callable[[Any], str]] = {uuid.UUID: lambda one: one.hex, datetime: _without_zone}


def id_parameter(value: uuid.UUID) -> uuid.UUID | str:
    """An id the way the current database stores it (Django keeps 32 hex digits in SQLite)."""
    return value if connection.vendor == "postgresql" else value.hex


def ids_clause(column: str, ids: Sequence[uuid.UUID]) -> tuple[str, list[Any]]:
    """`column` is one of `ids`, with the parameters for it. One plan for any number of ids on PostgreSQL."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(ids)]
    return f"{column} IN ({','.join(['%s'] * len(ids))})", [one.hex for one in ids]


def read_id(value: uuid.UUID | str) -> uuid.UUID:
    """An id as it came from a plain cursor."""
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)
