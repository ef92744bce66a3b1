"""A folded text as a row of items: words with their classes, phrases, digits, signs."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.leet import LEET, LEET_TABLES, leet_number
from vestibule.policy.lexicon import Lexicon, Name
from vestibule.policy.normalise import Folded, latin_twins
from vestibule.policy.splitting import SPLIT
from vestibule.policy.word_lists import ASCII_TOKEN, TOKEN

SPACED: Final = re.compile(
    r"(?<![^\W_])[^\W_](?P<sep>[ _*~|/\-])(?:[^\W_](?P=sep)|[@.](?P=sep)){3,80}[^\W_](?![^\W_])"
    r"|(?<![^\W_])[^\W_](?P<sep2>[ .\-_*~|/,+\n])(?:[^\W_@.](?P=sep2)){2,80}[^\W_](?![^\W_])"
    r"|(?<![^\W_])(?:c[ .\-_]o[ .\-_]m|n[ .\-_]e[ .\-_]t|o[ .\-_]r[ .\-_]g)(?![^\W_])"
)
SPELT: Final = re.compile(
    r"(?<![^\W_])[^\W_](?P<sep>[ _*~|/\-.])(?:(?:[^\W_]|[@.](?! \w{2}))(?P=sep)){0,80}[^\W_](?![^\W_])"
)
"""The same where nearly every word is one letter: also words of two and three letters."""
MANY: Final = 7
LEET_WORD: Final = re.compile(r"(?<![\w@$!|+€])[\w@$!|+€]{3,20}")
LEET_SIGNS: Final = str.maketrans("0147", "oiat")
LEET_DOT: Final = re.compile(
    r"(?<![^\W_])(?P<dot>d[o0][t7]|p[uo0][nm][t7k][o0]?|p[o0][i1]n[t7]|kr[o0]pk[a4])(?P<gap>[ )\]}]{1,2})"
    r"(?P<top>c[o0]m|n[e3][t7]|[o0]rg|d[e3]|[e3]s|i[o0]|m[e3]|[e3]u|[i1][t7])(?![^\W_])"
)
LEET_AT: Final = re.compile(r"(?<= )(?:4t|a7|47)(?= [a-z][\w-]{1,30} ?(?:\.|dot|punto|punkt|point|ponto|kropka))")
"""The sign and the dot of an address that are said with digits for letters."""
LEET_START: Final = re.compile(r"[0-9@$!|+€]")
LEET_SIGN: Final = re.compile(r"[a-z\u0400-\u04ff][0-9@$!|+€]|[0-9@$!|+€][a-z\u0400-\u04ff]")
LEETED: Final = f.AT_STRONG | f.DOT_WORD | f.EMAIL_NOUN | f.PHONE_NOUN | f.NUMBER_NOUN | f.MAIL_HOST
DISGUISED: Final = frozenset({"messenger", "social", "meeting", "payment"})
LIBRARY: Final = re.compile(r"\.(?:js|py|net|rb|go|rs|php|ts|jl|ex|cs)(?![a-z/@]|\.[a-z])")
SPACED_MIN: Final = 4
"""Single letters that a text must hold before it can hold a word set apart letter by letter."""
Span = tuple[str, int, int]
Phrase = tuple[int, int] | None
NEAR: Final = 4
"""Characters that may stand between the tokens of a phrase."""


@dataclass(slots=True)
class Item:
    """A word, a phrase, a run of digits or a sign; `start`/`end` in the folded text."""

    text: str
    start: int
    end: int
    classes: int
    name: Name | None = None

    def has(self, classes: int) -> bool:
        """Whether the item is in any of the classes."""
        return bool(self.classes & classes)


@dataclass(slots=True)
class Lexed:
    """A text after folding and lexing; `seen` has the classes of all items.

    `seam` is where in `chars` the newest message begins, if others stand before it.
    """

    folded: Folded
    chars: str
    items: list[Item]
    original: str
    seen: int
    seam: int = 0


def lex(folded: Folded, lexicon: Lexicon, original: str) -> Lexed:
    """Cut a folded text into items; linear in its length."""
    folded = unspace(folded, lexicon)
    chars = unleet(folded.chars, lexicon)
    token = ASCII_TOKEN if chars.isascii() else TOKEN
    spans = [(match[0], *match.span()) for match in token.finditer(chars)]
    spans = _join_names(spans, lexicon)
    items = _items(spans, lexicon)
    if "." in chars:
        _name_libraries(items, chars)
    return Lexed(Folded(chars, folded.starts, folded.ends), chars, items, original, union(items))


def _name_libraries(items: list[Item], chars: str) -> None:
    """A service with the ending of a program behind it is a library for it, and work: "discord.js"."""
    for item in items:
        if item.name is not None and LIBRARY.match(chars, item.end):
            item.name, item.classes = None, f.WORK


def union(items: list[Item]) -> int:
    """All classes of some items."""
    seen = 0
    for item in items:
        seen |= item.classes
    return seen


def window(items: list[Item], start: int, end: int) -> list[Item]:
    """The items that begin in a span of the folded text."""
    return items[bisect_left(items, start, key=_start) : bisect_left(items, end, key=_start)]


def place_of(items: list[Item], item: Item) -> int:
    """Where an item stands among the others."""
    return bisect_left(items, item.start, key=_start)


def _start(item: Item) -> int:
    return item.start


def unspace(folded: Folded, lexicon: Lexicon) -> Folded:
    """Close up letters that are set apart one by one ("w h a t s", "g.m.a.i.l"); digits are left alone."""
    if list(map(len, folded.chars.translate(SPLIT).split())).count(1) < SPACED_MIN:
        return folded
    kept: list[int] = []
    position = 0
    lengths = list(map(len, folded.chars.translate(SPLIT).split()))
    spelt = SPELT if len(lengths) >= MANY and lengths.count(1) * 3 > len(lengths) * 2 else SPACED
    for match in spelt.finditer(folded.chars):
        letters = match.group()[::2]
        if sum(map(str.isalpha, letters)) * 2 < len(letters):
            continue
        kept.extend(range(position, match.start()))
        after_preposition = (letters[1:],) in lexicon.names and (letters,) not in lexicon.names
        after_preposition = after_preposition or (not letters[0].isascii() and letters[1:].isascii())
        kept.extend(range(match.start(), match.start() + 2) if after_preposition else ())
        kept.extend(range(match.start() + 2 * after_preposition, match.end(), 2))
        position = match.end()
    if not position:
        return folded
    kept.extend(range(position, len(folded.chars)))
    places = [folded.place(index, index + 1) for index in kept]
    return Folded(
        latin_twins("".join(folded.chars[index] for index in kept)),
        [start for start, _ in places],
        [end for _, end in places],
    )


def unleet(chars: str, lexicon: Lexicon) -> str:
    """Write service names that are spelt with signs and digits plainly; the length stays."""
    if LEET_START.search(chars) is None or LEET_SIGN.search(chars) is None:
        return chars

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        if "@" in word[1:-1] and not word.replace("@", "a").isalpha() and not _names(word.rstrip("!+|"), lexicon):
            return "@".join(part if not part else LEET_WORD.sub(plain, part) for part in word.split("@"))
        core = word.rstrip("!+|")
        if core.isalpha() or LEET_SIGN.search(core) is None:
            return word
        number = leet_number(core)
        if number:
            return number + word[len(core) :]
        for table in LEET_TABLES:
            read = core.translate(table)
            if len(read) >= 4 and (lexicon.singles.get(read, 0) & LEETED or _meant(read, lexicon)):
                return read + word[len(core) :]
        return word

    return _unleet_signs(LEET_WORD.sub(plain, chars))


def _unleet_signs(chars: str) -> str:
    """Write the sign and the end of an address plainly whose letters are digits: "4t outlook d0t c0m"."""
    dots = LEET_DOT.sub(
        lambda match: f"{match['dot'].translate(LEET_SIGNS)}{match['gap']}{match['top'].translate(LEET)}", chars
    )
    return LEET_AT.sub("at", dots) if dots != chars or "." in chars else chars


def _names(word: str, lexicon: Lexicon) -> bool:
    """Whether a word of letters, signs and digits is the name of a service throughout."""
    return any(_meant(word.translate(table), lexicon) for table in LEET_TABLES)


def _meant(read: str, lexicon: Lexicon) -> bool:
    """Whether a word that was written with signs names a service; an everyday word is not written so for nothing."""
    name = lexicon.name_of((read,)) if read.isalpha() else None
    return name is not None and (name.sure or name.service.kind in DISGUISED)


def _join_names(spans: list[Span], lexicon: Lexicon) -> list[Span]:
    if lexicon.fragments.isdisjoint([text for text, _, _ in spans]):
        return spans
    words = [number for number, span in enumerate(spans) if span[0][0].isalpha()]
    texts = [spans[number][0] for number in words]
    joined: dict[int, int] = {}
    for place, text in enumerate(texts):
        if text in lexicon.fragments:
            size = lexicon.joined_at(texts, place)
            if size and _close(spans, words[place - size + 1], words[place]):
                joined[words[place - size + 1]] = words[place]
    if not joined:
        return spans
    result: list[Span] = []
    number = 0
    while number < len(spans):
        last = joined.get(number, number)
        if last == number:
            result.append(spans[number])
        else:
            name = "".join(text for text, _, _ in spans[number : last + 1] if text[0].isalpha())
            result.append((name, spans[number][1], spans[last][2]))
        number = last + 1
    return result


def _close(spans: list[Span], first: int, last: int) -> bool:
    return last - first <= 12 and all(spans[number + 1][1] - spans[number][2] <= NEAR for number in range(first, last))


def _items(spans: list[Span], lexicon: Lexicon) -> list[Item]:
    items: list[Item] = []
    phrases, plain = lexicon.phrases, lexicon.plain
    number, count = 0, len(spans)
    while number < count:
        text, start, end = spans[number]
        seconds = phrases.get(text)
        if seconds is not None:
            matched = _phrase(spans, number, seconds)
            if matched:
                size, classes = matched
                tokens = tuple(span[0] for span in spans[number : number + size])
                name = lexicon.name_of(tokens) if classes & (f.SERVICE | f.SERVICE_WORD) else None
                items.append(Item(" ".join(tokens), start, spans[number + size - 1][2], classes, name))
                number += size
                continue
        classes = plain[text]
        name = lexicon.name_of((text,)) if classes & (f.SERVICE | f.SERVICE_WORD) else None
        items.append(Item(text, start, end, classes, name))
        number += 1
    return items


def _phrase(spans: list[Span], number: int, seconds: Mapping[str, list[tuple[tuple[str, ...], int]]]) -> Phrase:
    after = number + 1
    if after >= len(spans) or spans[after][1] - spans[number][2] > NEAR:
        return None
    for rest, classes in seconds.get(spans[after][0], ()):
        if _follows(spans, after, rest):
            return len(rest) + 2, classes
    return None


def _follows(spans: list[Span], before: int, rest: tuple[str, ...]) -> bool:
    if before + len(rest) >= len(spans):
        return False
    for place, text in enumerate(rest, before + 1):
        if spans[place][0] != text or spans[place][1] - spans[place - 1][2] > NEAR:
            return False
    return True
