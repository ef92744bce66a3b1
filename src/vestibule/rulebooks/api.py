"""Books over the API: those that are known for everybody, drafts for staff."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.judging.books import book_on, books
from vestibule.judging.models import Book
from vestibule.kit.refusals import InvalidInput
from vestibule.policy import RuleBook, Situation, SituationError, parse_situation
from vestibule.rulebooks.actions.announce_book import announce_book
from vestibule.rulebooks.actions.discard_book import discard_book
from vestibule.rulebooks.actions.draft_book import draft_book
from vestibule.rulebooks.actions.edit_book import edit_book
from vestibule.rulebooks.actions.withdraw_book import withdraw_book
from vestibule.rulebooks.change_words import Comparison, comparison
from vestibule.rulebooks.queries import (
    BookCard,
    WrittenBook,
    published,
    published_book,
    read_draft,
    steps_of,
    visible_book,
    written_books,
)
from vestibule.rulebooks.rule_words import BookInWords, book_in_words
from vestibule.rulebooks.rules import BookHasProblems
from vestibule.rulebooks.shown import language_now, trial_shown, try_text, written_book
from vestibule.web.api import as_json, idempotent
from vestibule.web.described import are_structs, described

router = Router(tags=["rule"])


class Strict(Schema):
    model_config = {"extra": "forbid"}


class BookPage(Schema):
    """The newest first; there is no second page."""

    items: list[Any] = Field(json_schema_extra=are_structs(BookCard))
    next: str | None


class WrittenPage(Schema):
    """The last changed first; there is no second page."""

    items: list[Any] = Field(json_schema_extra=are_structs(WrittenBook))
    next: str | None


class NewDraft(Strict):
    """Without `text` the draft follows on the newest book and changes nothing yet."""

    text: str | None = None


class DraftChange(Strict):
    """`revision` is the one that the text was changed from."""

    text: str
    revision: int


class Announcement(Strict):
    """`effective` left out: the day that the text names. `urgent` says why people are told later than promised."""

    revision: int
    effective: date | None = None
    urgent: str = ""


class TextToTry(Strict):
    """A text and its circumstances. It is judged and not kept."""

    text: str
    surface: str = "message"
    relationship: str = "none"
    client_plan: str = "basic"
    purpose: str | None = None


class TrialAnswer(Schema):
    """The verdict of the book in force, and that of the draft unless it has mistakes."""

    now: dict[str, Any]
    then: dict[str, Any] | None


@router.get("/books", response=BookPage, auth=None, summary="The rule books: in force, announced, past")
def list_books(request: HttpRequest) -> HttpResponse:
    return as_json({"items": published(today=_today()), "next": None})


@router.get("/books/in-force", response=described(BookInWords), auth=None, summary="The rule in words")
def get_book_in_force(request: HttpRequest) -> HttpResponse:
    return as_json(book_in_words(book_on(_today()), language_now()))


@router.get("/books/{version}", response=described(BookInWords), auth=None, summary="A rule book in words")
def get_book(request: HttpRequest, version: str) -> HttpResponse:
    return as_json(book_in_words(published_book(version), language_now()))


@router.get(
    "/books/{version}/changes", response=described(Comparison), auth=None, summary="What a book changes, in words"
)
def get_changes(request: HttpRequest, version: str, since: str | None = None) -> HttpResponse:
    book = published_book(version)
    before = published_book(since) if since else books().named(book.predecessor or "")
    return as_json(comparison(before or book, book))


@router.get("/staff/books", response=WrittenPage, summary="Books written here: drafts and published (staff)")
def list_written(request: HttpRequest) -> HttpResponse:
    found = written_books(asker(request))
    steps = steps_of(found)
    return as_json({"items": [written_book(one, steps.get(one.id, [])) for one in found], "next": None})


@router.post("/staff/books", response={201: described(WrittenBook)}, summary="Draft a book (staff)")
@idempotent
def post_draft(request: HttpRequest, data: NewDraft) -> HttpResponse:
    return _answer(draft_book(actor=asker(request), text=data.text, now=timezone.now()), status=201)


@router.get("/staff/books/{book_id}", response=described(WrittenBook), summary="One book with its mistakes (staff)")
def get_written(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    return _answer(visible_book(asker(request), book_id))


@router.patch("/staff/books/{book_id}", response=described(WrittenBook), summary="Change a draft (staff)")
@idempotent
def patch_draft(request: HttpRequest, book_id: uuid.UUID, data: DraftChange) -> HttpResponse:
    changed = edit_book(
        actor=asker(request), book_id=book_id, text=data.text, revision=data.revision, now=timezone.now()
    )
    return _answer(changed)


@router.delete("/staff/books/{book_id}", response={204: None}, summary="Throw a draft away (staff)")
def delete_draft(request: HttpRequest, book_id: uuid.UUID) -> Status[None]:
    discard_book(actor=asker(request), book_id=book_id, now=timezone.now())
    return Status(204, None)


@router.get("/staff/books/{book_id}/changes", response=described(Comparison), summary="What a draft changes (staff)")
def get_draft_changes(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    made = _drafted(visible_book(asker(request), book_id))
    return as_json(comparison(books().named(made.predecessor or "") or made, made))


@router.post("/staff/books/{book_id}/try", response=TrialAnswer, summary="Try a text under a draft (staff)")
def post_trial(request: HttpRequest, book_id: uuid.UUID, data: TextToTry) -> HttpResponse:
    found = read_draft(visible_book(asker(request), book_id).text)
    return as_json(trial_shown(try_text(data.text, _situation(data), found.book, today=_today())))


@router.post("/staff/books/{book_id}/announce", response=described(WrittenBook), summary="Announce a book (staff)")
@idempotent
def post_announcement(request: HttpRequest, book_id: uuid.UUID, data: Announcement) -> HttpResponse:
    announced = announce_book(actor=asker(request), book_id=book_id, now=timezone.now(), **data.model_dump())
    return _answer(announced)


@router.post("/staff/books/{book_id}/withdraw", response=described(WrittenBook), summary="Withdraw a book (staff)")
@idempotent
def post_withdrawal(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    return _answer(withdraw_book(actor=asker(request), book_id=book_id, now=timezone.now()))


def _answer(book: Book, *, status: int = 200) -> HttpResponse:
    return as_json(written_book(book, steps_of([book]).get(book.id, [])), status=status)


def _drafted(book: Book) -> RuleBook:
    """The book as it can be used; for a published one, the published one. Raises `BookHasProblems`."""
    known = books().named(book.version) if book.state == Book.State.ANNOUNCED else None
    if known is not None:
        return known
    found = read_draft(book.text)
    if found.book is None:
        raise BookHasProblems(found.problems)
    return found.book


def _situation(data: TextToTry) -> Situation:
    try:
        return parse_situation(data.model_dump())
    except SituationError as error:
        raise InvalidInput(field=error.field, sentence=str(error)) from error


def _today() -> date:
    return timezone.now().date()
