"""A statement that PostgreSQL works on while Python goes on: sent now, its answer fetched later."""

import select
from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.db import connection

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult

_FORGOTTEN = b"26000"
"""SQLSTATE: the server knows no prepared statement of that name."""


class UnderWay:
    """One statement on the thread's connection, which can do nothing else until `number` was asked for.

    psycopg's cursors wait for every answer at once, so this speaks libpq by psycopg's own wrapper of it.
    """

    __slots__ = ("_parameters", "_pgconn", "_text", "_waiting")

    def __init__(self, text: str, parameters: list[bytes]) -> None:
        """Send it. `text` has $1, $2 … for the parameters, which are binary. Raises Django's `DatabaseError`."""
        connection.ensure_connection()
        self._pgconn: PGconn = connection.connection.pgconn
        self._text = text
        self._parameters = parameters
        self._waiting: select.poll | None = None
        with connection.wrap_database_errors:
            self._send()

    def is_done_before(self, bell: int, *, wait: bool) -> bool:
        """Whether the server has answered; if told to, wait until it has or the file descriptor `bell` can be read."""
        waiting = self._waiting
        if waiting is None:
            waiting = self._waiting = select.poll()
            waiting.register(self._pgconn.socket, select.POLLIN)
            waiting.register(bell, select.POLLIN)
        return any(ready != bell for ready, _ in waiting.poll(None if wait else 0))

    def number(self) -> int:
        """Wait for the answer: the one number of its one row. Raises Django's `DatabaseError`."""
        with connection.wrap_database_errors:
            result = self._answer()
            if result is not None and result.error_field(_SQLSTATE) == _FORGOTTEN:
                # psycopg drops all prepared statements of the connection after some that it ran itself.
                _names.pop(self._pgconn, None)
                self._send()
                result = self._answer()
            return int(_sound(result).get_value(0, 0) or 0)

    def _send(self) -> None:
        self._pgconn.send_query_prepared(
            _prepared(self._pgconn, self._text), self._parameters, [1] * len(self._parameters)
        )
        while self._pgconn.flush():
            # A large statement: the server may want to be read before it reads on.
            _wait(self._pgconn, select.POLLIN | select.POLLOUT)
            self._pgconn.consume_input()

    def _answer(self) -> "PGresult | None":
        while True:
            self._pgconn.consume_input()
            if not self._pgconn.is_busy():
                break
            _wait(self._pgconn, select.POLLIN)
        result = self._pgconn.get_result()
        while self._pgconn.get_result() is not None:
            pass
        return result


def _wait(pgconn: "PGconn", events: int) -> None:
    waiting = select.poll()
    waiting.register(pgconn.socket, events)
    waiting.poll()


def _prepared(pgconn: "PGconn", text: str) -> bytes:
    names = _names.setdefault(pgconn, {})
    name = names.get(text)
    if name is None:
        name = b"under_way_%d" % next(_numbers)
        _sound(pgconn.prepare(name, text.encode()))
        names[text] = name
    return name


def _sound(result: "PGresult | None") -> "PGresult":
    # Imported here: without PostgreSQL there need not be a psycopg.
    from psycopg import OperationalError, errors, pq  # noqa: PLC0415

    if result is None:
        message = "the connection was lost"
        raise OperationalError(message)
    if result.status not in {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}:
        raise errors.error_from_result(result)
    return result


_SQLSTATE = ord("C")
"""Where libpq keeps the code of an error."""
_numbers = count()
# What each connection has been told already, by its text.
_names: "WeakKeyDictionary[PGconn, dict[str, bytes]]" = WeakKeyDictionary()
