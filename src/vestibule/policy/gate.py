"""The quick first look: most chat holds nothing, and must cost next to nothing."""

import re
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.lexicon import CJK, Lexicon
from vestibule.policy.normalise import quick_fold
from vestibule.policy.splitting import SPLIT

NOUNS: Final = f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN
WANTS: Final = f.YOUR | f.GIVE | f.ASK | f.HAVE | f.REACH
ALWAYS: Final = (
    f.SERVICE | f.MAIL_HOST | f.AT_STRONG | f.MIXED_DIGITS | f.BACKWARD | f.ODD | f.OUTSIDE | f.REVERSE | f.UNDER_WORD
)
PAIRS: Final = (
    (NOUNS, WANTS),
    (f.SERVICE_WORD, f.NUMBER_NOUN | f.TALK | f.REACH | f.HANDLE_NOUN | f.LETS | f.HAVE | f.YOUR | f.MY | f.ME),
    (f.PAY | f.MONEY, f.DIRECT | f.FEE),
    (f.NUMBER_NOUN, f.YOUR),
    (f.DIRECT, f.PLATFORM),
    (f.DOT_WORD, f.AT_WEAK),
)
"""Classes that mean something only together."""

LONG_NUMBER: Final = re.compile(r"[0-9](?:[^\w\n]{0,3}[0-9]){7}")
SPREAD: Final = re.compile(r"[0-9]{2}[^0-9\n]{1,14}[0-9]{2,5}[^0-9\n]{1,14}[0-9]{3}")
SIX_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
NUMBER_CUES: Final = f.PHONE_NOUN | f.NUMBER_NOUN | f.REACH | f.SERVICE_WORD | f.MY | f.NUM
MORSE: Final = re.compile(r"(?:[.-]{2,6}[ /]+){5}")
SIGNS: Final = re.compile(
    r"[a-z][|$!€+][a-z]|[{(<\[_*-]at[})>\]_*-]|&#|%[2-7][0-9a-f]|\\[ux][0-9a-f]|(?:[.-]{2,6}[ /]+){5}"
)
SIGN_STARTS: Final = "|$€&%\\"
BEYOND_ASCII: Final = re.compile(rf"[{CJK}]|[📧📱📞✈🟢💬]|[0-9](?:[^\w]{{1,4}}[0-9]){{6}}")


def needs_a_look(text: str, lexicon: Lexicon) -> bool:
    """Whether a text may hold a finding. Errs towards yes; a no is final."""
    chars = quick_fold(text)
    if "@" in chars or (("." in chars or ":" in chars) and _dotted(chars)) or LONG_NUMBER.search(chars):
        return True
    if SPREAD.search(chars):
        return True
    if not chars.isascii() and BEYOND_ASCII.search(chars):
        return True
    if any(sign in chars for sign in SIGN_STARTS) and SIGNS.search(chars):
        return True
    words = chars.translate(SPLIT).split()
    seen = 0
    classes_of = lexicon.words
    for word in words:
        seen |= classes_of[word]
    if seen & f.PHRASE:
        seen |= lexicon.phrase_classes(words)
    if seen & ALWAYS:
        return True
    return _together(chars, words, seen, lexicon)


def _dotted(chars: str) -> bool:
    if "://" in chars or "w/a" in chars or (("--" in chars or ".." in chars) and MORSE.search(chars)):
        return True
    place = chars.find(".")
    while place >= 0:
        after = chars[place + 1 : place + 3]
        if chars[place - 1 : place].isalnum() and after[:1].isalpha():
            if len(after) == 2 and after.isalpha():
                return True
            if chars[place - 1] in "witf" and after[0] in "agb":
                return True
        place = chars.find(".", place + 1)
    return False


def _together(chars: str, words: list[str], seen: int, lexicon: Lexicon) -> bool:
    return any(seen & some and seen & others for some, others in PAIRS) or _counted(chars, words, seen, lexicon)


def _counted(chars: str, words: list[str], seen: int, lexicon: Lexicon) -> bool:
    classes_of = lexicon.words
    if seen & f.NUM and sum(1 for word in words if classes_of[word] & f.NUM or word.isdigit()) >= 4:
        return True
    if seen & NUMBER_CUES and SIX_DIGITS.search(chars):
        return True
    if seen & f.SINGLE and sum(1 for word in words if len(word) == 1) >= 4:
        return True
    return bool(seen & f.FRAGMENT) and any(
        lexicon.joined_at(words, place) for place, word in enumerate(words) if classes_of[word] & f.FRAGMENT
    )
