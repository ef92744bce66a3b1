"""Details that are split over several messages: the one that completes a detail carries the finding."""

import re
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT

MESSAGES: Final = 14
CODE_POINTS: Final = 500
LONG: Final = 160
"""A message longer than this (in code points) tells a story of its own; its parts are not put together with others."""

PIECES: Final = (
    f.NUM | f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST | f.FRAGMENT | f.AT_STRONG | f.DOT_WORD | f.MIXED_DIGITS
    | f.UNDER_WORD | f.SINGLE | f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN
)  # fmt: skip
SHAPE: Final = re.compile(r"[0-9]{2}|[@_]|\w\.\w|^\W*\w{0,3}\W*$")
FEW: Final = 4


def tail(context: tuple[str, ...]) -> str:
    """The end of what was written before, bounded; messages are set apart by blanks."""
    parts: list[str] = []
    room = CODE_POINTS
    for message in reversed(context[-MESSAGES:]):
        if len(message) > LONG or room <= 0:
            break
        parts.append(message.strip())
        room -= len(message)
    return " ".join(reversed(parts))


def may_complete(text: str, lexicon: Lexicon) -> bool:
    """Whether a text could be the last piece of something begun before."""
    if len(text) > LONG:
        return False
    chars = quick_fold(text)
    if SHAPE.search(chars):
        return True
    words = chars.translate(SPLIT).split()
    seen = 0
    for word in words:
        seen |= lexicon.words[word]
    return bool(seen & PIECES) or len(words) <= FEW
