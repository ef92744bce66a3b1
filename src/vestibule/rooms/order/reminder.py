"""The reminder: a thread that looks every few minutes whether somebody has been waiting for an answer for a day."""

import threading

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.rooms.actions.remind_of_questions import MOST_AT_ONCE, remind_of_questions

log = structlog.get_logger(__name__)

LOOKS_EVERY_S = 300.0


class Reminder:
    """Several processes may run one each: a question is reminded of once."""

    def __init__(self) -> None:
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look at once, then every few minutes, in a thread of its own."""
        self._ends.clear()
        self._thread = threading.Thread(target=self._run, name="reminder", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the look under way."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        is_level = False
        while not self._ends.wait(LOOKS_EVERY_S if is_level else 0):
            is_level = True
            try:
                is_level = remind_of_questions(now=timezone.now()) < MOST_AT_ONCE
            except DatabaseError as error:
                log.error("rooms.not_reminded", error=type(error).__name__)
                connections.close_all()
        connections.close_all()


reminder = Reminder()
