"""The house's part in leaving: a thread that deletes the accounts whose days of grace are over."""

import threading

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from vestibule.accounts.actions.leave_vestibule import delete_account
from vestibule.accounts.models import Person
from vestibule.kit.refusals import Refusal

log = structlog.get_logger(__name__)
LOOKS_EVERY_S = 600.0


def delete_due_accounts() -> int:
    """Delete every account that is due; one that cannot be deleted now does not hold up the others. Counts them."""
    now, done = timezone.now(), 0
    for person in Person.objects.filter(leaves_at__lte=now, deleted_at=None):
        try:
            delete_account(actor=person, now=now)
            done += 1
        except (DatabaseError, Refusal) as error:
            # The next look goes on where this one stopped.
            log.warning("accounts.not_deleted", person=str(person.id), error=type(error).__name__)
    return done


class Farewells:
    """Looks for due accounts now and then; nothing depends on its being on time."""

    def __init__(self) -> None:
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._ends.clear()
        self._thread = threading.Thread(target=self._look, name="farewells", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, after what is under way."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _look(self) -> None:
        while not self._ends.wait(LOOKS_EVERY_S):
            try:
                delete_due_accounts()
            except DatabaseError as error:
                log.warning("accounts.not_looked", error=type(error).__name__)
            finally:
                connection.close()


farewells = Farewells()
