"""Which rule book is in force."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vestibule.policy import RuleBook, RuleBooks


@lru_cache(maxsize=1)
def books() -> RuleBooks:
    """The packaged books, or those of the operator's folder when one is set. Loaded once per process."""
    folder = settings.VESTIBULE.books_dir
    return RuleBooks.load(sorted(Path(folder).glob("*.toml"))) if folder else RuleBooks.packaged()


@lru_cache(maxsize=64)
def book_on(day: date) -> RuleBook:
    """The book that answers on this day (UTC)."""
    return books().on(day)
