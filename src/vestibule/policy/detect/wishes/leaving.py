"""Proposing to talk elsewhere: on a service, outside, or wherever a search leads."""

from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import ANY_SERVICE, FEW, NEAR, Sentence, about_work, denies, refused
from vestibule.policy.lexing import Item, union
from vestibule.policy.word_lists import word_set

THERE: Final = word_set("there")


POSTPOSITIONS: Final = word_set("postpositions")


ENDING: Final = f.PREP | f.LETS | f.ME | f.TALK | f.YOU | f.REACH | f.CONN | f.FILLER


CHANNEL_PREPS: Final = word_set("channel_preps")


ARTICLES: Final = word_set("articles")


ENGLISH_VERBS: Final = word_set("english_verbs")


SHORT: Final = 8
"""Words of a sentence that says one thing."""


LONG: Final = 20
"""Words of a sentence that says more than where to search."""


VAGUE_OUTSIDE: Final = word_set("vague_outside")


BARE_AVOID: Final = word_set("bare_avoid")


COMPARING: Final = word_set("comparing")


SPEAKING: Final = word_set("speaking")


BARE_OUTSIDE: Final = word_set("bare_outside")


def asked_service(sentence: Sentence) -> Item | None:
    """The service a question names: "Do you have Skype?"."""
    if not sentence.asked or not sentence.classes & f.HAVE:
        return None
    return next((item for item in sentence.items if item.classes & f.SERVICE and item.name is not None), None)


def there(sentence: Sentence) -> bool:
    """Whether a sentence proposes to talk "there", at the place named before."""
    return bool(sentence.classes & (f.TALK | f.REACH)) and any(item.text in THERE for item in sentence.items)


def searched_for(sentence: Sentence) -> Candidate | None:
    """For example "google my name": the way around, told."""
    for item in sentence.items if sentence.classes & f.SEARCH else ():
        if item.classes & f.SEARCH and not sentence.classes & f.NEG:
            end = sentence.items[-1].end if sentence.words <= LONG else item.end
            return Candidate("off_platform", item.start, end, item.text, 0.7)
    return None


def leaving(sentence: Sentence) -> Candidate | None:
    """The strongest proposal in a sentence to talk on a service."""
    if not sentence.classes & ANY_SERVICE:
        return None
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
    if item.name is not None and item.name.service.kind in {"payment", "scheduler", "mail"}:
        return None
    if about_work(sentence, place) or refused(sentence, place):
        return None
    verbs = [n for n in range(max(0, place - NEAR), place) if items[n].classes & (f.REACH | f.TALK)]
    meant = _meant(sentence, place, item, verbs)
    score = max(_towards_score(sentence, place, item, spoken=bool(verbs)) if meant else 0.0, _wished(sentence, place))
    score = round(score, 2)
    first, last = _reach_of(sentence, place, verbs)
    return Candidate("off_platform", items[first].start, items[last].end, item.text, max(0.0, min(score, 0.95)))


def _towards_score(sentence: Sentence, place: int, item: Item, *, spoken: bool) -> float:
    items = sentence.items
    sure = bool(item.classes & f.SERVICE)
    before = items[max(0, place - NEAR) : place]
    follow = sentence.after(place, 1)
    later = bool(sentence.after(place, 4) & (f.REACH | f.TALK))
    linked = any(word.classes & f.PREP for word in before[-3:])
    wish = bool(
        union(before) & f.LETS or (spoken and union(before) & f.ME) or sentence.after(place, 3) & (f.ME | f.LETS)
    )
    short = sentence.words <= 4 and sure and item.name is not None
    talking = short and item.name is not None and item.name.service.kind in {"messenger", "meeting"}
    here = sentence.classes & f.HERE and not sentence.classes & f.OUTSIDE
    evidence = (
        (spoken, 0.4 if linked else 0.25),
        (not spoken and later and (wish or sentence.words <= 5), 0.25 if wish else 0.1),
        (follow and later and items[place + 1].text in POSTPOSITIONS, 0.35),
        (wish, 0.2),
        (sentence.asked and (spoken or wish), 0.1),
        (follow & f.ME and sure, 0.25),
        (linked and (spoken or wish) and not follow & ~ENDING, 0.1 if sure else 0.2),
        (talking, 0.3 if sentence.asked or wish else 0.1),
        (_hinted(item), 0.3),
        (union(before) & f.OPINION or here, -0.4),
    )
    return (0.35 if sure else 0.2) + sum(weight for holds, weight in evidence if holds)


def _wished(sentence: Sentence, place: int) -> float:
    """How much the words around a service sum up to a wish to go there, whatever their order."""
    items = sentence.items
    item = items[place]
    if item.name is None or item.name.service.kind not in {"messenger", "meeting", "social"}:
        return 0.0
    before, after = sentence.before(place, 7), sentence.after(place, 6)
    around = before | after
    following = items[place + 1].text if place + 1 < len(items) else ""
    linked = bool(sentence.before(place, 2) & f.PREP) or following in POSTPOSITIONS or _clitic(item)
    linked = linked or bool(not item.text.isascii() and len(item.text) == 1 and sentence.before(place, 1) & f.REACH)
    if (
        item.name.service.kind == "meeting"
        and sentence.before(place, 2) & f.LETS
        and not sentence.after(place, 1) & f.PREP
    ):
        linked = True
    sure = bool(item.classes & f.SERVICE)
    going = bool(around & (f.TALK | f.REACH))
    if not (around & (f.LETS | f.REACH) or (going and linked)) or not (linked or sure) or item.text == "line":
        return 0.0
    unsaid = item.name.service.kind == "social" and not sure and not around & (f.ME | f.MY)
    if unsaid or _refused_after(sentence, place):
        return 0.0
    evidence = (
        (linked, 0.15),
        (around & f.LETS, 0.2),
        (going, 0.2),
        (around & f.REACH, 0.05),
        (around & (f.ME | f.MY), 0.1),
        (sentence.asked, 0.05),
        (sentence.words <= SHORT, 0.1),
        (item.name.service.kind == "social" and not around & (f.REACH | f.ME), -0.2),
        (sentence.classes & f.WORK, -0.3),
        (sentence.classes & f.OPINION, -0.3),
        (before & f.HERE and not sentence.classes & f.OUTSIDE, -0.15),
        (not sure and not going and not sentence.before(place, 3) & f.LETS, -0.1),
    )
    return (0.35 if sure else 0.2) + sum(weight for holds, weight in evidence if holds)


def _refused_after(sentence: Sentence, place: int) -> bool:
    """For example "В телеграм не перейду": the denial comes behind the service, within the same clause."""
    items = sentence.items
    for back in range(place + 1, min(place + 5, len(items))):
        if not items[back].text[0].isalnum() or items[back].classes & (f.HERE | f.CONN):
            return False
        if denies(sentence, back):
            ended = back + 1 < len(items) and not items[back + 1].text[0].isalnum()
            return ended or not sentence.after(back, 2) & (f.HERE | f.PLATFORM)
    return False


def _clitic(item: Item) -> bool:
    """Arabic joins "on the" to the name."""
    return item.text.startswith(("عال", "بال", "لل", "ع"))


def _meant(sentence: Sentence, place: int, item: Item, verbs: list[int]) -> bool:
    """Whether a service is named as a place to talk, not as a thing one watches, uses or has heard of."""
    items = sentence.items
    kind = item.name.service.kind if item.name is not None else ""
    follow = sentence.after(place, 1)
    directed = any(_directed(sentence, verb) for verb in verbs)
    if kind == "social" and not _hinted(item):
        return directed or bool(follow & f.ME)
    if item.classes & f.SERVICE:
        wish = sentence.before(place) & (f.LETS | f.ME) or sentence.after(place, 3) & (f.ME | f.LETS)
        return bool(
            verbs or wish or sentence.words <= 4 or _hinted(item) or sentence.after(place, 4) & (f.REACH | f.TALK)
        )
    if item.text == "line":  # online is no place of its own
        verbs = [verb for verb in verbs if items[verb].classes & f.REACH]
        directed = any(_directed(sentence, verb) for verb in verbs)
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
            return bool(union(items[verb + 1 : verb + 3]) & f.ME)
        return True
    return (
        bool(union(items[max(0, verb - 4) : verb]) & f.LETS)
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


def _hinted(item: Item) -> bool:
    """A service that is only alluded to was not meant as a subject."""
    return item.name is not None and item.text in item.name.service.phrases
