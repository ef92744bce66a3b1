"""Sentences as rows of items, and what is common to all wishes: refusals, subjects of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.lexing import Item, union
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import word_set

SENTENCE_ENDS: Final = frozenset("!?;\x1e")


DETAIL: Final = f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN


ANY_SERVICE: Final = f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST


DECLINING: Final = frozenset(map(quick_fold, word_set("declining")))
DECLINE: Final = word_set("decline")
"""Verbs that in English are also what one tells others to do."""
FIRST: Final = frozenset({"i", "we", "i'd", "i'll", "ill", "id"})
NEAR: Final = 6


FEW: Final = 6
"""Services and details of one sentence that are looked at."""


LONGEST: Final = 60
CHINESE: Final = "\u2e80"
"""The first characters of Chinese writing come behind this."""
SHORTENED: Final = frozenset(
    {"nr", "no", "num", "nro", "art", "ref", "abs", "fig", "bl", "str", "тел", "ст", "п", "стр"}
)


@dataclass
class Sentence:
    """Items of one sentence; `asked` when it ends with a question mark."""

    items: list[Item]
    asked: bool

    @cached_property
    def classes(self) -> int:
        """All classes that occur."""
        return union(self.items)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return sum(1 for item in self.items if item.text[0].isalnum())

    def before(self, place: int, reach: int = NEAR) -> int:
        """Classes of the items shortly before a place."""
        return union(self.items[max(0, place - reach) : place])

    def after(self, place: int, reach: int = NEAR) -> int:
        """Classes of the items shortly after a place."""
        return union(self.items[place + 1 : place + 1 + reach])


def sentences(items: list[Item], chars: str) -> Iterator[Sentence]:
    """Cut items into sentences at full stops, question marks, line ends; long ones are cut anyway."""
    start = 0
    for place, item in enumerate(items):
        last = place + 1 == len(items)
        gap = "" if last else chars[item.end : items[place + 1].start]
        stops = item.text == "." and (
            last or (bool(gap) and not _abbreviates(items, place)) or _in_chinese(items, place)
        )
        ends = item.text in SENTENCE_ENDS or stops or "\n" in gap
        if ends or last or place - start >= LONGEST:
            if place >= start:
                yield Sentence(items[start : place + 1], asked=item.text == "?" or "?" in gap)
            start = place + 1


def _in_chinese(items: list[Item], place: int) -> bool:
    """Whether words in Chinese stand on both sides of a full stop: no blank follows it there."""
    return 0 < place < len(items) - 1 and items[place - 1].text > CHINESE and items[place + 1].text > CHINESE


def _abbreviates(items: list[Item], place: int) -> bool:
    """Whether a full stop only shortens the word for a number before one: "Nr. 304"."""
    return place > 0 and items[place - 1].text in SHORTENED and items[place + 1].text[0].isdigit()


def denies(sentence: Sentence, place: int) -> bool:
    """Whether the item at a place is a denial in its context."""
    item = sentence.items[place]
    if not item.classes & f.NEG or (item.classes & f.AVOID and sentence.after(place, 2) & (f.FEE | f.PLATFORM)):
        return False
    if _leaves_open(sentence, place):
        return False
    # "me chama no telegram": Portuguese "in the", right after the verb
    return not (item.text == "no" and place and sentence.items[place - 1].classes & (f.REACH | f.TALK | f.HAVE))


def _leaves_open(sentence: Sentence, place: int) -> bool:
    """Whether a denial only ends a question: "do you have Skype or not", "masz telefon czy nie"."""
    before = sentence.items[place - 1] if place else None
    after = sentence.items[place + 1] if place + 1 < len(sentence.items) else None
    open_ended = after is None or not after.text[0].isalnum()
    return open_ended and before is not None and before.text in ORS


ORS: Final = frozenset(
    {"or", "o", "ou", "oder", "czy", "albo", "lub", "или", "чи", "або", "ya", "या", "أم", "ولا", "او", "أو"}
)
BUT: Final = frozenset({"but", "pero", "mas", "mais", "aber", "ma", "ale", "но", "але", "lekin", "लेकिन", "لكن"})


def _declined(sentence: Sentence) -> bool:
    """For example "thanks for the offer, but no"."""
    words = [item for item in sentence.items if item.text[0].isalnum()][-2:]
    return len(words) == 2 and words[0].text in BUT and bool(words[1].classes & f.NEG)


def _i_decline(sentence: Sentence) -> bool:
    """Whether somebody says that they turn something down, wherever: "your suggestion … , and I decline it"."""
    items = sentence.items
    for place, item in enumerate(items):
        if item.text in DECLINING:
            return True
        if item.text in DECLINE and any(near.text in FIRST for near in items[max(0, place - 3) : place]):
            return True
    return False


def refused(sentence: Sentence, place: int) -> bool:
    """Whether something is denied, forbidden or reported rather than wished for."""
    if _declined(sentence) or _i_decline(sentence):
        return True
    for back in range(place):
        if denies(sentence, back):
            following = sentence.items[back + 1 : back + 3]
            if any(item.classes & f.OUTSIDE and not item.classes & (f.NEG | f.AVOID) for item in following):
                return True  # "I do not work outside the platform"
            if union(following) & (f.FEE | f.PLATFORM | f.OUTSIDE):
                continue
            return True
    return bool(sentence.classes & f.RULE)


def about_work(sentence: Sentence, place: int) -> bool:
    """Whether a service is the subject of the work: its bot, its ads, a button for it."""
    if sentence.after(place, 2) & f.WORK and not sentence.after(place, 1) & (f.ME | f.PREP):
        return True
    before = sentence.items[max(0, place - 5) : place]
    return any(
        item.classes & f.WORK and not item.classes & (f.REACH | f.TALK | f.HAVE | f.LETS | f.PREP) for item in before
    )
