"""In which of the rule's languages a text is probably written: enough to count by, never to judge by."""

import re
from functools import lru_cache
from typing import Final

# Small words that stand in nearly every sentence of a language and in few of another.
_COMMON: Final = {
    "en": "the and you is to of for this that with have are my your it can be will on at me i we please not",
    "es": "el los las que de es por para con una está mi tu su lo y se no como pero muy gracias hola en puedes del",
    "pt": "o os as que de é por para com uma está meu seu não e se como mas muito obrigado você eu em pode do da",
    "fr": "le les des que de est pour avec une je vous mon votre et pas ne sur dans à la mais nous ce au du merci",
    "de": "der die das und ich sie ist nicht mit für ein eine mein ihr wir auf zu den es mir bitte kann auch bei",
    "it": "il gli che di è per con una mio tuo sono non e si come ma molto grazie ciao della del puoi mi la in",
    "pl": "i w na że się nie jest do to z mój twój proszę dzień dobry jak czy mnie po od mogę jestem dla ale",
}
_WORDS: Final = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_UKRAINIAN: Final = re.compile(r"[іїєґ]", re.IGNORECASE)
_SCRIPTS: Final = (
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
# Signs that, of these languages, only one writes.
_SIGNS: Final = (("pl", "ąćęłńśźż"), ("de", "ßäöü"), ("es", "ñ¿¡"), ("pt", "ãõ"), ("fr", "œèêëïûù"))


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """One of the twelve languages of the rule by its code, or `?` where nothing speaks for any."""
    beginning = text[:400].casefold()
    for code, script in _SCRIPTS:
        if len(script.findall(beginning)) >= 2:
            return "uk" if code == "ru" and _UKRAINIAN.search(beginning) else code
    words = _LETTERS.findall(beginning)
    points = {code: sum(word in common for word in words) for code, common in _WORDS.items()}
    for code, signs in _SIGNS:
        points[code] += 2 * any(sign in beginning for sign in signs)
    best = max(points, key=points.__getitem__)
    return best if points[best] else "?"


def is_common(word: str) -> bool:
    """Whether it is one of the small words of some language."""
    small = word.casefold()
    return any(small in common for common in _WORDS.values())
