"""Words that can mean a service where the name of an account stands near: "the bird app", "auf X"."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from vestibule.policy.books import Service
from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT
from vestibule.policy.word_lists import TOKEN, service_names, word_set

Tokens = tuple[str, ...]
T = TypeVar("T")


class _Rows(Generic[T]):
    """Rows of tokens with what they mean, found by their first token; the longest first."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[Tokens, T]] = {}

    def add(self, tokens: Tokens, meaning: T) -> None:
        self._by_first.setdefault(tokens[0], {}).setdefault(tokens, meaning)

    def at(self, tokens: Sequence[str], place: int) -> Iterator[tuple[int, T]]:
        """Every row that stands at a place, by its length, and what it means."""
        known = self._by_first.get(tokens[place]) if place < len(tokens) else None
        if known is None:
            return
        for size in sorted({len(row) for row in known}, reverse=True):
            row = tuple(tokens[place : place + size])
            if len(row) == size and row in known:
                yield size, known[row]


class Hints:
    """The hints of the services of one book: words of their own, and pictures with the nouns for what shows them."""

    def __init__(self) -> None:
        self._alone: _Rows[Service] = _Rows()
        self._pictures: _Rows[Service] = _Rows()
        self._after: _Rows[bool] = _Rows()
        self._before: _Rows[bool] = _Rows()
        self._by_loudest: dict[str, set[tuple[Tokens, int]]] = {}
        for nouns, rows in (("nouns_after", self._after), ("nouns_before", self._before)):
            for noun in service_names()[nouns]:
                for tokens in _written(noun):
                    rows.add(tokens, meaning=True)

    def add(self, service: Service) -> Iterator[str]:
        """Add the hints of a service; yields the words by which the gate notices them."""
        told = service_names()
        for rows, name in ((self._alone, f"hints_{service.id}"), (self._pictures, f"pictures_{service.id}")):
            for entry in told.get(name, ()):
                for tokens in _written(entry):
                    rows.add(tokens, service)
                    yield self._noticed(tokens)

    def _noticed(self, words: Tokens) -> str:
        quiet = word_set("quiet")
        loudest = max(words, key=lambda word: (word not in quiet, len(word)))
        self._by_loudest.setdefault(loudest, set()).add((words, words.index(loudest)))
        return loudest

    def stands_at(self, tokens: Sequence[str], place: int) -> tuple[int, Service | None]:
        """How many tokens from a place on are a hint, and the service that it can mean."""
        for size, service in self._pictures.at(tokens, place):
            hyphen = tokens[place + size : place + size + 1] == ["-"]
            for more, _ in self._after.at(tokens, place + size + hyphen):
                return size + hyphen + more, service
        for size, _ in self._before.at(tokens, place):
            for more, service in self._pictures.at(tokens, place + size):
                return size + more, service
        return next(iter(self._alone.at(tokens, place)), (1, None))

    def stand_in(self, words: Sequence[str], places: Iterable[int]) -> bool:
        """Whether a whole hint stands in a row of words, at one of the places of its loudest word."""
        for place in places:
            for phrase, offset in self._by_loudest[words[place]]:
                first = place - offset
                if first >= 0 and tuple(words[first : first + len(phrase)]) == phrase and self._means(words, first):
                    return True
        return False

    def _means(self, words: Sequence[str], first: int) -> bool:
        """Whether the words at a place are a hint by themselves, or a picture with a noun beside it."""
        begins = range(max(0, first - 4), first + 1)
        return any(self.stands_at(words, begin)[1] is not None for begin in begins)


def _written(entry: str) -> set[Tokens]:
    """An entry as the lexer cuts it, and as the gate does."""
    folded = quick_fold(entry)
    return {tuple(TOKEN.findall(folded)), tuple(folded.translate(SPLIT).split())} - {()}
