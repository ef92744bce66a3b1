"""Proposing to pay elsewhere."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence, denies
from vestibule.policy.lexing import union

PERSONAL: Final = f.ME | f.MY | f.YOU | f.YOUR | f.LETS | f.REACH
MEANS: Final = f.MONEY | f.DIRECT
AVOIDED: Final = f.FEE | f.PLATFORM


def saving(sentence: Sentence) -> Candidate | None:
    """A proposal to do without the fee: "we split the savings", "no commission if it goes straight to my account"."""
    items = sentence.items
    if (
        not sentence.classes & f.FEE
        or sentence.classes & f.RULE
        or not sentence.classes & (f.AVOID | f.DIRECT | f.OUTSIDE)
    ):
        return None
    for place, item in enumerate(items):
        if not item.classes & f.FEE or item.text == "cut":
            continue
        first = max(0, place - 8)
        near = sentence.before(place, 8) | sentence.after(place, 8)
        avoiding = sentence.before(place, 4) & f.AVOID or sentence.after(place, 3) & f.AVOID
        evidence = (
            (avoiding, 0.25),
            (near & (f.DIRECT | f.OUTSIDE), 0.2),
            (near & f.PAY, 0.2),
            (near & f.MONEY, 0.1),
            (near & PERSONAL, 0.15),
            (near & f.PLATFORM, 0.1),
            (sentence.asked, 0.05),
            (sentence.asked and not near & (f.PAY | f.LETS | f.ME | f.DIRECT), -0.4),
            (sentence.classes & f.WORK, -0.3),
            (near & f.ID_WORD and not avoiding, -0.2),
        )
        score = 0.15 + sum(weight for holds, weight in evidence if holds)
        if score >= 0.6 and not any(denies(sentence, n) and not items[n].classes & f.AVOID for n in range(place)):
            chosen = [
                n
                for n in range(first, min(place + 9, len(items)))
                if items[n].classes & (MEANS | f.PAY | f.AVOID | f.FEE)
            ]
            return Candidate(
                "off_platform_payment", items[min(chosen)].start, items[max(chosen)].end, item.text, min(score, 0.9)
            )
    return None


def means(sentence: Sentence) -> Candidate | None:
    """A proposal to pay by means that are not those of the place: "I send the deposit by Wise", "cash on delivery"."""
    items = sentence.items
    if sentence.classes & (f.RULE | f.OPINION) or any(
        item.classes & f.WORK and not item.classes & (f.PAY | f.MONEY) for item in items
    ):
        return None
    for place, item in enumerate(items):
        service = item.name is not None and item.name.service.kind == "payment"
        if not (service or item.classes & f.CASH):
            continue
        near = sentence.before(place, 8) | sentence.after(place, 8)
        paid = near & (f.PAY | f.MONEY) or item.classes & f.CASH or (sentence.asked and near & f.YOU)
        evidence = (
            (near & f.PAY, 0.25),
            ((near | item.classes) & f.MONEY, 0.15),
            (near & PERSONAL, 0.15),
            (sentence.asked, 0.15),
            (sentence.asked and service and sentence.words <= 6, 0.1),
            (near & (f.AVOID | f.DIRECT | f.OUTSIDE | f.FEE), 0.2),
            (sentence.before(place, 2) & f.PREP, 0.1),
            (sentence.words <= 8, 0.05),
        )
        score = (0.2 if service else 0.25) + sum(weight for holds, weight in evidence if holds)
        if paid and score >= 0.6 and not _pay_refused(sentence, place) and not _denied(sentence):
            verbs = [n for n in range(max(0, place - 6), place) if items[n].classes & (f.PAY | f.MONEY)]
            return Candidate(
                "off_platform_payment", items[min([place, *verbs])].start, item.end, item.text, min(score, 0.9)
            )
    return None


def _denied(sentence: Sentence) -> bool:
    """Whether anything in the sentence is refused, before the means or behind it."""
    return any(denies(sentence, place) for place in range(len(sentence.items)))


def paying(sentence: Sentence) -> Candidate | None:
    """A proposal in a sentence to pay directly, outside, or by a service of others."""
    items = sentence.items
    for place, item in enumerate(items) if sentence.classes & f.PAY else ():
        if not item.classes & f.PAY or item.classes & f.SERVICE:
            continue
        around = sentence.before(place, 7) | sentence.after(place, 9)
        outside = around & (f.DIRECT | f.OUTSIDE)
        service = any(
            near.name is not None and near.name.service.kind == "payment"
            for near in items[max(0, place - 7) : place + 10]
        )
        if not (outside or service or (around & f.FEE and around & f.NEG)) or _pay_refused(sentence, place):
            continue
        score = 0.2 + (0.3 if outside else 0.0) + (0.2 if service else 0.0) + (0.15 if around & f.FEE else 0.0)
        score += 0.2 if (around | item.classes) & f.ME else 0.0
        score += 0.1 if around & f.LETS else 0.0
        score += 0.1 if around & f.MONEY or item.classes & f.MONEY else 0.0
        if sentence.classes & f.WORK and not (around | item.classes) & f.ME:
            score -= 0.4
        if score >= 0.5:
            ends = [
                n
                for n in range(place, min(place + 10, len(items)))
                if items[n].classes & (f.DIRECT | f.OUTSIDE | f.PLATFORM | f.SERVICE)
            ]
            starts = [
                n for n in range(max(0, place - 3), place) if items[n].classes & (f.DIRECT | f.OUTSIDE | f.SERVICE)
            ]
            return Candidate(
                "off_platform_payment",
                items[min([place, *starts])].start,
                items[max([place, *ends])].end,
                item.text,
                min(score, 0.95),
            )
    return None


def _pay_refused(sentence: Sentence, place: int) -> bool:
    if sentence.classes & f.RULE:
        return True
    for back in range(max(0, place - 6), place):
        if denies(sentence, back) and not union(sentence.items[back + 1 : back + 4]) & (f.FEE | f.PLATFORM):
            return True
    return False
