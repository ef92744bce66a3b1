"""Arabic words without what is joined to them: articles, prepositions, pronouns."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vestibule.policy import flags as f

SHORTEST: Final = 3
ARABIC: Final = re.compile("[\u0620-\u064a]+")
ARABIC_OPENINGS: Final = ("وال", "بال", "فال", "عال", "كال", "هال", "لل", "ال", "و", "ب", "ل", "ف", "ع", "ه")
"""Words that Arabic joins to the next one, and the article."""
ARABIC_ENDINGS: Final = {"ك": f.YOUR, "كم": f.YOUR, "كي": f.YOUR, "ي": f.MY, "نا": f.MY, "ه": 0, "ها": 0, "ني": f.ME}
"""Pronouns that Arabic joins to the word before."""


def arabic_classes(word: str, singles: Mapping[str, int]) -> int:
    """Classes of an Arabic word by those of its core and of what is joined to it."""
    for opening, body in _bodies(word):
        prep = f.PREP if opening and opening[0] in "بعلف" else 0
        if body in singles:
            return singles[body] | prep
        for ending, owner in ARABIC_ENDINGS.items():
            core = body.removesuffix(ending)
            if SHORTEST <= len(core) < len(body) and core in singles:
                return singles[core] | prep | owner
    return 0


def arabic_cores(word: str) -> Iterator[tuple[str]]:
    """What an Arabic word may be without what is joined to it, the longest first."""
    for _, body in _bodies(word):
        yield (body,)
        for ending in ARABIC_ENDINGS:
            core = body.removesuffix(ending)
            if SHORTEST <= len(core) < len(body):
                yield (core,)


def _bodies(word: str) -> Iterator[tuple[str, str]]:
    for opening in ("", *ARABIC_OPENINGS):
        if word.startswith(opening) and len(word) - len(opening) >= SHORTEST:
            yield opening, word[len(opening) :]
