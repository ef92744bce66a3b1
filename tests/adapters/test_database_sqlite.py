"""One writer at a time, durable, and one process per file (adapters/database_sqlite)."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import cast

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from tests.race import all_at_once
from vestibule.accounts.models import Organisation
from vestibule.adapters.database_sqlite import base
from vestibule.judging.cleared import ClearedText

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.environ.get("VESTIBULE_DATABASE_URL", "").startswith("postgres"), reason="about SQLite"),
]


def _found(name: str) -> Organisation:
    return Organisation.objects.create(name=ClearedText(name, "display_name"), created_at=timezone.now())


def test_every_connection_is_durable_and_leaves_the_log_to_the_writer() -> None:
    def pragmas() -> list[object]:
        with connection.cursor() as cursor:
            names = ("journal_mode", "synchronous", "wal_autocheckpoint")
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert all_at_once([pragmas, pragmas]) == [["wal", 2, 0]] * 2


def test_many_writers_take_turns() -> None:
    def write() -> None:
        for number in range(10):
            with transaction.atomic():
                _found(f"inside {number}")
            _found(f"alone {number}")

    assert all_at_once([write] * 6) == [None] * 6
    assert Organisation.objects.count() == 120


def test_a_turn_is_passed_on_when_its_holder_fails() -> None:
    def fail() -> None:
        with transaction.atomic():
            _found("lost")
            raise ZeroDivisionError

    came = all_at_once([fail, fail, lambda: _found("kept")])
    assert [type(one) for one in came] == [ZeroDivisionError, ZeroDivisionError, Organisation]
    assert [one.name for one in Organisation.objects.all()] == ["kept"]


def test_readers_never_wait_for_a_writer() -> None:
    is_writing, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            _found("not yet")
            is_writing.set()
            assert may_end.wait(20)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert is_writing.wait(20)
    assert Organisation.objects.count() == 0
    may_end.set()
    writer.join()
    assert Organisation.objects.count() == 1


def test_the_log_is_folded_in_by_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "CHECKPOINT_AFTER_COMMITS", 5)
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    for number in range(200):
        _found(f"number {number}")
    # Two hundred commits of several pages each, and yet the log is small: it was begun anew again and again.
    assert log.stat().st_size < 200 * 4096
    assert Organisation.objects.count() == 200


_OPEN = """
import sqlite3, sys
import django
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "vestibule.adapters.database_sqlite", "NAME": sys.argv[1]}})
django.setup()
from django.db import connection
from vestibule.adapters.database_sqlite.base import FileInUseError
try:
    connection.ensure_connection()
except FileInUseError as error:
    print(error)
else:
    print("open")
"""


def test_a_second_process_on_the_file_is_refused_in_words(tmp_path: Path) -> None:
    def second(path: object) -> str:
        command = [sys.executable, "-c", _OPEN, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    refused = second(connection.settings_dict["NAME"])
    assert f"in use by another Vestibule process (pid {os.getpid()})" in refused
    assert "configure PostgreSQL" in refused
    assert second(tmp_path / "another.sqlite3") == "open\n"


def test_a_checkpoint_that_comes_at_a_bad_moment_harms_no_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """An INSERT with RETURNING outside a transaction commits while its answer is still unread."""
    monkeypatch.setattr(base, "CHECKPOINT_AFTER_COMMITS", 1)
    insert = "INSERT INTO web_answeredrequest (person, key, fingerprint, body, at) VALUES (%s, %s, '', '', %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"{insert} RETURNING key", ["0" * 32, "unread", timezone.now()])
        # The control: with the answer unread a checkpoint is indeed impossible.
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connection.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        assert cursor.fetchall() == [("unread",)]
        cursor.execute(insert, ["0" * 32, "next", timezone.now()])
    assert cast("base.DatabaseWrapper", connections["default"]).turnstile.commits == 0
