"""What a name may consist of, and whom it looks like. Pure: the gate for names is in `names.py`."""

import unicodedata
from functools import cache

MOST_MARKS = 3
# Signs that companies are registered with; every other pictograph could pass for a badge.
_SIGNS = frozenset("©®™°№")
_ZERO_WIDTH_JOINERS = frozenset("\u200c\u200d")
# Scripts whose spelling needs joiners, by the first word of their letters' names.
_JOINING_SCRIPTS = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"}
    | {"TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"}
)
# Unassigned, private, surrogate, control, format; pictographs; modifiers that draw emoji.
_REFUSED_CATEGORIES = frozenset({"Cn", "Co", "Cs", "Cc", "Cf", "So", "Me"})
_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_DRAWN = (range(0x1F000, 0x20000), range(0x2500, 0x2800), range(0x2B00, 0x2C00))


def plain_name(text: str) -> str:
    """The name in one line of letters, digits and ordinary signs.

    Emoji and other pictographs (a building, a tick), bidi controls, zero-width and blank characters, and stacks of more
    than three marks are left out; joiners stay where a script is spelled with them. What it returns it returns again.
    """
    kept = unicodedata.normalize("NFC", text)
    while True:
        stripped = " ".join(_stripped(kept).split())
        # Taking something out may bring two characters together that compose.
        again = unicodedata.normalize("NFC", stripped)
        if again == kept:
            return again
        kept = again


def _stripped(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for place, letter in enumerate(text):
        if letter.isspace():
            kept.append(" ")
            marks = 0
            continue
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if marks > MOST_MARKS or not _is_plain(text, place, letter, category):
            continue
        kept.append(letter)
    return "".join(kept)


def _is_plain(text: str, place: int, letter: str, category: str) -> bool:
    if letter in _ZERO_WIDTH_JOINERS:
        return _joins(text, place)
    if letter in _SIGNS:
        return True
    code = ord(letter)
    is_drawn = any(code in one for one in (*_DRAWN, *_VARIATION))
    return not (is_drawn or letter in _BLANK_LETTERS or category in _REFUSED_CATEGORIES)


def _joins(text: str, place: int) -> bool:
    """Whether both neighbours are letters or marks of a script that is spelled with joiners."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return all(one and unicodedata.name(one, "").partition(" ")[0] in _JOINING_SCRIPTS for one in (before, after))


def skeleton(name: str) -> str:
    """What a name looks like at a glance: two names with one skeleton can be taken for each other.

    After Unicode Technical Standard 39: decomposed, every character as the plainest one it can be confused with,
    without case, marks, spaces and punctuation.
    """
    shape = "".join(_plainest(letter) for letter in unicodedata.normalize("NFKD", plain_name(name)))
    shape = "".join(_plainest(letter) for letter in unicodedata.normalize("NFKD", shape.casefold()))
    shape = shape.casefold().replace("rn", "m").replace("vv", "w").replace("cl", "d")
    return "".join(letter for letter in shape if letter.isalnum())


@cache
def _plainest(letter: str) -> str:
    """The ASCII letter that this one can be confused with, else the first of its group; itself when there is none."""
    # Loaded when the first name is looked at: it takes 50 ms.
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415

    if unicodedata.combining(letter):
        return ""
    if letter in _SAME_AT_A_GLANCE:
        return _SAME_AT_A_GLANCE[letter]
    if letter.isascii():
        return letter
    twins = [_without_marks(twin["c"]) for twin in confusables_data.get(letter, ())]
    plain = [twin for twin in twins if len(twin) == 1 and twin.isascii()]
    if plain:
        return _SAME_AT_A_GLANCE.get(plain[0], plain[0])
    return min([letter, *(twin for twin in twins if len(twin) == 1)])


def _without_marks(twin: str) -> str:
    """A twin as the table has it may be wrapped in marks of direction, or be a letter with a stroke."""
    return "".join(letter for letter in twin if letter.isalnum() and not unicodedata.combining(letter))


# Within ASCII: one, small L, capital i and the bar; zero and the letter; signs that stand for letters.
_SAME_AT_A_GLANCE = {
    **dict.fromkeys("1lI|!i", "l"),
    **dict.fromkeys("0Oo", "o"),
    "@": "a",
    "$": "s",
    "5": "s",
    "3": "e",
    "4": "a",
}
