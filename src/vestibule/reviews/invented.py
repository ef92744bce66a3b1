"""Invented details in place of real ones: of the same shape, language and disguise, so that the engine errs as before.

A text is changed piece by piece. After each piece the engine is asked again, and a change after which it answers
otherwise is taken back: so the words that its answer rests on stay, and what tells of a person goes.
"""

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vestibule.judging.language import is_common
from vestibule.policy import RuleBook, Situation, Verdict, judge
from vestibule.policy.lexicon import lexicon_of
from vestibule.policy.normalise import quick_fold
from vestibule.policy.number_words import number_words

Echo = tuple[str, tuple[str, ...]]

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:\n])\W*$")
_VOWELS: Final = ("aeiouy", "аеиоуыэюя")
_CONSONANTS: Final = ("bcdfghklmnprstvz", "бвгдзклмнпрстфхцш")
_TRIES: Final = 6
_ENOUGH_TO_TELL: Final = 3
"""Digits or letters in a row of which one could know a detail again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that may tell of somebody."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Invented:
    """The text with invented details, and the pieces that could not be changed without changing the answer."""

    text: str
    left: tuple[str, ...]


def echo_of(text: str, book: RuleBook) -> Echo:
    """How the engine answers a text of a stranger, as far as a line of the corpus can tell: outcome and kinds."""
    verdict = judge(text, Situation(), book)
    return verdict.outcome, tuple(sorted(finding.kind for finding in verdict.findings))


def with_invented_details(text: str, book: RuleBook, *, chance: random.Random | None = None) -> Invented:
    """The text with other names, numbers and addresses, to which the engine answers as to the original."""
    chance = chance or random.Random(text)  # noqa: S311 - no secret: the same case gets the same line
    wanted = echo_of(text, book)
    changed, shift = text, 0
    for piece in telling_pieces(text, book):
        start = piece.start + shift
        for other in _others(piece.text, chance):
            tried = changed[:start] + other + changed[start + len(piece.text) :]
            if echo_of(tried, book) == wanted:
                changed, shift = tried, shift + len(other) - len(piece.text)
                break
    return Invented(changed, still_told(text, changed, book))


def telling_pieces(text: str, book: RuleBook) -> list[Piece]:
    """Numbers, names, and of what the engine found all words that are not of the language itself."""
    verdict = judge(text, Situation(), book)
    return [piece for piece in _pieces(text) if _tells(piece, text, verdict, book)]


def still_told(original: str, changed: str, book: RuleBook) -> tuple[str, ...]:
    """Pieces of the original's details that the changed text still holds."""
    words = {piece.text.casefold() for piece in _pieces(changed)}
    digits = re.sub(r"\D", "", changed)
    return tuple(
        dict.fromkeys(
            piece.text
            for piece in telling_pieces(original, book)
            if len(piece.text) >= _ENOUGH_TO_TELL
            and (piece.text.casefold() in words if not piece.text.isdecimal() else piece.text in digits)
            and not _is_named_by_rule(piece.text, book)
        )
    )


def _pieces(text: str) -> Iterator[Piece]:
    for found in _TOKEN.finditer(text):
        yield Piece(found.start(), found.end(), found.group())


def _tells(piece: Piece, text: str, verdict: Verdict, book: RuleBook) -> bool:
    word = quick_fold(piece.text)
    if piece.text.isdecimal():
        return True
    if is_common(piece.text) or (len(piece.text) == 1 and piece.text.isascii() and not _is_spelt_out(piece, text)):
        return False
    if word in number_words():
        return _is_among_numbers(piece, text)
    if _is_in_address(piece, text):
        return True
    is_within = any(finding.start <= piece.start and piece.end <= finding.end for finding in verdict.findings)
    if is_within and not _is_known(word, book):
        return True
    return piece.text[0].isupper() and not _SENTENCE_START.search(text[: piece.start]) and not _is_known(word, book)


def _is_spelt_out(piece: Piece, text: str) -> bool:
    """Whether a letter is one of several that stand apart."""
    around = text[max(0, piece.start - 4) : piece.end + 4]
    return len(re.findall(r"(?<![^\W_])[^\W\d_](?![^\W_])", around)) >= 3


def _is_among_numbers(piece: Piece, text: str) -> bool:
    """Whether a number word stands with others: one alone is no detail."""
    around = text[max(0, piece.start - 30) : piece.end + 30]
    return sum(quick_fold(word) in number_words() for word in re.findall(r"[^\W\d_]+", around)) >= 3


def _is_in_address(piece: Piece, text: str) -> bool:
    before, after = text[max(0, piece.start - 1) : piece.start], text[piece.end : piece.end + 1]
    return (
        before in set("@_/") or after in set("@_") or (after == "." and text[piece.end + 1 : piece.end + 2].isalnum())
    )


def _is_known(word: str, book: RuleBook) -> bool:
    return bool(lexicon_of(book).words[word]) or is_common(word)


def _is_named_by_rule(word: str, book: RuleBook) -> bool:
    """Words that stand in the book or the lexicons, and hence tell of nobody: services, hosts, number words."""
    folded = quick_fold(word)
    return _is_known(folded, book) or folded in number_words()


def _others(word: str, chance: random.Random) -> Iterator[str]:
    """Invented words in the same shape, first those that share nothing with it."""
    if word.isdecimal():
        for kept in (0, 0, 0, *range(1, len(word))):
            yield word[:kept] + "".join(_other_digit(digit, chance) for digit in word[kept:])
        return
    said = number_words().get(quick_fold(word))
    if said:
        yield from _other_numbers(said, chance)
        return
    for _ in range(_TRIES):
        yield "".join(_other_letter(letter, chance) for letter in word)


def _other_digit(digit: str, chance: random.Random) -> str:
    """Another digit of the same script; nought stays, for it begins prefixes."""
    value = unicodedata.decimal(digit)
    if value == 0:
        return digit
    return chr(ord(digit) - value + chance.choice([one for one in range(1, 10) if one != value]))


def _other_numbers(said: dict[str, str], chance: random.Random) -> Iterator[str]:
    """Other words of the same language for numbers with as many digits."""
    for language, value in said.items():
        alike = [
            word
            for word, values in number_words().items()
            if (other := values.get(language)) and other != value and other.isdecimal() and len(other) == len(value)
        ]
        yield from chance.sample(alike, min(_TRIES, len(alike)))


def _other_letter(letter: str, chance: random.Random) -> str:
    """Another letter of the same kind, script and case; a letter in disguise stays in the same disguise."""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and len(plain) == 1 and plain.isascii() and plain.isalpha():
        return chr(ord(letter) + ord(_other_letter(plain, chance)) - ord(plain))
    small = letter.lower()
    for group in (*_VOWELS, *_CONSONANTS):
        if small in group:
            other = chance.choice([one for one in group if one != small])
            return other.upper() if letter != small else other
    if small.isascii() and small.isalpha():
        other = chance.choice(_CONSONANTS[0])
        return other.upper() if letter != small else other
    return letter


def guessed_kind(text: str, kinds: Sequence[str]) -> str:
    """Which kind of detail was missed, as far as the text shows: somebody looks at it before it counts."""
    if kinds:
        return kinds[0]
    if "@" in text:
        return "email"
    return "phone" if sum(char.isdecimal() for char in text) >= 6 else "social_handle"
