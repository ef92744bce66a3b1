"""Names by which somebody is found: "on the blue one I'm Barnaby Oake Joinery", "snap tattoobyzoya add karo"."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.detect.names.invented import is_dressed_name, is_dressed_throughout, is_invented
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.word_lists import word_set

CAPITAL: Final = "[A-ZÀ-ÝĄĆĘŁŃÓŚŹŻŠŽČА-ЯЁЄІЇҐ]"
TITLE: Final = re.compile(
    rf"(?<!\w){CAPITAL}[\w'’-]+"
    rf"(?: (?:(?:de|da|do|of|y|e|et|and|&|und|i|la|di|della|von|van) )?{CAPITAL}[\w'’-]+){{1,4}}"
)
CAMEL: Final = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,}){1,4}")
"""Names of firms whose words are written as one."""
CALLED: Final = word_set("called")
SELF: Final = word_set("self_words")
PREPS: Final = word_set("channel_preps") | word_set("channel_places")
NOT_NAMES: Final = word_set("not_names")
OWN_HOSTS: Final = word_set("own_hosts")
JOINERS: Final = frozenset({":", "-", "=", '"', "'", "“", "(", ",", "—", "–", "„", "«"})
AS: Final = word_set("leading_as")
NAMING: Final = word_set("naming_nouns")
BEHIND: Final = word_set("postpositions")
SELF_NAMES: Final = word_set("i_am") | {"i ' m", "c", "chuis", "moi c"}
THERE: Final = word_set("there")
BESIDE: Final = 5
CLOSE: Final = 20
FIRST: Final = frozenset({"i", "ich", "я", "main", "मैं", "أنا", "انا", "我", "that", "que", "là"}) | word_set("i_am")
DMS: Final = word_set("dm_words")
MOST: Final = 120
FAR: Final = 70
"""Characters between a service and the name, at most."""
LONG: Final = 8
"""Letters of a plain word that can be the name of an account."""
VERY_LONG: Final = 11
REACH: Final = 16
"""Items between a service and a colon, at most."""
WORDY: Final = ("ing", "ly", "ed", "ful", "able", "tion", "ness", "ment", "mente", "ung", "lich", "s")


def full_names(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Candidates that are names of people and firms, or one long plain word, by what is said around them."""
    told = [one for one in services if one.service.kind in {"messenger", "social"} and one.service.id != "youtube"]
    if not told or len(lexed.items) > MOST:
        return
    yield from _titles(lexed, told, taken)
    yield from _one_worded(lexed, told, taken)
    yield from _self_named(lexed, told, taken)
    for service in told:
        if not service.alluded:
            yield from _plain_word(lexed, service, taken)
            yield from _behind_colon(lexed, service, taken)
            yield from _own_word(lexed, service, taken)


def _titles(lexed: Lexed, told: list[Told], taken: Mask) -> Iterator[Candidate]:
    for match in TITLE.finditer(lexed.original):
        inside = [
            place
            for place, item in enumerate(lexed.items)
            if match.start() <= lexed.folded.place(item.start, item.end)[0] < match.end()
        ]
        if inside and lexed.items[inside[0]].text in SELF:
            inside = inside[1:]  # "Search Rosa Marquez": the verb is no part of the name
        if len(inside) < 2:
            continue
        start, end = lexed.items[inside[0]].start, lexed.items[inside[-1]].end
        service = min(told, key=lambda one: one.away(start, end))
        if taken.covers(start, end) or service.away(start, end) > FAR or (service.start < end and start < service.end):
            continue
        score = _title_score(lexed, service, inside[0], inside[-1])
        yield Candidate("social_handle", start, end, lexed.chars[start:end], score)


def _one_worded(lexed: Lexed, told: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Names of firms in one word, and names spelt out, where somebody says that they are called so.

    For example "the account there is called KestrelCosts", "on the purple gamer app look for g l u m c a t".
    """
    items = lexed.items
    for place, item in enumerate(items):
        start, end = lexed.folded.place(item.start, item.end)
        camel = CAMEL.fullmatch(lexed.original[start:end]) is not None
        if not camel and not (is_dressed_name(lexed, item.start, item.end) and not is_dressed_throughout(lexed)):
            continue
        service = min(told, key=lambda one: one.away(item.start, item.end))
        before = [near for near in items[max(0, place - 4) : place] if near.text not in JOINERS][-3:]
        around = [*before, *items[place + 1 : place + 3]]
        called = any(near.text in CALLED or near.classes & f.REACH for near in before)
        personal = camel or any(_of_self(near) or near.classes & f.REACH for near in before)
        told_off = union([near for near in around if near.text != "no"]) & (f.WORK | f.NEG | f.RULE)
        within = service.start < item.end and item.start < service.end
        near_by = service.away(item.start, item.end) <= FAR and not within
        if (called or not camel) and personal and near_by and not told_off and not taken.covers(item.start, item.end):
            yield Candidate("social_handle", item.start, item.end, item.text, 0.65, hidden=not camel)


def _title_score(lexed: Lexed, service: Told, first: int, last: int) -> float:
    items = lexed.items
    before = [item for item in items[max(0, first - 4) : first] if item.text not in JOINERS][-3:]
    after = [item for item in items[last + 1 : last + 6] if item.text not in JOINERS][:3]
    said = any(_of_self(item) for item in before)
    sought = said and not union(before) & (f.MY | f.ME) and not any(item.text in FIRST for item in before)
    if sought and not _asked_to_write(items[last + 1 :]):
        return 0.0  # "look up Studio Ghibli on Instagram": somebody else
    led = bool(before) and before[-1].text in AS and service.start < items[first].start
    told = said or led or any(_of_self(item) for item in after)
    place = next((n for n, item in enumerate(items) if item.start >= service.start), 0)
    prep = any(item.text in PREPS for item in items[max(0, place - 3) : place])
    follows = place + 1 < len(items) and (items[place + 1].text in BEHIND or items[place + 1].text == ":")
    inner = min(first, place), max(last, place)
    around = [*items[max(0, inner[0] - 3) : first], *items[last + 1 : inner[1] + 3]]
    evidence = (
        (told, 0.2),
        (prep or follows, 0.15),
        (service.sure, 0.1),
        (any(item.classes & (f.REACH | f.MY | f.ME) for item in (*before, *after)), 0.05),
        (bool(union([item for item in around if item.text != "no"]) & (f.WORK | f.NEG | f.RULE)), -0.35),
    )
    return round(0.25 + sum(weight for holds, weight in evidence if holds), 2) if told and (prep or follows) else 0.0


def _asked_to_write(following: list[Item]) -> bool:
    """Whether words behind a name that is searched for say that somebody answers there."""
    reached = f.ME | f.MY | f.HANDLE_NOUN | f.REACH
    return any(item.classes & reached or item.text in DMS for item in following)


def _of_self(item: Item) -> bool:
    return any(word in SELF for word in item.text.split(" "))


def _plain_word(lexed: Lexed, service: Told, taken: Mask) -> Iterator[Candidate]:
    """One long word right behind a service, with a word for adding or talking behind it."""
    items = lexed.items
    place = next((n for n, item in enumerate(items) if item.start >= service.end), len(items))
    skipped: list[Item] = []
    while (
        place < len(items)
        and len(skipped) < 4
        and (items[place].text in JOINERS or items[place].classes & (f.CONN | f.HANDLE_NOUN))
    ):
        skipped.append(items[place])
        place += 1
    if place >= len(items) or not _unusual(lexed, items[place]) or taken.covers(items[place].start, items[place].end):
        return
    item = items[place]
    after = items[place + 1 : place + 3]
    evidence = (
        (len(item.text) >= VERY_LONG, 0.15),
        (bool(union(after[:1]) & (f.REACH | f.TALK | f.GIVE)), 0.25),
        (any(one.classes & f.HANDLE_NOUN for one in skipped), 0.2),
        (service.sure, 0.1),
        (any(one.classes & f.MY for one in items[max(0, place - 6) : place]), 0.1),
        (bool(union([*items[max(0, place - 6) : place], *after]) & (f.WORK | f.NEG | f.RULE)), -0.35),
    )
    score = round(0.2 + sum(weight for holds, weight in evidence if holds), 2)
    yield Candidate("social_handle", item.start, item.end, item.text, min(score, 0.85))


def _self_named(lexed: Lexed, told: list[Told], taken: Mask) -> Iterator[Candidate]:
    """One invented word that somebody says they are, near a service: "the paper plane app? I'm mothlampaudio there"."""
    items = lexed.items
    for place, item in enumerate(items[:-1]):
        word = items[place + 1]
        if item.text not in SELF_NAMES or not is_invented(lexed, word) or taken.covers(word.start, word.end):
            continue
        service = min(told, key=lambda one: one.away(word.start, word.end))
        around = [*items[max(0, place - BESIDE) : place], *items[place + 2 : place + 2 + BESIDE]]
        there = any(near.text in THERE for near in items[place + 2 : place + 5])
        close = service.away(word.start, word.end) <= CLOSE
        if not (there or close) or service.away(word.start, word.end) > FAR or union(around) & (f.NEG | f.RULE):
            continue
        yield Candidate("social_handle", word.start, word.end, word.text, 0.7)


def _behind_colon(lexed: Lexed, service: Told, taken: Mask) -> Iterator[Candidate]:
    """One word behind a colon, some words after a service and a word for its name: "insta handle is … : ninabakes"."""
    items = lexed.items
    first = next((n for n, item in enumerate(items) if item.start >= service.start), len(items))
    for place in range(first + 1, min(len(items) - 1, first + REACH)):
        if items[place].text != ":":
            continue
        word = place + 1 + (items[place + 1].text in JOINERS)
        between = items[max(0, first - 4) : place]
        if word >= len(items) or taken.covers(items[word].start, items[word].end):
            continue
        dressed = is_dressed_name(lexed, items[word].start, items[word].end) and not is_dressed_throughout(lexed)
        if not (dressed or _unusual(lexed, items[word])):
            continue
        ends = word + 1 == len(items) or not items[word + 1].text[0].isalnum()
        said = dressed or any(item.classes & f.HANDLE_NOUN for item in between)
        about = [
            item for item, after in zip(between, [*between[1:], items[place]], strict=True) if not _named(item, after)
        ]
        if ends and said and not union(about) & (f.WORK | f.NEG | f.RULE):
            yield Candidate("social_handle", items[word].start, items[word].end, items[word].text, 0.65)


def _own_word(lexed: Lexed, service: Told, taken: Mask) -> Iterator[Candidate]:
    """One word that somebody says is their name there: "my username is copperfox, the paper plane app"."""
    items = lexed.items
    for place, item in enumerate(items[:-2]):
        if item.text not in NAMING or not union(items[max(0, place - 2) : place]) & f.MY:
            continue
        word = place + 2
        if not items[place + 1].classes & f.CONN or not _unusual(lexed, items[word]) or items[word].text in NOT_NAMES:
            continue
        start, end = items[word].start, items[word].end
        around = [*items[max(0, place - 6) : place], *items[word + 1 : word + 5]]
        if taken.covers(start, end) or service.away(start, end) > FAR or union(around) & (f.NEG | f.RULE):
            continue
        if not any(one.text in OWN_HOSTS for one in around):
            yield Candidate("social_handle", start, end, items[word].text, 0.65)


def _named(item: Item, after: Item) -> bool:
    """Whether a word of work only says whose name it is: "my business name"."""
    return bool(item.classes & f.WORK and after.classes & f.HANDLE_NOUN)


def _unusual(lexed: Lexed, item: Item) -> bool:
    """Whether a word is long, without a meaning here, and not written or formed like an everyday one."""
    start, end = lexed.folded.place(item.start, item.end)
    plain = item.text.isascii() and item.text.isalpha() and not item.classes and item.name is None
    return plain and len(item.text) >= LONG and lexed.original[start:end].islower() and not item.text.endswith(WORDY)
