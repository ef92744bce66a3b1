"""Asking for a contact detail."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import ANY_SERVICE, DETAIL, FEW, NEAR, Sentence, about_work, refused
from vestibule.policy.lexing import Item, union
from vestibule.policy.word_lists import word_set

NUMBER_MARKS: Final = word_set("number_marks")


BARE_HAVE: Final = word_set("bare_have")


LATE_GIVE: Final = word_set("late_give")


LATE_ASK: Final = word_set("late_ask")


ABOUT_IT: Final = word_set("about_it")


HOW: Final = word_set("how")


OF: Final = word_set("of")


DEFINITE: Final = word_set("definite")


SHORT: Final = 7
"""Words of a question that asks for one thing."""


OF_NUMBERS: Final = f.PHONE_NOUN | f.SERVICE | f.SERVICE_WORD | f.CONTACT_NOUN | f.DIRECT | f.ASK | f.CONN
REACHING: Final = word_set("reaching")
GRANTED: Final = word_set("granted")
NEEDING: Final = word_set("needing")
ADDRESSES: Final = word_set("address_words")
ACCOUNTS: Final = word_set("account_words")


def asking(sentence: Sentence) -> Candidate | None:
    """The strongest wish for a contact detail in a sentence."""
    best: tuple[float, int, int, str] | None = None
    details = [n for n, item in enumerate(sentence.items) if item.classes & (DETAIL | ANY_SERVICE)]
    for place in details[:FEW]:
        item = sentence.items[place]
        if item.text in NUMBER_MARKS:
            continue
        score, first = _asked_for(sentence, place, item)
        if score > 0.3 and (
            refused(sentence, place) or _not_a_detail(sentence, place, item) or _counts(sentence, place, item)
        ):
            score = 0.0
        if score > (best[0] if best else 0.0):
            best = (score, first, place, _about(item, sentence, place))
    contact = _how_to_reach(sentence)
    if contact is not None and (best is None or best[0] < contact.confidence):
        return contact
    if best is None:
        return None
    score, first, place, about = best
    items = sentence.items
    if place + 1 < len(items) and items[place + 1].classes & f.NUMBER_NOUN:
        place += 1
    return Candidate(
        "contact_request", items[first].start, items[place].end, f"asks for: {about}", min(score, 0.95), about
    )


def means_another(sentence: Sentence) -> bool:
    """Whether all that could be a contact detail is something else: an amount, pages, a part of the work."""
    details = [place for place, item in enumerate(sentence.items) if item.classes & DETAIL]
    return bool(details) and all(
        _not_a_detail(sentence, place, sentence.items[place]) or _counts(sentence, place, sentence.items[place])
        for place in details
    )


def _counts(sentence: Sentence, place: int, item: Item) -> bool:
    """For example "your number for the package": an amount."""
    after = sentence.items[place + 1 : place + 2]
    if not item.classes & f.NUMBER_NOUN or not after:
        return False
    return after[0].text in OF or bool(after[0].classes & f.ID_WORD and not after[0].classes & DETAIL)


def _asked_for(sentence: Sentence, place: int, item: Item) -> tuple[float, int]:
    """How much a sentence asks for the detail at `place`, and where the asking begins."""
    items = sentence.items
    detail = bool(item.classes & DETAIL)
    owner = _last(sentence, place, f.YOUR)
    giving = _last(sentence, place, f.GIVE)
    asking = _last(sentence, place, f.ASK | f.HAVE)
    if asking is not None and items[asking].text in BARE_HAVE and not (sentence.asked and detail):
        asking = None
    if owner and giving is None and items[owner - 1].text in ABOUT_IT:
        return 0.0, place
    near_owner = owner is not None and place - owner <= 3
    if near_owner and owner is not None and item.classes & f.NUMBER_NOUN and not item.classes & f.PHONE_NOUN:
        # "your WhatsApp number" is one, "your favourite number" is not
        near_owner = all(word.classes & OF_NUMBERS for word in items[owner + 1 : place])
    yours = near_owner or bool(item.classes & f.YOUR)
    starts = [place, *(n for n in (owner if near_owner else None, giving, asking) if n is not None)]
    score = max(
        _by_words(sentence, place, giving=giving, asking=asking, yours=yours), _summed(sentence, place, yours=yours)
    )
    score += _by_what_follows(sentence, place, yours=yours)
    if item.classes & ANY_SERVICE and not detail:
        score += _service_bonus(sentence, place, item, asking)
    return score, min(starts)


def _summed(sentence: Sentence, place: int, *, yours: bool) -> float:
    """How much the words around a detail sum up to a wish for it, whatever their order."""
    items = sentence.items
    item = items[place]
    before, after = sentence.before(place, 6), sentence.after(place, 5)
    service = bool(item.classes & ANY_SERVICE) and not item.classes & DETAIL
    numbered = item.classes & f.NUMBER_NOUN and not item.classes & f.PHONE_NOUN
    if service and (item.name is None or item.name.service.kind == "payment"):
        return 0.0
    if (service or numbered) and not (yours or (service and (before | after) & f.HAVE and sentence.asked)):
        return 0.0
    near = before | after
    if not (sentence.asked or near & (f.GIVE | f.ASK | f.HAVE | f.LETS)):
        return 0.0
    mine = near & f.MY and not near & (f.YOUR | f.YOU) and not yours
    compound = place + 1 < len(items) and items[place + 1].text[0].isalpha() and not items[place + 1].classes
    evidence = (
        (yours, 0.3),
        (near & f.GIVE, 0.3),
        (before & f.ASK, 0.2),
        (near & f.HAVE, 0.25),
        (near & f.LETS, 0.1),
        (sentence.asked, 0.15),
        (sentence.words <= SHORT, 0.1),
        (mine, -0.35),
        (compound and not yours, -0.2),
        (place and items[place - 1].text in DEFINITE and not yours and not service, -0.25),
        (any(other.classes & f.WORK and not other.classes & DETAIL for other in items), -0.3),
        (sentence.classes & f.OPINION, -0.3),
    )
    return (0.2 if item.classes & DETAIL else 0.15) + sum(weight for holds, weight in evidence if holds)


def _last(sentence: Sentence, place: int, classes: int) -> int | None:
    reach = range(max(0, place - NEAR), place)
    return max((n for n in reach if sentence.items[n].classes & classes), default=None)


def _by_words(sentence: Sentence, place: int, *, giving: int | None, asking: int | None, yours: bool) -> float:
    items = sentence.items
    item = items[place]
    given = giving is not None
    to_me = given and bool(union(items[giving:place]) & f.ME)
    having = asking is not None and bool(item.classes & DETAIL or items[asking].classes & f.HAVE)
    close = sentence.asked and asking is not None and place - asking <= 2
    handed = giving is not None and place - giving <= 2
    evidence = (
        (yours, 0.35),
        (given, 0.35 if yours or to_me else 0.15),
        (asking is not None, 0.3 if having else 0.15),
        (sentence.asked, 0.15),
        (close and item.classes & f.EMAIL_NOUN, 0.2),
        (item.classes & f.CONTACT_NOUN and handed and not yours, 0.55),
        (sentence.words <= 4 and yours and (sentence.asked or item.classes & ANY_SERVICE), 0.3),
        (item.classes & f.NUMBER_NOUN and not item.classes & f.PHONE_NOUN and not yours, -0.3),
        (item.classes & f.CONTACT_NOUN and not yours and not given, -0.2),
    )
    return sum(weight for holds, weight in evidence if holds)


def _by_what_follows(sentence: Sentence, place: int, *, yours: bool) -> float:
    item = sentence.items[place]
    after = sentence.after(place, 4)
    late = {other.text for other in sentence.items[place + 1 : place + 5]}
    detail = item.classes & DETAIL
    reaching = after & f.REACH and after & f.YOU
    evidence = (
        (late & LATE_GIVE and (yours or detail), 0.35 if yours or after & f.ME else 0.2),
        (late & LATE_ASK and yours, 0.35),
        (detail and reaching, 0.45),
        (item.classes & f.NUMBER_NOUN and reaching, 0.45),
    )
    return sum(weight for holds, weight in evidence if holds)


def _service_bonus(sentence: Sentence, place: int, item: Item, asking: int | None) -> float:
    sure = bool(item.classes & f.SERVICE)
    bonus = 0.0
    if (
        asking is not None
        and sentence.items[asking].classes & f.HAVE
        and place - asking <= 3
        and sentence.items[asking].text not in {"have", "got", "using"}
    ):
        bonus += 0.2 if sure else 0.0
        if union(sentence.items[asking + 1 : place]) & (f.WORK | f.OPINION):
            bonus -= 0.6
    if sentence.after(place, 1) & (f.NUMBER_NOUN | f.HANDLE_NOUN):
        bonus += 0.2 + (0.3 if sentence.asked and sentence.words <= 4 else 0.0)
    return bonus


def _not_a_detail(sentence: Sentence, place: int, item: Item) -> bool:
    items = sentence.items
    following = items[place + 1] if place + 1 < len(items) else None
    if (
        following is not None
        and following.classes & f.WORK
        and not following.classes & (f.PREP | f.ME | f.LETS | f.HAVE | f.FILLER)
    ):
        return True
    if (
        following is not None
        and following.text in {"of", "de", "di", "von", "der", "stron", "страниц", "версии", "версії", "wersji"}
        and item.classes & f.NUMBER_NOUN
    ):
        return True
    if sentence.classes & f.OPINION and item.classes & ANY_SERVICE:
        return True
    if item.classes & (ANY_SERVICE | f.EMAIL_NOUN) and union(items[max(0, place - 4) : place]) & f.OPINION:
        return True
    return bool(item.classes & ANY_SERVICE) and about_work(sentence, place)


def _about(item: Item, sentence: Sentence, place: int) -> str:
    if item.classes & (f.EMAIL_NOUN | f.MAIL_HOST):
        return "email"
    if item.classes & (f.PHONE_NOUN | f.NUMBER_NOUN):
        return "phone"
    return "any" if item.classes & f.CONTACT_NOUN else "handle"


def _how_to_reach(sentence: Sentence) -> Candidate | None:
    """For example "how can I contact you outside", "where can I reach you"."""
    items = sentence.items
    for place, item in enumerate(items) if sentence.classes & f.ASK else ():
        if not item.classes & f.ASK or item.text.split(" ")[0] not in HOW:
            continue
        for other in range(place + 1, min(place + 4, len(items))):
            if items[other].text in REACHING and sentence.after(other, 2) & f.YOU:
                if sentence.classes & (f.HERE | f.NEG) and not sentence.classes & f.OUTSIDE:
                    return None
                end = min(other + 2, len(items)) - 1
                return Candidate("contact_request", item.start, items[end].end, "asks for: any", 0.75, "any")
    return None


def granting(sentence: Sentence) -> Candidate | None:
    """For example "which e-mail address should I give access to the repository?", "I need your account address"."""
    items = sentence.items
    said = {item.text for item in items}
    if GRANTED.isdisjoint(said) or not (sentence.asked or not NEEDING.isdisjoint(said)):
        return None
    for place, item in enumerate(items):
        account = item.text in ADDRESSES and any(near.text in ACCOUNTS for near in items[max(0, place - 3) : place])
        if not (item.classes & f.EMAIL_NOUN or account) or sentence.before(place, 3) & f.MY:
            continue
        if refused(sentence, place) or about_work(sentence, place):
            continue
        granted = [n for n, other in enumerate(items) if other.text in GRANTED]
        first, last = min(place, granted[0]), max(place, granted[-1])
        return Candidate("contact_request", items[first].start, items[last].end, "asks for: email", 0.7, "email")
    return None
