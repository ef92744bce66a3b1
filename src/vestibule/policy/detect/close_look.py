"""All detectors over one text, and what becomes of candidates: findings that do not overlap."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import partial
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.books import RuleBook
from vestibule.policy.detect.addresses.emails import emails
from vestibule.policy.detect.addresses.mailboxes import alluded, bare_hosts, own_names, told_apart
from vestibule.policy.detect.addresses.odd_addresses import odd_addresses
from vestibule.policy.detect.addresses.told_hosts import told_hosts, told_places
from vestibule.policy.detect.addresses.told_parts import told_parts
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.hidden.backwards import backwards
from vestibule.policy.detect.hidden.ciphers import ciphers
from vestibule.policy.detect.hidden.encodings import encodings
from vestibule.policy.detect.hidden.turned_letters import turned_letters
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.at_names import at_names
from vestibule.policy.detect.names.full_names import full_names
from vestibule.policy.detect.names.handles import handles
from vestibule.policy.detect.names.hints import told_services
from vestibule.policy.detect.names.pictured_names import pictured_names
from vestibule.policy.detect.names.same_names import same_names
from vestibule.policy.detect.names.spoken_names import spoken_names
from vestibule.policy.detect.names.stray_names import stray_names
from vestibule.policy.detect.numbers.credit import credit_pieces
from vestibule.policy.detect.numbers.digits import may_hold_number
from vestibule.policy.detect.numbers.odd_digits import odd_digits
from vestibule.policy.detect.numbers.phones import phones
from vestibule.policy.detect.numbers.strewn import strewn
from vestibule.policy.detect.pages.links import known_pages, links, links_of
from vestibule.policy.detect.pages.rooms import rooms
from vestibule.policy.detect.pages.spelt_links import spelt_links
from vestibule.policy.detect.pages.spoken_hosts import spoken_hosts_of
from vestibule.policy.detect.pages.spoken_links import spoken_links
from vestibule.policy.detect.payable.accounts import paid_numbers
from vestibule.policy.detect.payable.iban import IBAN, account_in
from vestibule.policy.detect.payable.payments import BECH32, payments
from vestibule.policy.detect.samples import lower_named, lower_quoted, lower_samples
from vestibule.policy.detect.wishes.requests import requests, widen
from vestibule.policy.lexicon import Lexicon, lexicon_of
from vestibule.policy.lexing import Lexed, lex
from vestibule.policy.normalise import fold
from vestibule.policy.verdict import Finding, Kind

RANK: Final = {
    "payment_handle": 8,
    "meeting_link": 7,
    "scheduler_link": 7,
    "email": 6,
    "phone": 5,
    "social_handle": 4,
    "off_platform_payment": 3,
    "contact_request": 2,
    "off_platform": 2,
}
WISHES: Final = frozenset({"contact_request", "off_platform", "off_platform_payment"})
SURE: Final = 0.5
"""Candidates below this confidence count in no book."""
NAMES: Final = frozenset({"social_handle", "payment_handle"})
FEW: Final = 40
"""Findings of one text that are compared with each other."""
NEAR_NAME: Final = 60
"""Characters between a name and the service that is told in the next message."""


def look(text: str, book: RuleBook, lexicon: Lexicon, *, begun_before: int = 0) -> list[Finding]:
    """The close look, without the gate before it. `begun_before` is where the newest message starts."""
    lexed = lex(fold(text), lexicon, text)
    lexed.seam = _seam(lexed, begun_before)
    candidates = list(_candidates(lexed, book, lexicon))
    if begun_before:
        # Messages in a row are no sentence: what their words sum up to says nothing.
        candidates = [candidate for candidate in candidates if not candidate.by_sum]
        credit_pieces(candidates, lexed, begun_before)
        _end_in_service(candidates, lexed, lexicon, begun_before)
    return settle_overlaps(_findings(lexed, candidates, book))


def look_for_wishes(text: str, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    """The close look for nothing but wishes, for texts in which nothing speaks of a detail."""
    lexed = lex(fold(text), lexicon, text)
    wishes = _meant_here(list(requests(lexed)), lexed)
    return settle_overlaps([_finding(wish, lexed, text) for wish in wishes if _counts(wish, book)])


def findings_of(lexed: Lexed, book: RuleBook, lexicon: Lexicon) -> list[Finding]:
    """What all detectors find in a text, overlaps and all."""
    return _findings(lexed, list(_candidates(lexed, book, lexicon)), book)


def _findings(lexed: Lexed, candidates: Iterable[Candidate], book: RuleBook) -> list[Finding]:
    text = lexed.original
    findings = [_finding(candidate, lexed, text) for candidate in candidates if _counts(candidate, book)]
    codes = [
        Finding(c.kind, c.start, c.end, text[c.start : c.end], c.confidence, obfuscated=True, read_as=c.read_as)
        for c in (*encodings(text, partial(_kind_of_code, book)), *ciphers(text))
    ]
    # digits among the letters of a code are no number
    plain = [one for one in findings if not any(code.start <= one.start and one.end <= code.end for code in codes)]
    return plain + codes


def _kind_of_code(book: RuleBook, read: str) -> Kind | None:
    """What a decoded text leads to, if it is a link of the book's tables."""
    folded = read.lower()
    if BECH32.search(folded) or (IBAN.fullmatch(folded) and account_in(folded, told=False)):
        return "payment_handle"
    lexicon = lexicon_of(book)
    plain = lex(fold(folded), lexicon, folded)
    named = (*handles(plain, Mask([])), *phones(plain, []))
    sure = (c for c in named if c.confidence >= book.thresholds[c.kind])
    return next((c.kind for c in (*links(plain, links_of(book))[0], *sure)), None)


def _seam(lexed: Lexed, begun_before: int) -> int:
    """Where in the folded text the newest message begins."""
    if not begun_before or lexed.folded.starts is None:
        return begun_before
    return bisect_left(lexed.folded.starts, begun_before)


def _end_in_service(candidates: list[Candidate], lexed: Lexed, lexicon: Lexicon, begun_before: int) -> None:
    """A name that was written before ends in the service that the newest message names: "kai.b", "on insta"."""
    told = told_services(lexed, lexicon)
    places = [(lexed.folded.place(one.start, one.end), one) for one in told]
    first = next((one for (start, _), one in places if start >= begun_before), None)
    if first is None:
        return
    latest = max((end for (_, end), _ in places if end <= begun_before), default=-NEAR_NAME - 1)
    for candidate in candidates:
        if candidate.kind not in NAMES or candidate.confidence < SURE or candidate.end <= candidate.start:
            continue
        start, end = lexed.folded.place(candidate.start, candidate.end)
        if end <= begun_before and first.start - candidate.end <= NEAR_NAME and start - latest > NEAR_NAME:
            candidate.end = first.end


def _counts(candidate: Candidate, book: RuleBook) -> bool:
    return candidate.confidence >= book.thresholds[candidate.kind] and candidate.end > candidate.start


def _candidates(lexed: Lexed, book: RuleBook, lexicon: Lexicon) -> Iterable[Candidate]:
    table = links_of(book)
    found, taken = links(lexed, table)
    known = [*((candidate.start, candidate.end) for candidate in found), *known_pages(lexed, taken, table)]
    spoken = list(spoken_links(lexed, table, spoken_hosts_of(book), known))
    found += spoken
    taken += [(candidate.start, candidate.end) for candidate in spoken]
    spelt = list(spelt_links(lexed, table, taken))
    found += spelt
    taken += [(candidate.start, candidate.end) for candidate in spelt]
    addresses = [candidate for candidate in emails(lexed) if candidate.confidence >= 0.5]
    wallets = list(payments(lexed))
    taken = [*taken, *((c.start, c.end) for c in addresses), *((c.start, c.end) for c in wallets)]
    numbers = list(phones(lexed, taken)) if may_hold_number(lexed) else []
    sure_numbers = [c for c in numbers if c.confidence >= book.thresholds["phone"]]
    if not (sure_numbers or addresses or wallets):
        numbers += [*strewn(lexed), *odd_digits(lexed), *told_places(lexed)]
    mask = Mask([*taken, *((c.start, c.end) for c in sure_numbers)])
    services = told_services(lexed, lexicon)
    named = [*at_names(lexed, mask, services), *handles(lexed, mask), *stray_names(lexed, services, mask)]
    named += pictured_names(lexed, mask)
    named += full_names(lexed, services, mask)
    named += spoken_names(lexed, services, mask)
    named += alluded(lexed)
    named += [] if any(name.confidence > SURE for name in named) else same_names(lexed, services)
    named += rooms(lexed, services, numbers, Mask(taken))
    named += paid_numbers(lexed, services, numbers)
    turned = [*backwards(lexed, lexicon, table), *turned_letters(lexed, lexicon, table)]
    return _meant_here(
        [
            *turned,
            *found,
            *addresses,
            *bare_hosts(lexed),
            *told_apart(lexed),
            *own_names(lexed),
            *odd_addresses(lexed, lexicon),
            *([] if addresses else [*told_parts(lexed), *told_hosts(lexed)]),
            *wallets,
            *numbers,
            *named,
            *requests(lexed),
        ],
        lexed,
    )


def _meant_here(candidates: list[Candidate], lexed: Lexed) -> list[Candidate]:
    lower_samples(candidates, lexed)
    lower_quoted(candidates, lexed)
    lower_named(candidates, lexed)
    details = [c for c in candidates if c.kind not in WISHES and c.confidence >= SURE]
    wishes = [c for c in candidates if c.kind in WISHES and c.confidence >= SURE]
    for wish in wishes:
        # Who gives a detail need not wish for one: the words around it are those of giving.
        if wish.by_sum and any(wish.start <= one.start < wish.end for one in details if one.read_as[:1] != "…"):
            wish.confidence = 0.0
    if wishes:
        widen([wish for wish in wishes if wish.confidence], details, lexed)
    return _paid(candidates, lexed)


def _paid(candidates: list[Candidate], lexed: Lexed) -> list[Candidate]:
    """An address or number given for paying is a way to pay."""
    ways = [item.start for item in lexed.items if item.name is not None and item.name.service.kind == "payment"]
    if ways:
        for candidate in candidates:
            place = bisect_left(ways, candidate.start) - 1
            if candidate.kind in {"email", "phone"} and place >= 0 and candidate.start - ways[place] <= 40:
                near = candidate.kind == "phone" and candidate.start - ways[place] <= 14
                candidate.confidence += 0.2 if near and not lexed.seen & f.WORK else 0.0
                candidate.kind = "payment_handle"
    return candidates


def _finding(candidate: Candidate, lexed: Lexed, text: str) -> Finding:
    start, end = lexed.folded.place(candidate.start, candidate.end)
    written = text[start:end]
    plain = candidate.kind in {"contact_request", "off_platform", "off_platform_payment"}
    hidden = candidate.hidden or (not plain and _differs(written, candidate.read_as))
    return Finding(
        candidate.kind,
        start,
        end,
        written,
        min(candidate.confidence, 1.0),
        hidden,
        candidate.read_as,
        about=candidate.about,
    )


def _differs(written: str, read_as: str) -> bool:
    """Whether reading took more than dropping the usual separators."""
    usual = str.maketrans("", "", " -.()/@\u00a0")
    return written.lower().translate(usual).strip("+") != read_as.lower().translate(usual).strip("+")


def _contained(finding: Finding, findings: list[Finding]) -> bool:
    """Whether a name is a piece of a longer one: what is told with more signs is the whole."""
    return (finding.kind in NAMES or finding.kind == "email") and any(
        other.kind == finding.kind
        and (other.kind in NAMES or other.read_as.startswith("…"))
        and other.start <= finding.start
        and finding.end <= other.end
        and other.end - other.start > finding.end - finding.start
        for other in findings
    )


def settle_overlaps(findings: list[Finding]) -> list[Finding]:
    """Keep the surest of findings that overlap, but never drop a wish for a detail or the reverse of it."""
    kept: list[Finding] = []
    spans: list[tuple[int, int]] = []
    wider = [_contained(finding, findings) for finding in findings] if len(findings) <= FEW else []
    left = [finding for finding, within in zip(findings, wider, strict=True) if not within] if wider else findings
    for finding in sorted(left, key=lambda found: (-RANK[found.kind], -found.confidence, found.start)):
        place = bisect_left(spans, (finding.start, finding.end))
        after = place < len(spans) and spans[place][0] < finding.end
        before = place > 0 and spans[place - 1][1] > finding.start
        if not (after or before):
            spans.insert(place, (finding.start, finding.end))
            kept.append(finding)
    return sorted(kept, key=lambda found: (found.start, found.end))
