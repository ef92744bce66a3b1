"""Rule books: the clauses, services, thresholds and texts that hold from a date on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from vestibule.policy.book_parts import BookSource, Clause, Rule, RuleBook, Service
from vestibule.policy.book_problems import BookError
from vestibule.policy.book_reading import already_known, parse, read_books

__all__ = ["PACKAGED", "BookSource", "Clause", "Rule", "RuleBook", "RuleBooks", "Service", "book_files"]

PACKAGED: Final = Path(__file__).parent / "books"


class RuleBooks:
    """All books that are known, oldest first. Books are few and immutable; share one instance."""

    def __init__(self, books: Iterable[RuleBook], sources: Iterable[BookSource] = ()) -> None:
        # Of two that begin on one day the later one in the given order answers.
        self._books = tuple(sorted(books, key=lambda book: book.effective))
        self.sources = tuple(sources)
        if not self._books:
            raise BookError("no book")

    @classmethod
    def packaged(cls) -> "RuleBooks":
        """The books shipped with the product."""
        return cls.load(sorted(PACKAGED.glob("*.toml")))

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "RuleBooks":
        """Read and check book files; a predecessor must be among them.

        Raises `BookError`, which names the file and the key or line, and `OSError`.
        """
        return cls.read(book_files(paths))

    @classmethod
    def read(cls, sources: Sequence[BookSource]) -> "RuleBooks":
        """The same for texts. Of two with one version the last one counts. Raises `BookError`."""
        return cls(read_books(sources), sources)

    def __iter__(self) -> Iterator[RuleBook]:
        return iter(self._books)

    @property
    def newest(self) -> RuleBook:
        """The book with the latest effective date, whether that has come or not."""
        return self._books[-1]

    def named(self, version: str) -> RuleBook | None:
        """The book of this version, if it is known."""
        return next((book for book in self._books if book.version == version), None)

    def on(self, day: date) -> RuleBook:
        """The book that answers on that day; the oldest for days before any book."""
        found = self._books[0]
        for book in self._books:
            if book.effective <= day:
                found = book
        return found

    def after(self, day: date) -> tuple[RuleBook, ...]:
        """The books that begin after that day, the next one first."""
        return tuple(book for book in self._books if book.effective > day)

    def with_draft(self, draft: BookSource) -> RuleBook:
        """The book that a text would be beside these. Raises `BookError` with all that is wrong in the text."""
        version = parse(draft).get("version")
        if isinstance(version, str) and self.named(version) is not None:
            raise already_known(draft, version)
        return read_books([*self.sources, draft])[-1]


def book_files(paths: Iterable[Path]) -> list[BookSource]:
    """The texts of book files. Raises `BookError` for what is no text, `OSError` where one cannot be read."""
    return [_source(path) for path in paths]


def _source(path: Path) -> BookSource:
    try:
        return BookSource(path.name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BookError(f"{path.name}: this is no text in UTF-8") from None
