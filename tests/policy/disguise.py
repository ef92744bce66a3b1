"""Ways to disguise a text, for property tests: each keeps the meaning for a human reader."""

from collections.abc import Callable
from typing import Final

Disguise = Callable[[str], str]
_ENGLISH: Final = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_GERMAN: Final = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_SPANISH: Final = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_RUSSIAN: Final = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
HOMOGLYPHS: Final = str.maketrans("aeopcxy", "аеорсху")
FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
BOLD: Final = (
    {ord("a") + n: 0x1D41A + n for n in range(26)}
    | {ord("A") + n: 0x1D400 + n for n in range(26)}
    | {ord("0") + n: 0x1D7CE + n for n in range(10)}
)
CIRCLED: Final = (
    {ord("a") + n: 0x24D0 + n for n in range(26)} | {ord("1") + n: 0x2460 + n for n in range(9)} | {ord("0"): 0x24EA}
)


def _between(mark: str) -> Disguise:
    return mark.join


def _after(mark: str) -> Disguise:
    return lambda text: "".join(char + mark if char.isalnum() else char for char in text)


CHARACTERS: Final[dict[str, Disguise]] = {
    "zero_width": _between("\u200b"),
    "soft_hyphen": _between("\u00ad"),
    "joiner": _between("\u2060"),
    "combining": _after("\u0353"),
    "capitals": str.upper,
    "homoglyphs": lambda text: text.translate(HOMOGLYPHS),
    "full_width": lambda text: text.translate(FULL_WIDTH),
    "bold": lambda text: text.translate(BOLD),
    "circled": lambda text: text.translate(CIRCLED),
    "isolates": lambda text: f"\u2068{text}\u2069",
}
"""Disguises of single characters; they can be put on top of each other in any order."""

DIGITS: Final[dict[str, Disguise]] = {
    "keycaps": lambda text: "".join(f"{char}\ufe0f\u20e3" if char.isdigit() else char for char in text),
    "arabic": lambda text: text.translate({ord("0") + n: 0x660 + n for n in range(10)}),
    "devanagari": lambda text: text.translate({ord("0") + n: 0x966 + n for n in range(10)}),
    "spaced": " ".join,
    "starred": "*".join,
    "dotted": ".".join,
    "crossed": "x".join,
    "lettered": lambda text: "".join(f"{char}{'abcdefghij'[n]}" for n, char in enumerate(text))[:-1],
    "in_one_word": lambda text: "".join(_ENGLISH[int(char)].capitalize() for char in text),
    "words": lambda text: " ".join(_ENGLISH[int(char)] for char in text),
    "half_words": lambda text: "".join(_ENGLISH[int(c)] + " " if n % 2 else c for n, c in enumerate(text)),
    "german": lambda text: " ".join(_GERMAN[int(char)] for char in text),
    "spanish": lambda text: ", ".join(_SPANISH[int(char)] for char in text),
    "russian": lambda text: " ".join(_RUSSIAN[int(char)] for char in text),
    "chinese": lambda text: "".join("零一二三四五六七八九"[int(char)] for char in text),
}

ADDRESSES: Final[dict[str, Disguise]] = {
    "plain": lambda text: text,
    "words": lambda text: text.replace("@", " at ").replace(".", " dot "),
    "brackets": lambda text: text.replace("@", "[at]").replace(".", "(dot)"),
    "spaces": lambda text: text.replace("@", " @ ").replace(".", " . "),
    "letters": " ".join,
    "arroba": lambda text: text.replace("@", " arroba ").replace(".", " punto "),
    "entities": lambda text: text.replace("@", "&#64;").replace(".", "&#46;"),
    "percent": lambda text: text.replace("@", "%40").replace(".", "%2E"),
}
