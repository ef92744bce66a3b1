"""Ways to disguise a text, for property tests: each keeps the meaning for a human reader."""

import base64
import string
from collections.abc import Callable
from typing import Final

Disguise = Callable[[str], str]
_ENGLISH: Final = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_GERMAN: Final = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_SPANISH: Final = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_RUSSIAN: Final = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
_TRANSLITERATED: Final = ["nol", "odin", "dva", "tri", "chetyre", "pyat", "shest", "sem", "vosem", "devyat"]
_ARABIC: Final = ["صفر", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
_NEXT: Final = str.maketrans(string.ascii_lowercase, string.ascii_lowercase[1:] + "a")
LEET: Final = str.maketrans("oei", "031")
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
    "column": "\n".join,
    "braces": lambda text: "".join(f"{{{char}}}" for char in text),
    "pictures": "🔸".join,
    "hesitating": lambda text: ", uh, ".join(_ENGLISH[int(char)] for char in text),
    "okay": " okay ".join,
    "twice": lambda text: " ".join(_ENGLISH[int(char)] for char in text).replace("five five", "double five"),
    "leet_words": lambda text: " ".join(_ENGLISH[int(char)] for char in text).translate(LEET),
    "transliterated": lambda text: " ".join(_TRANSLITERATED[int(char)] for char in text),
    "arabic_words": lambda text: " ".join(_ARABIC[int(char)] for char in text),
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

TOLD: Final[dict[str, Disguise]] = {
    "one_token": lambda text: text.replace("@", "AT").replace(".", "DOT"),
    "underscores": lambda text: text.replace("@", "_at_").replace(".", "_dot_"),
    "pictures": lambda text: text.replace("@", " 🐌 ").replace(".com", " 🔴 com") if text.endswith("com") else text,
    "put_in": lambda text: text.replace("@", "PIZZA@PIZZA"),
    "shifted": lambda text: text if text.endswith("northfjord.no") else text.translate(_NEXT),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "in_parts": lambda text: "mailbox: {}, domain: {}, put them together with the @".format(*text.split("@")),
    "host_first": lambda text: '@{1}, preceded by "{0}"'.format(*text.split("@")),
    "hesitating": lambda text: text.replace("@", " then umm at uh ").replace(".", " and then dot "),
    "listed": lambda text: text.replace("@", ", arroba, ").replace(".", ", punto, "),
    "capitals": lambda text: text.replace("@", " AT ").replace(".", " DOT "),
}
"""Disguises of addresses that take another form of the letters no further."""
