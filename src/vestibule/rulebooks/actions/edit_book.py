"""Changing a draft."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.models import Book, BookStep
from vestibule.rulebooks.queries import locked_book
from vestibule.rulebooks.rules import check, refuse_text, refuse_wording


def edit_book(*, actor: Person, book_id: uuid.UUID, text: str, revision: int, now: datetime) -> Book:
    """Keep another wording of a draft, with its mistakes if it has some.

    Raises `NotFound`, `NoDraft`, `BookTextInvalid`, and `DraftChanged` when `revision` is not the last one.
    """
    given = text.replace("\r\n", "\n")
    with writing(now=now):
        book = locked_book(actor, book_id)
        check(refuse_wording(book, revision))
        check(refuse_text(given))
        if given != book.text:
            book.text, book.revision, book.changed_at = given, revision + 1, now
            book.save(update_fields=["text", "revision", "changed_at"])
            BookStep.objects.create(book=book, at=now, by=actor.id, deed=BookStep.Deed.CHANGED)
    return book
