"""What a quick look sees of a text: its folded characters, its words and their classes."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from vestibule.policy import flags as f
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.normalise import digits_in, quick_fold
from vestibule.policy.splitting import words_of


@dataclass(slots=True)
class Sketch:
    """A text at a glance. `classes` are those of the `words`, a phrase's with its loudest; `seen` has all of them.

    `marked` are the places of words of `MARKED` classes, few among many.
    """

    chars: str
    digits: int
    words: list[str]
    classes: list[int]
    seen: int
    marked: list[int]


def sketch(text: str, lexicon: Lexicon) -> Sketch:
    """Look at a text quickly; linear in its length."""
    chars = quick_fold(text)
    words = words_of(chars)
    classes = list(map(lexicon.words.__getitem__, words))
    seen = reduce(or_, filter(None, classes), 0)
    marked = marked_in(classes)
    if seen & f.PHRASE:
        seen |= lexicon.phrase_classes(words, classes, marked)
    return Sketch(chars, digits_in(chars), words, classes, seen, marked)


def marked_in(classes: list[int]) -> list[int]:
    """The places of `MARKED` classes."""
    flags = f.MARKED
    return [place for place, of in enumerate(classes) if of & flags]


def union(classes: list[int]) -> int:
    """All of some classes."""
    return reduce(or_, filter(None, classes), 0)
