"""Details that are split over several messages: the one that completes a detail carries the finding."""

import re
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT

MESSAGES: Final = 14
CODE_POINTS: Final = 240
LONG: Final = 120
"""A message longer than this (in code points) tells a story of its own; its parts are not put together with others."""

PIECES: Final = (
    f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST | f.AT_STRONG | f.DOT_WORD | f.MIXED_DIGITS | f.UNDER_WORD | f.SINGLE
    | f.FRAGMENT | f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN
)  # fmt: skip
PROMISES: Final = (
    f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST | f.AT_STRONG | f.PHONE_NOUN | f.EMAIL_NOUN | f.NUMBER_NOUN | f.HANDLE_NOUN
    | f.AT_WEAK | f.DOT_WORD
)  # fmt: skip
"""Classes in the message before that make any short answer worth a look."""

SHAPE: Final = re.compile(r"[@_]|[^\W_]\.[^\W_]|[\u3400-\u9fff]|^\W*\w?\W*$")
FEW: Final = 3
DIGITS: Final = 7


def tail(context: tuple[str, ...]) -> str:
    """The end of what was written before, bounded; messages are set apart by blanks."""
    parts: list[str] = []
    room = CODE_POINTS
    for message in reversed(context[-MESSAGES:]):
        if len(message) > LONG or len(message) > room:
            break
        parts.append(message.strip())
        room -= len(message)
    return " ".join(reversed(parts))


def may_complete(text: str, before: str, lexicon: Lexicon) -> bool:
    """Whether a text could be the last piece of something begun before."""
    if len(text) > LONG:
        return False
    chars = quick_fold(text)
    if SHAPE.search(chars):
        return True
    words = chars.translate(SPLIT).split()
    seen = said = 0
    for word in words:
        classes = lexicon.words[word]
        seen |= classes
        said += bool(classes & f.NUM)
    if seen & PIECES:
        return True
    digits = sum(map(str.isdigit, chars))
    if digits or said:
        earlier = quick_fold(before)
        known = sum(map(str.isdigit, earlier))
        if digits + said + known < DIGITS:
            known += sum(1 for word in earlier.translate(SPLIT).split() if lexicon.words[word] & f.NUM)
        return digits + said + known >= DIGITS
    return len(words) <= FEW and bool(_classes(before[-60:], lexicon) & PROMISES)


def _classes(text: str, lexicon: Lexicon) -> int:
    seen = 0
    for word in quick_fold(text).translate(SPLIT).split():
        seen |= lexicon.words[word]
    return seen
