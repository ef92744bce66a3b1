"""Which rule book is in force."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vestibule.policy import BookError, RuleBook, RuleBooks
from vestibule.policy.books import PACKAGED


@lru_cache(maxsize=1)
def books() -> RuleBooks:
    """The packaged books, or those of the operator's folder when one is set. Loaded once per process."""
    return RuleBooks.load(_files())


def _files() -> list[Path]:
    return sorted(Path(settings.VESTIBULE.books_dir or PACKAGED).glob("*.toml"))


def book_named(name: str) -> RuleBook:
    """A known book by its version, or the book in a TOML file, which may follow on a known one.

    Raises `BookError` for an unknown version and for what is wrong in the file, `OSError` where it cannot be read.
    """
    known = {book.version: book for book in books()}
    if name in known:
        return known[name]
    draft = Path(name)
    if draft.suffix != ".toml":
        message = f"there is no book {name}; there are {', '.join(known)}, or name a TOML file"
        raise BookError(message)
    loaded = RuleBooks.load([*_files(), draft])
    version = tomllib.loads(draft.read_text(encoding="utf-8")).get("version")
    return next(book for book in loaded if book.version == version)


@lru_cache(maxsize=64)
def book_on(day: date) -> RuleBook:
    """The book that answers on this day (UTC)."""
    return books().on(day)
