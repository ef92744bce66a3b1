"""Words and what they can mean, of all languages at once, with the services of one book."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.arabic import ARABIC, arabic_classes, arabic_cores
from vestibule.policy.books import RuleBook, Service
from vestibule.policy.glued import ends_like_host, host_in
from vestibule.policy.heard_names import as_heard
from vestibule.policy.hint_words import Hints
from vestibule.policy.leet import LEET, LEET_TABLES, leet_number
from vestibule.policy.normalise import as_mixed, latin_skeleton, quick_fold
from vestibule.policy.number_words import hundreds, joined_parts, near_number, number_words
from vestibule.policy.phrases import loudest_words
from vestibule.policy.wish_hints import WishHints
from vestibule.policy.word_lists import TOKEN, language_entries, service_names, word_set

REMEMBERED: Final = 40_000
"""Words whose classes are remembered; then the memory starts anew."""

LONG_NAME: Final = 8
"""Letters of a name that is known by its consonants."""
ACCOUNTS: Final = frozenset({"messenger", "social"})
LEET_NAME: Final = 4
"""Letters of the shortest name that is known with digits for letters."""

CYRILLIC: Final = re.compile("[\u0400-\u04ff]{4,}")
SHORTEST_IN_PIECES: Final = 6
"""Letters of a Cyrillic name from which on it is known in pieces too."""
PREFIX_MIN: Final = 4
NEAR_LETTERS: Final = str.maketrans("єіїґё", "еииге")
"""Ukrainian letters as Russian ones, for names that are written either way."""
PICTURE_NOUNS: Final = ("app", "messenger", "site", "thing", "network", "application", "logo", "icon")
NEVER_JOINED: Final = frozenset({"wechat", "linkedin", "hangout", "hangouts", "imessage"})
"""Names that two ordinary words make when they meet ("we chat")."""

QUIET: Final = word_set("quiet")
"""Words so frequent that the gate looks for another one of a phrase."""
WHOLE: Final = f.NEG | f.RULE | f.WORK | f.OPINION | f.HERE | f.SERVICE | f.SERVICE_WORD | f.NUM | f.ID_WORD
INHERITED: Final = f.YOUR | f.GIVE | f.PAY | f.MONEY | f.FEE | f.AVOID | f.DIRECT | f.PLATFORM | f.LETS

SHORT_FRAGMENTS: Final = frozenset({"pe", "pp", "zz", "ck"})
"""Two-letter ends of service names that are no words."""


@dataclass(frozen=True, slots=True)
class Name:
    """A way to name a service. `sure` when it means nothing else."""

    service: Service
    sure: bool


def skeleton(word: str) -> str:
    """The consonants of a word, each written once where it is doubled."""
    return re.sub(r"(.)\1+", r"\1", "".join(char for char in word if char not in "aeiouy"))


class Lexicon:
    """The words of all languages and the services of one book, ready to be looked up."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.services = tuple(services)
        self.names: dict[tuple[str, ...], Name] = {}
        self.singles: dict[str, int] = {}
        self.phrases: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = {}
        self.prefixes: dict[str, int] = {}
        self.gate_words: dict[str, int] = {}
        self._gate_phrases: dict[str, list[tuple[tuple[str, ...], int, int]]] = {}
        self.joined: set[str] = set()
        self.fragments: set[str] = set()
        self.typo: dict[str, tuple[str, ...]] = {}
        self.skeletons: dict[str, tuple[str, ...]] = {}
        self.hints = Hints()
        self._add_languages()
        self._add_numbers()
        self._add_services()
        for first, seconds in self.phrases.items():
            for second, rests in seconds.items():
                rests.sort(key=lambda rest: -len(rest[0]))
                rests[:] = [(rest, self._with_parts((first, second, *rest), classes)) for rest, classes in rests]
        self.mail_names = frozenset(
            tokens[0] for tokens, name in self.names.items() if len(tokens) == 1 and name.service.kind == "mail"
        )
        self.number_joined = re.compile(
            "|".join(sorted((w for w, v in number_words().items() if self._joins(w, v)), key=len, reverse=True))
            + "|oh(?=[a-z]{16})"
        )
        self._cues = loudest_words("ringing", "posing")
        self.words = _Remembered(self._gate_classes)
        self.plain = _Remembered(self._plain_classes)
        self.wish_hints = WishHints(self.words)

    def _with_parts(self, tokens: tuple[str, ...], classes: int) -> int:
        """A phrase that denies or describes means only itself; others keep what their words mean for a wish."""
        if classes & WHOLE:
            return classes
        for token in tokens:
            classes |= self.singles.get(token, 0) & INHERITED
        return classes

    @staticmethod
    def _joins(word: str, values: dict[str, str]) -> bool:
        return word.isalpha() and len(word) >= 3 and any(value[0].isdigit() for value in values.values())

    def _add(self, tokens: tuple[str, ...], classes: int) -> None:
        if len(tokens) == 1:
            self.singles[tokens[0]] = self.singles.get(tokens[0], 0) | classes
            return
        rests = self.phrases.setdefault(tokens[0], {}).setdefault(tokens[1], [])
        for place, (rest, known) in enumerate(rests):
            if rest == tokens[2:]:
                rests[place] = (rest, known | classes)
                break
        else:
            rests.append((tokens[2:], classes))
        loudest = max(tokens, key=lambda token: (token not in QUIET, len(token)))
        if len(loudest) == 1 and loudest.isascii():
            return  # initials such as "w.a" have a pattern of their own in the gate
        common, rare = classes & ~f.RARE, classes & f.RARE
        self.gate_words[loudest] = self.gate_words.get(loudest, 0) | common | (f.PHRASE if rare else 0)
        if not rare:
            return
        spoken = tuple(token for token in tokens if token[0].isalnum())
        self._gate_phrases.setdefault(loudest, []).append((spoken, spoken.index(loudest), rare))

    def _add_languages(self) -> None:
        for tokens, classes, open_ended in language_entries():
            if open_ended:
                self.prefixes[tokens[0]] = self.prefixes.get(tokens[0], 0) | classes
            self._add(tokens, classes)

    def _add_numbers(self) -> None:
        for word in number_words():
            self._add(tuple(word.split(" ")), f.NUM)

    def _add_services(self) -> None:
        for service in self.services:
            # a portfolio or code host is no contact: its name is only a word
            if service.kind not in {"portfolio", "code", "cloud_file", "shortener"}:
                mail = f.MAIL_HOST if service.kind == "mail" else 0
                for name in (*service.names, *service.phrases):
                    self._add_name(name, service, f.SERVICE | mail, sure=True)
                for name in (*service.words, *service.short):
                    self._add_name(name, service, f.SERVICE_WORD | mail, sure=False)
                self._add_told(service)
            self._add_pictures(service)

    def _add_told(self, service: Service) -> None:
        """Further names, and words that mean the service only beside the name of an account."""
        for name in service_names().get(f"names_{service.id}", ()):
            tokens = tuple(TOKEN.findall(quick_fold(name)))
            self._add(tokens, f.SERVICE)
            self.names.setdefault(tokens, Name(service, sure=True))
        for loudest in self.hints.add(service):
            self.gate_words[loudest] = self.gate_words.get(loudest, 0) | f.HINT

    def _add_pictures(self, service: Service) -> None:
        """Names by the picture of a service: "the green bubble app"."""
        for picture in word_set(f"pictures_{service.id}", ()):
            for noun in PICTURE_NOUNS:
                for article in ("", "the "):
                    self._add_name(f"{article}{picture} {noun}", service, f.SERVICE, sure=True)

    def _add_name(self, name: str, service: Service, classes: int, *, sure: bool) -> None:
        tokens = tuple(TOKEN.findall(quick_fold(name)))
        if not tokens:
            return
        self._add(tokens, classes)
        self.names.setdefault(tokens, Name(service, sure))
        word = tokens[0]
        self._add_mixed(tokens, Name(service, sure), classes)
        if not sure or len(tokens) > 1 or not word.isascii() or not word.isalpha():
            return
        for twin in {word.replace("w", "vv"), word.replace("m", "rn")} - {word}:
            self._add((twin,), classes)
            self.names.setdefault((twin,), Name(service, sure=True))
        if len(word) >= 5 and service.kind != "payment":
            self._add((word[::-1],), f.BACKWARD)
            self._add_pieces(word)
        if len(word) >= LONG_NAME and service.kind in ACCOUNTS:
            self.skeletons.setdefault(skeleton(word), tokens)
        if len(word) >= 7:
            for cut in range(1, len(word)):
                self.typo.setdefault(word[:cut] + word[cut + 1 :], tokens)

    def _add_mixed(self, tokens: tuple[str, ...], name: Name, classes: int) -> None:
        """A Cyrillic name as it is read when Latin letters stand among its own."""
        if len(tokens) == 1 and CYRILLIC.fullmatch(tokens[0]):
            if name.sure and len(tokens[0]) >= SHORTEST_IN_PIECES:
                self._add_pieces(tokens[0])
            mixed = as_mixed(tokens[0])
            self._add((mixed,), classes)
            self.names.setdefault((mixed,), name)

    def _add_pieces(self, word: str) -> None:
        if word not in NEVER_JOINED:
            self.joined.add(word)
        for cut in range(1, len(word) - 1):
            end = word[cut:]
            if len(end) >= 3 or end in SHORT_FRAGMENTS:
                self.fragments.add(end)
                self.gate_words[end] = self.gate_words.get(end, 0) | f.FRAGMENT

    def name_of(self, tokens: tuple[str, ...]) -> Name | None:
        """The service that these tokens name, also misspelt, inflected or in look-alike letters."""
        found = self.names.get(tokens)
        if found is None and len(tokens) == 1:
            stem = self._stem(tokens[0])
            found = self.names.get(stem) if stem else None
        return found

    def phrase_classes(self, words: Sequence[str], classes: list[int], marked: Sequence[int]) -> int:
        """The classes of all phrases that occur in a row of words, punctuation disregarded.

        `classes` are those of the words; what a phrase adds is added to its loudest word, one of those `marked`.
        """
        found = 0
        flag = f.PHRASE
        for place in [place for place in marked if classes[place] & flag]:
            for phrase, offset, meant in self._gate_phrases[words[place]]:
                first = place - offset
                if first >= 0 and tuple(words[first : first + len(phrase)]) == phrase:
                    found |= meant
                    classes[place] |= meant
        return found

    def hinted(self, words: Sequence[str], classes: Sequence[int]) -> bool:
        """Whether words that can mean a service stand in a row, all of one hint."""
        hint = f.HINT
        return self.hints.stand_in(words, [place for place, of in enumerate(classes) if of & hint])

    def joined_at(self, words: Sequence[str], last: int) -> int:
        """How many words up to and with `words[last]` make one service name together; 0 when they do not."""
        together = words[last]
        for first in range(last - 1, max(last - 6, -1), -1):
            together = words[first] + together
            if len(together) > 14:
                break
            if together in self.joined:
                return last - first + 1
        return 0

    def classes_of(self, word: str) -> int:
        """The classes of one folded word; unseen words are read by ending, typo, leetspeak and length."""
        known = self.singles.get(word)
        if known is not None:
            return known
        classes = self._by_ending(word)
        if not word.isascii() and ARABIC.fullmatch(word):
            return classes | arabic_classes(word, self.singles)
        stem = self._stem(word)
        if stem:
            classes |= f.MAIL_HOST | f.SERVICE if self.names[stem].service.kind == "mail" else f.SERVICE
        return classes | self._digits_in(word)

    def _gate_classes(self, word: str) -> int:
        """Classes of a word for the gate: alone, or as the loudest word of a phrase."""
        classes = self.classes_of(word) | self.gate_words.get(word, 0)
        if not word.isalpha() and not word.isdigit() and len(word) <= 12:
            classes |= self.glued(word)
        if self._cues.match(word):
            classes |= f.CUE
        return classes | (f.SINGLE if len(word) == 1 and word not in "aiyeo" else 0)

    def _plain_classes(self, word: str) -> int:
        """Classes of a word, digits or a sign standing alone."""
        return self.classes_of(word) if word[0].isalpha() else self.singles.get(word, 0)

    def glued(self, word: str) -> int:
        """Classes of a word of letters and digits that is an entry by itself ("ra2mak")."""
        tokens = TOKEN.findall(word)
        rests = self.phrases.get(tokens[0], {}).get(tokens[1], ()) if len(tokens) > 1 else ()
        return next((classes for rest, classes in rests if rest == tuple(tokens[2:])), 0)

    def _by_ending(self, word: str) -> int:
        for cut in range(min(len(word), 12), PREFIX_MIN - 1, -1):
            if word[:cut] in self.prefixes:
                return self.prefixes[word[:cut]]
        return 0

    def _stem(self, word: str) -> tuple[str, ...] | None:
        if len(word) > 24 or len(word) < 4 or word in word_set("not_typos"):
            return None
        if not word.isascii() and ARABIC.fullmatch(word):
            return next((core for core in arabic_cores(word) if core in self.names), None)
        found = self._look_alike(word)
        if found or not word.isalpha():
            return found or self._leet(word)
        for cut in range(len(word) - 1, max(len(word) - 4, 5), -1):  # inflected: whatsappie, телеграмом
            if (word[:cut],) in self.names and self.names[(word[:cut],)].sure:
                return (word[:cut],)
        return self._misspelt(word)

    def _look_alike(self, word: str) -> tuple[str, ...] | None:
        """The name that a word looks or sounds like."""
        heard = as_heard(word)
        if word.isascii() or (heard and (heard,) in self.names):
            return (heard,) if heard and (heard,) in self.names else None
        near = (latin_skeleton(word), word.translate(NEAR_LETTERS))
        return next(((one,) for one in near if one and (one,) in self.names), None)

    def _leet(self, word: str) -> tuple[str, ...] | None:
        for table in LEET_TABLES:
            plain = word.translate(table)
            name = self.names.get((plain,)) if len(plain) >= LEET_NAME else None
            if name is not None and (name.sure or name.service.kind in ACCOUNTS):
                return (plain,)
        plain = word.translate(LEET)
        return self._misspelt(plain) if plain.isalpha() and sum(map(str.isdigit, word)) * 2 < len(word) else None

    def _misspelt(self, word: str) -> tuple[str, ...] | None:
        if not 7 <= len(word) <= 11 or word[0] not in "witfsghlpcd":
            return None
        for near in {word, *(word[:cut] + word[cut + 1 :] for cut in range(1, len(word)))}:
            tokens = self.typo.get(near)
            if tokens and abs(len(tokens[0]) - len(word)) <= 1:
                return tokens
        return self._garbled(word)

    def _garbled(self, word: str) -> tuple[str, ...] | None:
        """The long name whose consonants a word has: "tellegrem", "lnstagram"."""
        read = "i" + word[1:] if word.startswith("ln") else word
        tokens = self.skeletons.get(skeleton(read)) if word.isascii() else None
        return tokens if tokens and tokens[0][0] == read[0] and abs(len(tokens[0]) - len(word)) <= 2 else None

    def _spelt_out(self, word: str) -> int:
        """Classes of a word of letters: numbers written together or amiss, the end of a host, a code."""
        if ends_like_host(word):
            host = host_in(word)
            return f.ODD | (f.MAIL_HOST if host and host[0] in self.mail_names else f.DOT_WORD)
        if len(word) >= 6 and self.number_joined.match(word) and self._is_joined(word):
            return f.NUM | f.MIXED_DIGITS
        if (("cento" in word or "hundert" in word) and hundreds(word)) or near_number(word):
            return f.NUM
        return f.ODD if len(word) >= 24 and word.isascii() else 0

    def _digits_in(self, word: str) -> int:
        if word.isalpha():
            return self._spelt_out(word)
        if len(word) >= 16 and word.isascii():
            return f.ODD
        if leet_number(word):
            return f.NUM
        letters = re.sub(r"\d+", " ", word).split()
        if not letters:
            return 0
        if all(self.singles.get(part, 0) & f.NUM or self._is_joined(part) for part in letters):
            return f.NUM | f.MIXED_DIGITS
        digits = sum(map(str.isdigit, word))
        return f.MIXED_DIGITS if digits >= 3 and len(word) - digits <= digits + 2 else 0

    def _is_joined(self, word: str) -> bool:
        return bool(joined_parts(word))


class _Remembered(dict[str, int]):
    """Classes by word, looked up once. Bounded memory."""

    def __init__(self, look_up: Callable[[str], int]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = classes = self._look_up(word)
        return classes


@lru_cache(maxsize=16)
def lexicon_of(book: RuleBook) -> Lexicon:
    """The lexicon of a book, built on first use; books with the same services share it."""
    return _lexicon(book.services)


@lru_cache(maxsize=4)
def _lexicon(services: tuple[Service, ...]) -> Lexicon:
    return Lexicon(services)
