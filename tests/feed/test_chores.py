"""Chores look at once, go on after a failure, and end after what they have begun."""

import threading
from io import StringIO

import pytest
from django.db import DatabaseError

from tests.house_server import PATIENCE_S
from vestibule.feed.chores import Chore


def test_a_chore_begins_at_once_and_goes_on_while_something_is_left() -> None:
    left, done = [1, 2, 3], threading.Event()

    def act() -> bool:
        left.pop()
        if not left:
            done.set()
        return bool(left)

    chore = Chore("sample", act, every_s=3600)
    chore.start()
    assert done.wait(PATIENCE_S)
    chore.close()
    assert left == []


@pytest.mark.django_db(transaction=True)
def test_a_chore_outlives_a_failure_and_says_nothing_but_its_kind(logged: StringIO) -> None:
    tried = threading.Semaphore(0)

    def act() -> bool:
        tried.release()
        raise DatabaseError("bo@example.org")

    chore = Chore("sample", act, every_s=0.01)
    chore.start()
    for _ in range(3):
        assert tried.acquire(timeout=PATIENCE_S)
    chore.close()
    assert "chore.failed" in logged.getvalue()
    assert "bo@example.org" not in logged.getvalue()


def test_a_chore_that_has_ended_can_begin_again() -> None:
    done = threading.Semaphore(0)

    def act() -> bool:
        done.release()
        return False

    chore = Chore("sample", act, every_s=3600)
    for _ in range(2):
        chore.start()
        assert done.acquire(timeout=PATIENCE_S)
        chore.close()
