"""Letters written as the digits and signs that look like them."""

from typing import Final

from vestibule.policy.fold_table import LOOK_ALIKES
from vestibule.policy.number_words import number_words

LEET_SIGNS: Final = "0134578@$!|+€69"
LEET: Final = str.maketrans(LEET_SIGNS, "oleastbasiltegg")
LEET_I: Final = str.maketrans(LEET_SIGNS, "oieastbasiitegg")
LEET_P: Final = str.maketrans(LEET_SIGNS, "oleastbasiltegp")
LEET_CYRILLIC: Final = str.maketrans("01346@$", "олзчбас")
LEET_CYRILLIC_SHAPES: Final = str.maketrans("01346@$", "оиеабас")
LEET_TABLES: Final = (LEET, LEET_I, LEET_P, LEET_CYRILLIC, LEET_CYRILLIC_SHAPES)
LEET_LANGUAGES: Final = frozenset({"en", "es", "pt", "fr", "de", "it"})


def leet_number(word: str) -> str:
    """The number word that is written with digits for letters ("thr33"); "" when it is something else."""
    if not 3 <= len(word) <= 9:
        return ""
    if not word.isascii():
        word = "".join(twin if len(twin := LOOK_ALIKES.get(char, char)) == 1 else char for char in word)
    for table in (LEET, LEET_I):
        plain = word.translate(table)
        if plain.isalpha() and not LEET_LANGUAGES.isdisjoint(number_words().get(plain, ())):
            return plain
    return ""
