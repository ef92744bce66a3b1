"""A statement that PostgreSQL works on while Python goes on: sent now, its answer fetched later."""

import os
import select
from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from psycopg.pq.abc import PGconn, PGresult

_FORGOTTEN = b"26000"
"""SQLSTATE: the server knows no prepared statement of that name."""


class Wire:
    """A connection beside those of the threads, for statements that somebody on an event loop has under way.

    Opened and closed on a thread, where that may take its time; nothing else here ever waits.
    """

    def __init__(self, *texts: str) -> None:
        """Connect, and prepare these statements. Raises Django's `DatabaseError`."""
        self.connection = connections[DEFAULT_DB_ALIAS].copy()
        self.connection.inc_thread_sharing()
        self.connection.connect()
        pgconn: PGconn = self.connection.connection.pgconn
        try:
            with self.connection.wrap_database_errors:
                for text in texts:
                    _prepared(pgconn, text)
        except DatabaseError:
            self.connection.close()
            raise
        # One's own: libpq closes the other by itself when the server goes, and its number may soon be somebody else's.
        self._ear = os.dup(pgconn.socket)

    def fileno(self) -> int:
        """What can be read once the server has said something, or has gone."""
        return self._ear

    def is_lost(self) -> bool:
        """Whether the server has gone; asked while nothing is under way."""
        pgconn: PGconn = self.connection.connection.pgconn
        try:
            with self.connection.wrap_database_errors:
                pgconn.consume_input()
        except DatabaseError:
            return True
        return bool(self.connection.connection.closed)

    def close(self) -> None:
        self.connection.close()
        os.close(self._ear)


class UnderWay:
    """One statement on a connection, which can do nothing else until `number` was asked for.

    psycopg's cursors wait for every answer at once, so this speaks libpq by psycopg's own wrapper of it.
    """

    __slots__ = ("_on", "_parameters", "_pgconn", "_text")

    def __init__(self, on: "BaseDatabaseWrapper", text: str, parameters: list[bytes]) -> None:
        """Send it. `text` has $1, $2 … for the parameters, which are binary. Raises Django's `DatabaseError`."""
        self._on = on
        self._pgconn: PGconn = on.connection.pgconn
        self._text = text
        self._parameters = parameters
        with on.wrap_database_errors:
            self._send()

    def is_answered(self) -> bool:
        """Whether `number` need not wait. Never waits. Raises Django's `DatabaseError`."""
        with self._on.wrap_database_errors:
            self._pgconn.consume_input()
            return not self._pgconn.is_busy()

    def number(self) -> int:
        """Wait for the answer: the one number of its one row. Raises Django's `DatabaseError`."""
        with self._on.wrap_database_errors:
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
        while (more := self._pgconn.get_result()) is not None:
            # The statement's own answer came before its commit, which failed.
            result = more
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
