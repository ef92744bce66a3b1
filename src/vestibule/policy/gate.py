"""The quick first look: most chat holds nothing, and must cost next to nothing."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import accumulate
from operator import or_
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.digit_rows import FEWEST, FEWEST_PLAIN, has_row
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.phrases import beginnings
from vestibule.policy.sketch import Sketch, union
from vestibule.policy.splitting import words_of
from vestibule.policy.word_lists import CJK, word_set

ALWAYS: Final = (
    f.SERVICE | f.MAIL_HOST | f.AT_STRONG | f.MIXED_DIGITS | f.BACKWARD | f.ODD | f.OUTSIDE | f.REVERSE | f.UNDER_WORD
    | f.SLASH_WORD
)  # fmt: skip


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
    wish: bool = True
    """Whether they mean something only within one sentence."""
    ahead: int = 20
    """Words behind `some` that are near."""
    with_: int = ~0
    """One of these stands somewhere in the same sentence."""


NOUNS: Final = f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN
WANTS: Final = f.YOUR | f.GIVE | f.ASK | f.HAVE
BESIDE: Final = f.NUMBER_NOUN | f.TALK | f.REACH | f.HANDLE_NOUN | f.LETS | f.HAVE | f.YOUR | f.MY | f.ME
WISH: Final = f.PAY | f.LETS | f.TALK | f.DIRECT | f.ME
PAIRS: Final = (
    Pair(NOUNS, WANTS, f.REACH, f.YOU),
    Pair(f.NUMBER_NOUN, f.YOUR, f.REACH, f.YOU, word_set("number_marks")),
    Pair(f.SERVICE_WORD, BESIDE, BESIDE, wish=False),
    Pair(f.PAY, f.DIRECT | f.FEE, f.DIRECT | f.FEE),
    Pair(f.AVOID, 0, f.PLATFORM | f.FEE | f.HERE, ahead=5, with_=WISH),
    Pair(f.DIRECT, f.TALK | f.MONEY, f.TALK | f.MONEY),
    Pair(f.CASH, WISH | f.YOU | f.FEE, WISH | f.YOU | f.FEE),
    Pair(f.SEARCH, NOUNS | f.REACH, NOUNS | f.REACH, wish=False),
    Pair(f.AT_WEAK, f.DOT_WORD, f.DOT_WORD, wish=False),
)
PAIRED: Final = reduce(or_, (pair.some for pair in PAIRS))
BEFORE: Final = 16
AFTER: Final = 20
"""Words that are near. Wider than the distances of the detectors, which count a phrase as one."""
COUNTED: Final = f.NUM | f.SINGLE | f.FRAGMENT
"""Classes that mean something only when several words have them."""

SENTENCE_END: Final = re.compile(rf"[.!?;](?:(?=\s)|(?<=[{CJK}][.!?;])(?=[{CJK}]))|\n")
LONG_NUMBER: Final = re.compile(r"[0-9](?:[^\w\n]{0,3}[0-9]){7}")
COLUMN: Final = re.compile(r"(?:^|\n)[0-9]{1,4}(?:[ \t]*\n[0-9]{1,4}){3}")
FEWEST_KEYED: Final = 3
KEYPAD: Final = re.compile(r"(?<![0-9a-z])[2-9][0-9]{2}-[0-9a-z]{3,4}-?[0-9a-z]{3,4}(?![0-9a-z])")
FEWEST_POSING: Final = 2
POSING: Final = re.compile(r"[0-9oilsbzозбчі]{2,5}")
FEWEST_HEX: Final = 6
HEX_BYTES: Final = re.compile(r"(?<![0-9a-z])(?:[2-7][0-9a-f][ :,-]){6}[2-7][0-9a-f](?![0-9a-z])")
BRACKETED: Final = re.compile(
    r"[^\W_] ?[(\[{<] ?[a-z][a-z ]{0,24}[)\]}>] ?[\w-]{2,30} ?[(\[{<] ?[a-z][a-z ]{0,24}[)\]}>] ?[a-z]{2,4}(?![\w])"
)
"""Words in brackets where the signs of an address stand."""
STREWN: Final = 9
"""Digits of a number that is strewn over a text, at least."""
SPREAD: Final = re.compile(r"[0-9]{2}[^0-9\n]{1,14}[0-9]{2,5}[^0-9\n]{1,14}[0-9]{3}")
SIX_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9]){5}")
NUMBER_CUES: Final = f.PHONE_NOUN | f.NUMBER_NOUN | f.REACH | f.SERVICE_WORD | f.MY | f.NUM
SHORT: Final = 8
"""Words of a text in which the name of an everyday service is not passed over."""
UNDERSCORED: Final = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][0-9]{2}")
ACCOUNT: Final = re.compile(r"[a-z0-9][_.][a-z0-9]|[a-z][0-9]|[a-z]-[a-z]|[a-z]{26}")
LED: Final = re.compile(r":\s*[a-z]")
LIKE_NUMBER: Final = re.compile(r"[0-9][^a-z]?[0-9]{3}|[a-z0-9]{17}")
WRITES: Final = f.REACH | f.GIVE | f.TALK
ACCOUNT_START: Final = re.compile(r"(?<![a-z0-9])[a-z]{2} ?[0-9]{2}[a-z0-9]{0,30}[^a-z0-9]{1,3}[a-z0-9]{1,2}")
"""The country and the check digits of an international account number, something behind them."""
FEWEST_OF_ACCOUNT: Final = 8
SHAPES: Final = (LED, ACCOUNT, LIKE_NUMBER)
NAMING: Final = f.HINT | f.DOT_WORD | f.HANDLE_NOUN
KNOWN_NAMES: Final = word_set("known_names")
HOST_WORDS: Final = word_set("host_words")
MORSE: Final = re.compile(r"(?:[.-]{2,6}[ /]+){5}")
DOTTED: Final = re.compile(r"\.(?<=[^\W_]\.)(?:[^\W\d_]{2}|(?<=[witf]\.)[agb])")
SIGNS: Final = re.compile(
    r"[a-z][|$!€+][a-z]|[{(<\[_*-]at[})>\]_*-]|&#|%[2-7][0-9a-f]|\\[ux][0-9a-f]|(?:[.-]{2,6}[ /]+){5}"
)
BEYOND_ASCII: Final = re.compile(
    rf"[{CJK}]|[📧📱📞✈👻📸🐦📘🟢💬⚀-⚅]|[0-9](?:[^\w]{{1,4}}[0-9]){{6}}|[a-z][^\x00-\x7f\w][a-z]{{2,3}}/"
    r"|[a-z0-9](?P<sign>[^\x00-\x7f\w])[a-z0-9-]{3,30}(?!(?P=sign))[^\x00-\x7f\w](?:com|net|org)(?![a-z])"
)


def needs_a_look(look: Sketch, lexicon: Lexicon) -> bool:
    """Whether a text may hold a finding. Errs towards yes; a no is final."""
    seen = look.seen
    if seen & ALWAYS or _signed(look) or (seen & PAIRED and paired(look)):
        return True
    if seen & f.SERVICE_WORD and (len(look.words) <= SHORT or seen & f.DOT_WORD or UNDERSCORED.search(look.chars)):
        return True
    if seen & NAMING and _named(look, lexicon):
        return True
    if seen & f.AT_WEAK and seen & f.MY and not HOST_WORDS.isdisjoint(look.words):
        return True
    if look.digits >= 6 and seen & NUMBER_CUES and SIX_DIGITS.search(look.chars):
        return True
    if (seen & NOUNS or (seen & f.DASH_WORD and look.digits >= STREWN)) and has_row(look):
        return True
    if (look.digits >= STREWN and strewn(look)) or (
        seen & f.PROVIDER and beginnings("mailbox_names", "you_know", "name_words").search(look.chars)
    ):
        return True
    return bool(seen & COUNTED) and _counted(look, lexicon)


def _named(look: Sketch, lexicon: Lexicon) -> bool:
    """Whether something like the name of an account stands beside a word that can give it that meaning."""
    if look.seen & f.DOT_WORD and "/" in look.chars:
        return True
    if look.seen & f.HINT and lexicon.hinted(look.words, look.classes):
        owned = look.seen & f.MY and look.seen & (WRITES | f.PLATFORM)
        if owned or look.seen & f.DOT_WORD or not KNOWN_NAMES.isdisjoint(look.words):
            return True
        return any(shape.search(look.chars) for shape in SHAPES)
    return "_" in look.chars and UNDERSCORED.search(look.chars) is not None


def strewn(look: Sketch) -> bool:
    """Whether a text holds as many digits as a number somewhere, and says that something rings."""
    if look.digits < STREWN and not look.seen & f.NUM:
        return False
    if look.digits < STREWN and look.digits + 2 * sum(1 for of in look.classes if of & f.NUM) < STREWN:
        return False
    if "+" in look.chars:
        return True
    cued = bool(look.seen & f.CUE) or not look.chars.isascii()
    return cued and beginnings("ringing", "posing").search(look.chars) is not None


def _signed(look: Sketch) -> bool:
    """Whether signs or runs of digits speak for a closer look, whatever the words are."""
    chars = look.chars
    if "@" in chars or (("." in chars or ":" in chars) and dotted(chars)):
        return True
    if look.digits >= STREWN and "\n" in chars and COLUMN.search(chars):
        return True
    if look.digits >= FEWEST_KEYED and "-" in chars and (look.seen & f.CUE or "-8" in chars) and KEYPAD.search(chars):
        return True
    if look.digits >= FEWEST_HEX and list(map(len, look.words)).count(2) >= FEWEST_HEX and HEX_BYTES.search(chars):
        return True
    if look.digits >= FEWEST_PLAIN and _numbered(look):
        return True
    if ("(" in chars or "[" in chars or "{" in chars) and BRACKETED.search(chars):
        return True
    return spelt_oddly(chars)


def _numbered(look: Sketch) -> bool:
    """Whether the digits may be those of a number or an account."""
    chars = look.chars
    if look.digits >= FEWEST and (SPREAD.search(chars) or LONG_NUMBER.search(chars)):
        return True
    if look.digits >= FEWEST_OF_ACCOUNT and ACCOUNT_START.search(chars):
        return True
    return _posing(look.words)


def _posing(words: list[str]) -> bool:
    """Whether several words are digits and letters that look like digits: "4l5-S5S", "О5О З1З"."""
    mixed = [word for word in words if not word.isalpha() and not word.isdigit() and POSING.fullmatch(word)]
    return len(mixed) >= FEWEST_POSING


def spelt_oddly(chars: str) -> bool:
    """Whether signs stand where letters are expected, or picture signs and scripts that are written without blanks."""
    if not chars.isascii() and BEYOND_ASCII.search(chars):
        return True
    signs = "$" in chars or "%" in chars or "&" in chars or "€" in chars or "|" in chars or "\\" in chars
    return signs and SIGNS.search(chars) is not None


def dotted(chars: str) -> bool:
    """Whether full stops stand as in links, addresses or Morse."""
    if (
        "://" in chars
        or "w/a" in chars
        or " . " in chars
        or "(.)" in chars
        or "[.]" in chars
        or (("--" in chars or ".." in chars) and MORSE.search(chars))
    ):
        return True
    return DOTTED.search(chars) is not None


def paired(look: Sketch, ends: list[int] | None = None) -> bool:
    """Whether classes that mean something together stand near each other; `ends` are those of the sentences."""
    seen, classes = look.seen, look.classes
    for pair in _pairs_of(seen & PAIRED):
        if seen & pair.before or (seen & pair.after and seen & pair.also):
            ends = ends or sentence_ends(look)
            for place in look.marked:
                if (
                    classes[place] & pair.some
                    and look.words[place] not in pair.never
                    and _near(classes, place, pair, ends)
                ):
                    return True
    return False


@lru_cache(maxsize=4096)
def _pairs_of(some: int) -> tuple[Pair, ...]:
    return tuple(pair for pair in PAIRS if some & pair.some)


def _near(classes: list[int], place: int, pair: Pair, ends: list[int]) -> bool:
    first, last = max(0, place - BEFORE), place + 1 + pair.ahead
    if pair.wish:
        sentence = bisect_right(ends, place)
        first, last = max(first, ends[sentence - 1] if sentence else 0), min(last, ends[sentence])
    if union(classes[first : place + 1]) & pair.before:
        return True
    after = union(classes[place + 1 : last])
    if not (after & pair.after and after & pair.also):
        return False
    return pair.with_ == ~0 or bool(union(classes[first : place + 1 + AFTER]) & pair.with_)


def sentence_ends(look: Sketch) -> list[int]:
    """How many words of a text have been said at the end of each sentence."""
    pieces = SENTENCE_END.split(look.chars)
    return list(accumulate(len(words_of(piece)) for piece in pieces))


def _counted(look: Sketch, lexicon: Lexicon) -> bool:
    words, classes, seen = look.words, look.classes, look.seen
    if seen & f.NUM and _numbers(look) >= 4 and (has_row(look) or strewn(look)):
        return True
    if seen & f.SINGLE and _set_apart(look):
        return True
    if not seen & f.FRAGMENT:
        return False
    ends = [place for place in look.marked if classes[place] & f.FRAGMENT]
    return any(lexicon.joined_at(words, place) for place in ends)


def _set_apart(look: Sketch) -> bool:
    """Whether letters are set apart one by one, as in "w h a t s"."""
    lengths = list(map(len, look.words))
    if lengths.count(1) < 4:
        return False
    return not look.chars.isascii() or any(lengths[place : place + 3] == [1, 1, 1] for place in range(len(lengths)))


def _numbers(look: Sketch) -> int:
    number, classes = f.NUM, look.classes
    said = len([place for place in look.marked if classes[place] & number])
    return said + (len([word for word in look.words if word.isdigit()]) if said + look.digits >= 4 else 0)
