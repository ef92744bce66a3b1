"""Details that are the subject of the work: test data, the hotline in the footer of the client's page."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence, sentences
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import word_set

TEST_WORDS: Final = word_set("test_words")
TEST_CHARS: Final = word_set("test_chars")
PAGE_PARTS: Final = word_set("page_parts")
KINDS: Final = frozenset({"phone", "email", "payment_handle", "social_handle"})
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
                candidate.confidence = max(0.0, candidate.confidence - LOWERED)


def _of_work(sentence: Sentence, chars: str) -> bool:
    words = _words(sentence.items, chars)
    if not TEST_WORDS.isdisjoint(words) or not TEST_CHARS.isdisjoint(chars[n : n + 2] for n in _cjk(sentence)):
        return True
    return not PAGE_PARTS.isdisjoint(words)


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
    for place, item in enumerate(sentence.items):
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
