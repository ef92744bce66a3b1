"""Books as they are read: by everybody those that are known, by staff the drafts too."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import msgspec

from vestibule.accounts.models import Person
from vestibule.judging.books import books
from vestibule.judging.models import Book, BookStep
from vestibule.kit.refusals import NotFound
from vestibule.policy import BookError, BookSource, Problem, RuleBook
from vestibule.rulebooks.rules import check, refuse_reader

DRAFT_NAME = "draft"


class BookCard(msgspec.Struct, frozen=True, kw_only=True):
    """A published book. `standing` is of today: `in_force`, `announced` for a later day, or `past`."""

    version: str
    title: str
    standing: Literal["in_force", "announced", "past"]
    announced: date
    effective: date
    notice_days: int
    urgent: str
    predecessor: str | None


class StepCard(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the staff did with a book."""

    at: datetime
    by: uuid.UUID
    name: str
    deed: str


class ProblemCard(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake: its line (from 1), the entry by its names, and what to do."""

    line: int
    where: str
    text: str


class WrittenBook(msgspec.Struct, frozen=True, kw_only=True):
    """A book that staff write. `revision` is sent back with every change."""

    id: uuid.UUID
    state: str
    text: str
    revision: int
    changed_at: datetime
    version: str
    effective: date | None
    problems: list[ProblemCard]
    steps: list[StepCard]


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """What a text comes to: a book, or problems."""

    book: RuleBook | None
    problems: tuple[Problem, ...] = ()


def published(*, today: date) -> list[BookCard]:
    """All books that are known, the newest first."""
    return [book_card(book, today=today) for book in reversed(list(books()))]


def book_card(book: RuleBook, *, today: date) -> BookCard:
    """One published book."""
    answering = books().on(today)
    is_later = book.effective > today
    return BookCard(
        version=book.version,
        title=book.title,
        standing="in_force" if book is answering else "announced" if is_later else "past",
        announced=book.announced,
        effective=book.effective,
        notice_days=book.notice_days,
        urgent=book.urgent,
        predecessor=book.predecessor,
    )


def published_book(version: str) -> RuleBook:
    """A known book. Raises `NotFound`."""
    found = books().named(version)
    if found is None:
        raise NotFound
    return found


def visible_book(actor: Person, book_id: uuid.UUID) -> Book:
    """A book that staff write. Raises `NotFound`, also for everybody who is not staff."""
    check(refuse_reader(actor))
    found = Book.objects.filter(id=book_id).exclude(state=Book.State.DISCARDED).first()
    if found is None:
        raise NotFound
    return found


def locked_book(actor: Person, book_id: uuid.UUID) -> Book:
    """The same for who is going to change it: all that is drafted or announced waits, locked in one order.

    So of two drafts that follow on the same book the second one is refused. Raises `NotFound`.
    """
    found = visible_book(actor, book_id)
    states = (Book.State.DRAFT, Book.State.ANNOUNCED)
    waiting = Book.objects.select_for_update().filter(state__in=states).order_by("id")
    return next((one for one in waiting if one.id == found.id), None) or visible_book(actor, book_id)


def written_books(actor: Person) -> list[Book]:
    """Drafts and what was announced here, the last changed first. Raises `NotFound` for who is not staff."""
    check(refuse_reader(actor))
    return list(Book.objects.exclude(state=Book.State.DISCARDED).order_by("-changed_at", "id")[:200])


def steps_of(found: Iterable[Book]) -> dict[uuid.UUID, list[StepCard]]:
    """Who did what with these books, oldest first."""
    steps = list(BookStep.objects.filter(book__in=list(found)))
    names = dict(Person.objects.filter(id__in={step.by for step in steps}).values_list("id", "display_name"))
    cards: dict[uuid.UUID, list[StepCard]] = {}
    for step in steps:
        card = StepCard(at=step.at, by=step.by, name=str(names.get(step.by, "")), deed=step.deed)
        cards.setdefault(step.book_id, []).append(card)
    return cards


def read_draft(text: str) -> ReadDraft:
    """The book that a draft would be beside those that are known."""
    try:
        return ReadDraft(books().with_draft(BookSource(DRAFT_NAME, text)))
    except BookError as error:
        return ReadDraft(None, error.problems)
