"""Django's SQLite backend with one writer at a time and durable commits.

Why it exists: SQLite before 3.51.3 can corrupt a WAL file when one connection checkpoints while another writes
(https://www.sqlite.org/wal.html#walresetbug), and the SQLite that Python brings is often older. Here every writing
transaction of the process holds one lock, only the holder of that lock ever checkpoints, and a second process on the
same file is refused.
"""

import contextlib
import fcntl
import os
import re
import sqlite3
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

_READS = re.compile(r"\s*(?:SELECT|EXPLAIN|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK TO)\b", re.IGNORECASE)
CHECKPOINT_AFTER_COMMITS = 1000


class FileInUseError(RuntimeError):
    """Another process holds the database file."""


class _Turnstile:
    """The write turn of one database file: first come, first served, one thread at a time, re-entrant."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.commits = 0

    def acquire(self) -> None:
        self._lock.acquire()

    def release(self) -> None:
        self._lock.release()


_turnstiles: dict[str, _Turnstile] = {}
_held_files: dict[str, int] = {}
_registry = threading.Lock()


@lru_cache(maxsize=16)
def _path_of(name: str) -> str | None:
    """The absolute path of a database, none of one in memory. Asked for several times in each transaction."""
    return None if ":memory:" in name or "mode=memory" in name else str(Path(name).absolute())


def _claim_file(path: str) -> None:
    """Take the file for this process until it ends; a second process gets `FileInUseError`."""
    with _registry:
        if path in _held_files:
            return
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            message = (
                f"The database file {Path(path).name} is in use by another Vestibule process (pid {holder}). "
                "SQLite serves one process: stop that one first, or configure PostgreSQL to run several."
            )
            raise FileInUseError(message) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        _held_files[path] = handle


def release_file(path: str) -> None:
    """Give the file back before the process ends (tests and orderly hand-over)."""
    with _registry:
        handle = _held_files.pop(path, None)
        if handle is not None:
            os.close(handle)


def _forget_files_after_fork() -> None:
    # A forked child shares the parent's lock; it must claim the file itself and be refused.
    for handle in _held_files.values():
        os.close(handle)
    _held_files.clear()


os.register_at_fork(after_in_child=_forget_files_after_fork)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections of one process to one file, WAL and `synchronous=FULL`, writing one at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self._holds_turn = False

    # -- connecting -------------------------------------------------------------------------------------------------
    @property
    def _file(self) -> str | None:
        return _path_of(str(self.settings_dict["NAME"]))

    @property
    def turnstile(self) -> _Turnstile:
        with _registry:
            return _turnstiles.setdefault(self._file or f"memory-{self.alias}", _Turnstile())

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        if self._file is not None:
            _claim_file(self._file)
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # Nobody checkpoints by accident; the holder of the turn does it between two commits (see _checkpoint).
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("PRAGMA cache_size=-16000")
        connection.execute("PRAGMA temp_store=MEMORY")
        return connection

    # -- the turn ---------------------------------------------------------------------------------------------------
    def _take_turn(self) -> None:
        if not self._holds_turn:
            self.turnstile.acquire()
            self._holds_turn = True

    def _pass_turn(self) -> None:
        if self._holds_turn:
            self._holds_turn = False
            self.turnstile.release()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            self.cursor().execute("BEGIN IMMEDIATE")
        except BaseException:
            self._pass_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
            self._checkpoint()
        finally:
            if not self._in_sqlite_transaction():
                self._pass_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            if not self._in_sqlite_transaction():
                self._pass_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._pass_turn()

    def _in_sqlite_transaction(self) -> bool:
        return self.connection is not None and self.connection.in_transaction

    def _checkpoint(self) -> None:
        """Fold the log into the file every so often, while nobody else can write."""
        if not self._holds_turn or self._file is None or self.connection is None:
            return
        self.turnstile.commits += 1
        if self.turnstile.commits < CHECKPOINT_AFTER_COMMITS:
            return
        # The answer of an INSERT … RETURNING may still be unread, and then this connection cannot checkpoint. What was
        # written stands all the same; the next commit tries again.
        with contextlib.suppress(sqlite3.OperationalError):
            # PASSIVE never waits for a reader; the next writer starts the log anew once all of it is folded in.
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self.turnstile.commits = 0

    def take_turn_for(self, sql: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401 - returns what the cursor returns
        """Run one statement; a lone write outside a transaction waits for the turn and passes it on after."""
        if self._holds_turn or _READS.match(sql):
            return run()
        self._take_turn()
        try:
            answer = run()
            if not self._in_sqlite_transaction():
                self._checkpoint()
            return answer
        finally:
            if not self._in_sqlite_transaction():
                self._pass_turn()

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401 - Django's own signature
        cursor = self.connection.cursor(factory=_TurnCursor)
        cursor.wrapper = self
        return cursor


class _TurnCursor(base.SQLiteCursorWrapper):
    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 - DB-API
        return self.wrapper.take_turn_for(query, lambda: super(_TurnCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:  # noqa: ANN401 - DB-API
        return self.wrapper.take_turn_for(query, lambda: super(_TurnCursor, self).executemany(query, param_list))
