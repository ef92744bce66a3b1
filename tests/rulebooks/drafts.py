"""Books for tests: a messenger that nobody knows yet."""

from datetime import date, timedelta

from django.utils import timezone

from vestibule.accounts.models import Person
from vestibule.judging.models import Book
from vestibule.rulebooks.actions.announce_book import announce_book
from vestibule.rulebooks.actions.draft_book import draft_book

NEWEST = "2020-06-26"
MESSENGER = """
[[service]]
id = "chirpolo"
kind = "messenger"
names = ["chirpolo"]
hosts = ["chirpolo.example"]
"""
BY_NAME = "let's talk on chirpolo"
BY_HOST = "here I am: https://chirpolo.example/bo-builds"


def today() -> date:
    return timezone.now().date()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def messenger_book(*, effective: date | None = None, version: str = "chirpolo-1", predecessor: str = NEWEST) -> str:
    """A book that adds the messenger and changes nothing else."""
    return (
        f'version = "{version}"\ntitle = "A new messenger"\nannounced = {today()}\n'
        f'effective = {effective or in_days(20)}\nnotice_days = 15\npredecessor = "{predecessor}"\n{MESSENGER}'
    )


def drafted(actor: Person, text: str | None = None) -> Book:
    return draft_book(actor=actor, text=text or messenger_book(), now=timezone.now())


def announced(actor: Person, text: str | None = None, *, effective: date | None = None, urgent: str = "") -> Book:
    draft = drafted(actor, text)
    return announce_book(
        actor=actor,
        book_id=draft.id,
        revision=draft.revision,
        effective=effective,
        urgent=urgent,
        now=timezone.now(),
    )
