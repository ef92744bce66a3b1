"""Taking back what was announced."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import announced_books, refresh_books
from vestibule.judging.models import Book, BookStep
from vestibule.rulebooks.queries import locked_book
from vestibule.rulebooks.rules import check, refuse_withdrawal


def withdraw_book(*, actor: Person, book_id: uuid.UUID, now: datetime) -> Book:
    """Take an announced book back before its day; its text can be copied into another draft.

    Raises `NotFound`, `NotWithdrawable`.
    """
    with writing(now=now):
        book = locked_book(actor, book_id)
        check(refuse_withdrawal(book, announced_books(), today=now.date()))
        book.state, book.changed_at = Book.State.WITHDRAWN, now
        book.save(update_fields=["state", "changed_at"])
        BookStep.objects.create(book=book, at=now, by=actor.id, deed=BookStep.Deed.WITHDRAWN)
    refresh_books()
    return book
