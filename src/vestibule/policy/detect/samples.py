"""Details that are the subject of the work: test data, the hotline in the footer of the client's page."""

import re
from itertools import pairwise
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.numbers.phone_words import ASKING_FOR
from vestibule.policy.detect.sentences import Sentence, sentences
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import word_set

TEST_WORDS: Final = word_set("test_words")
TEST_CHARS: Final = word_set("test_chars")
LOOSE: Final = word_set("loose_test_words")
SENDING: Final = frozenset(map(quick_fold, word_set("sending")))
PAGE_PARTS: Final = word_set("page_parts")
INTERFACE: Final = word_set("interface")
"""What the words of a page are called: a button, a label, the copy."""
QUOTED: Final = re.compile(r"[\"“„«][^\"“”„«»\n]{4,120}[\"”“»]|(?<=: )[^\n]{4,160}")
WISHES: Final = frozenset({"contact_request", "off_platform"})
GIVING: Final = frozenset(map(quick_fold, word_set("mine"))) | {"its", "it's", "mine"}
PICTURES: Final = frozenset("📱📞☎💬🟢")
OWN: Final = frozenset(map(quick_fold, word_set("own")))
DENYING: Final = frozenset(map(quick_fold, word_set("not_the_one")))
GIVEN: Final = 3
DENIED: Final = 5
BESIDE_TESTS: Final = 12
"""Characters between a detail and a word that calls it a sample, at most."""
SAYS: Final = frozenset(
    {"says", "say", "reads", "read", "shows", "dice", "diz", "dit", "sagt", "steht", "pisze", "пишет"}
)
NEAR: Final = 25
APART: Final = 15
BESIDE: Final = 3
LEADS: Final = frozenset(map(quick_fold, word_set("address_leads")))
"""Words right before an address to which something goes: "send the samples to …"."""
GOING: Final = frozenset(map(quick_fold, word_set("going_to")))
"""Verbs of what somebody does at an address: "order at …"."""
SUITING: Final = frozenset(map(quick_fold, word_set("suiting")))
"""What is said of an address that somebody uses: "… works best"."""
SHOWING: Final = frozenset(map(quick_fold, word_set("showing")))
"""What pages do with the addresses on them: "… should show …"."""
LED: Final = 2
BEHIND: Final = 4
SENDS: Final = f.GIVE | f.REACH | f.TALK
KINDS: Final = frozenset({"phone", "email", "payment_handle", "social_handle"})
LINKED: Final = frozenset({"social_handle", "payment_handle"})
LOWERED: Final = 0.55


def lower_samples(candidates: list[Candidate], lexed: Lexed) -> None:
    """Take confidence from details in sentences that speak of tests or parts of a page, and of no person."""
    details = [candidate for candidate in candidates if candidate.kind in KINDS and candidate.confidence > 0]
    if not details:
        return
    words = _words(lexed.items, lexed.chars)
    if TEST_WORDS.isdisjoint(words) and PAGE_PARTS.isdisjoint(words) and not any(c in lexed.chars for c in TEST_CHARS):
        return
    for sentence in sentences(lexed.items, lexed.chars):
        start, end = sentence.items[0].start, sentence.items[-1].end
        here = [candidate for candidate in details if start <= candidate.start < end]
        if here and _impersonal(sentence, here[0]) and _of_work(sentence, lexed.chars):
            for candidate in here:
                if not (
                    _disguised(candidate, lexed) or _given(sentence, candidate) or _is_real(sentence, candidate, lexed)
                ):
                    candidate.confidence = max(0.0, candidate.confidence - LOWERED)


def lower_quoted(candidates: list[Candidate], lexed: Lexed) -> None:
    """Take confidence from wishes that are the words of a page: 'a button that says "chat with us"'."""
    wishes = [candidate for candidate in candidates if candidate.kind in WISHES and candidate.confidence >= LOWERED]
    if not wishes or INTERFACE.isdisjoint(_words(lexed.items, lexed.chars)):
        return
    for quote in QUOTED.finditer(lexed.chars):
        around = [item for item in lexed.items if item.end <= quote.start() or item.start >= quote.end()]
        if INTERFACE.isdisjoint(item.text for item in around) or any(item.classes & f.ME for item in around):
            continue
        for wish in wishes:
            if quote.start() <= wish.start and wish.end <= quote.end():
                wish.confidence = 0.0


def lower_named(candidates: list[Candidate], lexed: Lexed) -> None:
    """A service that only says where the account beside it is: "our account on Instagram: …" proposes nothing more."""
    details = [c for c in candidates if c.kind in {"social_handle", "meeting_link"} and c.confidence >= LOWERED]
    for wish in candidates if details else ():
        beside = any(-NEAR <= c.start - wish.end <= NEAR or -NEAR <= wish.start - c.end <= NEAR for c in details)
        if wish.kind == "off_platform" and beside and not _proposes(wish, lexed.items):
            wish.confidence = 0.0


def _proposes(wish: Candidate, items: list[Item]) -> bool:
    """Whether words of a wish speak of talking; "on" alone does not."""
    return any(
        item.classes & (f.REACH | f.TALK | f.GIVE | f.ASK | f.ME | f.LETS) and item.name is None and item.text != "on"
        for item in items
        if wish.start - NEAR <= item.start and item.end <= wish.end + NEAR and item.start < wish.end
    )


def _of_work(sentence: Sentence, chars: str) -> bool:
    meant = [item for place, item in enumerate(sentence.items) if not _set_against(sentence, place)]
    words = _words(meant, chars)
    if not TEST_WORDS.isdisjoint(words) or not TEST_CHARS.isdisjoint(chars[n : n + 2] for n in _cjk(sentence)):
        return True
    return not PAGE_PARTS.isdisjoint(words)


def _disguised(candidate: Candidate, lexed: Lexed) -> bool:
    """Whether a detail is written in codes or other letters: what is only an example is written plainly."""
    start, end = lexed.folded.place(candidate.start, candidate.end)
    return end - start > (candidate.end - candidate.start) * 3 // 2


def _given(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether somebody gives a detail as theirs: "mine is …", "its …", "my landline, in words …"."""
    before = [item for item in sentence.items if item.end <= candidate.start]
    if candidate.kind == "email" and candidate.hidden:
        return True
    if any(item.text.replace(" ", "") in GIVING or item.text in PICTURES for item in before[-GIVEN:]):
        return True
    return any(
        item.text in OWN and sentence.after(sentence.items.index(item), GIVEN) & (f.PHONE_NOUN | f.EMAIL_NOUN)
        for item in before
    )


def _apart_from_tests(sentence: Sentence, candidate: Candidate, chars: str) -> bool:
    """Whether somebody speaks of themselves, and of samples only as of the work: "I want a sample first: …"."""
    words = _words(sentence.items, chars)
    told = (TEST_WORDS - LOOSE) | PAGE_PARTS
    low, high = candidate.start - BESIDE_TESTS, candidate.end + BESIDE_TESTS
    near = [item for item in sentence.items if low <= item.start <= high]
    return _personal(sentence) and words.isdisjoint(told) and _words(near, chars).isdisjoint(TEST_WORDS)


def _far_from_work(sentence: Sentence, candidate: Candidate, chars: str) -> bool:
    """Whether no word of tests or pages stands near a name or an account."""
    low, high = candidate.start - APART, candidate.end + APART
    near = [item for item in sentence.items if low <= item.end and item.start <= high]
    return _words(near, chars).isdisjoint(TEST_WORDS | PAGE_PARTS)


def _set_against(sentence: Sentence, place: int) -> bool:
    """Whether a word stands behind one that says it is not meant, or theirs: "not the one in the banner"."""
    before = sentence.items[max(0, place - DENIED) : place]
    inside = bool(before) and before[-1].text == "no"  # "no rodapé": in the footer
    denied = any(item.text in DENYING for item in (before[:-1] if inside else before))
    return denied or any(item.text in OWN for item in before[-GIVEN:])


def _is_real(sentence: Sentence, candidate: Candidate, lexed: Lexed) -> bool:
    """Whether a detail leads to somebody although words of tests or of pages stand near it.

    Invented addresses are told by their hosts already; on others only words that mean nothing but tests weigh, or
    that a page shows them and nobody writes there.
    """
    if candidate.kind in LINKED and _far_from_work(sentence, candidate, lexed.chars):
        return True
    words = _words(sentence.items, lexed.chars) | {lexed.chars[n : n + 2] for n in _cjk(sentence)}
    if not words.isdisjoint(TEST_WORDS - LOOSE):
        return False
    if candidate.kind in LINKED and _is_link(candidate):
        return True
    if candidate.kind in {"phone", "email"} and _apart_from_tests(sentence, candidate, lexed.chars):
        return True
    if candidate.kind == "social_handle":
        return words.isdisjoint(PAGE_PARTS)
    if candidate.kind == "email":
        return words.isdisjoint(PAGE_PARTS) or words.isdisjoint(SHOWING) or _is_used(sentence, candidate)
    return _is_used(sentence, candidate) and words.isdisjoint(PAGE_PARTS)


def _is_used(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether something goes to a detail, or somebody says that it suits: "send it to …", "… is best"."""
    before = [item for item in sentence.items if item.end <= candidate.start and item.text[0].isalnum()]
    behind = [item for item in sentence.items if item.start >= candidate.end][:BEHIND]
    gone = any(item.classes & SENDS or item.text in GOING for item in before)
    led = gone and any(word in LEADS for item in before[-LED:] for word in item.text.split(" "))
    return led or any(item.text in SUITING for item in behind)


def _is_link(candidate: Candidate) -> bool:
    return "/" in candidate.read_as


def _personal(sentence: Sentence) -> bool:
    """Whether somebody speaks of themselves: "the tests are on my insta"."""
    return any(item.classes & f.MY or item.text.split(" ")[0] == "i" for item in sentence.items)


def _cjk(sentence: Sentence) -> list[int]:
    return [item.start for item in sentence.items if item.text > "\u2e80"]


def _words(items: list[Item], chars: str) -> set[str]:
    """The words that are no part of a host's name."""
    return {
        item.text
        for item in items
        if chars[item.start - 1 : item.start] != "." and chars[item.end : item.end + 1] != "."
    }


def _impersonal(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether nobody is told to call, and the detail is nobody's of the two."""
    if any(item.text in SENDING for item in sentence.items) or _called_by(sentence, candidate):
        return False
    if _somebody_answers(sentence, candidate):
        return False
    for place, item in enumerate(sentence.items):
        said = place and sentence.items[place - 1].text in SAYS  # "the mockup says call …"
        if said or candidate.start <= item.start < candidate.end:  # "contact@…"
            continue
        if (
            item.classes & (f.ME | f.REACH)
            and not item.classes & (f.UNIT | f.WORK | f.PHONE_NOUN)
            and item.text not in {"mail", "email"}
        ):
            return False
        if (
            item.classes & f.MY
            and 0 <= candidate.start - item.end <= 25
            and sentence.after(place, 2) & (f.PHONE_NOUN | f.EMAIL_NOUN | f.NUMBER_NOUN)
        ):
            return False
    return True


def _somebody_answers(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether a person is told of whom one reaches there: "…, ask for Perrin"."""
    behind = [item.text for item in sentence.items if item.start >= candidate.end]
    return any(pair in ASKING_FOR for pair in pairwise(behind))


def _called_by(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether the name of a messenger opens the number: "whatsapp +91 …"."""
    for item in sentence.items:
        if item.classes & f.SERVICE and 0 <= candidate.start - item.end <= BESIDE and candidate.kind == "phone":
            return item is sentence.items[0]
    return False
