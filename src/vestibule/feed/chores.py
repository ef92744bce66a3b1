"""What the house does on its own now and then. Nothing may depend on a chore's being on time."""

import threading
from collections.abc import Callable

import structlog
from django.db import DatabaseError, connections

from vestibule.kit.refusals import Refusal

log = structlog.get_logger(__name__)


class Chore:
    """A thread that does something at once and then every so many seconds.

    `act` is true when it has left something to do: then it goes on without a pause. What fails is tried again after
    the pause. Several processes may run the same chore.
    """

    def __init__(self, name: str, act: Callable[[], bool], *, every_s: float) -> None:
        self.name = name
        self._act = act
        self._every_s = every_s
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._ends.clear()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, after what is under way."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        pause_s = 0.0
        while True:
            try:
                pause_s = 0.0 if self._act() else self._every_s
            except (DatabaseError, Refusal) as error:
                log.error("chore.failed", chore=self.name, error=type(error).__name__)
                pause_s = self._every_s
            finally:
                # A pause is long for a connection, and a failure may have been the connection's.
                connections.close_all()
            if self._ends.wait(pause_s):
                return
