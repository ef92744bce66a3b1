"""Details written in a code: Base64, hexadecimal, ROT13, binary, character numbers, Morse."""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.normalise import digits_in, longest
from vestibule.policy.verdict import Kind

BASE64: Final = re.compile(r"(?<![A-Za-z0-9_+/=])[A-Za-z0-9+/_-]{12,400}={0,2}(?![A-Za-z0-9_+/=])")
BASE32: Final = re.compile(r"(?<![A-Za-z0-9_+/=])[A-Z2-7]{16,400}={0,6}(?![A-Za-z0-9_+/=])")
HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[ :]?){7,120}(?![0-9A-Za-z])")
BINARY: Final = re.compile(r"(?<![01])[01]{8}(?:[ ,]?[01]{8}){2,60}(?![01])")
NUMBERS: Final = re.compile(r"(?<![0-9])(?:[0-9]{2,3}[ ,;]{1,2}){5,60}[0-9]{2,3}(?![0-9])")
MORSE: Final = re.compile(r"(?<![\w.\-])[.\-·–]{1,6}(?:[ /|]{1,3}[.\-·–]{1,6}){5,80}(?![\w])")
ROT13_ADDRESS: Final = re.compile(r"[\w.+-]{2,40}@[\w-]{2,40}\.[a-z]{2,4}(?![\w])")
MORSE_DIGITS: Final = {
    ".----": "1", "..---": "2", "...--": "3", "....-": "4", ".....": "5", "-....": "6", "--...": "7", "---..": "8",
    "----.": "9", "-----": "0", ".-": "a", "-...": "b", "-.-.": "c", "-..": "d", ".": "e", "..-.": "f",
    "--.": "g", "....": "h", "..": "i", ".---": "j", "-.-": "k", ".-..": "l", "--": "m", "-.": "n",
    "---": "o", ".--.": "p", "--.-": "q", ".-.": "r", "...": "s", "-": "t", "..-": "u", "...-": "v",
    ".--": "w", "-..-": "x", "-.--": "y", "--..": "z", ".--.-.": "@", ".-.-.-": ".", "..--.-": "_",
}  # fmt: skip
EMAIL: Final = re.compile(r"[\w.+-]{1,40}@[\w-]{2,40}\.[a-z]{2,10}")
WORDS: Final = re.compile(r"[a-zA-Z0-9 +().,!'-]+")
PHONE: Final = re.compile(r"\+?[0-9][0-9 ().\-]{5,18}[0-9]")
SERVICE: Final = re.compile(r"whatsapp|telegram|t\.me/|wa\.me/|skype|instagram|gmail")
TOLD: Final = re.compile(r"(?i)base ?64|b64|decode|decod|encoded|entschl|декод|раскодир")
NAME: Final = re.compile(r"@?[a-z][\w.]{4,30}")
BASE64_LENGTH: Final = 12
HEX_DIGITS: Final = 5
"""The fewest digits among the hexadecimal digits of anything that is looked for ("t.me/")."""
NUMBERS_DIGITS: Final = 12
MORSE_SIGNS: Final = ".-·–"
MORSE_LENGTH: Final = 12
"""A little less than the shortest thing that is looked for ("gmail")."""
Decoder = tuple[re.Pattern[str], Callable[[str], str]]
TRIED: Final = 60
"""Substrings of each code that are tried; enough for any message, little for any attack."""


def encodings(text: str, kind_of: Callable[[str], Kind | None] = lambda _: None) -> Iterator[Candidate]:
    """Candidates in code; places are those of `text` itself, which must not be folded.

    `kind_of` says what a decoded text leads to that is neither an address nor a number.
    """
    told = TOLD.search(text) is not None
    for pattern, decode in _possible(text):
        for tried, match in enumerate(pattern.finditer(text)):
            if tried >= TRIED:
                break
            read = decode(match.group())
            kind = (_kind(read) or kind_of(read)) if read else None
            if kind is None and told and read and NAME.fullmatch(read):
                kind = "social_handle"
            if kind is not None:
                yield Candidate(
                    kind, match.start(), match.start() + len(match.group().rstrip()), read, 0.9, hidden=True
                )


def _possible(text: str) -> Iterator[Decoder]:
    """The codes that a text has enough signs for."""
    if longest(text) >= BASE64_LENGTH:
        yield BASE64, _base64
        yield BASE32, _base32
    digits = digits_in(text)
    if digits >= HEX_DIGITS:
        yield HEX, _hex
    if digits >= NUMBERS_DIGITS:
        yield BINARY, _binary
        yield NUMBERS, _numbers
    if sum(map(text.count, MORSE_SIGNS)) >= MORSE_LENGTH:
        yield MORSE, _morse
    if "@" in text:
        yield ROT13_ADDRESS, _rot13


def _kind(read: str) -> Kind | None:
    if EMAIL.search(read) or ("@" in read and EMAIL.fullmatch(read[::-1])):
        return "email"
    number = PHONE.search(read.strip()) if read.isascii() else None
    whole = number is not None and number.group() == read.strip()
    if not whole and not WORDS.fullmatch(read):
        number = None  # a number among the fields of something else
    if number and (7 if whole else 9) <= sum(map(str.isdigit, number.group())) <= 15:
        return "phone"
    return "social_handle" if SERVICE.search(read.lower()) else None


def _printable(raw: bytes) -> str:
    try:
        read = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return read if read.isprintable() and len(read) >= 5 else ""


def _base64(written: str) -> str:
    try:
        return _printable(
            base64.b64decode(
                written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4),
                altchars=b"-_" if set(written) & set("-_") else None,
                validate=True,
            )
        )
    except (binascii.Error, ValueError):
        return ""


def _base32(written: str) -> str:
    try:
        return _printable(base64.b32decode(written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 8)))
    except (binascii.Error, ValueError):
        return ""


def _hex(written: str) -> str:
    try:
        return _printable(bytes.fromhex(written.replace(":", "").replace(" ", "")))
    except ValueError:
        return ""


def _binary(written: str) -> str:
    bits = written.replace(" ", "").replace(",", "")
    read = "".join(chr(int(bits[place : place + 8], 2)) for place in range(0, len(bits), 8))
    return f"{read}0000000" if read.isdigit() else read if read.isprintable() else ""


def _numbers(written: str) -> str:
    codes = [int(part) for part in re.findall(r"[0-9]+", written)]
    return "".join(map(chr, codes)) if all(32 <= code < 127 for code in codes) else ""


def _morse(written: str) -> str:
    signs = re.split(r"[ /|]+", written.replace("·", ".").replace("–", "-"))
    return "".join(MORSE_DIGITS.get(sign, "?") for sign in signs)


def _rot13(written: str) -> str:
    read = codecs.decode(written, "rot13")
    top = read.rsplit(".", 1)[-1]
    plain_top = written.rsplit(".", 1)[-1]
    return (
        read
        if top in {"com", "net", "org", "ru", "de", "me", "io", "info"}
        and plain_top in {"pbz", "arg", "bet", "eh", "qr", "zr", "vb", "vasb"}
        else ""
    )
