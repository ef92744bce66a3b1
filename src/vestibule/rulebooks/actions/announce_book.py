"""Announcing a book for a day."""

import uuid
from datetime import date, datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import announced_books, refresh_books
from vestibule.judging.models import Book, BookStep
from vestibule.kit.text import one_line
from vestibule.policy import BookError, BookSource, RuleBook
from vestibule.policy.book_lines import with_dates
from vestibule.rulebooks.queries import DRAFT_NAME, locked_book
from vestibule.rulebooks.rules import (
    BookHasProblems,
    check,
    refuse_announcement,
    refuse_reason,
    refuse_wording,
)


def announce_book(
    *, actor: Person, book_id: uuid.UUID, revision: int, effective: date | None, urgent: str = "", now: datetime
) -> Book:
    """Publish a draft: it answers from its day on, and everybody can read today what will change.

    Without `effective` the day is the one in the text. Today's date, the day and the reason of urgency are written
    into the text. Raises `NotFound`, `NoDraft`, `DraftChanged`, `BookHasProblems`, and what `refuse_announcement` says.
    """
    reason = one_line(urgent)
    check(refuse_reason(reason))
    with writing(now=now):
        book = locked_book(actor, book_id)
        check(refuse_wording(book, revision))
        known = announced_books()
        try:
            drafted = known.with_draft(BookSource(DRAFT_NAME, book.text))
            text = _dated(book.text, drafted, effective=effective, urgent=reason, today=now.date())
            made = known.with_draft(BookSource(DRAFT_NAME, text))
        except BookError as error:
            raise BookHasProblems(error.problems) from error
        check(refuse_announcement(made, known, today=now.date()))
        book.state, book.text, book.version, book.effective = Book.State.ANNOUNCED, text, made.version, made.effective
        book.announced_at = book.changed_at = now
        book.save()
        BookStep.objects.create(book=book, at=now, by=actor.id, deed=BookStep.Deed.ANNOUNCED)
    refresh_books()
    return book


def _dated(text: str, drafted: RuleBook, *, effective: date | None, urgent: str, today: date) -> str:
    day = effective or drafted.effective
    return with_dates(text, announced=today, effective=day, urgent=urgent or drafted.urgent)
