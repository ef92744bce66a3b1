"""Proposing to pay elsewhere."""

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence, denies
from vestibule.policy.lexing import union


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
        if denies(sentence, back) and not union(sentence.items[back + 1 : back + 4]) & (f.FEE | f.PLATFORM | f.OUTSIDE):
            return True
    return False
