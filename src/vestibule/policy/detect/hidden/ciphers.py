"""Addresses with something to take out, to shift or to count: "anaPIZZA@PIZZAgmail.com", every second letter."""

import re
import string
from collections.abc import Iterator
from itertools import islice
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.top_levels import top_levels

TOKEN: Final = re.compile(r"[\w.+\-]{2,60}@[\w.\-]{4,80}")
ADDRESS: Final = re.compile(
    r"[\w.+-]{1,40}@(?P<host>[a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,24})*)\.(?P<top>[a-z]{2,10})", re.IGNORECASE
)
PUT_IN: Final = re.compile(r"[A-Z]{3,12}|[^\x00-\x7f]{1,8}")
COUNTED: Final = re.compile(
    r"(?<![\w-])[0-9]{1,2}(?:-[0-9]{1,2}){1,30} ?(?:@|\(?at\)?) ?[0-9]{1,2}(?:-[0-9]{1,2}){1,20}"
    r" ?(?:\.|\(?dot\)?) ?[0-9]{1,2}(?:-[0-9]{1,2}){1,5}(?![\w-])"
)
MAIL: Final = frozenset(
    {
        "gmail",
        "yahoo",
        "hotmail",
        "outlook",
        "icloud",
        "gmx",
        "protonmail",
        "proton",
        "fastmail",
        "aol",
        "yandex",
        "mail",
        "live",
    }
)
LETTERS: Final = string.ascii_lowercase
SHORTEST_SECOND: Final = 12
MOST: Final = 20


def ciphers(text: str) -> Iterator[Candidate]:
    """Candidates of kind `email`; places are those of `text`, which must not be folded."""
    if "@" in text:
        for match in islice(TOKEN.finditer(text), MOST):
            token = match.group().rstrip("._-")
            read = _read(token)
            if read:
                yield Candidate("email", match.start(), match.start() + len(token), read, 0.9, hidden=True)
    if "-" in text:
        for match in islice(COUNTED.finditer(text), MOST):
            read = _counted(match.group())
            if _address(read):
                yield Candidate("email", match.start(), match.end(), read, 0.9, hidden=True)


def _address(read: str) -> bool:
    match = ADDRESS.fullmatch(read)
    return match is not None and match["top"].lower() in top_levels()


def _read(token: str) -> str:
    """What a token is without what was put in; "" when it is an address as it stands or none at all."""
    for put_in in {found for found in PUT_IN.findall(token) if token.count(found) > 1}:
        rest = token.replace(put_in, "")
        if _address(rest):
            return rest
    if _address(token) or not token.isascii():
        return ""
    for second in (token[::2], token[1::2]) if len(token) >= SHORTEST_SECOND else ():
        match = ADDRESS.fullmatch(second)
        if match and match["host"] in MAIL and _address(second):
            return second
    return _shifted(token.lower())


def _shifted(token: str) -> str:
    """The address of a known mail service whose letters were moved along the alphabet."""
    if ADDRESS.fullmatch(token) is None:
        return ""
    for by in range(1, len(LETTERS)):
        read = token.translate(str.maketrans(LETTERS, LETTERS[by:] + LETTERS[:by]))
        match = ADDRESS.fullmatch(read)
        if match and match["host"] in MAIL and match["top"] in top_levels():
            return read
    return ""


def _counted(written: str) -> str:
    """Letters told by their places in the alphabet."""

    def letter(match: re.Match[str]) -> str:
        place = int(match.group())
        return LETTERS[place - 1] if 0 < place <= len(LETTERS) else "?"

    signs = re.sub(r" ?\(?at\)? ?", "@", re.sub(r" ?\(?dot\)? ?", ".", written)).replace(" ", "")
    return re.sub(r"[0-9]{1,2}", letter, signs).replace("-", "")
