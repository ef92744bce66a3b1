"""A book that is not known to the house: its text is kept with the replay that tries it."""

from functools import lru_cache

from vestibule.judging.books import books
from vestibule.policy import BookSource, RuleBook


@lru_cache(maxsize=4)
def draft_book(text: str) -> RuleBook:
    """The book in a TOML text, which may follow on a known one. Raises `BookError`."""
    return books().with_draft(BookSource("draft", text))
