"""The house's part in leaving: it deletes the accounts whose days of grace are over."""

import structlog
from django.db import DatabaseError
from django.utils import timezone

from vestibule.accounts.actions.leave_vestibule import delete_account
from vestibule.accounts.models import Person
from vestibule.feed.chores import Chore
from vestibule.kit.refusals import Refusal

log = structlog.get_logger(__name__)


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


def say_farewells() -> bool:
    """Delete what is due, all of it."""
    delete_due_accounts()
    return False


farewells = Chore("farewells", say_farewells, every_s=600.0)
