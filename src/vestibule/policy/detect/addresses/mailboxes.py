"""Addresses without a sign for "at": a name and a mail host that belong together."""

from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.verdict import Kind
from vestibule.policy.word_lists import word_set

FURTHEST: Final = 12
"""Items between the name of a mailbox and the mail host, at most."""
BESIDE: Final = 3
BEFORE: Final = 9
FURTHEST_HINT: Final = 9
OWN_REACH: Final = 14
"""Words before a mail host in which the name is told."""
QUIET: Final = word_set("quiet")
OWN_NAMES: Final = word_set("own_names")
NAME_ENDS: Final = word_set("name_words")
JOINED: Final = word_set("joined")
ACCOUNTS: Final = frozenset({"messenger", "social"})
POINTS: Final = f.DOT_WORD | f.UNDER_WORD
COMMON_TOPS: Final = frozenset({"com", "ru", "net", "de", "pl", "fr", "es", "it", "co", "org", "me", "ua", "br"})


def alluded(lexed: Lexed) -> Iterator[Candidate]:
    """For example "same name as here on gmail", "username here plus the yahoo thing"."""
    items = lexed.items
    for place, item in enumerate(items) if lexed.seen & (f.MAIL_HOST | f.SERVICE | f.PROVIDER) else ():
        account = item.name is not None and item.name.sure and item.name.service.kind in ACCOUNTS
        company = item.classes & f.PROVIDER and union(items[max(0, place - BEFORE) : place + 4]) & f.EMAIL_NOUN
        if not (item.classes & f.MAIL_HOST or account or company):
            continue
        for back in range(max(0, place - FURTHEST_HINT), place):
            near = [*items[max(0, back - BESIDE) : back], *items[back + 1 : place]]
            if items[back].classes & f.HANDLE_NOUN and any(word.classes & f.HERE for word in near):
                if not any(
                    word.classes & (f.WORK | f.NEG) and not word.classes & f.EMAIL_NOUN
                    for word in items[back : place + 3]
                ):
                    kind: Kind = "social_handle" if account else "email"
                    yield Candidate(kind, items[back].start, item.end, f"…@{item.text}", 0.65, hidden=True)
                break


def own_names(lexed: Lexed) -> Iterator[Candidate]:
    """For example "first and last name joined, at gmail", "мой ник плюс яндекс": a name both know, and the host."""
    items = lexed.items
    for place, item in enumerate(items) if lexed.seen & (f.MAIL_HOST | f.PROVIDER) else ():
        if not item.classes & (f.MAIL_HOST | f.PROVIDER):
            continue
        near = [word for word in items[max(0, place - 2 * OWN_REACH) : place] if word.text[0].isalnum()][-OWN_REACH:]
        both = [word for word in near if word.text in OWN_NAMES or word.text in NAME_ENDS]
        beside = union([word for word in [*near, *items[place : place + 4]] if word.text != "no"])
        signed = union(near) & f.AT_STRONG or (union(near) & f.AT_WEAK and union(items[place : place + 5]) & f.DOT_WORD)
        told = len(both) > 1 or (both and signed)
        if told and beside & (f.EMAIL_NOUN | f.AT_STRONG | f.AT_WEAK) and not beside & (f.ASK | f.NEG | f.RULE):
            yield Candidate("email", both[0].start, item.end, f"…@{item.text}", 0.65, hidden=True)
            continue
        named = next((word for word in near if word.text in OWN_NAMES), None)
        classes = union(near) | union(items[place : place + 3])
        if named is None or classes & (f.WORK | f.NEG | f.ASK) or not classes & f.MY:
            continue
        if any(word.text in JOINED or word.classes & f.AT_STRONG for word in near):
            yield Candidate("email", named.start, item.end, f"…@{item.text}", 0.65, hidden=True)


def told_apart(lexed: Lexed) -> Iterator[Candidate]:
    """A name, then the mail host some words or signs later: "marlowe dot jinks, it's a gmail"."""
    items = lexed.items
    for place, item in enumerate(items) if lexed.seen & f.MAIL_HOST else ():
        if not item.classes & f.MAIL_HOST or (item.name is not None and not item.name.sure):
            continue
        start, end = max(0, place - FURTHEST), place
        before = items[start:end]
        denied = union(before[:-1] if before and before[-1].text == "no" else before)
        if denied & (f.WORK | f.NEG | f.RULE) or union(items[place + 1 : place + 3]) & (f.WORK | f.RULE):
            continue
        name = _name_before(lexed, start, end)
        if name is None:
            continue
        first, last = name
        between = items[last + 1 : place]
        words = [near for near in between if near.text[0].isalnum()]
        signed = bool(between) and len(words) <= 1 and all(len(near.text) == 1 for near in words)
        at = any(near.classes & f.AT_STRONG for near in between)
        linked = all(near.classes & (f.CONN | f.PREP | f.FILLER | f.AT_WEAK | f.MY | f.AT_STRONG) for near in words)
        if not (signed or at or linked):
            continue
        after = place
        while after + 1 < len(items) and after < place + 5 and not items[after + 1].text[0].isalnum():
            after += 1
        top = after + 1 < len(items) and items[after + 1].text in COMMON_TOPS and after + 1
        stop = items[top].end if top else item.end
        read = f"{lexed.chars[items[first].start : items[last].end]}@{item.text}"
        yield Candidate("email", items[first].start, stop, read, 0.85 if top or at else 0.65, hidden=True)


def _name_before(lexed: Lexed, start: int, end: int) -> tuple[int, int] | None:
    """The last place before a mail host where something looks like the name of a mailbox."""
    items = lexed.items
    for last in range(end - 1, start - 1, -1):
        if not items[last].text[0].isalnum():
            continue
        first = _dotted_back(items, start, last)
        if first < last:
            return first, last
        if items[last].text.isdigit() and last > start and items[last - 1].end == items[last].start:
            if items[last - 1].text.isalpha():
                return last - 1, last
        elif last == end - 2 and not items[last].classes and _signs(items[last], items[end - 1]):
            return last, last
    return None


def _signs(item: Item, sign: Item) -> bool:
    """Whether an odd sign stands behind a name, no everyday word and no article that lost its vowel ("d'interni")."""
    elided = len(item.text) == 1 and sign.text in "'’"
    return _odd(sign) and item.text not in QUIET and not elided


def _odd(item: Item) -> bool:
    return not item.text[0].isalnum() and item.text not in ".,;:!?"


def _dotted_back(items: list[Item], start: int, last: int) -> int:
    """Where a name with dots that ends at `last` begins; `last` itself when it has none."""
    first = last
    while first - 2 >= start and (items[first - 1].classes & POINTS or items[first - 1].text in "._"):
        before, sign, after = items[first - 2 : first + 1]
        if sign.start - before.end != after.start - sign.end or not before.text[0].isalnum():
            break
        first -= 2
    spoken = first < last and items[last - 1].start > items[last - 2].end and not items[last - 1].classes & POINTS
    return last if spoken else first


def bare_hosts(lexed: Lexed) -> Iterator[Candidate]:
    """Addresses whose "at" was left out: a name and a mail host side by side ("kai|gmail|com", "kai gmail com")."""
    items = lexed.items
    for place, item in enumerate(items) if lexed.seen & f.MAIL_HOST else ():
        if item.classes & f.MAIL_HOST and place:
            before = place - 1
            while before > 0 and items[before].text in {"|", "/", ",", "_", "-", "~", "*", "在"}:
                before -= 1
            top = place + 1
            while (
                top < len(items)
                and top <= place + 2
                and (items[top].text in {"|", "/", ",", "_", "-", ".", "~", "*"} or items[top].classes & f.DOT_WORD)
            ):
                top += 1
            name = items[before]
            if (
                top < len(items)
                and items[top].text in {"com", "ru", "net", "de", "pl", "fr", "es", "it", "co"}
                and name.text[0].isalnum()
            ):
                yield Candidate(
                    "email",
                    name.start,
                    items[top].end,
                    f"{name.text}@{item.text}.{items[top].text}",
                    0.8 if not name.classes & (f.PREP | f.AT_WEAK) else 0.5,
                    hidden=True,
                )
