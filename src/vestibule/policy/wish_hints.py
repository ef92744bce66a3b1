"""A look of microseconds for wishes in other words: what each word alone hints at, summed up over words in a row."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import sub
from pathlib import Path
from typing import Final

from vestibule.policy.wish_words import wish_words
from vestibule.policy.word_signs import word_signs

FILE: Final = Path(__file__).parent / "lexicons" / "wish_hints.tsv"
IN_A_ROW: Final = 14
"""Words that are looked at together: about a sentence."""
BESIDE: Final = 2
"""Words before and after these that are handed on with them."""
HUNDREDTHS: Final = 100
REMEMBERED: Final = 40_000


def hinted(words: Sequence[str], hints: Mapping[str, float]) -> slice | None:
    """The words in a row that hint at a wish most, if they may hold one. Errs towards yes; linear in their number."""
    sums = list(accumulate(map(hints.__getitem__, words), initial=hints[""]))
    if len(words) <= IN_A_ROW:
        return slice(None) if sums[-1] > 0 else None
    rows = list(map(sub, sums[IN_A_ROW:], sums))
    most = max(rows)
    if most + sums[0] <= 0:
        return None
    start = rows.index(most)
    return slice(max(0, start - BESIDE), start + IN_A_ROW + BESIDE)


class WishHints(dict[str, float]):
    """What each word hints at, by `classes` of words; under "" what must be outweighed. Bounded memory."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        super().__init__()
        self._classes = classes
        self[""] = hint_weights()["+"]

    def __missing__(self, word: str) -> float:
        if len(self) >= REMEMBERED:
            self.clear()
            self[""] = hint_weights()["+"]
        weights = hint_weights()
        self[word] = found = sum(weights.get(sign, 0.0) for sign in shown_by(word, self._classes))
        return found


def shown_by(word: str, classes: Mapping[str, int]) -> Iterator[str]:
    """The signs of a word, any number alike."""
    return word_signs("<number>" if word.isdigit() else word, classes[word] | wish_words().classes_of(word))


@cache
def hint_weights() -> dict[str, float]:
    """The weight of each sign, learned from the corpora; under "+" what is added once."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("//"))
    return {sign: int(weight) / HUNDREDTHS for sign, weight in pairs}
