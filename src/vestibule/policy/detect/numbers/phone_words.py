"""What the words before and behind a number call it."""

from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.numbers.phone_forms import MINE, SPOKEN, WEIGHTS, ends_sentence
from vestibule.policy.lexing import Item
from vestibule.policy.normalise import quick_fold
from vestibule.policy.word_lists import word_set

LOOK_BACK: Final = 9
LOOK_BACK_FOR_OWN: Final = 14
GIVEN: Final = 3
LOOK_AHEAD: Final = 7
LOOK_AHEAD_FOR_NOUNS: Final = 4
OWN_AHEAD: Final = 14
STOPS: Final = frozenset(".!?\n;")
NOTING: Final = word_set("noting")
UNDER: Final = frozenset({"unter", "under", "sous", "sob", "bajo", "sotto", "pod", "под", "під"})
LABELS: Final = frozenset({"m", "t", "p", "c", "w", "h", "ph", "mob"})
CODES: Final = frozenset({"area", "country", "dialling", "dialing", "s"})
ENQUIRIES: Final = frozenset(map(quick_fold, word_set("enquiries")))
OFFICES: Final = frozenset(map(quick_fold, word_set("offices")))
"""Where a telephone stands, right before its number: "site office 0161 …"."""
ARTICLES: Final = word_set("articles")
THEIRS: Final = frozenset(map(quick_fold, word_set("theirs")))
DEFINITE: Final = frozenset(map(quick_fold, word_set("definite")))
SAME: Final = frozenset(map(quick_fold, word_set("same")))
PERIODS: Final = frozenset(map(quick_fold, word_set("periods")))
WHICH: Final = frozenset(map(quick_fold, word_set("which_period")))
CUES: Final = f.PHONE_NOUN
SOFT_CUES: Final = f.REACH
ASKING_FOR: Final = frozenset(
    {("ask", "for"), ("demandez", "a"), ("pregunte", "por"), ("fragen", "sie"), ("chiedere", "di")}
)
"""Words that say behind a number who answers it."""


def told_before(items: list[Item], first: int) -> tuple[float, bool]:
    """The nearest word before the number that says what it is: a telephone, or something else."""
    best = 0.0
    ended = False  # whether the word is of the sentence before
    for steps, place in _backwards(items, first):
        item = items[place]
        ended = ended or ends_sentence(items, place)
        if told := _told(items, place, steps) or _labelled(items, place, steps):
            return told, False
        if _is_of_else(item) and not (item.classes & f.PREP and steps > 1):
            return best, steps <= 4 and best < WEIGHTS["soft"] and not ended
        if item.classes & f.NUMBER_NOUN:
            best = max(best, _numbered(items, place))
            if not best:
                return 0.0, _other_meaning(items, place)
        elif item.classes & (SOFT_CUES | f.SERVICE) and not item.classes & f.UNIT:
            best = max(best, WEIGHTS["soft"] if steps <= 5 else 0.3)
    return best, False


def _is_of_else(item: Item) -> bool:
    return bool(item.classes & (f.ID_WORD | f.MONEY | f.RULE)) and not item.classes & (f.NUMBER_NOUN | f.REACH | f.MY)


def _backwards(items: list[Item], first: int) -> Iterator[tuple[int, int]]:
    """The places before a number, nearest first, as far as its sentence goes; those that say nothing are left out."""
    for steps, place in enumerate(range(first - 1, max(first - 1 - LOOK_BACK, -1), -1)):
        text = items[place].text
        if text in STOPS and (steps > 0 or text in "!?") and text != ".":
            return
        if not _says_nothing(items, place, first):
            yield steps, place


def _says_nothing(items: list[Item], place: int, first: int) -> bool:
    """Whether a word says only when, or stands further ahead in the name of a file than right before the number."""
    far = place < first - 2 and items[first - 1].text == "_" and bool(items[place].classes & f.ID_WORD)
    return far or is_period(items, place)


def is_period(items: list[Item], place: int) -> bool:
    """Whether a word says only when: "last year", "this month"."""
    return items[place].text in PERIODS and place > 0 and items[place - 1].text in WHICH


def _in_identifier(items: list[Item], place: int) -> bool:
    """Whether digits that people call their telephone by ("my 07") are a part of an identifier."""
    near = [*items[max(place - 1, 0) : place], *items[place + 1 : place + 2]]
    glued = place + 1 < len(items) and items[place + 1].start == items[place].end and items[place + 1].text.isalpha()
    return items[place].text.isdigit() and (glued or any(item.text in {"-", "/", ".", ":"} for item in near))


def _told(items: list[Item], place: int, steps: int) -> float:
    item = items[place]
    if _in_identifier(items, place):
        return 0.0
    if item.classes & f.NUMBER_NOUN and any(near.classes & f.ID_WORD for near in items[max(place - 3, 0) : place]):
        return 0.0  # "la commande porte le numéro …"
    if item.classes & CUES or item.text in "📞📱":
        return WEIGHTS["cue"]
    return WEIGHTS["soft"] if item.text in NOTING and steps <= 3 else 0.0


def _labelled(items: list[Item], place: int, steps: int) -> float:
    """For example "area code six forty-six", "m: 07911 …" in a signature, "bookings: 0412 …"."""
    item = items[place]
    if item.text == "code" and place and items[place - 1].text in CODES:
        return WEIGHTS["soft"]
    begins = place == 0 or not items[place - 1].text[0].isalnum()
    if steps == 1 and item.text in ENQUIRIES and items[place + 1].text == ":":
        return WEIGHTS["soft"]
    if steps == 0 and item.text in OFFICES:
        return WEIGHTS["soft"]
    label = steps == 1 and item.text in LABELS and items[place + 1].text in {":", "."} and begins
    return WEIGHTS["soft"] if label else 0.0


def _numbered(items: list[Item], place: int) -> float:
    """For example "my number" calls it a telephone number, "order number" does not."""
    stop = max((n for n in range(max(place - 3, 0), place) if items[n].text in STOPS), default=-1)
    near = [item for item in items[max(place - 3, stop + 1, 0) : place] if item.text[0].isalnum()]
    if near and near[-1].classes & f.ID_WORD and not near[-1].classes & (f.MY | f.YOUR | f.CONN):
        return 0.0
    if near and near[-1].text in UNDER and not any(i.classes & SPOKEN for i in items[max(place - 6, 0) : place]):
        return 0.0  # entered in a register "under no. …"
    if any(item.classes & (f.MY | f.YOUR | f.REACH | f.SERVICE) for item in near) or items[place].classes & f.MY:
        return WEIGHTS["cue"]
    if any(item.classes & f.ID_WORD for item in near):
        return 0.0
    if near and near[-1].text == "s":
        return 0.35  # "our bookkeeper's number"
    if near and (near[-1].text in THEIRS or near[-1].text in SAME):
        return WEIGHTS["soft"]
    return 0.35 if not near or near[-1].classes or near[-1].text in DEFINITE else 0.0


def _other_meaning(items: list[Item], place: int) -> bool:
    return place > 0 and items[place - 1].text[0].isalpha()


def told_after(items: list[Item], last: int) -> float:
    """What a word a little behind the number says that it is."""
    for place in range(last + 1, min(last + 1 + LOOK_AHEAD, len(items))):
        item = items[place]
        if item.text in STOPS or (item.classes & f.ID_WORD and not item.classes & (f.REACH | f.PHONE_NOUN)):
            break
        if (place > last + LOOK_AHEAD_FOR_NOUNS and not item.classes & f.ME) or _in_identifier(items, place):
            continue
        if item.classes & f.PHONE_NOUN or (item.classes & f.REACH and not item.classes & (f.UNIT | f.TALK)):
            return WEIGHTS["soft"]
        if item.classes & f.REACH:
            return 0.4
        if place + 1 < len(items) and (item.text, items[place + 1].text) in ASKING_FOR:
            return WEIGHTS["soft"]
        if item.classes & f.NUMBER_NOUN and items[place - 1].text in ARTICLES and items[place - 2].classes & f.CONN:
            of = place + 1 < len(items) and items[place + 1].classes & f.PREP
            return 0.0 if of else WEIGHTS["soft"]
    return 0.0


def called_own(items: list[Item], last: int) -> float:
    """For example "…, that's my mobile": the words behind the number say whose telephone it is."""
    for place in range(last + 1, min(last + 1 + OWN_AHEAD, len(items) - 1)):
        if items[place].classes & f.MY and not items[place].classes & f.PHONE_NOUN:
            near = items[place + 1 : place + 3]
            told = items[place - 1].classes & f.CONN or items[place - 1].text in {"s", "that", "'"}
            if told and any(item.classes & f.PHONE_NOUN and not item.classes & f.EMAIL_NOUN for item in near):
                return WEIGHTS["soft"]
    return 0.0


def gives_own(items: list[Item], first: int) -> float:
    """For example "give me the site manager's number, mine is …": what "mine" is was said before."""
    near = [item.text for item in items[max(0, first - GIVEN) : first]]
    told = any(
        item.classes & (f.PHONE_NOUN | f.NUMBER_NOUN) for item in items[max(0, first - LOOK_BACK_FOR_OWN) : first]
    )
    return WEIGHTS["cue"] if told and not MINE.isdisjoint(near) else 0.0
