"""Whether a text and what was written before can make a detail or a wish together: the gate of joined messages."""

import re
from bisect import bisect_right
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.addresses.emails import ends_host
from vestibule.policy.detect.hidden.backwards import signed_backwards
from vestibule.policy.detect.hidden.encodings import BASE64_LENGTH, HEX_DIGITS, MORSE_LENGTH, MORSE_SIGNS, encodings
from vestibule.policy.detect.pages.links import SLASHES
from vestibule.policy.detect.payable.iban import IBAN, IBAN_DIGITS, IBAN_LENGTH
from vestibule.policy.digit_rows import has_row
from vestibule.policy.gate import AFTER, ALWAYS, BEFORE, PAIRED, dotted, paired, sentence_ends, spelt_oddly, strewn
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.normalise import digits_in, longest
from vestibule.policy.sketch import Sketch, marked_in, union
from vestibule.policy.word_lists import word_set

SENTENCE_ENDS: Final = frozenset("!?;.")
NAMED: Final = (
    f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST | f.AT_STRONG | f.BACKWARD | f.OUTSIDE | f.UNDER_WORD | f.SLASH_WORD
)
"""Classes that give a meaning to what follows them."""
THERE: Final = word_set("there")
CASHTAG: Final = re.compile(r"\$[a-z]")
PIECES: Final = 24
"""Words before the seam that are looked at for pieces of one word."""
LETTERS: Final = [1, 1, 1, 1]
NEAR: Final = 8
"""Words between the word for @ and the end of the host, at most; with the name before it."""


def meet(text: str, newest: Sketch, whole: Sketch, lexicon: Lexicon) -> bool:
    """Whether something can begin before and end in the newest text, or means something there only by what was said.

    `whole` is the sketch of both, a blank between them. Errs towards yes.
    """
    start = len(whole.words) - len(newest.words)
    return (
        "@" in whole.chars
        or _named(whole, newest, start)
        or spelt_oddly(whole.chars)
        or _signed(text, newest, whole)
        or _numbered(whole, newest, start)
        or (bool(newest.digits or newest.seen & f.NUM) and strewn(whole))
        or _spelt(whole, newest, start, lexicon)
        or _hosted(whole, newest, start)
        or _worded(whole, newest, start)
    )


def _named(whole: Sketch, newest: Sketch, start: int) -> bool:
    """Whether a service, or a word that turns the meaning round, is near."""
    if newest.seen & ALWAYS or whole.seen & f.REVERSE or signed_backwards(whole.chars):
        return True
    if whole.seen & NAMED and union(whole.classes[max(0, start - BEFORE) :]) & NAMED:
        return True
    return bool(whole.seen & f.SERVICE) and not THERE.isdisjoint(newest.words)


def _signed(text: str, newest: Sketch, whole: Sketch) -> bool:
    """Whether links, tags or codes are in the newest text or end there."""
    if dotted(newest.chars) or any(sign in newest.chars for sign in SLASHES) or CASHTAG.search(newest.chars):
        return True
    if sum(map(whole.chars.count, MORSE_SIGNS)) >= MORSE_LENGTH:
        return True
    coded = newest.digits >= HEX_DIGITS or longest(text) >= BASE64_LENGTH
    return coded and any(True for _ in encodings(text))


def _numbered(whole: Sketch, newest: Sketch, start: int) -> bool:
    """Whether the digits are enough for a telephone or account number."""
    if not newest.digits and not newest.seen & f.NUM:
        return False
    if has_row(whole, start=start):
        return True
    tail = whole.chars[-len(newest.chars) - IBAN_LENGTH :]
    return digits_in(tail) >= IBAN_DIGITS and IBAN.search(tail) is not None


def _spelt(whole: Sketch, newest: Sketch, start: int, lexicon: Lexicon) -> bool:
    """Whether pieces of words meet: letters set apart, a service's name in two parts."""
    words = whole.words
    if newest.seen & f.SINGLE and list(map(len, newest.words)).count(1) >= 4:
        return True
    first = max(0, start - PIECES)
    lengths = list(map(len, words[first : start + 4]))
    if lengths.count(1) >= 4 and any(lengths[place : place + 4] == LETTERS for place in range(start - first)):
        return True
    if not whole.seen & f.FRAGMENT:
        return False
    ends = [place for place, of in enumerate(whole.classes[first:], first) if of & f.FRAGMENT]
    return any(lexicon.joined_at(words, place) for place in ends)


def _hosted(whole: Sketch, newest: Sketch, start: int) -> bool:
    """Whether a word for @ stands near something like the end of a host's name."""
    near = union(whole.classes[max(0, start - NEAR) :])
    if not near & f.AT_WEAK:
        return False
    if near & f.DOT_WORD or whole.words.count("name") > 1:
        return True
    return ends_host(whole.chars[-len(newest.chars) - 30 :])


def _worded(whole: Sketch, newest: Sketch, start: int) -> bool:
    """Whether the words around the seam could make a wish: within one sentence."""
    if whole.chars[: len(whole.chars) - len(newest.chars)].rstrip()[-1:] in SENTENCE_ENDS:
        return False
    if not whole.seen & PAIRED:
        return False
    ends = sentence_ends(whole)
    sentence = bisect_right(ends, start)
    if sentence == len(ends):
        return False
    first = max(start - BEFORE, ends[sentence - 1] if sentence else 0)
    near = slice(first, min(start + AFTER, ends[sentence]))
    classes = whole.classes[near]
    return paired(Sketch("", 0, whole.words[near], classes, union(classes), marked_in(classes)), [len(classes)])
