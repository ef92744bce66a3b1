"""Details that are split over several messages: the one that completes a detail carries the finding."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.numbers.callable_digits import looks_dialled
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.normalise import digits_in, fold, quick_fold
from vestibule.policy.phrases import beginnings
from vestibule.policy.sketch import Sketch, sketch

MESSAGES: Final = 14
CODE_POINTS: Final = 240
LONG: Final = 120
"""A message longer than this (in code points) tells a story of its own; its parts are not put together with others."""

PIECES: Final = (
    f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST | f.AT_STRONG | f.DOT_WORD | f.MIXED_DIGITS | f.UNDER_WORD | f.SINGLE
    | f.SLASH_WORD | f.FRAGMENT | f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN
)  # fmt: skip
SHAPE: Final = re.compile(r"[@_]|^[./:][a-z]{2}|[a-z]-[a-z]|[^\W_]\.[^\W_]|[\u3400-\u9fff]|^\W*\w?\W*$")
CUT: Final = re.compile(r"[@./_:]")
"""Signs within addresses, links and names."""
GOES_ON: Final = re.compile(r"[^\W_]\.[a-z]{2,5}/(?:[\w@.-]+/)?$|[^\W_]@$")
"""Ends of links and addresses that need something behind them."""
WITHIN: Final = re.compile(r"[^\W_][@_/][^\W_]|[^\W_]\.[^\W\d_]{2}|://")
NEAR: Final = 60
FEW: Final = 3
SHORT: Final = 8
SOME: Final = 2
MOST_PARTS: Final = 5
LONGEST_PART: Final = 60
LONGEST_RUN: Final = 7
FEWEST_WHOLE: Final = 9
MOST_WHOLE: Final = 13
LAST_WORD: Final = re.compile(r"[^\W\d_]+$")
FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
ANDS: Final = frozenset({"et", "and", "und"})
"""Words within numbers: "quarante et un"."""
PART: Final = re.compile(r"[0-9](?:[ .\-]?[0-9])*")
WORD: Final = re.compile(r" ?(?P<word>[^\W\d_]+)")
OPEN_END: Final = re.compile(r"(?<![\w.])[(+]?[0-9][0-9 ().-]{2,14}[-./(]\s*$")
"""A number that breaks off: "(971) 206-"."""
PRICED: Final = re.compile(r"[$€£₹%:/?]|[0-9] ?(?:usd|eur|gbp|k\b|px|mm|cm|kg|am\b|pm\b|mb|gb)")
LIKE: Final = frozenset({"like", "as", "como", "comme", "wie", "come", "jak", "как", "як"})
"""Words with which one says what digits look like."""
ADDRESS: Final = f.MAIL_HOST | f.AT_STRONG | f.AT_WEAK | f.DOT_WORD
SENTENCE_END: Final = re.compile(r" ?[.!?](?: |$)")
NUMBERED: Final = re.compile(r"^\s*[0-9]{1,2}[).:] +")
"""How messages begin that somebody counts."""


def tail(context: tuple[str, ...]) -> str:
    """The end of what was written before, bounded; messages are set apart by blanks."""
    return " ".join(_latest(context))


def _latest(context: tuple[str, ...]) -> list[str]:
    parts: list[str] = []
    room = CODE_POINTS
    for message in reversed(context[-MESSAGES:]):
        if len(message) > LONG or len(message) > room:
            break
        parts.append(message.strip())
        room -= len(message)
    return parts[::-1]


def digits_before(context: tuple[str, ...], _: Lexicon) -> str:
    """Of the latest messages those with digits: what is said in between is left out."""
    return " ".join(part for part in _latest(context) if digits_in(quick_fold(part)))


def said_before(context: tuple[str, ...], lexicon: Lexicon) -> str:
    """Of the latest messages those that say hardly anything but digits."""
    return " ".join(part for part in _latest(context) if _says_digits(sketch(part, lexicon)))


def _says_digits(look: Sketch) -> bool:
    said = sum(map(is_said, look.classes)) + sum(map(str.isdigit, look.words))
    return said * 2 > len(look.words)


def is_said(classes: int) -> bool:
    """Whether a word is a number word and little else."""
    return bool(classes & f.NUM) and not classes & (f.NEG | f.PREP | f.LETS | f.ASK | f.MY | f.ME)


def mended(context: tuple[str, ...], text: str, lexicon: Lexicon) -> str:
    """The latest messages with number words that were cut between two put together again; "" when none was.

    What `text` goes on with has no blank before it when it ends such a word: "nine one sev", "en five".
    """
    pairs = list(pairwise([*_latest(context), text]))
    cuts = [_cut_within_number(part, after, lexicon) for part, after in pairs]
    if not any(cuts):
        return ""
    return "".join(part if cut else f"{part} " for (part, _), cut in zip(pairs, cuts, strict=True))


def _cut_within_number(part: str, after: str, lexicon: Lexicon) -> bool:
    """Whether the end of a message and the beginning of the next are one number word, and not one each."""
    end, begin = LAST_WORD.search(quick_fold(part)), FIRST_WORD.match(quick_fold(after))
    if end is None or begin is None:
        return False
    known = lexicon.words
    apart = known[end.group()] & f.NUM and known[begin.group()] & f.NUM
    joined = end.group() + begin.group()
    return not apart and (joined in ANDS or bool(known[joined] & f.NUM))


def short_before(context: tuple[str, ...]) -> str:
    """Of the latest messages those of a few words, without numbers that count the messages."""
    parts = [NUMBERED.sub("", part) for part in _latest(context)]
    return " ".join(part for part in parts if len(part.split()) <= FEW)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The digits of a number that is told in parts, and where those of the newest message lie in it."""

    digits: str
    start: int
    end: int


def told_in_parts(context: tuple[str, ...], text: str, lexicon: Lexicon) -> Pieces | None:
    """A number of which each of the latest messages tells a part: "it starts 0770", "then 0900", "and ends 461"."""
    folded = fold(text)
    newest = _part_of_number(folded.chars)
    if newest is None or _counted(folded.chars, newest, lexicon):
        return None
    if digits := _broken_off(context[-1], newest.group()):
        return Pieces(digits, *folded.place(*newest.span()))
    parts = [newest.group()]
    told = [_told_as_part(folded.chars, newest)]
    for message in reversed(_latest(context)[-MOST_PARTS:]):
        chars = quick_fold(message)
        match = _part_of_number(chars)
        if match is None or _counted(chars, match, lexicon):
            break
        parts.append(match.group())
        told.append(_told_as_part(chars, match))
    said = [one for one in told if one is not None]
    if len(parts) < SOME or sum(said) * 2 <= len(said):
        return None
    turned = told[-1] and beginnings("parts_last").search(quick_fold(_latest(context)[-len(parts) + 1])) is not None
    for ordered in (parts,) if turned else (parts[::-1],):
        digits = "".join(filter(str.isdigit, "".join(ordered)))
        if FEWEST_WHOLE <= len(digits) <= MOST_WHOLE and looks_dialled(digits) and len(set(digits)) > SOME:
            return Pieces(digits, *folded.place(*newest.span()))
    return None


def _broken_off(before: str, rest: str) -> str:
    """The digits of a number that breaks off at the end of a message, with its rest; "" when there is none."""
    begun = OPEN_END.search(quick_fold(before))
    digits = "".join(filter(str.isdigit, begun.group() + rest)) if begun is not None else ""
    return digits if FEWEST_WHOLE < len(digits) <= MOST_WHOLE and looks_dialled(digits) else ""


def _part_of_number(chars: str) -> re.Match[str] | None:
    """The only digits of a short message; None when there are others or they count something."""
    runs = list(PART.finditer(chars)) if len(chars) <= LONGEST_PART else []
    if len(runs) != 1 or not 1 <= digits_in(runs[0].group()) <= LONGEST_RUN:
        return None
    if digits_in(runs[0].group()) < SOME and not _told_as_part(chars, runs[0]):
        return None
    told = _sentence_of(chars, runs[0])  # "still there? the rest 3 9172. call me about the reel"
    return None if PRICED.search(told) or len(told.split()) > SHORT + SOME else runs[0]


def _sentence_of(chars: str, match: re.Match[str]) -> str:
    """The sentence in which something stands."""
    start = max((end.end() for end in SENTENCE_END.finditer(chars) if end.end() <= match.start()), default=0)
    return chars[start : min((end.start() for end in SENTENCE_END.finditer(chars, match.end())), default=len(chars))]


def _counted(chars: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a word behind digits says what they count: "then 300 words"."""
    after = WORD.match(chars, match.end())
    if after is None or after["word"] in LIKE or beginnings("parts").match(chars, after.start("word")):
        return False
    classes = lexicon.words[after["word"]]
    return bool(classes & f.UNIT) or not classes & (f.REACH | f.PREP | f.CONN | f.FILLER | f.ME | f.MY)


def _told_as_part(chars: str, match: re.Match[str]) -> bool | None:
    """Whether a message says that its digits are a part of something; None when it says nothing but digits."""
    told = _sentence_of(chars, match)
    return beginnings("parts").search(told) is not None if any(map(str.isalpha, told)) else None


def glued(context: tuple[str, ...], text: str) -> str:
    """The latest messages as one goes on within the word of the other; "" when none can."""
    parts = _latest(context)
    joined = ""
    for part, after in pairwise([*parts, text]):
        cut = len(after.split()) == 1 and (len(part.split()) == 1 or CUT.search(part.split()[-1] if part else ""))
        cut = cut or GOES_ON.search(part) is not None
        joined += part if cut or CUT.match(after) else f"{part} "
    return joined if joined[-1:] not in {"", " "} and WITHIN.search(f"{joined[-NEAR:]}{text}") else ""


def may_complete(newest: Sketch) -> bool:
    """Whether a text could be the last piece of something, whatever was said before."""
    if newest.seen & (PIECES | f.NUM) or newest.digits or len(newest.words) <= FEW:
        return True
    return SHAPE.search(newest.chars) is not None


def pieces_of_address(newest: Sketch) -> bool:
    """Whether a text could be the last piece of an address: short, with a sign, a word for one or a mail service."""
    if len(newest.words) > SHORT:
        return False
    return bool(newest.seen & ADDRESS) or "@" in newest.chars or "." in newest.chars
