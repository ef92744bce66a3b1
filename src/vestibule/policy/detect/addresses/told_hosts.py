"""Addresses whose host is told by allusion, and numbers by the place where they stand.

"info, then the curly a, then the domain of the site in my portfolio"; "my number is in the footer of my site, ring it".
"""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.word_lists import word_set

HOSTS: Final = word_set("host_words")
OWN: Final = word_set("own_places")
ROLES: Final = word_set("role_names")
SIGNS: Final = word_set("at_things")
PAGES: Final = word_set("contact_pages")
RING: Final = re.compile(
    r"[,.;:!-] ?(?:and |so |just )?(?:ring|call|dial|phone|text|ruf|appelle|liga|ligue|llama|chiama|zadzwo)"
)
THEN: Final = word_set("address_links") | word_set("articles") | frozenset({",", "-", "+", '"', "'"})
BEHIND: Final = 7
"""Items from the sign to the word for a host."""
OWNED: Final = 8
"""Items from the word for a host to the word that says whose it is."""


def told_hosts(lexed: Lexed) -> Iterator[Candidate]:
    """At most one candidate of kind `email`."""
    items = lexed.items
    if not any(item.text in HOSTS for item in items) or any(item.text == "?" for item in items):
        return
    for place, item in enumerate(items):
        strong = item.text == "@" or item.classes & f.AT_STRONG or item.text in SIGNS
        if not (strong or item.classes & (f.AT_WEAK | f.PREP)) or not place:
            continue
        name = place - 1
        while name > 0 and (items[name].text in THEN or items[name].classes & (f.FILLER | f.CONN)):
            name -= 1
        weak = items[name].text in ROLES
        if not (weak or items[name].text[0].isalnum()) or (not weak and items[name].classes & (f.WORK | f.NEG)):
            continue
        host = _host(items, place, strict=not strong)
        if host is not None and (strong or weak):
            yield Candidate("email", items[name].start, items[host].end, f"{items[name].text}@…", 0.8, hidden=True)
            return


def told_places(lexed: Lexed) -> Iterator[Candidate]:
    """At most one candidate of kind `phone`: a number that somebody says where to find, and to ring it."""
    items = lexed.items
    if not lexed.seen & (f.NUMBER_NOUN | f.PHONE_NOUN) or not any(item.text in PAGES for item in items):
        return
    number = next((item for item in items if item.classes & (f.NUMBER_NOUN | f.PHONE_NOUN)), items[0])
    behind = [item for item in items if number.end <= item.start]
    page = next((place for place, item in enumerate(behind[:BEHIND]) if item.text in PAGES), None)
    if page is None or any(
        item.classes & (f.NEG | f.RULE | f.ASK) for item in items if item.start <= behind[page].start
    ):
        return
    owned = [item for item in behind[page : page + OWNED] if item.text in OWN or item.classes & f.PLATFORM]
    if owned and RING.search(lexed.chars, behind[page].end):
        yield Candidate("phone", number.start, owned[-1].end, "…", 0.75, hidden=True)


def _host(items: list[Item], place: int, *, strict: bool) -> int | None:
    """Where the word for a host of the sender's own stands behind a sign."""
    for near in range(place + 1, min(place + 1 + BEHIND, len(items))):
        if items[near].text in HOSTS:
            around = items[place + 1 : min(near + 1 + OWNED, len(items))]
            owned = any(item.classes & f.MY or item.text in OWN for item in around)
            return near if owned else None
        led = items[near].classes & (f.MY | f.CONN | f.FILLER) or items[near].text in THEN or items[near].text == "own"
        if strict and not led:
            return None
    return None
