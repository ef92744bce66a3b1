"""The few lines of SQL dialect that the hot path needs; everything else goes through the ORM."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection


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
