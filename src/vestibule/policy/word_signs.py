"""What a word shows by itself: the word, the beginning that its inflected forms share, the names of its classes."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from vestibule.policy import flags as f

LEFT_OUT: Final = f.PHRASE | f.ODD | f.SINGLE | f.FRAGMENT | f.MIXED_DIGITS | f.BACKWARD
"""Classes that tell how a word is written, not what it means."""
ONE_BIT: Final = {value: name for name, value in f.BY_NAME.items() if value.bit_count() == 1 and not value & LEFT_OUT}
LONG_WORD: Final = 6
STEM: Final = 5
SHORT_STEM: Final = 4
"""Letters of a stem outside ASCII, where a letter says more or words inflect more."""


def word_signs(word: str, classes: int) -> Iterator[str]:
    """All signs of one word."""
    yield word
    if stem := stem_of(word):
        yield stem
    yield from class_names(classes)


def stem_of(word: str) -> str:
    """The beginning of a long word, with a mark after it; nothing for a short one or what stands for a word."""
    if word[0] == "<":
        return ""
    if not word.isascii() and len(word) > SHORT_STEM:
        return f"{word[:SHORT_STEM]}-"
    return f"{word[:STEM]}-" if len(word) >= LONG_WORD else ""


@lru_cache(maxsize=4096)
def class_names(classes: int) -> tuple[str, ...]:
    """The names of the classes that mean something, each with a mark before it."""
    return tuple(f"#{name}" for value, name in ONE_BIT.items() if classes & value)
