"""Wishes: asking for contact details, proposing to talk or to pay elsewhere. Judged sentence by sentence."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import ANY_SERVICE, DETAIL, Sentence, sentences
from vestibule.policy.detect.wishes.asking import asking, granting, means_another
from vestibule.policy.detect.wishes.leaving import THERE, asked_service, leaving, searched_for, there
from vestibule.policy.detect.wishes.outside import around, directly, outside
from vestibule.policy.detect.wishes.paying import means, paying, saving
from vestibule.policy.detect.wishes.quotations import is_quoted, quotations_of
from vestibule.policy.detect.wishes.signs import STANCES
from vestibule.policy.detect.wishes.weighing import Weighed, weigh
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.normalise import quick_fold
from vestibule.policy.wish_words import wish_words
from vestibule.policy.word_lists import word_set

WISHED: Final = DETAIL | ANY_SERVICE | f.OUTSIDE | f.DIRECT | f.PAY | f.MONEY | f.REACH | f.AVOID | f.FEE | f.CASH
"""Classes of which every wish has one."""
PLACED: Final = f.LETS | f.PLATFORM | f.HERE
NAMED: Final = f.HANDLE_NOUN | f.AT_STRONG
YOURS: Final = f.YOUR | f.YOU
"""… or talk with a word for a place or a proposal, or a word for a name with one for whose it is."""
ASKED: Final = DETAIL | ANY_SERVICE | f.ASK
"""Classes of which every question for a detail has one."""


PAID: Final = f.PAY | f.MONEY | f.FEE | f.CASH
SURE: Final = 0.5
"""From here on a detector has found something."""
BEYOND_DOUBT: Final = 0.98
"""What the weights must say of a wish that nothing can mean another way."""
SURELY_THERE: Final = 0.7
"""What the weights must say of a sentence with "there", which may be any place."""
ELSEWHERE: Final = ANY_SERVICE | f.OUTSIDE | f.AVOID | f.NEG | f.DIRECT
"""Classes of which one must stand beside "here", or in few words, for a proposal to go away from here."""
DONE: Final = (
    f.YOUR | f.YOU | f.ME | f.GIVE | f.ASK | f.HAVE | f.REACH | f.TALK | f.LETS | f.PAY | f.OUTSIDE | f.DIRECT | f.AVOID
)
"""Classes of which a wish in three words has one: who does what to whom."""
NO_TITLE: Final = 0.9
"""Confidence from which a service in three words is more than a part of a title."""
CLEARLY: Final = 0.97
"""What the weights must say of the clause of a wish where the rest of its sentence weighs against it."""
CERTAINLY: Final = 0.9
"""Confidence of a detector in a clause of few words that needs little else."""
JOINING: Final = frozenset(map(quick_fold, word_set("clause_joints")))
OF_A_CLAUSE: Final = f.NEG | f.HERE
"""Stances that other clauses and sentences do not share."""
PLAINLY: Final = 0.85
"""Confidence of a detector that needs no other signs where few words say nothing else: "Give me your number"."""
FEW_WORDS: Final = 6
FEWEST: Final = 4
ANSWERED: Final = 4
"""Words at the beginning of a sentence that say whether it agrees."""
SUPPORT: Final = 0.1
"""How much more than the weights a detector may be believed."""
DOUBTED: Final = {"searched_for": 0.1, "granting": 0.0}
"""What the weights must say against a detector that is believed by itself."""
STOPS: Final = frozenset(".;:!?()\x1e…")
WIDEST: Final = 12
"""Items before and after the words of a wish that belong to it, at most: its clause."""


def widen(wishes: list[Candidate], others: list[Candidate], lexed: Lexed) -> None:
    """Let each wish cover its clause, as far as no other finding stands there."""
    items = lexed.items
    starts = [item.start for item in items]
    limits = sorted((other.start, other.end) for other in others)
    for wish in wishes:
        floor = max((end for start, end in limits if start < wish.start), default=0)
        ceiling = min((start for start, _ in limits if start >= wish.start), default=len(lexed.chars))
        first, last = bisect_left(starts, wish.start), max(0, bisect_left(starts, wish.end) - 1)
        for _ in range(WIDEST):
            if first and _same_clause(lexed, first - 1, first) and starts[first - 1] >= floor:
                first -= 1
            if last + 1 < len(items) and _same_clause(lexed, last, last + 1) and items[last + 1].end <= ceiling:
                last += 1
        wish.start, wish.end = min(wish.start, items[first].start), max(wish.end, items[last].end)


def _same_clause(lexed: Lexed, before: int, after: int) -> bool:
    one, two = lexed.items[before], lexed.items[after]
    return one.text not in STOPS and two.text not in STOPS and "\n" not in lexed.chars[one.end : two.start]


def requests(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kinds `contact_request`, `off_platform` and `off_platform_payment`."""
    named: Item | None = None
    for sentence, near in in_their_place(lexed):
        if named is not None and there(sentence):
            end = next(item.end for item in sentence.items if item.text in THERE)
            yield Candidate("off_platform", named.start, end, named.text, 0.75)
        named = asked_service(sentence)
        if speaks_of_any(sentence):
            yield from _weighed(sentence, near)


def in_their_place(lexed: Lexed) -> Iterator[tuple[Sentence, int]]:
    """The sentences of a text, each with the classes of what is beside it and of the quotation it stands in."""
    row = list(sentences(lexed.items, lexed.chars))
    quotations = quotations_of(lexed)
    for place, sentence in enumerate(row):
        near = _beside(row, place)
        if quotations and is_quoted(sentence, quotations):
            near |= f.QUOTED
        yield sentence, near


def _beside(row: Sequence[Sentence], place: int) -> int:
    """The classes of the sentences before and after one: "WhatsApp? No, we stay here."."""
    after = row[place + 1] if place + 1 < len(row) else None
    answer = f.ANSWER if row[place].asked and after is not None and _denies_at_once(after) else 0
    return said(row[place - 1] if place else None) | said(after) | answer


def _denies_at_once(sentence: Sentence) -> bool:
    words = [item.text for item in sentence.items[:ANSWERED]]
    return any(f.NEG & classes for classes in wish_words().in_a_row(words)) or bool(
        union(sentence.items[:ANSWERED]) & f.NEG
    )


def said(sentence: Sentence | None) -> int:
    """All classes of a sentence, those of wishes too."""
    if sentence is None:
        return 0
    return reduce(or_, wish_words().in_a_row([item.text for item in sentence.items]), sentence.classes)


def speaks_of_any(sentence: Sentence) -> bool:
    """Whether a sentence has a word without which there is no wish."""
    return names_any([item.text for item in sentence.items], sentence.classes)


def names_any(words: Sequence[str], classes: int) -> bool:
    """The same of words; `classes` are all of theirs."""
    if classes & WISHED:
        return True
    for more in wish_words().in_a_row(words):
        classes |= more
    return bool(classes & WISHED or (classes & f.TALK and classes & PLACED) or (classes & NAMED and classes & YOURS))


def by_rules(sentence: Sentence) -> list[tuple[str, Candidate]]:
    """What each detector makes of a sentence by itself, by the detector's name."""
    pay = paying(sentence) or saving(sentence) or means(sentence)
    found = {
        "searched_for": searched_for(sentence),
        "paying": pay,
        "asking": asking(sentence) if sentence.classes & ASKED else None,
        "granting": granting(sentence),
        "leaving": leaving(sentence),
        "outside": outside(sentence),
        "directly": directly(sentence),
        "around": around(sentence),
    }
    return [(name, candidate) for name, candidate in found.items() if candidate is not None]


def _weighed(sentence: Sentence, near: int) -> Iterator[Candidate]:
    """The detectors say where a wish is and of what kind; whether it is one, all signs together, theirs among them."""
    rules = by_rules(sentence)
    weighed = weigh(sentence, rules, near)
    sure = [(name, candidate) for name, candidate in rules if candidate.confidence >= SURE]
    bare = not near and sentence.words <= FEW_WORDS and not said(sentence) & STANCES & ~f.HERE
    for name, candidate in sure:
        plainly = candidate.confidence >= PLAINLY and (bare or _in_plain_clause(candidate, sentence, weighed, near))
        if not plainly and weighed.confidence < DOUBTED.get(name, 1.0):
            candidate.confidence = min(max(candidate.confidence, weighed.confidence), weighed.confidence + SUPPORT)
        if candidate.kind == "off_platform" and sentence.classes & PAID and weighed.kind() == "off_platform_payment":
            candidate.kind = "off_platform_payment"  # "couldn't we skip the site and I wire the fee to you"
        yield candidate
    if not sure and weighed.confidence >= (SURELY_THERE if there(sentence) else SURE):
        wish = weighed.candidate()
        if weighed.confidence >= BEYOND_DOUBT or not _means_another(wish, sentence):
            yield wish


def _in_plain_clause(candidate: Candidate, sentence: Sentence, weighed: Weighed, near: int) -> bool:
    """Whether the clause with a wish says it clearly, and nothing about it says that it is not meant.

    A denial takes back its own clause only: "don't do typing, son. What's your number, …".
    """
    if weighed.confidence >= SURE or (said(sentence) | near) & STANCES & ~OF_A_CLAUSE:
        return False
    clause = Sentence(_clause_about(candidate, sentence.items), asked=sentence.asked)
    enough = SURE if clause.words <= FEW_WORDS and candidate.confidence >= CERTAINLY else CLEARLY
    return not said(clause) & OF_A_CLAUSE and weigh(clause, by_rules(clause)).confidence >= enough


def _clause_about(candidate: Candidate, items: list[Item]) -> list[Item]:
    """The items around a wish up to the signs and words that join it to other clauses."""
    ends = [item.text in STOPS or item.text == "," or item.text in JOINING for item in items]
    inside = [candidate.start <= item.start < candidate.end for item in items]
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    start = max((place + 1 for place in range(first) if ends[place]), default=0)
    return items[start : next((place for place in range(last, len(items)) if ends[place]), len(items))]


def _is_numbered(sentence: Sentence) -> bool:
    """Whether the number of something is told and nobody is asked: "Bo Number 58"."""
    told = any(item.classes & f.NUMBER_NOUN and after.text.isdigit() for item, after in pairwise(sentence.items))
    return told and not sentence.classes & (f.YOUR | f.GIVE | f.ASK | f.REACH)


def _means_another(wish: Candidate, sentence: Sentence) -> bool:
    """Whether what the signs sum up to can be something else than a wish."""
    if wish.kind == "contact_request" and (means_another(sentence) or _is_numbered(sentence)):
        return True
    if sentence.words == 1 and not sentence.asked and not sentence.classes & (DETAIL | ANY_SERVICE):
        return True  # "Pos." is a line of a quotation, or how one pays
    plain = Sentence([item for item in sentence.items if item.name is None], asked=False)
    titled = sentence.words < FEWEST and not sentence.asked and not said(plain) & DONE
    if titled and (wish.confidence < NO_TITLE or not sentence.classes & ANY_SERVICE):
        return True  # "Studio Number Nine", "Skype Tutor"
    stays = sentence.classes & f.HERE or sentence.words < FEWEST
    return wish.kind == "off_platform" and bool(stays) and not sentence.classes & (ELSEWHERE | DETAIL)
