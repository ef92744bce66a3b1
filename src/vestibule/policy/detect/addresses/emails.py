"""E-mail addresses: a name, something that says "at", a host, something that says "dot"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.addresses.canon import DOT, SPELT, STRONG_AT, WEAK_AT, Canon, canon
from vestibule.policy.detect.addresses.spelling import letters_of, spelt_from
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.leet import LEET
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import quick_fold
from vestibule.policy.top_levels import top_levels
from vestibule.policy.word_lists import word_set

OPEN: Final = r"[\[({<\"'*_~|/\-]"
CLOSE: Final = r"[\])}>\"'*_~|/\-]"
NAME: Final = r"(?:(?!_)[\w\u0900-\u0963\u0966-\u0eff+])"
WORD: Final = r"\w\u0900-\u0963\u0966-\u0eff"
"""Characters of names, with the vowel signs of Indic scripts."""
POINT: Final = rf"(?: ?{OPEN}? ?(?:\.{{1,3}}|{DOT}|,(?! )|(?<= ),(?= [a-z]{{2,4}} ?(?:$|[^\w ]))) ?{CLOSE}? ?)"
LOCAL: Final = re.compile(
    rf"(?P<name>{NAME}{{1,40}}(?:(?:{POINT}| ?_{{1,3}} ?|-){NAME}{{1,40}}){{0,8}})"
    rf" ?{OPEN}{{0,2}} {{0,3}}$"
)
DOMAIN: Final = re.compile(rf" ?{CLOSE}{{0,2}} ?(?P<host>[{WORD}-]{{1,40}}(?:{POINT}[{WORD}-]{{2,40}}){{0,4}})")
LABEL: Final = re.compile(rf"[{WORD}-]+")
LABEL_END: Final = rf"([{WORD}-]{{2,40}})"
HOST_END: Final = re.compile(rf"[.,](?:(?:[^\w\s] ?|\.\.? ?)?{LABEL_END}| ([\w-]{{3}})(?![\w-])|(?<= [.]) {LABEL_END})")
IN_TWO: Final = re.compile(
    rf"(?P<first>[\w-]{{2,20}}) (?P<second>[\w-]{{2,20}}) ?{DOT} ?(?P<top>[^\W\d_]{{2,6}})(?!\w)"
)
TOP_IN_DIGITS: Final = re.compile(r"\.(?=[a-z]*[0-9])[a-z0-9]{2,4}$")
WITHIN_FILE: Final = re.compile(r"\.(?P<top>[a-z]{2,6})(?P<rest>_)")
COMMON_TOPS: Final = frozenset({"com", "net", "org", "de", "es", "it", "io", "me", "eu", "info", "biz", "se"})
AFTER_HOST: Final = re.compile(r"[ |,/\-_]{1,2}(com|net|ru|de|org|fr|es|it|pl|ua|in(?! \w)|cn|br|co)\b")
AT: Final = re.compile(rf"@+|[{WEAK_AT}{STRONG_AT}]")
MOST: Final = 200
"""At signs of one text that are looked at."""
BEFORE: Final = 90
AFTER: Final = 110
SAMPLE_DOMAINS: Final = re.compile(
    r"(?:.*\.)?(?:example|exemple|ejemplo|exemplo|beispiel|esempio|przyklad|пример|приклад|test|invalid|localhost|local|sample)(?:\.\w+)*$|.*\.(?:local|test|invalid|example|localhost)$"
    r"|(?:(?:your|my)mail|(?:your|my)?(?:company|domain|email|site|business|organi[sz]ation|website|host|server|firma|empresa))"
    r"\.(?:com|org|net|tld|de|es|co|io)$"
)
PATH: Final = re.compile(r" ?[a-z0-9-]+(?:\.[a-z0-9-]+)+/[a-z0-9]")
BESIDE_ACCOUNT: Final = 5
"""Items before a sign that opens a name, in which the service of the account is told."""
OF_LINK: Final = re.compile(r"(?:://|\bwww\.)[^\s@]+/$")
"""What stands before the sign of an account in a link: "www.tiktok.com/@name.it"."""
POINTED: Final = re.compile(r"\w+\.\w+")
"""A name with a point, which nobody spells out before it."""
CIPHERS: Final = re.compile(r"(?:.*\.)?(?:openssh\.com|libssh\.org)$")
"""Hosts in the names of algorithms: "chacha20-poly1305@openssh.com"."""
SAMPLE_NAMES: Final = re.compile(
    r"(?:no-?reply|donotreply|user\d*|username|name|you|your\.?name|youremail|email|test\d*|foo|someone|somebody"
    r"|john\.?doe|jane\.?doe|first\.last|firstname\.lastname|admin)$"
)
DESCRIBED: Final = re.compile(rf"\bname ?[{DOT}.] ?[\w ]{{0,12}}name ?[{WEAK_AT}{STRONG_AT}@] ?(?:[\w]+ ){{0,2}}[\w]+")
SURE_DOTS: Final = frozenset(
    {"dot", "d0t", "dt", "dott", "doot", "дот", "डॉट", "दोत", "دوت", "decimal point", "full stop", "fullstop", "punct",
     "punkt", "kropka"}
)  # fmt: skip
"""Words for the dot that say nothing else."""
SHELL: Final = frozenset({"git", "root", "ssh", "deploy", "ubuntu", "hg", "svn"})
WORD_TOPS: Final = word_set("word_tops")
"""Top-level domains that are everyday words; "at some point in" is no address."""
PLACES: Final = frozenset({"at", "in", "is", "to", "on", "by", "as", "no", "an"})
"""Top-level domains that go on as the sentence does."""
QUIET: Final = word_set("quiet")
MAILBOXES: Final = word_set("mailboxes")
LEADS: Final = frozenset({"to", ":", "is", "=", "an", "a", "para", "do", "na", "на", "до"})
WEAK_NAMES: Final = word_set("weak_names")
SPOKEN_TOPS: Final = frozenset(map(quick_fold, word_set("spoken_tops")))


def emails(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kind `email`, in order of their at signs."""
    if not _may_hold_address(lexed):
        return
    written = canon(lexed)
    yield from _described(lexed, written)
    for at in islice(AT.finditer(written.chars), MOST):
        candidate = _around(lexed, written, at)
        if candidate is not None:
            yield candidate


def _may_hold_address(lexed: Lexed) -> bool:
    chars, seen = lexed.chars, lexed.seen
    if "@" in chars or "📧" in chars or seen & f.AT_STRONG:
        return True
    if not seen & f.AT_WEAK:
        return False
    return bool(seen & (f.MAIL_HOST | f.DOT_WORD)) or chars.count("name") > 1 or ends_host(chars)


def ends_host(chars: str) -> bool:
    """Whether something stands in folded characters that could be the end of a host's name: a point and a top level."""
    return any(
        _top_level((match[1] or match[2] or match[3]).replace("0", "o").replace("1", "i"))
        for match in HOST_END.finditer(chars)
    )


def _described(lexed: Lexed, written: Canon) -> Iterator[Candidate]:
    """For example "first name dot last name at the company domain"."""
    for match in DESCRIBED.finditer(written.chars):
        first = lexed.items[written.owner[match.start()]]
        last = lexed.items[written.owner[match.end() - 1]]
        yield Candidate("email", first.start, last.end, match.group().replace(DOT, "."), 0.7, hidden=True)


def _around(lexed: Lexed, written: Canon, at: re.Match[str]) -> Candidate | None:
    chars = written.chars
    right = chars[at.end() : at.end() + AFTER]
    domain = DOMAIN.match(right)
    if domain is None:
        return None
    host = _host(lexed, written, domain["host"], at.end() + domain.start("host"))
    if at.group() == STRONG_AT and lexed.items[written.owner[at.end() + domain.start("host")]].classes & f.PROVIDER:
        host.provider = True
    if at.group() == STRONG_AT and not (host.provider or host.top_level):
        host = _host_in_two(right, domain.start("host")) or host
    if not (host.provider or host.top_level):
        return None
    left = chars[max(0, at.start() - BEFORE) : at.start()].rsplit("\n", 1)[-1]
    local = None if OF_LINK.search(left) else LOCAL.search(_behind_comma(lexed, written, left, at))
    if local is None:
        return None
    name = _plain(local["name"])
    name_start = at.start() - len(left) + local.start("name")
    if at.group() != "@" or " " in local["name"]:
        name, name_start = _shorten(name, local["name"], name_start, weak=at.group() == WEAK_AT)
    items = lexed.items
    first = _first(items, written.owner[name_start], local["name"], at)
    if (not host.provider and _is_account(items, written, at, first)) or _is_led_to(written, at, first):
        return None
    last = items[written.owner[at.end() + domain.start("host") + host.length - 1]]
    confidence = _confidence(lexed, written, at, name, host, written.owner[name_start], wide=_wide(chars, at))
    return Candidate(
        "email", first.start, last.end, f"{name}@{host.name}", min(confidence, 0.99), hidden=at.group() != "@"
    )


def _first(items: list[Item], place: int, name: str, at: re.Match[str]) -> Item:
    """Where an address begins: at its name, or before it where that is the end of what is spelt."""
    written = at.group() == "@" and POINTED.fullmatch(name)
    return items[place if written else spelt_from(items, place)]


def _behind_comma(lexed: Lexed, written: Canon, left: str, at: re.Match[str]) -> str:
    """What stands before an at sign, without a comma where it ends a name that is spelt."""
    bare = left.rstrip(" ,")
    if at.group() == "@" or "," not in left[len(bare) :] or not bare:
        return left
    last = written.owner[at.start() - len(left) + len(bare) - 1]
    spelt = at.group() == STRONG_AT or spelt_from(lexed.items, last) < last
    return bare.ljust(len(left)) if spelt else left


def _is_account(items: list[Item], written: Canon, at: re.Match[str], before: Item) -> bool:
    """For example "my insta is @bo.codes": the sign opens a name, and the word before it only leads there."""
    opens = at.group() == "@" and written.chars[at.start() - 1 : at.start()] == " "
    place = written.owner[at.start()]
    near = items[max(0, place - BESIDE_ACCOUNT) : place]
    told = any(item.name is not None and item.name.service.kind != "mail" for item in near)
    mailed = any(item.classes & f.EMAIL_NOUN for item in near)
    leads = before.name is not None or bool(before.classes & (f.CONN | f.HANDLE_NOUN | f.PREP)) or (told and not mailed)
    return opens and leads and written.chars[at.end() : at.end() + 1] != " "


def _is_led_to(written: Canon, at: re.Match[str], before: Item) -> bool:
    """For example "… in front of @gmail.com": the word before the sign is no name."""
    opens = at.group() == "@" and written.chars[at.start() - 1 : at.start()] == " "
    return (
        opens
        and written.chars[at.end() : at.end() + 1] != " "
        and (bool(before.classes & (f.PREP | f.FILLER)) or before.text in QUIET)
    )


def _wide(chars: str, at: re.Match[str]) -> bool:
    return chars[at.start() - 1 : at.start()] == " " or chars[at.end() : at.end() + 1] == " "


def _plain(text: str) -> str:
    return re.sub(rf"[ ]|{OPEN}(?={DOT})|(?<={DOT}){CLOSE}", "", text).replace(DOT, ".").replace("..", ".")


def _shorten(name: str, raw: str, start: int, *, weak: bool) -> tuple[str, int]:
    """Keep of a name only what is glued together: words before a blank belong to the sentence."""
    cut = raw.rfind(". ")
    if cut >= 0 and DOT not in raw[:cut]:
        start += cut + 2
        raw = raw[cut + 2 :]
        return _plain(raw), start
    return name, start


@dataclass(slots=True)
class Host:
    """A read host name; `length` characters of the canonical text belong to it."""

    name: str
    length: int
    provider: bool
    top_level: bool
    spoken: bool
    blanks: bool


def _host(lexed: Lexed, written: Canon, raw: str, place: int) -> Host:
    if TOP_IN_DIGITS.search(raw):
        raw = _unleet_top(raw)
    labels = list(LABEL.finditer(_without_file(raw)))
    provider = bool(lexed.items[written.owner[place]].classes & f.MAIL_HOST)
    best = 1
    for count in range(2, len(labels) + 1):
        between = raw[labels[count - 2].end() : labels[count - 1].start()]
        sentence = between in {". ", ".. "}
        if _top_level(labels[count - 1].group()) and not (sentence and best > 1):
            if sentence and not provider and len(labels[count - 1].group()) != 3:
                break
            best = count
        elif not _top_level(labels[count - 1].group()) and sentence:
            break
    length = labels[best - 1].end()
    name = ".".join(label.group() for label in labels[:best])
    if best == 1 and provider:
        more = AFTER_HOST.match(written.chars, place + length)
        if more:
            return Host(
                f"{name}.{more[1]}", more.end() - place, provider=True, top_level=True, spoken=True, blanks=True
            )
    return Host(
        name,
        length,
        provider=provider,
        top_level=best > 1,
        spoken=DOT in raw[:length],
        blanks=" " in raw[:length],
    )


def _without_file(raw: str) -> str:
    """A host without the rest of the name of a file that it stands in: "ana@lund.com_offer.pdf"."""
    end = WITHIN_FILE.search(raw)
    return raw[: end.start("rest")] if end and _top_level(end["top"]) else raw


def _host_in_two(right: str, start: int) -> Host | None:
    """A host of two words behind a sign that can mean nothing else: "chiocciola fastweb net punto it"."""
    match = IN_TWO.match(right, start)
    if match is None or not _top_level(match["top"]):
        return None
    name = f"{match['first']}{match['second']}.{match['top']}"
    return Host(name, match.end() - start, provider=False, top_level=True, spoken=True, blanks=True)


def _unleet_top(raw: str) -> str:
    """The end of a host with its digits read as letters: "c0m", "d3"; numbers alone are prices."""
    head, dot, top = raw.rpartition(".")
    if top.isdigit() or not any(map(str.isalpha, head)):
        return raw
    plain = top.replace("0", "o").replace("1", "i")
    if not _top_level(plain):
        plain = top.translate(LEET)
        if plain not in COMMON_TOPS:
            return raw
    return f"{head}{dot}{plain}" if dot and plain != top else raw


def _confidence(
    lexed: Lexed, written: Canon, at: re.Match[str], name: str, host: Host, first: int, *, wide: bool
) -> float:
    if _is_sample(lexed, name, host.name, first) or CIPHERS.match(host.name):
        return 0.0
    sign = at.group()
    if sign == WEAK_AT:
        return _weak(lexed, written, at, name, host, first)
    if sign == STRONG_AT:
        return 0.9 if host.top_level or host.provider else 0.2
    if host.top_level:
        if not wide:
            return 0.97 if not host.blanks or host.provider or host.spoken else 0.8
        return 0.85 if host.provider or host.spoken or not host.blanks else 0.65
    return 0.85 if host.provider else 0.2


def _weak(lexed: Lexed, written: Canon, at: re.Match[str], name: str, host: Host, first: int) -> float:
    chars = written.chars
    bracketed = chars[at.start() - 1 : at.start()] in set("[({<\"'*_~|-") and chars[at.end() : at.end() + 1] in set(
        "])}>\"'*_~|-"
    )
    cue = any(item.classes & (f.EMAIL_NOUN | f.REACH) for item in lexed.items[max(0, first - 6) : first])
    spelt = letters_of(lexed.items, first) >= SPELT
    unusual = not name.isalpha() or not lexed.items[first].classes or spelt or _is_mailbox(lexed, name, first)
    if _is_page(lexed, written, at):
        return 0.0  # "our project at instagram.com/…"
    if bracketed:
        return 0.95 if host.top_level or host.provider else 0.3
    if name in WEAK_NAMES and not host.spoken:
        return 0.1
    score = 0.0
    if host.provider and not host.top_level and not _sure(lexed, written, at):
        return 0.65 if cue and not name.isalpha() else 0.3
    if host.provider:
        score = 0.9 if host.top_level else 0.62 if unusual and name not in WEAK_NAMES else 0.3
        if not host.top_level and _goes_on(written, at, host):
            score -= 0.2
    elif host.top_level:
        on = not cue and _goes_on(written, at, host)
        score = _weak_host(lexed, host, name, unusual=unusual, goes_on=on)
    return score + (0.35 if cue and name not in WEAK_NAMES else 0.0)


def _is_page(lexed: Lexed, written: Canon, at: re.Match[str]) -> bool:
    """Whether the host is that of a service with pages, and the name of one follows; mail is nobody's page."""
    service = next((item.name.service for item in lexed.items[written.owner[at.start()] + 1 :][:1] if item.name), None)
    return service is not None and service.kind != "mail" and PATH.match(written.chars, at.end()) is not None


def _is_mailbox(lexed: Lexed, name: str, first: int) -> bool:
    """Whether something goes to what firms call their mailboxes: "questions go to accounts at …"."""
    return name in MAILBOXES and first > 0 and lexed.items[first - 1].text in LEADS


def _weak_host(lexed: Lexed, host: Host, name: str, *, unusual: bool, goes_on: bool) -> float:
    if not host.spoken:
        return 0.3 if name not in WEAK_NAMES else 0.0
    top = host.name.rsplit(".", 1)[1]
    if top in WORD_TOPS - {"com", "net"} and not _dotted(lexed):
        return 0.1
    if top in PLACES and goes_on:
        return 0.1  # "needs a red dot at the end"
    return 0.75 if name not in WEAK_NAMES and unusual else 0.25


def _sure(lexed: Lexed, written: Canon, at: re.Match[str]) -> bool:
    """Whether the host behind the sign names nothing but a mail service."""
    for item in lexed.items[written.owner[at.start()] + 1 : written.owner[at.start()] + 3]:
        if item.classes & f.MAIL_HOST:
            return item.name is None or item.name.sure
    return False


def _dotted(lexed: Lexed) -> bool:
    """Whether a dot word stands that means nothing else ("dot", not "point")."""
    return any(item.classes & f.DOT_WORD and item.text in SURE_DOTS for item in lexed.items)


def _goes_on(written: Canon, at: re.Match[str], host: Host) -> bool:
    """Whether the host's name is only the first word of something longer ("at Yahoo back in the day")."""
    after = written.chars[at.end() + host.length + 1 : at.end() + host.length + 3]
    return bool(after) and after[0] == " " and after[1:2].isalpha()


def _is_sample(lexed: Lexed, name: str, host: str, first: int) -> bool:
    if SAMPLE_DOMAINS.match(host) or (name in SHELL and not lexed.items[first].classes & f.EMAIL_NOUN):
        return True
    if SAMPLE_NAMES.match(name):
        near = lexed.chars[max(0, lexed.items[first].start - 40) : lexed.items[first].start]
        return any(
            word in near for word in ("sample", "placeholder", "e.g", "example", "such as", "seed", "format", "dummy")
        )
    return False


def _top_level(label: str) -> bool:
    return label in top_levels() or label in SPOKEN_TOPS
