"""Columns in PostgreSQL's binary form of arrays, which it reads with far less work than the same rows as JSON.

The form is that of `array_recv` and the elements' own `recv` functions (src/backend/utils/adt of PostgreSQL).
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_HEADER = struct.Struct("!iiIii")
_LENGTH = struct.Struct("!i").pack
_NUMBER = struct.Struct("!q").pack


@lru_cache(maxsize=8)
def _microseconds(value: datetime) -> bytes:
    return _NUMBER((value - _EPOCH) // timedelta(microseconds=1))


# The number of each type in the catalogue, fixed for all times, the form of one value, and how long all values are.
_TYPES: dict[str, tuple[int, Callable[[Any], bytes], int | None]] = {
    "uuid": (2950, attrgetter("bytes"), 16),
    "bigint": (20, _NUMBER, 8),
    "text": (25, str.encode, None),
    "timestamptz": (1184, _microseconds, 8),
}


def encode_column(of: str, values: Sequence[Any]) -> bytes:
    """The values as one parameter of the type `of`[], one of uuid, bigint, text, timestamptz. None may be missing.

    Raises `UnicodeEncodeError` for a text with half a surrogate pair.
    """
    number, encode, length = _TYPES[of]
    parts = [_HEADER.pack(1, 0, number, len(values), 1)]
    if length is not None:
        # The length stands before each value, and so between what is joined.
        return _LENGTH(length).join([*parts, *map(encode, values)])
    for encoded in map(encode, values):
        parts += (_LENGTH(len(encoded)), encoded)
    return b"".join(parts)
