"""How a text is looked at: at a glance, closely, with what the sender wrote just before, or in pieces."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.books import RuleBook
from vestibule.policy.detect.addresses.emails import ends_host
from vestibule.policy.detect.close_look import findings_of, look, look_for_wishes, settle_overlaps
from vestibule.policy.detect.long_texts import BUDGET, pieces, plain_details
from vestibule.policy.detect.long_texts import LONG as LONG_TEXT
from vestibule.policy.detect.meeting_pieces import meet
from vestibule.policy.detect.split import (
    CUT,
    FEW,
    GOES_ON,
    LONG,
    NUMBERED,
    digits_before,
    glued,
    is_said,
    may_complete,
    mended,
    pieces_of_address,
    said_before,
    short_before,
    tail,
    told_in_parts,
)
from vestibule.policy.detect.wishes.requests import names_any
from vestibule.policy.detect.wishes.weighing import may_wish
from vestibule.policy.digit_rows import has_row
from vestibule.policy.gate import needs_a_look, sentence_ends
from vestibule.policy.lexicon import Lexicon, lexicon_of
from vestibule.policy.lexing import lex
from vestibule.policy.normalise import fold
from vestibule.policy.sketch import Sketch, sketch, union
from vestibule.policy.verdict import Finding
from vestibule.policy.wish_hints import hinted

ENOUGH: Final = 8
SEVERAL: Final = 2
TOLD: Final = 0.8
"""Confidence of a number that several messages tell in parts."""
TOO_MANY: Final = 24
"""Digits of several messages that can be one number."""
PIECES_OF_ADDRESSES: Final = frozenset({"social_handle", "email"})
CLARIFIED: Final = frozenset({"email", "phone", "social_handle", "payment_handle", "scheduler_link", "meeting_link"})
"""Kinds that may lie wholly in the new text when only the earlier messages say what it is."""


def detect(text: str, context: tuple[str, ...], book: RuleBook) -> list[Finding]:
    """Findings of `text`, in the order of their places; spans are code points of `text`."""
    lexicon = lexicon_of(book)
    if len(text) > LONG_TEXT:
        return _look_in_pieces(text, book, lexicon)
    glance = sketch(text, lexicon)
    found = _alone(text, glance, book, lexicon)
    if context and len(text) <= LONG and may_complete(glance):
        found = _after(text, context, glance, found, book, lexicon)
    return found


def _alone(text: str, glance: Sketch, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    """Findings of `text` by itself."""
    if needs_a_look(glance, lexicon):
        return look(text, book, lexicon)
    return look_for_wishes(text, book, lexicon) if hints_at_a_wish(glance, lexicon) else []


def hints_at_a_wish(glance: Sketch, lexicon: Lexicon) -> bool:
    """Whether any sentence may be a wish; most texts are told by all their words in a row, whatever their sentences."""
    if not hinted(glance.words, lexicon.wish_hints):
        return False
    for start, end in pairwise([0, *sentence_ends(glance)]):
        words, classes = glance.words[start:end], glance.classes[start:end]
        row = hinted(words, lexicon.wish_hints)
        if row and names_any(words, union(classes)) and may_wish(words[row], classes[row]):
            return True
    return False


def _after(
    text: str, context: tuple[str, ...], glance: Sketch, found: list[Finding], book: RuleBook, lexicon: Lexicon
) -> list[Finding]:
    """The same with those that `text` completes after what was said before."""
    before = tail(context)
    whole = sketch(f"{before} {text}", lexicon)
    if not found and (glance.digits or glance.seen & f.NUM) and (run := mended(context, text, lexicon)):
        found = _completed(text, run, "", book, lexicon)
    if before and meet(text, glance, whole, lexicon):
        found = _with_context(text, before, whole, found, book, lexicon)
    if not found and (glance.digits or glance.seen & f.NUM):
        by_words = _said(glance) >= SEVERAL and not glance.digits
        told = whole.digits + (_said(whole) if by_words else 0)
        if ENOUGH <= told <= TOO_MANY:
            numbers = (said_before if by_words else digits_before)(context, lexicon)
            found = _over_chatter(text, numbers, before, book, lexicon)
    if not found and glance.digits and (parts := told_in_parts(context, text, lexicon)) is not None:
        written = text[parts.start : parts.end]
        found = [Finding("phone", parts.start, parts.end, written, TOLD, obfuscated=True, read_as=parts.digits)]
    if not found and pieces_of_address(glance):
        found = _over_talk(text, context, before, book, lexicon)
    if not found and (len(text.split()) <= FEW or CUT.match(text) or GOES_ON.search(context[-1].rstrip())):
        run = glued(context, text)
        found = _completed(text, run, "", book, lexicon) if run else []
    return found


def _look_in_pieces(text: str, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    found: list[Finding] = []
    spent = 0
    for start, piece in pieces(text):
        glance = sketch(piece, lexicon)
        if not needs_a_look(glance, lexicon) and not hints_at_a_wish(glance, lexicon):
            continue
        if spent < BUDGET:
            lexed = lex(fold(piece), lexicon, piece)
            spent += len(lexed.items)
            here = findings_of(lexed, book, lexicon)
        else:
            here = [
                Finding(c.kind, c.start, c.end, c.read_as, c.confidence, obfuscated=False, read_as=c.read_as)
                for c in plain_details(piece)
            ]
        found += [replace(finding, start=finding.start + start, end=finding.end + start) for finding in here]
    return settle_overlaps(found)


def _with_context(
    text: str, before: str, whole: Sketch, found: list[Finding], book: RuleBook, lexicon: Lexicon
) -> list[Finding]:
    """Findings of `text` and those that begin in what was written before and end in it."""
    completed = _completed(text, before, " ", book, lexicon) if needs_a_look(whole, lexicon) else []
    if not completed and not found and ("@" in before[-LONG:] or "@" in text):
        # an address may be cut within a word
        completed = _completed(text, before, "", book, lexicon)
    return settle_overlaps([*found, *(new for new in completed if not _known(new, found))])


def _over_chatter(text: str, pieces: str, before: str, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    """Findings of digits in several messages, `pieces`, with other messages between."""
    if not pieces or pieces == before:
        return []
    whole = sketch(f"{pieces} {text}", lexicon)
    return _completed(text, pieces, " ", book, lexicon) if needs_a_look(whole, lexicon) and has_row(whole) else []


def _said(look: Sketch) -> int:
    return sum(map(is_said, look.classes)) if look.seen & f.NUM else 0


def _over_talk(text: str, context: tuple[str, ...], before: str, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    """Findings of an address in several short messages with talk between, or with numbers that count them."""
    pieces = short_before(context)
    counted = NUMBERED.match(text)
    skipped = counted.end() if counted else 0
    if not pieces or (pieces == before and not skipped):
        return []
    whole = sketch(f"{pieces} {text[skipped:]}", lexicon)
    signed = "@" in whole.chars or whole.seen & (f.AT_STRONG | f.AT_WEAK)
    if not signed or not (whole.seen & (f.MAIL_HOST | f.DOT_WORD) or ends_host(whole.chars)):
        return []
    found = _completed(text[skipped:], pieces, " ", book, lexicon)
    return [replace(one, start=one.start + skipped, end=one.end + skipped) for one in found if one.kind == "email"]


def _completed(text: str, before: str, glue: str, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    joined = f"{before}{glue}{text}"
    start = len(before) + len(glue)
    completed: list[Finding] = []
    for finding in look(joined, book, lexicon, begun_before=start):
        if finding.end <= start:
            continue
        straddles = finding.start < start
        if straddles or finding.kind in CLARIFIED:
            first = max(finding.start - start, 0)
            completed.append(
                replace(
                    finding,
                    start=first,
                    end=finding.end - start,
                    text=text[first : finding.end - start],
                    obfuscated=finding.obfuscated or straddles,
                )
            )
    return completed


def _known(finding: Finding, found: list[Finding]) -> bool:
    return any(
        (other.start <= finding.start < other.end or finding.start <= other.start < finding.end)
        # "@posteo.de" looks like an account until the name before it is known
        and not (
            finding.kind == "email" and other.kind in PIECES_OF_ADDRESSES and len(finding.read_as) > len(other.read_as)
        )
        for other in found
    )
