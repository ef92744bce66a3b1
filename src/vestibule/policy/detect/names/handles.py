"""Accounts of social networks and messengers: a name next to a service, or an @name with a reason to contact."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.hints import within_name
from vestibule.policy.detect.names.invented import is_invented
from vestibule.policy.detect.names.name_score import ARROWS, IS, WORDY, Lead, name_score, sentence_goes_on
from vestibule.policy.lexing import Item, Lexed, place_of
from vestibule.policy.verdict import Kind
from vestibule.policy.word_lists import word_set

IDENT: Final = re.compile(r"@?(?:live:)?(?P<name>[\w.][\w.\-]{0,48}\w)(?:#[0-9]{4})?")
MAIL_NAMES: Final = word_set("mail_names")
DIGIT_ID: Final = re.compile(
    r"(?P<name>[0-9]{3}[ -][0-9]{3,4}[ -][0-9]{3,4}"
    r"|[0-9]{1,3}(?:[ -][0-9]{2,3}){2,3}|id ?[0-9](?: ?[0-9]){5,9})(?![0-9])"
)
CJK_ID: Final = re.compile(
    r"(?<![a-z])(?:v|w)x ?[:：号]? ?(?P<name>[a-z][a-z0-9_-]{5,19})(?![a-z0-9_-])"
    r"|(?:我的|加我?)(?:(?:v|威|薇|微)[信号心❤♥]?[^\w\n]{0,4}| v[信号]?[^\w\n]{1,4})(?P<v>[a-z][a-z0-9_-]{5,19})"
    r"|(?:微信|微博|小红书|抖音|快手|公众号|视频号)(?:上|里|号)?(?:搜|叫|名叫|号叫)[:： ]?"
    r"(?P<cjk>(?![索功排])[\u3400-\u9fff]{2,8})(?![\u3400-\u9fff])"
    r"|微信?[:： ]{1,3}(?P<id>[a-z][a-z0-9_-]{5,19})"
    r"|(?:(?<![\u3400-\u9fff])|加|联系)微信(?:号|id)?(?P<glued>[a-z][a-z0-9_-]{5,19})"
    r"|我的?微信(?:号|id)?(?P<mine>[a-z][a-z0-9_-]{5,19})"
    r"|(?<!\w)(?:\+|加) ?v[:： ]{0,2}(?P<plus>[a-z][a-z0-9-]{2,19} ?_ ?[a-z0-9_-]{2,19})"
)
CJK: Final = re.compile(r"[\u3400-\u9fff]")
CAPITAL: Final = "[A-ZÀ-ÝĄĆĘŁŃÓŚŹŻŠŽČА-ЯЁЄІЇҐ]"
TITLE: Final = re.compile(rf"{CAPITAL}[\w'’-]+(?: {CAPITAL}[\w'’-]+){{1,3}}")
COUNT: Final = re.compile(r"[0-9.,]+[km]?")
MEASURED: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+|[0-9.]+(?:mm|cm|m|kg|g|px|pt|fps|x|k|gb|mb|hz|khz|min|h|s)")
"""Versions and measures: "zoom @ 70mm", "telegraf@4.12.2"."""
LONG: Final = 10
"""Letters of Chinese names, at most."""
SHIP: Final = 7
RANGE: Final = re.compile(r"[0-9]{1,4}-[0-9]{1,4}")
MOST: Final = 60
"""Names and services of one text that are looked at; sixty are enough to withhold it."""
READ: Final = word_set("read_as")
CODE_CONTEXT: Final = word_set("code_context")
JOINERS: Final = frozenset({",", ":", "=", "-", "~", "|", ">", "(", "/", '"', "'", "“", "."}) | ARROWS
TIGHT: Final = frozenset({"~", "|"})
"""Signs that join a name to a service only right behind it: "ig~ kai.builds"."""
SOCIAL: Final[Kind] = "social_handle"
NOUNS: Final = ("id", "号", "tag", "name", "user", "username", "handle", "number")
"""Ends of the names of services that say already that an account follows: "skype name", "discord tag"."""
SPOKEN: Final = f.REACH | f.YOU | f.LETS
KIND_BY_SERVICE: Final[dict[str, Kind]] = {
    "messenger": "social_handle",
    "social": "social_handle",
    "meeting": "meeting_link",
    "scheduler": "scheduler_link",
    "payment": "payment_handle",
    "mail": "email",
}


def handles(lexed: Lexed, taken: Mask) -> Iterator[Candidate]:
    """Candidates of kind `social_handle` (also `email`, `meeting_link`, `payment_handle` by the service named)."""
    for match in CJK_ID.finditer(lexed.chars) if CJK.search(lexed.chars) else ():
        kind = match.lastgroup or ""
        name = match[kind]
        if any(map(str.isdigit, name)) or "_" in name or kind in {"id", "cjk", "mine"}:
            yield Candidate(SOCIAL, *match.span(), name, 0.8)
    if not lexed.seen & (f.SERVICE | f.SERVICE_WORD):
        return
    named = [(place, item) for place, item in enumerate(lexed.items) if item.name is not None]
    for place, item in named[:MOST]:
        if not taken.covers(item.start, item.end) and not within_name(lexed.chars, item.start, item.end):
            for candidate in (_after(lexed, place, taken), _ahead(lexed, place, taken)):
                if candidate is not None:
                    yield candidate


def _after(lexed: Lexed, place: int, taken: Mask) -> Candidate | None:
    """For example "telegram: kai_builds", "my insta is kai.builds", "skype id devraj88"."""
    items = lexed.items
    service = items[place]
    cursor = place + 1
    told = service.text.endswith(NOUNS)
    joined = False
    owned = _owned(items, place)
    while cursor < len(items) and cursor <= place + 8:
        item = items[cursor]
        if within_name(lexed.chars, item.start, item.end):
            break
        if item.text in TIGHT and lexed.chars[item.start - 1] == " ":
            break  # "tiktok ~ vertical.video"
        if item.text in JOINERS or (item.text == "s" and items[cursor - 1].text in "'’"):
            joined = joined or _joins(lexed, item)
        elif item.classes & f.HANDLE_NOUN or _is_noun(item):
            told = True
        elif not _skipped(lexed, service, item):
            break
        else:
            joined = joined or item.text.replace(" ", "") in IS
            owned = owned or bool(item.classes & (f.REACH | f.MY))
        cursor += 1
    if cursor >= len(items) or (not (owned or told) and _possessed(lexed, place, cursor)):
        return None
    told = told or (owned and _told_ahead(lexed, place, cursor))
    return _name_at(lexed, items[cursor], taken, Lead(service, joined, told, owned))


def _is_noun(item: Item) -> bool:
    """Whether a word says that a number follows; "no" alone may deny."""
    return bool(item.classes & f.NUMBER_NOUN) and not item.text.isdigit() and not item.classes & f.NEG


def _told_ahead(lexed: Lexed, place: int, cursor: int) -> bool:
    """For example "my user on … is …": a word for the name stands before the service."""
    word = lexed.items[cursor]
    ends = (cursor > place + 1 or is_invented(lexed, word)) and not sentence_goes_on(lexed, word)
    named = ends and any(item.classes & f.HANDLE_NOUN for item in lexed.items[max(0, place - 5) : place])
    return named and not word.text.endswith(WORDY)


def _possessed(lexed: Lexed, place: int, cursor: int) -> bool:
    """For example "Facebook's react_native docs": something of the service, and no name."""
    items = lexed.items
    possessive = items[place + 1].text in "'’" and items[place + 2].text == "s"
    return possessive and not is_invented(lexed, items[cursor])


def _joins(lexed: Lexed, item: Item) -> bool:
    spaced = item.text == "-" and lexed.chars[item.end : item.end + 1] == " "
    return spaced or item.text in {":", "=", ">", "s"} or item.text in TIGHT or item.text in ARROWS  # "my ig's kai"


def _skipped(lexed: Lexed, service: Item, item: Item) -> bool:
    """Whether a word after a service only leads to the name: "is", "you find me as", "call"."""
    kind = service.name.service.kind if service.name else ""
    talked = kind == "meeting" and item.classes & f.TALK
    if CJK.fullmatch(item.text) and item.text in IS:
        return True
    if item.classes & (f.ME | f.MY | f.REVERSE) or item.text in READ or item.text == "add" or talked:
        return True
    leads = item.classes & f.CONN or (item.classes & SPOKEN and not item.classes & f.WORK)
    return bool(leads) and not _looks_like_name(lexed, item)


def _owned(items: list[Item], place: int) -> bool:
    return any(item.classes & (f.MY | f.REACH) for item in items[max(0, place - 3) : place])


def _name_at(lexed: Lexed, item: Item, taken: Mask, lead: Lead) -> Candidate | None:
    service, told, owned = lead.service, lead.told, lead.owned
    match = DIGIT_ID.match(lexed.chars, item.start) or IDENT.match(lexed.chars, item.start)
    if match is None or taken.covers(match.start(), match.end()) or service.name is None:
        return None
    name = match["name"].rstrip(".")
    if (
        MEASURED.fullmatch(name)
        or _is_of_else(service, name)
        or (CJK.match(name) and ("." in name or len(name) > LONG))
    ):
        return None
    kind = KIND_BY_SERVICE.get(service.name.service.kind)
    apart = "\n" in lexed.chars[service.end : item.start] or not name.isascii()
    if kind is None or (apart and not (lead.joined or told)):
        return None
    titled = (told or lead.joined or owned) and _titled(lexed, item)
    score = name_score(lexed, item, match, replace(lead, titled=titled)) + (0.2 if owned else 0.0)
    score -= 0.4 if not service.name.sure and not owned and _in_code(lexed, item) else 0.0
    end = _whole_name(lexed, match.start(), match.start() + len(match.group().rstrip(".")), told=told or titled)
    start = service.start if is_disguised(lexed, service) else match.start()
    return Candidate(
        kind, start, end, lexed.chars[match.start() : end], min(score, 0.95), hidden=start != match.start()
    )


def _is_of_else(service: Item, name: str) -> bool:
    """Whether a name of digits is that of a ship, or of pages: "IMO 9736200", "pp 1030-1041"."""
    of_ships = service.text == "imo" and len(name) == SHIP and name.isdigit()
    return of_ships or (service.text == "pp" and RANGE.fullmatch(name) is not None)


def _in_code(lexed: Lexed, item: Item) -> bool:
    """Whether words around a name say that it belongs to a program or a story."""
    place = place_of(lexed.items, item)
    around = [*lexed.items[max(0, place - 10) : place], *lexed.items[place + 1 : place + 7]]
    return any(word in CODE_CONTEXT for one in around for word in one.text.split(" "))


def _titled(lexed: Lexed, item: Item) -> bool:
    """Whether a name of several words in capitals begins here."""
    return TITLE.match(lexed.original, lexed.folded.place(item.start, item.end)[0]) is not None


def _whole_name(lexed: Lexed, start: int, end: int, *, told: bool) -> int:
    """Names of several words: "facebook name is Rosa Marquez", "username mk frontend dev"."""
    if not told:
        return end
    title = TITLE.match(lexed.original, lexed.folded.place(start, start + 1)[0])
    if title:
        last = title.end()
        return max(
            (item.end for item in lexed.items if lexed.folded.place(item.start, item.end)[1] <= last), default=end
        )
    after = [item for item in lexed.items if end <= item.start <= end + 24]
    for item in after[:2]:
        if item.start > end + 1 or item.classes or not item.text.isalpha():
            break
        end = item.end
    return end


def is_disguised(lexed: Lexed, service: Item) -> bool:
    """Whether the service itself is written so that a plain search would not find it."""
    start, end = lexed.folded.place(service.start, service.end)
    written = lexed.original[start:end].lower()
    if service.classes & f.MAIL_HOST and service.text not in MAIL_NAMES:
        return True
    if service.name is None or written.replace(" ", "") != service.text.replace(" ", "") or " " in service.text:
        return True
    return service.text in service.name.service.phrases


def _looks_like_name(lexed: Lexed, item: Item) -> bool:
    match = IDENT.match(lexed.chars, item.start)
    return match is not None and match.end() > item.end + 1


def _ahead(lexed: Lexed, place: int, taken: Mask) -> Candidate | None:
    """For example "kai_builds on telegram", "kai.builds, gmail", "koster3d (IG)"."""
    items = lexed.items
    service = items[place]
    cursor, linked = _back_over_links(lexed, place)
    if cursor < 0 or service.name is None:
        return None
    end = items[cursor].end
    begin = max(lexed.chars.rfind(" ", 0, end), lexed.chars.rfind("\n", 0, end)) + 1
    match = IDENT.fullmatch(lexed.chars, begin, end)
    if match is None or taken.covers(begin, end) or items[cursor].name is not None:
        return None
    name = match["name"]
    disguised = is_disguised(lexed, service)
    mail = service.name.sure and service.classes & f.MAIL_HOST and cursor == place - 1
    if mail and disguised and not items[cursor].classes and len(name) > 2:
        return Candidate("email", begin, service.end, name, 0.65, hidden=True)
    kind = KIND_BY_SERVICE.get(service.name.service.kind)
    if (
        kind is None
        or COUNT.fullmatch(name)
        or sum(map(str.isalpha, name)) < 2
        or not any(char in "_." or char.isdigit() for char in name)
    ):
        return None
    evidence = (
        (service.name.sure, 0.15),
        (linked, 0.15),
        (any(item.classes & (f.REACH | f.MY | f.HANDLE_NOUN) for item in items[max(0, cursor - 4) : cursor]), 0.2),
        (any(item.classes & f.WORK for item in items[place + 1 : place + 3]), -0.3),
        (_in_code(lexed, items[cursor]), -0.3),
    )
    score = 0.45 + sum(weight for holds, weight in evidence if holds)
    return Candidate(kind, begin, service.end if disguised else end, name, min(score, 0.9), hidden=disguised)


def _back_over_links(lexed: Lexed, place: int) -> tuple[int, bool]:
    """The item before a service that "on", "at", "is" or a sign joins to it, and whether such a word stood there."""
    items = lexed.items
    cursor = place - 1
    linked = False
    while cursor >= max(0, place - 6):
        item = items[cursor]
        joins = item.classes & (f.PREP | f.MY | f.AT_WEAK | f.CONN) and not _looks_like_name(lexed, item)
        joins = joins and not within_name(lexed.chars, item.start, item.end)
        if not joins and item.text not in {"(", ",", "-", ":", "'", "as"}:
            break
        linked = linked or bool(item.classes & f.PREP)
        cursor -= 1
    return cursor, linked
