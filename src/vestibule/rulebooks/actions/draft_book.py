"""Beginning a book."""

from datetime import datetime, timedelta

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import books
from vestibule.judging.models import Book, BookStep
from vestibule.rulebooks.rules import check, refuse_reader, refuse_text

_BEGINNING = """\
# Whatever is not said here stays as in the book before: clauses, their order, services, texts.
version = "{version}"
title = "{title}"
announced = {announced}
effective = {effective}
notice_days = {notice_days}
predecessor = "{predecessor}"

# A new messenger: take the signs # away and write its names and hosts.
# [[service]]
# id = "chirpolo"
# kind = "messenger"
# names = ["chirpolo"]
# hosts = ["chirpolo.example"]
"""


def draft_book(*, actor: Person, text: str | None = None, now: datetime) -> Book:
    """Begin a draft: with this text, or with one that follows on the newest book and changes nothing yet.

    Raises `NotFound` for who is not staff, `BookTextInvalid`.
    """
    check(refuse_reader(actor))
    given = beginning(now) if text is None else text
    check(refuse_text(given))
    with writing(now=now):
        made = Book.objects.create(text=given, changed_at=now)
        BookStep.objects.create(book=made, at=now, by=actor.id, deed=BookStep.Deed.DRAFTED)
    return made


def beginning(now: datetime) -> str:
    """A book that says the same as the newest one, from the first day that its notice period allows."""
    known = books()
    newest, today = known.newest, now.date()
    days = known.on(today).notice_days
    effective = max(today + timedelta(days=days), newest.effective)
    version, number = effective.isoformat(), 1
    while known.named(version) is not None:
        number += 1
        version = f"{effective.isoformat()}-{number}"
    return _BEGINNING.format(
        version=version,
        title=newest.title.replace("\\", "\\\\").replace('"', '\\"'),
        announced=today.isoformat(),
        effective=effective.isoformat(),
        notice_days=newest.notice_days,
        predecessor=newest.version,
    )
