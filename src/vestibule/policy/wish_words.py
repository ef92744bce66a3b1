"""Words and phrases that wishes are made of, beyond those that the detectors know: only their sum says anything.

`lexicons/wishes/*.txt` may be generous and vague where `lexicons/*.txt` must be exact: an entry here never makes or
hinders a finding by itself, it lends a word the classes by which the weights of `detect/wishes/weighing.py` judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import LANGUAGES, LEXICONS, TOKEN, entries

STEM_MIN: Final = 4
STEM_MAX: Final = 12
LONGEST: Final = 7
"""Tokens of a phrase; longer entries are left out."""
REMEMBERED: Final = 40_000
_FIRST_HAN: Final = "\u2e80"


@dataclass(slots=True)
class WishWords:
    """Classes by word, by the beginning of a word, and by the rest of a phrase under its first two tokens."""

    singles: dict[str, int] = field(default_factory=dict)
    stems: dict[str, int] = field(default_factory=dict)
    phrases: dict[str, dict[str, dict[tuple[str, ...], int]]] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def classes_of(self, word: str) -> int:
        """The classes of one folded word."""
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            known = self.singles.get(word, 0) or self._by_stem(word)
            self._seen[word] = known
        return known

    def _by_stem(self, word: str) -> int:
        for cut in range(min(len(word), STEM_MAX), STEM_MIN - 1, -1):
            if word[:cut] in self.stems:
                return self.stems[word[:cut]]
        return 0

    def in_a_row(self, texts: Sequence[str]) -> list[int]:
        """The classes of each of a row of words and known phrases, those of our phrases where they begin."""
        found = list(map(self.classes_of, texts))
        parts = [(token, place) for place, text in enumerate(texts) for token in text.split(" ")]
        tokens = [token for token, _ in parts]
        for at, (first, second) in enumerate(pairwise(tokens)):
            rests = self.phrases.get(first, _NONE).get(second, _NO_REST)
            for rest in rests if len(rests) < LONGEST else _beginnings(tokens, at + 2) & rests.keys():
                if not rest or tuple(tokens[at + 2 : at + 2 + len(rest)]) == rest:
                    found[parts[at][1]] |= rests[rest]
        return found


def _beginnings(tokens: Sequence[str], at: int) -> set[tuple[str, ...]]:
    """All rests that may follow from `at` on: where many are known, fewer than those."""
    return {tuple(tokens[at : at + length]) for length in range(LONGEST - 1)}


_NO_REST: Final[dict[tuple[str, ...], int]] = {}
_NONE: Final[dict[str, dict[tuple[str, ...], int]]] = {}


@cache
def wish_words() -> WishWords:
    """The words of all languages."""
    words = WishWords()
    for language in LANGUAGES:
        # Folded as a whole, which is much quicker than entry by entry.
        text = quick_fold((LEXICONS / "wishes" / f"{language}.txt").read_text(encoding="utf-8"))
        for name, entry in entries(text):
            _add(words, entry, f.BY_NAME[name])
    return words


def _add(words: WishWords, entry: str, classes: int) -> None:
    # Most entries are plain words of alphabets, and there are many.
    is_plain = entry.replace(" ", "").isalpha() and max(entry) < _FIRST_HAN
    tokens = entry.split(" ") if is_plain else TOKEN.findall(entry.rstrip("*"))
    if not tokens or len(tokens) > LONGEST:
        return
    if len(tokens) == 1:
        table = words.stems if entry.endswith("*") else words.singles
        if not entry.endswith("*") or len(tokens[0]) >= STEM_MIN:
            table[tokens[0]] = table.get(tokens[0], 0) | classes
        return
    rests = words.phrases.setdefault(tokens[0], {}).setdefault(tokens[1], {})
    rest = tuple(tokens[2:])
    rests[rest] = rests.get(rest, 0) | classes
