"""A text with everything that says "at" or "dot" written as signs, and the noise around them left out."""

import re
from dataclasses import dataclass
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.addresses.spelling import letters_of
from vestibule.policy.glued import host_in
from vestibule.policy.lexing import Item, Lexed
from vestibule.policy.normalise import quick_fold
from vestibule.policy.numbers import values_of
from vestibule.policy.top_levels import top_levels
from vestibule.policy.word_lists import word_set

WEAK_AT: Final = "\x01"
DOT: Final = "\x02"
STRONG_AT: Final = "\x03"
WRITTEN: Final = re.compile(r"(?<!\S)[\w.+-]*\w@\w[\w-]*(?:\.[\w-]+)+")
"""An address as everybody writes it: words in it say nothing else."""
NOISE: Final = frozenset("*/\\|~=<>#+^:;→➡•·'`\"-_")
LEADING: Final = word_set("address_links") | frozenset(map(quick_fold, word_set("hesitations")))
"""Words that lead from one part of a spoken address to the next, and those with which one hesitates."""
ARTICLES: Final = word_set("articles") | frozenset({",", "un", "une", "uno", "una", "ein", "der", "das", "die"})
SPELT: Final = 3
"""Words of a spelling alphabet that are written as their first letters, at least."""
SHORTEST_SHOUTED: Final = 2
SHORTEST_ROW: Final = 2
"""Signs in a row that set the end of a host off."""
TWINS: Final = frozenset("+-~|=*_")
CLOSING: Final = frozenset(")]}>")
BRACKETS: Final = frozenset("([{)]}")
WITHIN_HOST: Final = 6
"""Items between an at sign and the end of its host, at most."""
MOST: Final = 4
"""Signs or words in a row that are noise."""
AT: Final = f.AT_STRONG | f.AT_WEAK


@dataclass(slots=True)
class Canon:
    """A text with its at and dot words written as signs; `owner` is the item of each character."""

    chars: str
    owner: list[int]


def canon(lexed: Lexed) -> Canon:
    """Write items one after the other, at most one blank between."""
    out: list[str] = []
    owner: list[int] = []
    items = lexed.items
    literal = _literal(lexed)
    dropped = _noise(items, literal)
    end = 0
    closed = False
    spelt = _spelt(items)
    for place, item in enumerate(items):
        if place in dropped:
            closed, end = True, item.end
            continue
        chinese = item.text > "\u2e80" or items[place - 1].text > "\u2e80"
        digits = _said_in_chinese(item) and _said_in_chinese(items[place - 1])
        spaced = item.start > end or (chinese and not digits)
        hyphen = item.start not in literal and _joins(items, place)
        if place and spaced and not (closed or hyphen or (place in spelt and place - 1 in spelt)):
            alone = _alone(items, place, lexed.chars) or _alone(items, place - 1, lexed.chars)
            out.append("\n" if "\n" in lexed.chars[end : item.start] and not alone else " ")
            owner.append(place)
        sign = item.text if item.start in literal else _sign(lexed, place, around=bool(dropped))
        if place in spelt:
            sign = item.text[0]
        out.append(sign)
        owner.extend([place] * len(sign))
        end = item.end
        closed = hyphen
    return Canon("".join(out), owner)


def _spelt(items: list[Item]) -> set[int]:
    """The words of spelling alphabets that stand in a row: each is its first letter."""
    found: set[int] = set()
    place = 0
    while place < len(items):
        count = letters_of(items, place)
        if count >= SPELT:
            found.update(range(place, place + count))
        place += count or 1
    return found


def _alone(items: list[Item], place: int, chars: str) -> bool:
    """Whether a sign has a line for itself: letters written from top to bottom go on behind it."""
    item = items[place]
    if item.text not in {"@", "."} and not item.classes & (f.AT_STRONG | f.DOT_WORD):
        return False
    before = chars[items[place - 1].end : item.start] if place else "\n"
    return "\n" in before and chars[item.end : item.end + 1] in {"\n", ""}


def _joins(items: list[Item], place: int) -> bool:
    """Whether a word for the hyphen stands within an address, so that no blanks are meant around it."""
    if not items[place].classes & f.DASH_WORD or items[place].text == "-":
        return False
    return any(item.text in {"@", "."} or item.classes & (AT | f.DOT_WORD) for item in items[place + 2 : place + 5])


def _literal(lexed: Lexed) -> set[int]:
    """Where the words of plainly written addresses begin."""
    spans = [match.span() for match in WRITTEN.finditer(lexed.chars)] if "@" in lexed.chars else []
    return {
        item.start
        for item in (lexed.items if spans else ())
        if item.text[0].isalpha() and any(start <= item.start < end for start, end in spans)
    }


def _noise(items: list[Item], literal: set[int]) -> set[int]:
    """Signs on both sides of an at or a dot, and words that only lead to the next part: "then the at sign, then"."""
    found: set[int] = set()
    for place, item in enumerate(items):
        if item.start in literal or not (item.text in {"@", "."} or item.classes & (AT | f.DOT_WORD | f.DASH_WORD)):
            continue
        before, after = _run(items, place, -1), _run(items, place, 1)
        if item.classes & f.DASH_WORD or _in_commas(items, place):
            found.update([place - 1, place + 1] if _in_commas(items, place) else ())
            continue
        signs = before and after and (len(before) + len(after) > 2 or _added(items, place))
        strong = item.classes & (f.AT_STRONG | f.DOT_WORD) if item.text[0].isalpha() else _led_to(items, place)
        spoken = [*before, *after] if not signs and strong else []
        listed = spoken and before and after and all(items[near].text in ARTICLES for near in spoken)
        if signs or listed or _set_off(items, place, before) or any(items[near].text in LEADING for near in spoken):
            found.update(before, after)
    return found


def _in_commas(items: list[Item], place: int) -> bool:
    """Whether a word for a sign stands between commas, as one dictates: "poole, at, tidewell, dash, surveys"."""
    word = items[place].text.isalpha() and 0 < place < len(items) - 1
    return word and items[place - 1].text == "," and items[place + 1].text == ","


def _set_off(items: list[Item], place: int, before: list[int]) -> bool:
    """Whether the same sign stands several times between a name and the end of its host: "tiscali|||.it"."""
    if items[place].text != "." or len(before) < SHORTEST_ROW or place + 1 >= len(items):
        return False
    alike = len({items[near].text for near in before}) == 1
    return alike and items[place + 1].start == items[place].end and items[before[0]].end == items[place].start


def _added(items: list[Item], place: int) -> bool:
    """Whether the same sign stands before and behind another: "ana + @ + web.de", "ana-@-web-.-de"."""
    return 0 < place < len(items) - 1 and items[place - 1].text == items[place + 1].text in TWINS


def _led_to(items: list[Item], place: int) -> bool:
    """Whether a word leads to a sign that is written: "ana, then @, then web, then .de"."""
    if not 0 < place < len(items) - 1 or items[place - 1].text not in LEADING:
        return False
    return items[place].text == "@" or items[place + 1].start == items[place].end


def _run(items: list[Item], place: int, step: int) -> list[int]:
    run: list[int] = []
    near = place + step
    spoken = items[place].text[0].isalpha() or _led_to(items, place)
    while 0 < near < len(items) - 1 and len(run) < MOST:
        bracket = not run and items[near].text in BRACKETS and items[near + step].text in NOISE
        if not (bracket or _is_noise(items[near], spoken=spoken)):
            break
        run.append(near)
        near += step
    return run


def _is_noise(item: Item, *, spoken: bool) -> bool:
    return item.text in NOISE or (spoken and (item.text in LEADING or item.text in ARTICLES))


def _sign(lexed: Lexed, place: int, *, around: bool) -> str:
    item = lexed.items[place]
    classes = item.classes
    if classes & f.ODD and (glued := host_in(item.text)):
        return f"{glued[0]}{DOT}{glued[1]}"
    if classes & f.AT_STRONG or item.text == "📧":
        return STRONG_AT
    if classes & f.DOT_WORD:
        top = place > 2 and item.text in top_levels() and _behind_dot(lexed.items, place, noisy=around)
        return item.text if top else DOT  # "ponto pt": the end of a host
    if classes & f.AT_WEAK:
        return _weak_sign(lexed, place, around=around)
    if _said_in_chinese(item) and (digit := _host_in_digits(lexed.items, place)):
        return digit
    return _other_sign(item)


def _host_in_digits(items: list[Item], place: int) -> str:
    """A digit of a host that is told in Chinese: "艾特 一六三 点 com"."""
    first = last = place
    while first and _said_in_chinese(items[first - 1]):
        first -= 1
    while last + 1 < len(items) and _said_in_chinese(items[last + 1]):
        last += 1
    framed = (
        first > 0 and last + 1 < len(items) and items[first - 1].classes & AT and items[last + 1].classes & f.DOT_WORD
    )
    return next(iter(values_of(items[place].text).values()), "").strip("&~*") if framed else ""


def _said_in_chinese(item: Item) -> bool:
    return bool(item.classes & f.NUM) and len(item.text) == 1 and item.text > "\u2e80"


def _other_sign(item: Item) -> str:
    if item.classes & f.UNDER_WORD:
        return "_"
    if item.classes & f.DASH_WORD and item.text != "-":
        return "-"
    if item.classes & (f.MAIL_HOST | f.PROVIDER):
        return item.text.replace(" ", "") if item.text not in {"gee mail", "gi mail"} else "gmail"
    return item.text


def _weak_sign(lexed: Lexed, place: int, *, around: bool) -> str:
    item, before = lexed.items[place], lexed.items[place - 1] if place else None
    if place > 2 and item.text in top_levels() and _behind_dot(lexed.items, place):
        return item.text  # "punkt at": the end of a host
    if len(item.text) == 1 and before is not None and before.text.isdigit() and before.end == item.start:
        return item.text  # a letter of a word in which digits stand for others
    start, end = lexed.folded.place(item.start, item.end)
    umlaut = "ä" in lexed.original[start:end].lower()
    noisy = around and before is not None and before.text in NOISE and before.text not in "-_"
    return STRONG_AT if umlaut or noisy or _shouted(lexed, place, start, end) else WEAK_AT


def _behind_dot(items: list[Item], place: int, *, noisy: bool = False) -> bool:
    before = items[place - 1]
    if noisy and (run := _run(items, place, -1)):
        return items[run[-1] - 1].text == "."  # "sapo==.==pt"
    if before.text in CLOSING and items[place - 2].classes & f.DOT_WORD:
        return True
    if before.text == "." and before.end < items[place].start:
        return any(item.text == "@" for item in items[max(0, place - WITHIN_HOST) : place])
    return bool(before.classes & f.DOT_WORD) or before.text == "."


def _shouted(lexed: Lexed, place: int, start: int, end: int) -> bool:
    """Whether the word stands in capitals among words that do not: "office AT brand DOT co"."""
    if (
        end - start < SHORTEST_SHOUTED
        or not lexed.original[start:end].isupper()
        or not 0 < place < len(lexed.items) - 1
    ):
        return False
    sides = (lexed.folded.place(near.start, near.end) for near in (lexed.items[place - 1], lexed.items[place + 1]))
    return not any(lexed.original[first:last].isupper() for first, last in sides)
