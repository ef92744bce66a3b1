"""Addresses that are told in parts: the host here, the name there, the sign by name; or the provider by allusion.

"Domain: …, mailbox: …, put them together", "login …, the rest is as everybody's, the Google one".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.addresses.emails import SAMPLE_DOMAINS
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.lexing import Lexed, union
from vestibule.policy.phrases import beginnings
from vestibule.policy.top_levels import top_levels
from vestibule.policy.word_lists import word_set

HOST: Final = re.compile(
    r"(?<![\w./:-])@?(?P<host>[^\W_][\w-]{1,40}(?:\.[\w-]{2,30}){0,2}\.(?P<top>[a-z]{2,10}))(?![\w@/]|\.\w)"
)
QUOTED: Final = re.compile(r"[\"“”'«‘(]{1,2}(?P<name>[^\W_][\w.+-]{1,30})[\"“”'»’)]{1,2}")
DOTTED: Final = re.compile(r"(?<![\w.@/-])(?P<name>[^\W\d_][\w-]*(?:[._][\w-]+){1,3})(?![\w@/]|\.\w)")
NUMBERED: Final = re.compile(r"(?<![\w.@/-])(?P<name>[a-z]{3,}[a-z0-9]*[0-9]{1,4}[a-z]*)(?![\w@/.])")
DANGLING: Final = re.compile(r"(?<![\w@.])(?P<name>[^\W_][\w.+-]{1,30})@(?=[\s,;!?]|$)")
ROLE: Final = re.compile(
    r"(?<![\w@.])(?P<name>info|hello|hola|hallo|hi|hey|contact|contacto|contato|kontakt|office|studio|biuro|mail|team"
    r"|post|bonjour|ciao|admin|sales|jobs)"
    r"(?:(?: ?@|,? (?:at|plus|and|then|on|arroba|\+))"
    r"(?=,? (?:then )?(?:the |that |this |my |our |mi |meu |mon |mein |moja )?(?:own )?"
    r"(?:site|domain|website|web|url|page|dominio))"
    r"|(?= (?:w|na|в|у|на|en|no|nel|sur|auf|at|in) (?:el |le |the |der |il |моем |нашем )?(?:dom[ae]in|домен)))"
)
PUT: Final = re.compile(
    r"(?<![\w@.])(?:put|add|stick|type|write|take|place|start with|pon|pone|escribe|coloca|poe|escreve|mets|ecris"
    r"|setz|schreib"
    r"|nimm|metti|scrivi|wpisz|daj|postaw|возьми|поставь|напиши|постав|візьми|likho|lagao) "
    r"[\"'“]?(?P<name>[^\W_][\w.-]{3,30})[\"'”]?,? (?=(?:right |just )?(?:in front|before|and|then|plus|vor|und|dann"
    r"|delante|antes|y"
    r"|devant|avant|puis|davanti|prima|poi|przed|potem|перед|потом|потім|aur|phir)\b)"
)
"""For example "put … in front of @gmail.com": the word is nothing but the name."""
SOME_WORDS: Final = re.compile(r"(?P<name>[a-z]{2,} [a-z]{2,})[,:;]? ?(?:all |as |in )?$")
LONGEST_NAME: Final = 40
SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|\n|।")
ODD_SIGN: Final = re.compile(r"(?<![\w.])@(?![\w])|(?<=\w)@(?=\s|$)")
TOP_OF_FILES: Final = word_set("file_endings")
PRODUCTS: Final = word_set("products")
"""What companies make that have a mail service too."""
BEFORE: Final = 110
"""Characters between the parts, at most."""
AROUND: Final = 90
MOST: Final = 6
SHORT: Final = 3
ENOUGH: Final = 0.64
WIDEST_PREPOSITION: Final = 8
STRONG: Final = 0.25
OVER_THE_SEAM: Final = 0.2
PLAIN: Final = 0.25
FORMED: Final = 0.15
"""What the form of a name says for it that has dots, digits or quotes."""


TRIGGERS: Final = ("mailbox_names", "put_together", "one_word")
COMMON_WORDS: Final = frozenset({"will", "should", "must", "can", "that", "this", "these", "where", "when", "which"})


@dataclass(frozen=True, slots=True)
class Part:
    """A name or a host with its place in the folded text; `weight` is what its form says for it."""

    text: str
    start: int
    end: int
    weight: float


def told_parts(lexed: Lexed) -> Iterator[Candidate]:
    """At most one candidate of kind `email` whose parts are told one by one."""
    chars = lexed.chars
    dangling = "@" in chars and DANGLING.search(chars) is not None
    dangling = dangling or ROLE.search(chars) is not None
    if not dangling and not lexed.seen & f.PROVIDER and beginnings(*TRIGGERS).search(chars) is None:
        return
    for host in islice(_hosts(lexed), MOST):
        name = _name(lexed, host)
        if name is None:
            continue
        confidence = _confidence(lexed, name, host)
        if min(name.start, host.start) < lexed.seam <= max(name.start, host.start):
            confidence -= OVER_THE_SEAM
        if confidence >= ENOUGH:
            start, end = min(name.start, host.start), max(name.end, host.end)
            yield Candidate("email", start, end, f"{name.text}@{host.text}", min(confidence, 0.9), hidden=True)
            return


def _in_hand(lexed: Lexed, name: Part, host: Part) -> bool:
    """Whether only a preposition stands between a name and a mail service behind it: "ana.lund on yandex"."""
    if not name.end < host.start <= name.end + WIDEST_PREPOSITION:
        return False
    between = [item for item in lexed.items if name.end <= item.start < host.start]
    service = [item for item in lexed.items if item.start == host.start]
    mail = bool(service) and (
        service[0].classes & f.MAIL_HOST or service[0].text.startswith(("yandex", "яндекс", "укрнет"))
    )
    return bool(mail) and len(between) == 1 and bool(between[0].classes & (f.PREP | f.AT_WEAK))


def _hosts(lexed: Lexed) -> Iterator[Part]:
    for item in lexed.items if lexed.seen & f.MAIL_HOST else ():
        if item.classes & f.MAIL_HOST and lexed.chars[item.end : item.end + 1] not in {".", "@"}:
            sure = item.name is not None and item.name.sure
            yield Part(item.text, item.start, item.end, 0.25 if sure else 0.15)
    for place, item in enumerate(lexed.items) if lexed.seen & f.PROVIDER else ():
        after = lexed.items[place + 1].text if place + 1 < len(lexed.items) else ""
        if item.classes & f.PROVIDER and after not in PRODUCTS:
            yield Part(item.text, item.start, item.end, 0.25)
    for match in HOST.finditer(lexed.chars):
        real = match["top"] in top_levels() and match["top"] not in TOP_OF_FILES
        if real and not SAMPLE_DOMAINS.match(match["host"]):
            signed = match.group()[0] == "@"
            yield Part(match["host"], match.start(), match.end(), 0.5 if signed else 0.25)


def _name(lexed: Lexed, host: Part) -> Part | None:
    """The likeliest name of a mailbox near a host: in quotes, with dots or digits, or behind a word for names."""
    chars = lexed.chars
    low, high = max(0, host.start - BEFORE), min(len(chars), host.end + BEFORE)
    found: list[Part] = []
    for pattern, weight in ((DANGLING, 0.25), (PUT, 0.3), (ROLE, 0.4), (QUOTED, 0.15), (DOTTED, 0.2), (NUMBERED, 0.15)):
        for match in pattern.finditer(chars, low, high):
            last = match["name"].rsplit(".", 1)[-1]
            inside = match.start() < host.end and host.start < match.end()
            other = TOP_OF_FILES if "." not in host.text else top_levels() | TOP_OF_FILES
            if not inside and not ("." in match["name"] and last in other):
                found.append(Part(match["name"], match.start("name"), match.end("name"), weight))
    found += _in_one_word(lexed, low, high)
    found += _introduced(lexed, low, high, host)
    return max(found, key=lambda part: (part.weight, -abs(part.start - host.start)), default=None)


def _in_one_word(lexed: Lexed, low: int, high: int) -> Iterator[Part]:
    """Words of which it is said that they are written as one: "ana lund, one word"."""
    chars = lexed.chars
    for match in beginnings("one_word").finditer(chars, low, high):
        words = SOME_WORDS.search(chars, max(low, match.start() - LONGEST_NAME), match.start())
        if words:
            yield Part(words["name"], words.start("name"), words.end("name"), 0.25)


def _introduced(lexed: Lexed, low: int, high: int, host: Part) -> Iterator[Part]:
    """Words that mean nothing else behind "mailbox:", "login", "my username is"."""
    items = lexed.items
    for place, item in enumerate(items):
        if not low <= item.start < high or not _names(lexed, item.start):
            continue
        labelled = any(near.text == ":" for near in items[place + 1 : place + 3])
        for number, near in enumerate(items[place + 1 : place + 6], place + 1):
            if near.text[0].isalpha() and (labelled or not near.classes) and len(near.text) > SHORT:
                if not host.start <= near.start < host.end and (labelled or _stands_apart(lexed, number)):
                    yield Part(near.text, near.start, near.end, 0.1)
                break
            if near.text in ".!?\n":
                break


def _stands_apart(lexed: Lexed, place: int) -> bool:
    """Whether a word is told as a name: "my login is word", "login word, …"."""
    items = lexed.items
    if items[place].text in COMMON_WORDS:
        return False
    after = items[place + 1] if place + 1 < len(items) else None
    ends = after is None or not after.text[0].isalnum() or bool(after.classes & f.MAIL_HOST)
    linked = bool(items[place - 1].classes & f.CONN) and not items[place - 1].classes & f.HANDLE_NOUN
    together = after is not None and beginnings("put_together").match(lexed.chars, after.start) is not None
    return ends or linked or together


def _names(lexed: Lexed, place: int) -> bool:
    return beginnings("mailbox_names").match(lexed.chars, place) is not None


def _confidence(lexed: Lexed, name: Part, host: Part) -> float:
    chars = lexed.chars
    start, end = min(name.start, host.start), max(name.end, host.end)
    low, high = max(0, start - AROUND), end + AROUND
    text = chars[low:high]
    near = [item for item in lexed.items if low <= item.start < high]
    classes = union(near)
    told = name.weight >= STRONG or beginnings("mailbox_names").search(text) is not None
    signed = bool(classes & f.AT_STRONG) or ODD_SIGN.search(text) is not None
    joined = beginnings("put_together").search(text) is not None
    hinted = beginnings("you_know").search(text) is not None
    signed = signed or _in_hand(lexed, name, host)
    mail = bool(classes & f.EMAIL_NOUN) or beginnings("mail_ends").search(text) is not None
    if "." in host.text:
        if not (signed or host.weight > PLAIN or (told and joined)):
            return 0.0
    elif not ((told or name.weight >= FORMED) and (hinted or mail or signed)):
        return 0.0
    score = host.weight + name.weight
    score += 0.2 * told + 0.2 * signed + 0.2 * joined + 0.2 * hinted + 0.15 * mail
    same = _same_sentence(lexed, start, end)
    if same & (f.WORK | f.RULE):
        score -= 0.1 if signed and joined else 0.2
    if same & f.NEG and not hinted:
        score -= 0.1
    return score


def _same_sentence(lexed: Lexed, start: int, end: int) -> int:
    """Classes of all words in the sentences of a span."""
    low, high = max(0, start - AROUND), end + AROUND
    ends = [match.end() for match in SENTENCE_END.finditer(lexed.chars, low, high)]
    low = max((place for place in ends if place <= start), default=low)
    high = min((place for place in ends if place >= end), default=high)
    return union([item for item in lexed.items if low <= item.start < high])
