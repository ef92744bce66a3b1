"""Details written from right to left."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.addresses.emails import emails
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.at_names import at_names
from vestibule.policy.detect.names.handles import handles
from vestibule.policy.detect.names.hints import told_services
from vestibule.policy.detect.names.invented import is_invented
from vestibule.policy.detect.numbers.callable_digits import looks_dialled
from vestibule.policy.detect.numbers.phones import phones
from vestibule.policy.detect.pages.links import Links, links
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.lexing import Item, Lexed, lex
from vestibule.policy.normalise import Folded

CLUES: Final = ("@", "liamg", "oohay", "liamtoh", "kooltuo", "moc.", "moc tod")
"""What a text must hold for any of the signs."""
SIGNS: Final = re.compile(
    r"(?<![a-z])(?:moc|ten|gro|ur|ed|em|oi)\.[\w-]{2,30}@|liamg|oohay|liamtoh|kooltuo|\bmoc\.|\bmoc tod\b|em\.[\w]+/"
)
CHARGED: Final = re.compile(r"reverse[ -]charg")
"""Of value added tax, which nobody reads from the right."""
WORD: Final = re.compile(r"[^\W\d_]+")
RIGHT_TO_LEFT: Final = "\u202e"
TURNED: Final = re.compile(r"[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{3,30}[a-z0-9](?![\w@])")
"""The name of an account."""
LEADS: Final = frozenset({":", "-", "=", ">", "→", '"', "'", "(", ")", ",", "👉", "it", "this", "that"})
ACCOUNTS: Final = frozenset({"messenger", "social"})
AROUND: Final = 6
FAR: Final = 40
SURE_HANDLE: Final = 0.4
MOST: Final = 4000
"""Code points that are read backwards; nobody dictates a page from the right."""


def backwards(lexed: Lexed, lexicon: Lexicon, table: Links) -> Iterator[Candidate]:
    """Candidates found in the text read from the right."""
    told = bool(lexed.seen & f.REVERSE) and any(
        item.classes & f.REVERSE and not CHARGED.match(lexed.chars, item.start) for item in lexed.items
    )
    turned = not lexed.original.isascii() and _turned(lexed.original)
    hints = [item for item in lexed.items if item.classes & f.BACKWARD] if lexed.seen & f.BACKWARD else []
    if not (told or turned or hints or signed_backwards(lexed.chars)) or len(lexed.chars) > MOST:
        return
    for item in hints:
        yield _service(item, lexed, told=told)
    yield from _names_told(lexed, lexicon) if told else ()
    length = len(lexed.chars)
    yield from _word_by_word(lexed, lexicon)
    chars = lexed.chars[::-1].replace(",", ";").replace(" .", " ;")  # read from the right, marks stand before a word
    mirrored = lex(Folded(chars), lexicon, chars)
    if len(mirrored.chars) != length:
        return
    for candidate in _read(mirrored, table, lexicon):
        if candidate.kind == "phone" and not told:
            continue
        if told or turned:
            likely = candidate.kind == "phone" and looks_dialled(candidate.read_as)
            candidate.confidence = min(candidate.confidence + (0.6 if likely else 0.55), 0.95)
        candidate.start, candidate.end = length - candidate.end, length - candidate.start
        candidate.hidden = True
        if candidate.confidence >= 0.6:
            yield candidate


def _names_told(lexed: Lexed, lexicon: Lexicon) -> Iterator[Candidate]:
    """Names behind the word that says how they are read: "insta in reverse is …", "handle reversed: …, insta"."""
    services = [one for one in told_services(lexed, lexicon) if one.service.kind in ACCOUNTS]
    items = lexed.items
    for place, item in enumerate(items) if services else ():
        if not item.classes & f.REVERSE:
            continue
        name = place + 1
        bracketed = False
        while name < len(items) and (items[name].text in LEADS or items[name].classes & (f.CONN | f.HANDLE_NOUN)):
            bracketed = bracketed or items[name].text == ")"
            name += 1
        match = NAME.match(lexed.chars, items[name].start) if name < len(items) else None
        if match is None or (items[name].text == match.group() and items[name].classes & ~f.UNIT):
            continue
        led = is_invented(lexed, items[name]) if match.group().isalpha() else True
        if bracketed and name + 1 < len(items) and items[name].text == match.group() and items[name + 1].text.isalpha():
            continue  # "(reverse it) playback loop"
        around = [*items[max(0, place - AROUND) : place], *items[name + 1 : name + AROUND]]
        work = any(one.classes & f.WORK and one.name is None for one in around)
        if led and not work and min(one.away(*match.span()) for one in services) <= FAR:
            yield Candidate("social_handle", *match.span(), match.group()[::-1], 0.75, hidden=True)


def _word_by_word(lexed: Lexed, lexicon: Lexicon) -> Iterator[Candidate]:
    """Addresses in a text of which each word is turned by itself."""
    turned = WORD.sub(lambda match: match.group()[::-1], lexed.chars)
    read = lex(Folded(turned), lexicon, turned)
    for candidate in emails(read):
        if candidate.confidence >= 0.6:
            candidate.hidden = True
            yield candidate


def signed_backwards(chars: str) -> bool:
    """Whether something stands in folded characters that is a sign of an address only from the right."""
    clue = any(clue in chars for clue in CLUES) or ("/" in chars and "em." in chars)
    return clue and SIGNS.search(chars) is not None


def _turned(original: str) -> bool:
    return RIGHT_TO_LEFT in original or len(TURNED.findall(original)) >= 3


def _read(mirrored: Lexed, table: Links, lexicon: Lexicon) -> Iterator[Candidate]:
    found, taken = links(mirrored, table)
    yield from found
    addresses = [candidate for candidate in emails(mirrored) if candidate.confidence >= 0.5]
    # who gets the candidates turns them round at once
    taken += [(candidate.start, candidate.end) for candidate in addresses]
    yield from addresses
    yield from phones(mirrored, taken)
    yield from (candidate for candidate in _named(mirrored, taken, lexicon) if candidate.confidence >= SURE_HANDLE)


def _named(mirrored: Lexed, taken: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Candidate]:
    mask = Mask(taken)
    yield from at_names(mirrored, mask, told_services(mirrored, lexicon))
    yield from (one for one in handles(mirrored, mask) if not mask.covers(one.start, one.end))


def _service(item: Item, lexed: Lexed, *, told: bool) -> Candidate:
    words = sum(1 for other in lexed.items if other.text[0].isalnum())
    confidence = 0.85 if told else 0.65 if words <= 8 else 0.4
    return Candidate("off_platform", item.start, item.end, item.text[::-1], confidence, hidden=True)
