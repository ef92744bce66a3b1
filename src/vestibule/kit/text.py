"""What every stored text must be, whatever it says."""

import re

# NUL cannot be stored by PostgreSQL, lone surrogates by nobody; other control characters only confuse readers.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


def is_storable(text: str) -> bool:
    """Whether the text can be written and read back unchanged: no control characters but tab and line ends."""
    return _UNSTORABLE.search(text) is None


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def is_key(text: str) -> bool:
    """Whether this is an idempotency key: 1 to 64 of A–Z a–z 0–9 _ -."""
    return _KEY.match(text) is not None
