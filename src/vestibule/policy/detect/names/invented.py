"""Words that nobody uses but as a name: long, in no lexicon, and not formed like an everyday word."""

import re
from functools import cache
from typing import Final

from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import LEXICONS, word_set

SHORTEST: Final = 7
NOT_NAMES: Final = word_set("not_names")
ENDINGS: Final = (
    "ing", "ly", "ed", "ful", "able", "ible", "tion", "ness", "ment", "less", "ous", "ive", "ical", "mente",
    "ung", "lich",
    "isch", "bar", "ados", "adas", "ado", "ada", "ido", "ida", "ato", "ata", "ante", "iente", "ciones", "oso", "osa",
    "eux", "euse", "ique", "ant", "ent", "izzato", "ione", "ivel", "cao", "coes", "ense", "ajacy", "any", "ana", "ony",
    "owany", "owana", "iony", "iona", "nie", "dki", "ski", "cki", "zny", "wny", "lny", "tny", "rny", "ico", "ica",
    "ichen", "iche", "ige", "igen", "sam", "endo", "ando", "issimo",
    "ig", "haft", "los", "voll", "ives",
)  # fmt: skip
"""Ends of words that are seldom names of accounts, in the languages that are written in Latin letters."""
PARTICIPLE: Final = re.compile(r"(?:ge|an|auf|aus|ab|ein|vor|zu|um|mit|nach|weg|hin|her)?ge[a-z]{3,}(?:en|t)")
"""German words such as "gegangen" and "angemeldet"."""
LOUDEST_STYLE: Final = 0x2000
"""Letters above are not those of any alphabet here but styled ones: circled, mathematical, full width."""
FEWEST_STYLED: Final = 4
ALPHABETS: Final = range(0x2E80, 0xFF00)


def is_invented(lexed: Lexed, item: Item) -> bool:
    """Whether a word is in small letters, without a meaning here, and in no list of everyday words."""
    word = item.text
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or item.classes or item.name is not None:
        return False
    if word in NOT_NAMES or word.endswith(ENDINGS) or word in _everyday() or PARTICIPLE.fullmatch(word):
        return False
    start, end = lexed.folded.place(item.start, item.end)
    original = lexed.original[start:end]
    return original.isascii() and original.islower()


def is_dressed_name(lexed: Lexed, start: int, end: int) -> bool:
    """Whether a name is written in styled letters, or set apart letter by letter."""
    first, last = lexed.folded.place(start, end)
    original = lexed.original[first:last]
    letters = sum(map(str.isalnum, lexed.chars[start:end]))
    if letters < FEWEST_STYLED:
        return False
    styled = sum(map(_is_styled, original))
    return styled >= letters - 1 or len(original) >= letters * 2 - 1 > letters + 2


def is_dressed_throughout(lexed: Lexed) -> bool:
    """Whether nearly the whole of a text is written so: then the letters of a name say nothing."""
    letters = sum(map(str.isalnum, lexed.chars))
    # a word can be styled in a part of its letters, where others are those of another alphabet
    styled = sum(len(word) for word in lexed.original.split() if any(map(_is_styled, word)))
    return styled * 3 > letters * 2 or len(lexed.original) * 2 > len(lexed.chars) * 3


def _is_styled(char: str) -> bool:
    return ord(char) > LOUDEST_STYLE and ord(char) not in ALPHABETS


@cache
def _everyday() -> frozenset[str]:
    """Words that many people use."""
    lines = (LEXICONS / "everyday.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
