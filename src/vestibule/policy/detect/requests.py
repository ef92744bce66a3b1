"""Wishes: asking for contact details, proposing to talk or to pay elsewhere. Judged sentence by sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexicon import word_set
from vestibule.policy.lexing import Item, Lexed

SENTENCE_ENDS: Final = frozenset("!?;\x1e")
DETAIL: Final = f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN
ANY_SERVICE: Final = f.SERVICE | f.SERVICE_WORD | f.MAIL_HOST
NEAR: Final = 6
FEW: Final = 6
"""Services and details of one sentence that are looked at."""
THERE: Final = word_set("there")
LONGEST: Final = 60


@dataclass
class Sentence:
    """Items of one sentence; `asked` when it ends with a question mark."""

    items: list[Item]
    asked: bool

    @cached_property
    def classes(self) -> int:
        """All classes that occur."""
        seen = 0
        for item in self.items:
            seen |= item.classes
        return seen

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return sum(1 for item in self.items if item.text[0].isalnum())

    def before(self, place: int, reach: int = NEAR) -> int:
        """Classes of the items shortly before a place."""
        return _union(self.items[max(0, place - reach) : place])

    def after(self, place: int, reach: int = NEAR) -> int:
        """Classes of the items shortly after a place."""
        return _union(self.items[place + 1 : place + 1 + reach])


def _union(items: list[Item]) -> int:
    seen = 0
    for item in items:
        seen |= item.classes
    return seen


def requests(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kinds `contact_request`, `off_platform` and `off_platform_payment`."""
    named: Item | None = None
    for sentence in _sentences(lexed.items, lexed.chars):
        if named is not None and _there(sentence):
            end = next(item.end for item in sentence.items if item.text in THERE)
            yield Candidate("off_platform", named.start, end, named.text, 0.75)
        named = _asked_service(sentence)
        if not sentence.classes & (DETAIL | ANY_SERVICE | f.OUTSIDE | f.DIRECT | f.PAY | f.MONEY | f.REACH):
            continue
        for candidate in (
            _searched_for(sentence),
            _payment(sentence),
            _asking(sentence),
            _leaving(sentence),
            _outside(sentence),
        ):
            if candidate is not None:
                yield candidate


def _asked_service(sentence: Sentence) -> Item | None:
    """The service a question names: "Do you have Skype?"."""
    if not sentence.asked or not sentence.classes & f.HAVE:
        return None
    return next((item for item in sentence.items if item.classes & f.SERVICE and item.name is not None), None)


def _there(sentence: Sentence) -> bool:
    return bool(sentence.classes & (f.TALK | f.REACH)) and any(item.text in THERE for item in sentence.items)


def _searched_for(sentence: Sentence) -> Candidate | None:
    """ "google my name": the way around, told."""
    for item in sentence.items:
        if item.text in {"google my name", "google me", "look me up"} and not sentence.classes & f.NEG:
            return Candidate("off_platform", item.start, item.end, item.text, 0.7)
    return None


def _sentences(items: list[Item], chars: str) -> Iterator[Sentence]:
    start = 0
    for place, item in enumerate(items):
        last = place + 1 == len(items)
        gap = "" if last else chars[item.end : items[place + 1].start]
        ends = item.text in SENTENCE_ENDS or (item.text == "." and (last or bool(gap))) or "\n" in gap
        if ends or last or place - start >= LONGEST:
            if place >= start:
                yield Sentence(items[start : place + 1], asked=item.text == "?" or "?" in gap)
            start = place + 1


def _denies(sentence: Sentence, place: int) -> bool:
    item = sentence.items[place]
    if not item.classes & f.NEG:
        return False
    # "me chama no telegram": Portuguese "in the", right after the verb
    return not (item.text == "no" and place and sentence.items[place - 1].classes & (f.REACH | f.TALK | f.HAVE))


def _refused(sentence: Sentence, place: int) -> bool:
    """Whether something is denied, forbidden or reported rather than wished for."""
    for back in range(place):
        if _denies(sentence, back):
            following = sentence.items[back + 1 : back + 3]
            if _union(following) & (f.FEE | f.PLATFORM | f.OUTSIDE):
                continue
            return True
    return bool(sentence.classes & f.RULE)


def _about_work(sentence: Sentence, place: int) -> bool:
    """Whether a service is the subject of the work: its bot, its ads, a button for it."""
    if sentence.after(place, 2) & f.WORK and not sentence.after(place, 1) & (f.ME | f.PREP):
        return True
    before = sentence.items[max(0, place - 5) : place]
    return any(
        item.classes & f.WORK and not item.classes & (f.REACH | f.TALK | f.HAVE | f.LETS | f.PREP) for item in before
    )


# ---- asking for a detail -------------------------------------------------------------------------------------------


def _asking(sentence: Sentence) -> Candidate | None:
    best: tuple[float, int, int, str] | None = None
    details = [n for n, item in enumerate(sentence.items) if item.classes & (DETAIL | ANY_SERVICE)]
    for place in details[:FEW]:
        item = sentence.items[place]
        if item.text in {"no", "nr", "num", "line"}:
            continue
        score, first = _asked_for(sentence, place, item)
        if score > 0.3 and (_refused(sentence, place) or _not_a_detail(sentence, place, item)):
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


def _asked_for(sentence: Sentence, place: int, item: Item) -> tuple[float, int]:
    items = sentence.items
    score = 0.0
    first = place
    reach = max(0, place - NEAR)
    owner = max((n for n in range(reach, place) if items[n].classes & f.YOUR), default=None)
    yours = (owner is not None and place - owner <= 3) or bool(item.classes & f.YOUR)
    giving = max((n for n in range(reach, place) if items[n].classes & f.GIVE), default=None)
    asking = max((n for n in range(reach, place) if items[n].classes & (f.ASK | f.HAVE)), default=None)
    if asking is not None and items[asking].text in BARE_HAVE and not (sentence.asked and item.classes & DETAIL):
        asking = None
    after = sentence.after(place, 4)
    detail = bool(item.classes & DETAIL)
    if yours:
        score += 0.35
        first = owner if owner is not None and place - owner <= 3 else place
    if giving is not None:
        score += 0.35 if yours or _union(items[giving:place]) & f.ME else 0.15
        first = min(first, giving)
    if asking is not None:
        score += 0.3 if detail or items[asking].classes & f.HAVE else 0.15
        first = min(first, asking)
    late = {other.text for other in items[place + 1 : place + 5]}
    if late & LATE_GIVE and (yours or detail):
        score += 0.35 if yours or after & f.ME else 0.2
    if late & LATE_ASK and yours:
        score += 0.35
    if owner is not None and owner and giving is None and items[owner - 1].text in ABOUT_IT:
        return 0.0, place
    if sentence.asked:
        score += 0.15
        if asking is not None and place - asking <= 2 and item.classes & f.EMAIL_NOUN:
            score += 0.2
    if detail and after & f.REACH and after & f.YOU:
        score += 0.45
    if item.classes & f.CONTACT_NOUN and giving is not None and place - giving <= 2 and not yours:
        score += 0.55
    if item.classes & ANY_SERVICE and not detail:
        score += _service_bonus(sentence, place, item, asking)
    if item.classes & f.NUMBER_NOUN and after & f.REACH and after & f.YOU:
        score += 0.45
    if sentence.words <= 4 and yours and (sentence.asked or item.classes & ANY_SERVICE):
        score += 0.3
    if item.classes & f.NUMBER_NOUN and not item.classes & f.PHONE_NOUN and not yours:
        score -= 0.3
    if item.classes & f.CONTACT_NOUN and not yours and giving is None:
        score -= 0.2
    return score, first


BARE_HAVE: Final = word_set("bare_have")
LATE_GIVE: Final = word_set("late_give")
LATE_ASK: Final = word_set("late_ask")
ABOUT_IT: Final = word_set("about_it")


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
        if _union(sentence.items[asking + 1 : place]) & (f.WORK | f.OPINION):
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
        and following.text in {"of", "de", "di", "von", "der", "stron", "страниц"}
        and item.classes & f.NUMBER_NOUN
    ):
        return True
    if sentence.classes & f.OPINION and item.classes & ANY_SERVICE:
        return True
    if item.classes & (ANY_SERVICE | f.EMAIL_NOUN) and _union(items[max(0, place - 4) : place]) & f.OPINION:
        return True
    return bool(item.classes & ANY_SERVICE) and _about_work(sentence, place)


def _about(item: Item, sentence: Sentence, place: int) -> str:
    if item.classes & (f.EMAIL_NOUN | f.MAIL_HOST):
        return "email"
    if item.classes & (f.PHONE_NOUN | f.NUMBER_NOUN):
        return "phone"
    return "any" if item.classes & f.CONTACT_NOUN else "handle"


def _how_to_reach(sentence: Sentence) -> Candidate | None:
    """ "how can I contact you outside", "where can I reach you"."""
    items = sentence.items
    for place, item in enumerate(items):
        if not item.classes & f.ASK or item.text.split(" ")[0] not in HOW:
            continue
        for other in range(place + 1, min(place + 4, len(items))):
            if items[other].text in REACHING and sentence.after(other, 2) & f.YOU:
                if sentence.classes & (f.HERE | f.NEG) and not sentence.classes & f.OUTSIDE:
                    return None
                end = min(other + 2, len(items)) - 1
                return Candidate("contact_request", item.start, items[end].end, "asks for: any", 0.75, "any")
    return None


HOW: Final = word_set("how")
REACHING: Final = word_set("reaching")


# ---- proposing to talk elsewhere ------------------------------------------------------------------------------------


def _leaving(sentence: Sentence) -> Candidate | None:
    best: Candidate | None = None
    services = [
        n for n, item in enumerate(sentence.items) if item.classes & ANY_SERVICE and not item.classes & f.MAIL_HOST
    ]
    for place in services[:FEW]:
        item = sentence.items[place]
        if item.name is not None:
            candidate = _towards(sentence, place, item)
            if candidate is not None and (best is None or candidate.confidence > best.confidence):
                best = candidate
    return best


def _towards(sentence: Sentence, place: int, item: Item) -> Candidate | None:
    items = sentence.items
    sure = bool(item.classes & f.SERVICE)
    if item.name is not None and item.name.service.kind in {"payment", "scheduler", "mail"}:
        return None
    if _about_work(sentence, place) or _refused(sentence, place):
        return None
    verbs = [n for n in range(max(0, place - NEAR), place) if items[n].classes & (f.REACH | f.TALK)]
    follow = sentence.after(place, 1)
    if not _meant(sentence, place, item, verbs):
        return None
    before = items[max(0, place - NEAR) : place]
    linked = any(word.classes & f.PREP for word in before[-3:])
    wish = _union(before) & (f.LETS | f.ME) or sentence.after(place, 3) & (f.ME | f.LETS)
    score = 0.35 if sure else 0.2
    if verbs:
        score += 0.25 + (0.15 if linked else 0.0)
    elif sentence.after(place, 4) & (f.REACH | f.TALK) and (wish or sentence.words <= 5):
        score += 0.25 if wish else 0.1
    if follow and items[place + 1].text in POSTPOSITIONS and sentence.after(place, 4) & (f.TALK | f.REACH):
        score += 0.35
    if wish:
        score += 0.2
    if sentence.asked and (verbs or wish):
        score += 0.1
    if follow & f.ME and sure:
        score += 0.25
    if linked and (verbs or wish) and not follow & ~ENDING:
        score += 0.1 if sure else 0.2
    if sentence.words <= 4 and sure and item.name is not None and item.name.service.kind in {"messenger", "meeting"}:
        score += 0.3 if sentence.asked or wish else 0.1
    if _hinted(item):
        score += 0.3
    if _union(before) & f.OPINION or (sentence.classes & f.HERE and not sentence.classes & f.OUTSIDE):
        score -= 0.4
    first, last = _reach_of(sentence, place, verbs)
    return Candidate("off_platform", items[first].start, items[last].end, item.text, max(0.0, min(score, 0.95)))


def _meant(sentence: Sentence, place: int, item: Item, verbs: list[int]) -> bool:
    """Whether a service is named as a place to talk, not as a thing one watches, uses or has heard of."""
    items = sentence.items
    kind = item.name.service.kind if item.name is not None else ""
    follow = sentence.after(place, 1)
    directed = any(_directed(sentence, verb) for verb in verbs)
    if kind == "social":
        return directed or bool(follow & f.ME)
    if item.classes & f.SERVICE:
        wish = sentence.before(place) & (f.LETS | f.ME) or sentence.after(place, 3) & (f.ME | f.LETS)
        return bool(
            verbs or wish or sentence.words <= 4 or _hinted(item) or sentence.after(place, 4) & (f.REACH | f.TALK)
        )
    named = place > 0 and (
        items[place - 1].text in CHANNEL_PREPS
        or (place > 1 and items[place - 2].text in CHANNEL_PREPS and items[place - 1].text in ARTICLES)
    )
    if (
        place + 1 < len(items)
        and items[place + 1].text in POSTPOSITIONS
        and sentence.after(place, 4) & (f.TALK | f.REACH)
    ):
        return True
    return bool((named and directed) or (named and verbs and sentence.classes & f.LETS) or (verbs and follow & f.ME))


def _directed(sentence: Sentence, verb: int) -> bool:
    """Whether a verb of contact has the two people of the room in it: "add me", "agrégame", "let's talk"."""
    items = sentence.items
    if items[verb].classes & f.REACH:
        if items[verb].text.isascii() and items[verb].text.isalpha() and items[verb].text in ENGLISH_VERBS:
            return bool(_union(items[verb + 1 : verb + 3]) & f.ME)
        return True
    return (
        bool(_union(items[max(0, verb - 4) : verb]) & f.LETS)
        or not items[verb].text.isascii()
        or len(items[verb].text) > 6
    )


def _reach_of(sentence: Sentence, place: int, verbs: list[int]) -> tuple[int, int]:
    """The first and last item of the phrase that makes the proposal."""
    items = sentence.items
    first = min([*verbs, place])
    last = place
    if not verbs:
        last = next(
            (n for n in range(place + 1, min(place + 5, len(items))) if items[n].classes & (f.REACH | f.TALK)), place
        )
    if sentence.after(place, 1) & f.ME:
        last = max(last, place + 1)
    while first > 0 and items[first - 1].classes & (f.LETS | f.ME) and place - first < 8:
        first -= 1
    return first, last


POSTPOSITIONS: Final = word_set("postpositions")
ENDING: Final = f.PREP | f.LETS | f.ME | f.TALK | f.YOU | f.REACH | f.CONN | f.FILLER
CHANNEL_PREPS: Final = word_set("channel_preps")
ARTICLES: Final = word_set("articles")
ENGLISH_VERBS: Final = word_set("english_verbs")


def _hinted(item: Item) -> bool:
    """A service that is only alluded to was not meant as a subject."""
    return item.name is not None and item.text in item.name.service.phrases


VAGUE_OUTSIDE: Final = word_set("vague_outside")
SPEAKING: Final = word_set("speaking")
BARE_OUTSIDE: Final = word_set("bare_outside")


def _outside(sentence: Sentence) -> Candidate | None:
    """ "we can talk outside of this site", "hors de la plateforme", "не через площадку"."""
    items = sentence.items
    for place, item in enumerate(items):
        if not item.classes & f.OUTSIDE:
            continue
        around = sentence.before(place) | sentence.after(place)
        placed = (" " in item.text and item.text not in {"outside of", "out of"}) or sentence.after(
            place, 3
        ) & f.PLATFORM
        if not placed and item.text in BARE_OUTSIDE:
            continue
        if not around & (f.TALK | f.REACH | f.PAY | f.GIVE) or _refused(sentence, place):
            continue
        if not placed and item.text in VAGUE_OUTSIDE and not any(word.text in SPEAKING for word in items):
            continue
        score = 0.3 + (0.2 if placed else 0.0) + (0.25 if around & f.LETS else 0.0) + (0.1 if sentence.asked else 0.0)
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


# ---- proposing to pay elsewhere -------------------------------------------------------------------------------------


def _payment(sentence: Sentence) -> Candidate | None:
    items = sentence.items
    for place, item in enumerate(items):
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
        if _denies(sentence, back) and not _union(sentence.items[back + 1 : back + 4]) & (
            f.FEE | f.PLATFORM | f.OUTSIDE
        ):
            return True
    return False
