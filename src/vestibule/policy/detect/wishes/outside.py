"""Proposing to talk somewhere else, whatever the place: outside, directly, around the platform."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import NEAR, Sentence, denies, refused
from vestibule.policy.word_lists import word_set

COMPARING: Final = word_set("comparing")
BARE_AVOID: Final = word_set("bare_avoid")
SPEAKING: Final = word_set("speaking")
BARE_OUTSIDE: Final = word_set("bare_outside")
VAGUE_OUTSIDE: Final = word_set("vague_outside")
SHORT: Final = 8
"""Words of a sentence that says one thing."""


def directly(sentence: Sentence) -> Candidate | None:
    """For example "easier if we talk directly": the way around, recommended."""
    items = sentence.items
    if not sentence.classes & f.DIRECT or not sentence.classes & f.TALK or sentence.classes & (f.WORK | f.HERE):
        return None
    for place, item in enumerate(items):
        if item.classes & f.TALK and sentence.after(place, 3) & f.DIRECT and not refused(sentence, place):
            end = next(n for n in range(place + 1, place + 4) if items[n].classes & f.DIRECT)
            compared = any(word.text in COMPARING for word in items)
            spoken = item.text in SPEAKING
            if compared and spoken:
                return Candidate("off_platform", item.start, items[end].end, item.text, 0.7)
    return None


def around(sentence: Sentence) -> Candidate | None:
    """For example "skip the platform", "in Umgehung der Seite": going on without the place we are at."""
    items = sentence.items
    if not (sentence.classes & f.AVOID and sentence.classes & (f.PLATFORM | f.HERE)):
        return None
    for place, item in enumerate(items):
        if not item.classes & f.AVOID or item.classes & f.PLATFORM:
            continue
        end = next(
            (n for n in range(place + 1, min(place + 5, len(items))) if items[n].classes & (f.PLATFORM | f.HERE)), None
        )
        if end is None or item.text == "no" or (items[end].classes & f.HERE and item.text in BARE_AVOID):
            continue
        near = sentence.before(place, 8) | sentence.after(end, 6)
        if sentence.after(end, 1) & f.FEE and not near & (f.PAY | f.LETS | f.DIRECT):
            continue
        if sentence.classes & f.RULE or any(denies(sentence, n) for n in range(place)):
            continue
        evidence = (
            (near & (f.TALK | f.REACH | f.PAY), 0.25),
            (near & f.LETS, 0.2),
            (near & (f.FEE | f.MONEY | f.DIRECT), 0.15),
            (near & (f.ME | f.MY | f.YOU | f.YOUR), 0.1),
            (sentence.asked, 0.1),
            (sentence.words <= SHORT, 0.1),
            (sentence.classes & f.WORK, -0.2),
        )
        score = 0.25 + sum(weight for holds, weight in evidence if holds)
        if score >= 0.6:
            paid = (sentence.classes & (f.PAY | f.MONEY | f.FEE)) and near & (f.PAY | f.MONEY | f.FEE)
            verbs = [n for n in range(max(0, place - NEAR), place) if items[n].classes & (f.TALK | f.PAY | f.MONEY)]
            first = min([place, *verbs])
            return Candidate(
                "off_platform_payment" if paid else "off_platform",
                items[first].start,
                items[end].end,
                item.text,
                min(score, 0.95),
            )
    return None


def outside(sentence: Sentence) -> Candidate | None:
    """For example "we can talk outside of this site", "hors de la plateforme", "не через площадку"."""
    items = sentence.items
    for place, item in enumerate(items) if sentence.classes & f.OUTSIDE else ():
        if not item.classes & f.OUTSIDE:
            continue
        around = sentence.before(place) | sentence.after(place)
        placed = (" " in item.text and item.text not in {"outside of", "out of"}) or sentence.after(
            place, 3
        ) & f.PLATFORM
        if not placed and item.text in BARE_OUTSIDE:
            continue
        if not around & (f.TALK | f.REACH | f.PAY | f.GIVE) or refused(sentence, place):
            continue
        if (
            not placed
            and item.text in VAGUE_OUTSIDE
            and not (any(word.text in SPEAKING for word in items) or (around & f.REACH and around & f.ME))
        ):
            continue
        score = (
            0.3
            + (0.2 if placed else 0.0)
            + (0.1 if placed and sentence.words <= SHORT else 0.0)
            + (0.25 if around & f.LETS else 0.0)
            + (0.1 if sentence.asked else 0.0)
        )
        if around & f.DIRECT:
            score += 0.1
        if sentence.classes & f.WORK and not placed:
            score -= 0.3
        verbs = [n for n in range(max(0, place - NEAR), place) if items[n].classes & (f.TALK | f.REACH | f.DIRECT)]
        end = max(
            (n for n in range(place, min(place + 4, len(items))) if items[n].classes & (f.PLATFORM | f.OUTSIDE)),
            default=place,
        )
        return Candidate("off_platform", items[min([place, *verbs])].start, items[end].end, item.text, min(score, 0.95))
    return None
