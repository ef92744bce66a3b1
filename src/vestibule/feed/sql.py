"""The few lines of SQL dialect that the hot path needs; everything else goes through the ORM."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection
from msgspec.structs import astuple

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about many rows, said in both dialects.

    `postgresql` takes the rows as one JSON array; so does `sqlite` when it is asked, while for writing it takes the
    columns of one row and is run for each.
    """

    postgresql: str
    sqlite: str


Rows = Sequence[msgspec.Struct]


def ask(*questions: tuple[Statement, Rows]) -> list[list[tuple[Any, ...]]]:
    """The answers to questions that are asked in this order, each seeing what the one before it has locked.

    One round trip on PostgreSQL, where statements stay prepared. Django's cursors are left out: they cost more than
    the questions.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return _ask_postgresql(questions)
        return [
            connection.connection.execute(statement.sqlite, (_encode(_columns(rows)).decode(),)).fetchall()
            for statement, rows in questions
        ]


def tell(*orders: tuple[Statement, Rows]) -> None:
    """Write rows, in this order. Inside a transaction only; one round trip on PostgreSQL."""
    given = [(statement, rows) for statement, rows in orders if rows]
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with connection.connection.pipeline():
                for statement, rows in given:
                    _execute_prepared(statement, rows)
        else:
            for statement, rows in given:
                connection.connection.executemany(statement.sqlite, _columns(rows))


def _ask_postgresql(questions: Sequence[tuple[Statement, Rows]]) -> list[list[tuple[Any, ...]]]:
    with ExitStack() as round_trip:
        if len(questions) > 1:
            round_trip.enter_context(connection.connection.pipeline())
        asked = [_execute_prepared(statement, rows) for statement, rows in questions]
        return [cursor.fetchall() for cursor in asked]


def _execute_prepared(statement: Statement, rows: Rows) -> Any:  # noqa: ANN401 - psycopg is optional
    # Imported here: without PostgreSQL there need not be a psycopg.
    import psycopg  # noqa: PLC0415

    # Django turns preparing off for its own cursors, which these are not.
    connection.connection.prepare_threshold = 0
    cursor = psycopg.Cursor(connection.connection)
    return cursor.execute(statement.postgresql, (_encode(rows).decode(),))


def _columns(rows: Rows) -> list[tuple[Any, ...]]:
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
