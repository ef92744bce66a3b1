"""The quick first look: most chat holds nothing, and must cost next to nothing."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.digit_rows import has_row
from vestibule.policy.lexicon import CJK, Lexicon, word_set
from vestibule.policy.sketch import Sketch, union

ALWAYS: Final = (
    f.SERVICE | f.MAIL_HOST | f.AT_STRONG | f.MIXED_DIGITS | f.BACKWARD | f.ODD | f.OUTSIDE | f.REVERSE | f.UNDER_WORD
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Classes that mean something only near each other."""

    some: int
    before: int
    """One of these before the place of `some`, or in it …"""
    after: int
    """… or one of these after it,"""
    also: int = ~0
    """together with one of these."""
    never: frozenset[str] = frozenset()
    """Words of `some` that are not meant."""


NOUNS: Final = f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN
WANTS: Final = f.YOUR | f.GIVE | f.ASK | f.HAVE
BESIDE: Final = f.NUMBER_NOUN | f.TALK | f.REACH | f.HANDLE_NOUN | f.LETS | f.HAVE | f.YOUR | f.MY | f.ME
PAIRS: Final = (
    Pair(NOUNS, WANTS, f.REACH, f.YOU),
    Pair(f.NUMBER_NOUN, f.YOUR, f.REACH, f.YOU, word_set("number_marks")),
    Pair(f.SERVICE_WORD, BESIDE, BESIDE),
    Pair(f.PAY, f.DIRECT | f.FEE, f.DIRECT | f.FEE),
    Pair(f.SEARCH, NOUNS, NOUNS),
    Pair(f.AT_WEAK, f.DOT_WORD, f.DOT_WORD),
)
PAIRED: Final = reduce(or_, (pair.some for pair in PAIRS))
BEFORE: Final = 16
AFTER: Final = 20
"""Words that are near. Wider than the distances of the detectors, which count a phrase as one."""
COUNTED: Final = f.NUM | f.SINGLE | f.FRAGMENT
"""Classes that mean something only when several words have them."""

LONG_NUMBER: Final = re.compile(r"[0-9](?:[^\w\n]{0,3}[0-9]){7}")
SPREAD: Final = re.compile(r"[0-9]{2}[^0-9\n]{1,14}[0-9]{2,5}[^0-9\n]{1,14}[0-9]{3}")
SIX_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
NUMBER_CUES: Final = f.PHONE_NOUN | f.NUMBER_NOUN | f.REACH | f.SERVICE_WORD | f.MY | f.NUM
MORSE: Final = re.compile(r"(?:[.-]{2,6}[ /]+){5}")
SIGNS: Final = re.compile(
    r"[a-z][|$!€+][a-z]|[{(<\[_*-]at[})>\]_*-]|&#|%[2-7][0-9a-f]|\\[ux][0-9a-f]|(?:[.-]{2,6}[ /]+){5}"
)
SIGN_STARTS: Final = re.compile(r"[|$€&%\\]")
BEYOND_ASCII: Final = re.compile(rf"[{CJK}]|[📧📱📞✈🟢💬]|[0-9](?:[^\w]{{1,4}}[0-9]){{6}}")


def needs_a_look(look: Sketch, lexicon: Lexicon) -> bool:
    """Whether a text may hold a finding. Errs towards yes; a no is final."""
    seen = look.seen
    if seen & ALWAYS or _signed(look) or (seen & PAIRED and paired(look)):
        return True
    if look.digits >= 6 and seen & NUMBER_CUES and SIX_DIGITS.search(look.chars):
        return True
    if seen & NOUNS and has_row(look):
        return True
    return bool(seen & COUNTED) and _counted(look, lexicon)


def _signed(look: Sketch) -> bool:
    """Whether signs or runs of digits speak for a closer look, whatever the words are."""
    chars = look.chars
    if "@" in chars or (("." in chars or ":" in chars) and dotted(chars)):
        return True
    if look.digits >= 7 and (SPREAD.search(chars) or LONG_NUMBER.search(chars)):
        return True
    return spelt_oddly(chars)


def spelt_oddly(chars: str) -> bool:
    """Whether signs stand where letters are expected, or picture signs and scripts that are written without blanks."""
    if not chars.isascii() and BEYOND_ASCII.search(chars):
        return True
    return SIGN_STARTS.search(chars) is not None and SIGNS.search(chars) is not None


def dotted(chars: str) -> bool:
    """Whether full stops stand as in links, addresses or Morse."""
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


def paired(look: Sketch) -> bool:
    """Whether classes that mean something together stand near each other."""
    seen = look.seen
    for pair in PAIRS:
        if seen & pair.some and (seen & pair.before or (seen & pair.after and seen & pair.also)):
            for place, of in enumerate(look.classes):
                if of & pair.some and look.words[place] not in pair.never and _near(look.classes, place, pair):
                    return True
    return False


def _near(classes: list[int], place: int, pair: Pair) -> bool:
    if union(classes[max(0, place - BEFORE) : place + 1]) & pair.before:
        return True
    after = union(classes[place + 1 : place + 1 + AFTER])
    return bool(after & pair.after and after & pair.also)


def _counted(look: Sketch, lexicon: Lexicon) -> bool:
    words, classes = look.words, look.classes
    if look.seen & f.NUM and _numbers(look) >= 4 and has_row(look):
        return True
    if look.seen & f.SINGLE and list(map(len, words)).count(1) >= 4:
        return True
    return bool(look.seen & f.FRAGMENT) and any(
        of & f.FRAGMENT and lexicon.joined_at(words, place) for place, of in enumerate(classes)
    )


def _numbers(look: Sketch) -> int:
    said = len([of for of in look.classes if of & f.NUM])
    return said + (len([word for word in look.words if word.isdigit()]) if look.digits else 0)
