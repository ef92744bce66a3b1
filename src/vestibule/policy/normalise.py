"""Plain text out of disguised text, with the way back to the original places."""

import re
from dataclasses import dataclass
from typing import Final

from vestibule.policy.fold_table import FOLD, LOOK_ALIKES, is_late_mark

ESCAPE: Final = re.compile(
    r"&#(?P<dec>\d{2,6});?|&#x(?P<hex>[0-9a-fA-F]{2,5});?|&(?P<name>commat|period|dot|num|plus|lowbar|amp|nbsp|sol|colon|hyphen|dash);"
    r"|%(?P<pct>[2-7][0-9a-fA-F])|\\u\{?(?P<uni>[0-9a-fA-F]{4})\}?|\\x(?P<byte>[0-9a-fA-F]{2})"
    r"|\\char ?(?P<tex>[0-9]{2,3})(?![0-9]) ?|U\+(?P<plus>00[0-9A-F]{2})"
)
NAMED: Final = {
    "commat": "@", "period": ".", "dot": ".", "num": "#", "plus": "+", "lowbar": "_", "amp": "&", "nbsp": " ",
    "sol": "/", "colon": ":", "hyphen": "-", "dash": "-",
}  # fmt: skip
SQUARED: Final = re.compile("[\U0001f170-\U0001f189]{2}")
WORD: Final = re.compile(r"[^\W\d_]+")
HANDS_AND_HOURS: Final = "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕛☝✌🤟🖖🖐✋✊👊"
COUNTING: Final = dict(zip(map(ord, HANDS_AND_HOURS), "1234567890012345500", strict=True))
"""Hours of clock faces and fingers of hands, where several of them count."""
FEWEST_COUNTING: Final = 5
COUNTED: Final = re.compile(f"[{''.join(map(chr, COUNTING))}]")
OTHER_LETTERS: Final = re.compile("[\u0370-\u03ff\u0530-\u058f\u2c80-\u2cff\uab30-\uabbf]")
"""Letters of scripts in which nobody has an address."""
ADDRESS: Final = re.compile(r"\S+@\S+")
ADDRESS_LETTERS: Final = {**LOOK_ALIKES, "я": "r", "є": "e", "¢": "c", "¥": "y", "£": "l", "ф": "o", "ψ": "y", "θ": "o"}
NO_DIGITS: Final = bytes(code for code in range(256) if not 0x30 <= code <= 0x39)
MEETING: Final = re.compile(
    r"[a-z][\u0370-\u058f\u05d0-\u05f2\u1000-\u109f\u2c80-\u2cff\uab30-\uabbf]|[\u0370-\u058f\u05d0-\u05f2\u1000-\u109f\u2c80-\u2cff\uab30-\uabbf][a-z]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text: lower-case, plain letters and digits, nothing invisible.

    Character `i` of `chars` came from `starts[i]`..`ends[i]` of the original; None when places are equal.
    """

    chars: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of a non-empty span of `chars`."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def quick_fold(text: str) -> str:
    """The folded characters without the places: enough to see whether a closer look is needed."""
    if text.isascii():
        return text.lower()
    return latin_twins(_pictured(text).lower().translate(FOLD))


def _pictured(text: str) -> str:
    """Clock faces and hands as digits where there are several; the length stays.

    The blood group A alone stands for the at sign; among other squared letters it is the letter.
    """
    counting = "".join(COUNTED.findall(text))
    if len(counting) >= FEWEST_COUNTING and counting not in HANDS_AND_HOURS and len(set(counting)) > 1:
        text = text.translate(COUNTING)
    return text.replace("🅰", "🄰") if "🅰" in text and len(SQUARED.findall(text)) > 1 else text


def digits_in(chars: str) -> int:
    """How many plain digits folded characters hold."""
    return len(chars.encode("ascii", "ignore").translate(None, NO_DIGITS))


def longest(text: str) -> int:
    """The length of the longest part without blanks."""
    return max(map(len, text.split()), default=0)


def fold(text: str) -> Folded:
    """Fold a text and keep the places; linear in its length."""
    escaped = ("&" in text or "%" in text or "\\" in text or "U+" in text) and ESCAPE.search(text)
    if text.isascii() and not escaped:
        return Folded(text.lower())
    text = _pictured(text)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in ESCAPE.finditer(text) if escaped else ():
        _append(text, position, match.start(), chars, starts, ends)
        meant = FOLD[ord(_unescape(match))]
        chars.extend(meant)
        starts.extend([match.start()] * len(meant))
        ends.extend([match.end()] * len(meant))
        position = match.end()
    _append(text, position, len(text), chars, starts, ends)
    return Folded(latin_twins("".join(chars)), starts, ends)


def _append(text: str, start: int, end: int, chars: list[str], starts: list[int], ends: list[int]) -> None:
    for place in range(start, end):
        code = ord(text[place])
        meant = FOLD[code]
        if len(meant) == 1:
            chars.append(meant)
            starts.append(place)
            ends.append(place + 1)
        elif meant:
            chars.extend(meant)
            starts.extend([place] * len(meant))
            ends.extend([place + 1] * len(meant))
        elif ends and is_late_mark(code):
            ends[-1] = place + 1


def _unescape(match: re.Match[str]) -> str:
    if match["dec"] or match["tex"]:
        return chr(min(int(match["dec"] or match["tex"]), 0x10FFFF))
    if match["name"]:
        return NAMED[match["name"]]
    digits = match["hex"] or match["pct"] or match["uni"] or match["byte"] or match["plus"]
    return chr(min(int(digits, 16), 0x10FFFF))


def latin_twins(chars: str) -> str:
    """Read look-alikes as Latin letters in words that also hold Latin letters; the length stays."""
    if "@" in chars and OTHER_LETTERS.search(chars) is not None:
        chars = ADDRESS.sub(_latin_address, chars)
    if MEETING.search(chars) is None:
        return chars

    def latin(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii() or MEETING.search(word) is None:
            return word
        return "".join(_one(letter) for letter in word)

    return WORD.sub(latin, chars)


def _one(letter: str) -> str:
    twin = LOOK_ALIKES.get(letter, letter)
    return twin if len(twin) == 1 else letter


def _latin_address(match: re.Match[str]) -> str:
    """An address in letters of other scripts as the Latin one that it looks like: "μαrκ@ναlε.ιο"."""
    written = match.group()
    if OTHER_LETTERS.search(written) is None:
        return written
    twins = (ADDRESS_LETTERS.get(letter, letter) for letter in written)
    read = "".join(twin if len(twin) == 1 else letter for twin, letter in zip(twins, written, strict=True))
    return f"{read[:-1]}m" if read.endswith(".cou") else read  # μ is most often a u


def as_mixed(word: str) -> str:
    """How a word of another script is read when some of its letters were written in Latin."""
    return "".join(map(_one, word))


def latin_skeleton(word: str) -> str:
    """The Latin word that a word of another script looks like; "" when it does not look Latin throughout."""
    letters = [LOOK_ALIKES.get(letter, "") for letter in word]
    return "".join(letters) if all(letters) else ""
