"""How sure a word beside a service is the name of an account there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.names.invented import is_dressed_name, is_dressed_throughout, is_invented
from vestibule.policy.lexing import Item, Lexed, place_of, union
from vestibule.policy.word_lists import word_set

IS: Final = frozenset(word.replace(" ", "") for word in word_set("is"))
CALLED: Final = frozenset(word.replace(" ", "") for word in word_set("called"))
COPULAS: Final = frozenset({"is", "es", "est", "ist", "jest", "e", "hai", "это", "to", "ta"})
CLAUSES: Final = word_set("clause_words")
SUITING: Final = word_set("suiting")
ALONE: Final = 2
"""Items of a text that is a service and a name."""
LIST: Final = 8
"""Items behind a word in which commas say that it is the first of a list."""
NUMBERED: Final = frozenset({"qq", "wickr"})
"""Services whose accounts are numbers."""
FEW: Final = 9
"""Items of a text that says hardly more than a service and a name."""
ARROWS: Final = frozenset("→➡👉➜➔⇒⟶➤▶☞👇🔗")
ARTICLES: Final = word_set("articles")
SHORT_NAME: Final = 7
PLAIN: Final = 0.15
WORDY: Final = (
    "ing",
    "ly",
    "ed",
    "ful",
    "able",
    "tion",
    "ness",
    "ment",
    "mente",
    "ung",
    "lich",
    "isch",
    "ilig",
    "ltig",
)
"""Ends of words that are seldom names of accounts."""
NOT_NAMES: Final = word_set("not_names")
Evidence = Iterator[tuple[bool, float]]


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads to a name: its service, and whether a word or sign joins the two, tells of a name, or says whose."""

    service: Item
    joined: bool
    told: bool
    owned: bool
    titled: bool = False


def name_score(lexed: Lexed, item: Item, match: re.Match[str], lead: Lead) -> float:
    """How sure a word is the name of an account of the service before it."""
    name = match["name"].rstrip(".")
    strength = _strength(lexed, item, match, name)
    dressed = _is_dressed(lexed, lead.service, item, match)
    plain = strength <= PLAIN and not lead.titled and not dressed
    evidence = [*_led(lexed, item, lead, plain=plain), *_written(lexed, item, name, lead, plain=plain), (dressed, 0.4)]
    if plain:
        evidence += _plain_word(lexed, item, name, lead)
    return strength + sum(weight for holds, weight in evidence if holds)


def _led(lexed: Lexed, item: Item, lead: Lead, *, plain: bool) -> Evidence:
    """What the words from the service to the name say."""
    service = lead.service
    follower = lexed.items[place_of(lexed.items, service) + 1]
    yield service.name is not None and service.name.sure, 0.25
    yield lead.joined, 0.2 if _colon(lexed, item, lead) or not (lead.told or plain) else 0.1
    yield lead.told, 0.35
    yield bool(follower.classes & f.ME), 0.15
    yield lead.titled, 0.2
    yield not plain and _after_prep(lexed, service), 0.1
    yield service.text.isascii() and _shouted(lexed, service), 0.15


def _written(lexed: Lexed, item: Item, name: str, lead: Lead, *, plain: bool) -> Evidence:
    """What the form of the name says."""
    service = lead.service
    follows = lexed.items[place_of(lexed.items, service) + 1] is item
    first = len(lexed.items) <= FEW and lexed.items[0] is service
    yield _says_else(item, name), -0.6
    yield "_" in name and follows, 0.15
    yield service.name is not None and service.name.service.id in NUMBERED and _is_number(name), 0.2
    yield first and not (plain and _wordy(lexed, item, name, lead)), 0.25


def _plain_word(lexed: Lexed, item: Item, name: str, lead: Lead) -> Evidence:
    """What speaks for and against a name that could be any word."""
    strange = _strange(lexed, item, name, lead)
    led = lead.joined or lead.told
    described = _is_described(lexed, lead.service, item) and not (lead.told or _colon(lexed, item, lead))
    yield not (led or (strange and lead.owned)), -0.3
    yield strange and (led or lead.owned), 0.3
    yield lead.joined and not strange and described, -0.35
    yield not strange and len(name) > SHORT_NAME and _is_called(lexed, lead.service, item), 0.35
    yield _wordy(lexed, item, name, lead), -0.3
    yield _denied(lexed, item) or (not lead.told and _denied_before(lexed, lead.service, item)), -0.4
    yield not strange and _opens_list(lexed, item), -0.35
    yield not strange and _is_other_word(lexed, item, lead), -0.4
    yield strange and len(lexed.items) == ALONE, 0.3
    yield not (lead.owned or lead.told) and _is_work(lexed, lead.service), -0.35


def _is_other_word(lexed: Lexed, item: Item, lead: Lead) -> bool:
    """Whether a comma sets a word apart from one that only can name a service: "après le signal, nous rappellerons"."""
    between = lexed.chars[lead.service.end : item.start]
    sure = lead.service.name is not None and lead.service.name.sure
    return "," in between and not sure and lexed.items[place_of(lexed.items, lead.service) + 1] is not item


def _strange(lexed: Lexed, item: Item, name: str, lead: Lead) -> bool:
    """Whether a plain word is nobody's but a name, standing alone: "my discord is thistlebyte btw"."""
    if item.text != name or not _ends_clause(lexed, item) or not is_invented(lexed, item):
        return False
    if lexed.items[place_of(lexed.items, item) - 1].text in ARTICLES:
        return False
    sure = lead.service.name is not None and (lead.service.name.sure or len(lexed.items) <= FEW)
    return lead.told or lead.owned or (sure and len(name) > SHORT_NAME)


def _wordy(lexed: Lexed, item: Item, name: str, lead: Lead) -> bool:
    """Whether a sentence goes on behind a plain word, or it ends as everyday words do."""
    if "space" in lexed.chars or _strange(lexed, item, name, lead):
        return False
    return sentence_goes_on(lexed, item) or name.endswith(WORDY)


def _colon(lexed: Lexed, item: Item, lead: Lead) -> bool:
    return lexed.chars[lead.service.end : item.start].rstrip().endswith((":", "=", "-", *ARROWS))


def _is_dressed(lexed: Lexed, service: Item, item: Item, match: re.Match[str]) -> bool:
    """Whether a name is written in other letters than the rest, or letter by letter."""
    if service.classes & f.MAIL_HOST or (item.text == match["name"] and item.classes) or item.text in NOT_NAMES:
        return False
    few = len(lexed.items) <= FEW
    return is_dressed_name(lexed, *match.span()) and (few or not is_dressed_throughout(lexed))


def _is_described(lexed: Lexed, service: Item, item: Item) -> bool:
    """Whether a word in small letters stands behind "is", which an adjective does too: "telegram is sluggish"."""
    start, end = lexed.folded.place(item.start, item.end)
    between = lexed.items[place_of(lexed.items, service) + 1 : place_of(lexed.items, item)]
    leads = {word.text.replace(" ", "") for word in between} & IS
    return lexed.original[start:end].islower() and leads <= COPULAS


def _is_called(lexed: Lexed, service: Item, item: Item) -> bool:
    """Whether somebody says that they are called so: "on discord I am called …"; no adjective stands there."""
    between = lexed.items[place_of(lexed.items, service) + 1 : place_of(lexed.items, item)]
    return any(word.text.replace(" ", "") in CALLED for word in between)


def _ends_clause(lexed: Lexed, item: Item) -> bool:
    """Whether nothing follows a word that it could describe: "my discord is … btw", "discord is … if it lags"."""
    place = place_of(lexed.items, item) + 1
    if place >= len(lexed.items) or not lexed.items[place].text[0].isalpha():
        return True
    after = lexed.items[place]
    if after.text in ARTICLES:
        return False
    return after.text in CLAUSES or after.text in SUITING or bool(after.classes & f.PREP and not after.classes & f.CONN)


def _denied(lexed: Lexed, item: Item) -> bool:
    """Whether a denial follows: "insta id kisi ko nahi deti"."""
    place = place_of(lexed.items, item)
    following = [
        one for one in lexed.items[place : place + 4] if one.text not in {"no", "without", "ohne", "sin", "sem"}
    ]
    return bool(union(following) & f.NEG)  # "no space" is none


def _denied_before(lexed: Lexed, service: Item, item: Item) -> bool:
    """Whether a service is refused before a word comes: "Skype no, grazie"."""
    items = lexed.items
    place = place_of(items, service) + 1
    return place + 1 < place_of(items, item) and bool(items[place].classes & f.NEG) and items[place + 1].text == ","


def _opens_list(lexed: Lexed, item: Item) -> bool:
    """Whether a list of things begins with a word: "for Telegram: avatar, 8 covers, pinned post"."""
    place = place_of(lexed.items, item) + 1
    commas = sum(1 for one in lexed.items[place : place + LIST] if one.text == ",")
    return lexed.items[place : place + 1] != [] and lexed.items[place].text == "," and commas > 1


def _is_work(lexed: Lexed, service: Item) -> bool:
    """Whether a part of the work stands right before a service: "bot for Telegram: catalogue and basket"."""
    place = place_of(lexed.items, service)
    return any(
        item.classes & f.WORK and not item.classes & (f.REACH | f.HAVE | f.LETS | f.PREP)
        for item in lexed.items[max(0, place - 3) : place]
    )


def _is_number(name: str) -> bool:
    digits = name.replace(" ", "").replace("-", "")
    return digits.isdigit() and 6 <= len(digits) <= 11


def _says_else(item: Item, name: str) -> bool:
    """Whether the word where a name is expected means something else; a piece of a longer name does not."""
    whole = item.text == name or (item.classes & ~f.UNIT and len(item.text) > 2)
    return name in NOT_NAMES or bool(whole and item.classes & (f.WORK | f.UNIT | f.RULE | f.NEG))


def _after_prep(lexed: Lexed, service: Item) -> bool:
    place = place_of(lexed.items, service)
    return place > 0 and bool(lexed.items[place - 1].classes & f.PREP)


def _shouted(lexed: Lexed, service: Item) -> bool:
    """Whether an everyday word that names a service is written as a name: LINE, IG."""
    start, end = lexed.folded.place(service.start, service.end)
    return lexed.original[start:end].isupper() and not lexed.original.isupper()


def sentence_goes_on(lexed: Lexed, item: Item) -> bool:
    """Whether a word without a preposition follows."""
    place = place_of(lexed.items, item) + 1
    if place >= len(lexed.items) or not lexed.items[place].text[0].isalpha():
        return False
    return not lexed.items[place].classes & f.PREP or lexed.items[place].text in ARTICLES


def _strength(lexed: Lexed, item: Item, match: re.Match[str], name: str) -> float:
    """How much a word looks like an account name rather than a word."""
    if match.group().startswith(("@", "live:")) or "#" in match.group():
        return 0.55
    if any(char.isdigit() for char in name):
        if name.replace(" ", "").replace("-", "").isdigit():
            return 0.4 if len(name) >= 7 else 0.2 if len(name) == 6 else 0.0
        return 0.5 if sum(map(str.isalpha, name)) >= 2 else 0.1
    if "_" in name or (re.search(r"\w\.\w", name) and ".." not in name):
        return 0.5
    if "-" in name:
        return 0.3
    if item.classes or len(name) < 2 or ".." in name:
        return -0.2
    return PLAIN
