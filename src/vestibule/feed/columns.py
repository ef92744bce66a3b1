"""Columns in PostgreSQL's binary form of arrays, which it reads with far less work than the same rows as JSON.

The form is that of `array_recv` and the elements' own `recv` functions (src/backend/utils/adt of PostgreSQL).
"""

import struct
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_HEADER = struct.Struct("!iiIii")
_LENGTH = struct.Struct("!i").pack
_NUMBER = struct.Struct("!q").pack


def _uuid(value: uuid.UUID) -> bytes:
    return value.bytes


def _microseconds(value: datetime) -> bytes:
    return _NUMBER((value - _EPOCH) // timedelta(microseconds=1))


# The number of each type in the catalogue, fixed for all times, and the form of one value.
_TYPES: dict[str, tuple[int, Callable[[Any], bytes]]] = {
    "uuid": (2950, _uuid),
    "bigint": (20, _NUMBER),
    "text": (25, str.encode),
    "timestamptz": (1184, _microseconds),
}


def encode_column(of: str, values: Sequence[Any]) -> bytes:
    """The values as one parameter of the type `of`[], one of uuid, bigint, text, timestamptz. None may be missing.

    Raises `UnicodeEncodeError` for a text with half a surrogate pair.
    """
    number, encode = _TYPES[of]
    parts = [_HEADER.pack(1, 0, number, len(values), 1)]
    for value in values:
        encoded = encode(value)
        parts += (_LENGTH(len(encoded)), encoded)
    return b"".join(parts)
