"""Words that can mean a service where the name of an account stands near: "the bird app", "auf X"."""

from collections.abc import Sequence

from vestibule.policy.books import Service
from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT
from vestibule.policy.word_lists import TOKEN, service_names, word_set

Tokens = tuple[str, ...]


def hints_of(service: Service) -> set[str]:
    """What can mean a service: words of its own, and its pictures with the nouns for what shows them."""
    told = service_names()
    called = set(told.get(f"hints_{service.id}", ()))
    for picture in told.get(f"pictures_{service.id}", ()):
        called.update(f"{picture} {noun}" for noun in told["nouns_after"])
        called.update(f"{noun} {picture}" for noun in told["nouns_before"])
    return called


class Hints:
    """The hints of the services of one book, by their first words, and by their loudest for the gate."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[str, list[tuple[Tokens, Service]]]] = {}
        self._by_loudest: dict[str, set[tuple[Tokens, int]]] = {}

    def add(self, name: str, service: Service) -> str:
        """Add a hint; the word by which the gate notices it."""
        tokens = tuple(TOKEN.findall(quick_fold(name)))
        seconds = self._by_first.setdefault(tokens[0], {})
        rests = seconds.setdefault(tokens[1] if len(tokens) > 1 else "", [])
        rests.append((tokens[2:], service))
        rests.sort(key=lambda rest: -len(rest[0]))
        words = tuple(quick_fold(name).translate(SPLIT).split()) or tokens
        quiet = word_set("quiet")
        loudest = max(words, key=lambda word: (word not in quiet, len(word)))
        self._by_loudest.setdefault(loudest, set()).add((words, words.index(loudest)))
        return loudest

    def stands_at(self, tokens: Sequence[str], place: int) -> tuple[int, Service | None]:
        """How many tokens from a place on are a hint, and the service that it can mean."""
        seconds = self._by_first.get(tokens[place])
        if seconds is None:
            return 1, None
        for rest, service in seconds.get(tokens[place + 1], ()) if place + 1 < len(tokens) else ():
            if tuple(tokens[place + 2 : place + 2 + len(rest)]) == rest:
                return 2 + len(rest), service
        alone = seconds.get("")
        return 1, alone[0][1] if alone else None

    def stand_in(self, words: Sequence[str], places: Sequence[int]) -> bool:
        """Whether a whole hint stands in a row of words, at one of the places of its loudest word."""
        for place in places:
            for phrase, offset in self._by_loudest[words[place]]:
                first = place - offset
                if first >= 0 and tuple(words[first : first + len(phrase)]) == phrase:
                    return True
        return False
