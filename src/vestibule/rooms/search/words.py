"""Words of a text as they are looked for: the same ones for both engines, whatever script they are written in. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_WORD = 40
MOST_TERMS = 12
# Shorter beginnings of words stand for too many words to be worth a look.
SHORTEST_BEGINNING = 3

# Scripts written without spaces: each sign is a word of its own, and several in a row are looked for in a row.
_SIGN = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
# Accents and vowel signs that belong to the word which they stand in.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
)
_WORD = re.compile(f"{_SIGN}|(?:(?!{_SIGN})(?:[^\\W_]|[{_MARKS}]))+")
_ACCENTS = re.compile("[\u0300-\u036f]")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]")
# The same as _WORD in a text of ASCII in small letters, and four times as quick.
_PLAIN_WORD = re.compile("[a-z0-9]+")
_CHUNK = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands: code points, half-open."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a row. The last one may be the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False


def fold(text: str) -> str:
    """Without case, accents and forms of letters: "Café" and "CAFE" are the same."""
    if text.isascii():
        return text.lower()[:LONGEST_WORD]
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    return "".join(one for one in plain if one.isalnum() or unicodedata.category(one)[0] == "M")[:LONGEST_WORD]


def words_of(text: str) -> Iterator[Word]:
    """The words in the order in which they stand."""
    for found in _WORD.finditer(text):
        folded = fold(found[0])
        if folded:
            yield Word(folded, found.start(), found.end())


def folded_words(text: str) -> list[str]:
    """The folded words in the order in which they stand, without their places."""
    if text.isascii():
        return [one[:LONGEST_WORD] for one in _PLAIN_WORD.findall(text.lower())]
    return [one.folded for one in words_of(text)]


def terms_of(query: str) -> list[Term]:
    """What somebody asks for: words in any order, "words in a row" in quotation marks.

    What is written in one piece (e-mail) must stand in a row. The last word may still be unfinished: it also finds
    longer ones, unless a space or a quotation mark follows it.
    """
    terms: list[Term] = []
    for chunk in _CHUNK.finditer(query):
        words = tuple(one.folded for one in words_of(chunk[0]))
        if words:
            is_last = chunk.end() == len(query) and not query.endswith('"')
            terms.append(Term(words, is_last and len(words[-1]) >= SHORTEST_BEGINNING))
    return terms[:MOST_TERMS]


def places_of(terms: list[Term], text: str) -> list[tuple[int, int]]:
    """Where the terms stand in the text: code points, half-open, in order, none twice."""
    words = list(words_of(text))
    found: set[tuple[int, int]] = set()
    for term in terms:
        length = len(term.words)
        for first in range(len(words) - length + 1):
            if _matches(term, words[first : first + length]):
                found.update((one.start, one.end) for one in words[first : first + length])
    return sorted(found)


def _matches(term: Term, words: list[Word]) -> bool:
    *before, last = term.words
    if any(one.folded != word for one, word in zip(words, before, strict=False)):
        return False
    folded = words[-1].folded
    return folded.startswith(last) if term.is_beginning else folded == last
