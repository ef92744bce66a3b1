"""Which rule book is in force: the packaged ones or the operator's files, and those that staff have announced."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings

from vestibule.judging.models import Book
from vestibule.policy import BookError, BookSource, RuleBook, RuleBooks, Situation, judge
from vestibule.policy.books import PACKAGED, book_files

log = structlog.get_logger(__name__)


class _Known:
    """What this process goes by. Nothing here asks the database: texts are judged where none may be asked."""

    announced: tuple[BookSource, ...] = ()
    books: RuleBooks | None = None


def books() -> RuleBooks:
    """The packaged books, or those of the operator's folder when one is set, and the announced ones."""
    if _Known.books is None:
        _Known.books = RuleBooks.read([*book_files(_files()), *_Known.announced])
    return _Known.books


def refresh_books() -> bool:
    """Take in what was announced or withdrawn since; whether anything was. The new books are ready to judge by.

    Done at the start of a process, every few seconds while it serves, and at once where staff have acted.
    Raises `BookError` and keeps to what was known.
    """
    found = announced_sources()
    if found == _Known.announced:
        return False
    made = RuleBooks.read([*book_files(_files()), *found])
    for book in made:
        # Word lists are made now, not with the first message of the day.
        judge("Hello, does 12 o'clock suit you?", Situation(), book)
    _go_by(made, found)
    return True


def keep_books_fresh() -> bool:
    """The same as a chore: what cannot be read is logged, and the books that are known go on answering."""
    try:
        refresh_books()
    except BookError as error:
        log.error("books.unreadable", problems=len(error.problems))
    return False


def announced_books() -> RuleBooks:
    """The files and what is announced at this moment, asked of the database. Raises `BookError`."""
    return RuleBooks.read([*book_files(_files()), *announced_sources()])


def announced_sources() -> tuple[BookSource, ...]:
    """The books that staff have announced, in the order of their announcing."""
    found = Book.objects.filter(state=Book.State.ANNOUNCED).order_by("announced_at", "id")
    return tuple(BookSource(version, text) for version, text in found.values_list("version", "text"))


def forget_announced() -> None:
    """Go by the files alone until the next refresh."""
    _go_by(None, ())


def _go_by(made: RuleBooks | None, announced: tuple[BookSource, ...]) -> None:
    _Known.books, _Known.announced = made, announced
    book_on.cache_clear()


def _files() -> list[Path]:
    return sorted(Path(settings.VESTIBULE.books_dir or PACKAGED).glob("*.toml"))


def book_named(name: str) -> RuleBook:
    """A known book by its version, or the book in a TOML file, which may follow on a known one.

    Raises `BookError` for an unknown version and for what is wrong in the file, `OSError` where it cannot be read.
    """
    known = books().named(name)
    if known is not None:
        return known
    draft = Path(name)
    if draft.suffix != ".toml":
        message = (
            f"there is no book {name}; there are {', '.join(book.version for book in books())}, or name a TOML file"
        )
        raise BookError(message)
    return books().with_draft(book_files([draft])[0])


@lru_cache(maxsize=64)
def book_on(day: date) -> RuleBook:
    """The book that answers on this day (UTC)."""
    return books().on(day)
