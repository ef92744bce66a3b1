"""Throwing a draft away."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.models import Book, BookStep
from vestibule.rulebooks.queries import locked_book
from vestibule.rulebooks.rules import check, refuse_wording


def discard_book(*, actor: Person, book_id: uuid.UUID, now: datetime) -> None:
    """Throw a draft, or what was withdrawn, away. Raises `NotFound`, `NoDraft`."""
    with writing(now=now):
        book = locked_book(actor, book_id)
        if book.state != Book.State.WITHDRAWN:
            check(refuse_wording(book, book.revision))
        book.state, book.changed_at = Book.State.DISCARDED, now
        book.save(update_fields=["state", "changed_at"])
        BookStep.objects.create(book=book, at=now, by=actor.id, deed=BookStep.Deed.DISCARDED)
