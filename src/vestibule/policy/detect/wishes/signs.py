"""What a sentence shows of a wish: its words, the classes of its words, and which of them follow each other."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from operator import or_
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence, refused
from vestibule.policy.lexing import Item
from vestibule.policy.wish_words import wish_words
from vestibule.policy.word_signs import class_names, stem_of

Names = tuple[str, ...]
Shown = tuple[Names, int]
"""Signs and the place of the item in its sentence at which they show; -1 for those of all of it."""

AHEAD: Final = 3
"""How many words that have a class may lie between two that are seen together, and one more."""
PLAIN: Final = "<plain>"
STOP: Final = "<stop>"
"""What stands for a word without a class, and for whatever ends a row of words."""
SURE: Final = (0.5, 0.65, 0.8)
WORDS_A_STEP: Final = 4
STEPS: Final = 5
REMEMBERED: Final = 16_384
"""Words and pairs of words whose signs are kept: the same ones come again and again."""
STANCES: Final = (
    f.NEG
    | f.RULE
    | f.OPINION
    | f.WARN
    | f.TOLD
    | f.HERE
    | f.DECLINED
    | f.IF
    | f.OTHERS
    | f.STAY
    | f.ESCROW
    | f.ANSWER
    | f.SCRIPT
    | f.QUOTED
)
"""Classes that say how somebody stands to a wish, wherever in a sentence or beside it they are said."""
MATTERS: Final = (
    f.OUTSIDE | f.DIRECT | f.PAY | f.MONEY | f.CASH | f.AVOID | f.REACH | f.TALK | f.SERVICE | f.SERVICE_WORD
    | f.PHONE_NOUN | f.EMAIL_NOUN | f.CONTACT_NOUN | f.NUMBER_NOUN | f.LETS | f.GIVE | f.PLATFORM | f.FEE
)  # fmt: skip
"""Classes of what is wished."""
WEIGHTY: Final = STANCES | MATTERS
CLAUSE_ENDS: Final = frozenset(",;:()—–")


class Signs:
    """Reads signs off sentences; with a table of `known` ones no others, which is many times quicker."""

    def __init__(self, known: Container[str] | None = None) -> None:
        self._known = known
        self._alone = self._remembering(_alone)
        self._in_turn = self._remembering(_in_turn)
        self._side_by_side = self._remembering(_side_by_side)
        self._stances = self._remembering(_stances)
        self._turns = self._remembering(_turns)

    def of(self, sentence: Sentence, rules: Iterable[tuple[str, Candidate]], beside: int = 0) -> Iterator[Shown]:
        """All signs of a sentence, some of them twice.

        `rules` are what detectors made of it, by their names; `beside` the classes of the sentences around it.
        """
        yield self._kept(_of_all(sentence, rules)), -1
        if beside & STANCES:
            yield self._stances("^", beside & STANCES, sentence.classes & MATTERS), -1
        items = sentence.items
        texts, words = [item.text for item in items], [_word(item) for item in items]
        yield from self.in_a_row(texts, words, [item.classes for item in items])

    def in_a_row(self, texts: Sequence[str], words: Sequence[str], classes: Sequence[int]) -> Iterator[Shown]:
        """The signs of words and phrases in a row; `words` has what stands for each of `texts`, nothing for a sign."""
        alone, in_turn, side_by_side = self._alone, self._in_turn, self._side_by_side
        named: list[Names] = []
        last_word = ""
        last_names: Names = ()
        every = list(map(or_, classes, wish_words().in_a_row(texts)))
        for place, word in enumerate(words):
            names = class_names(every[place])
            yield alone(word, names), place
            if last_names or last_word:
                yield side_by_side(last_word, last_names, word, names), place
            if names:
                for those in named[-AHEAD:]:
                    yield in_turn(those, names), place
                named.append(names)
            last_word, last_names = word, names
        yield side_by_side(last_word, last_names, "", ()), len(texts) - 1
        yield from self._of_clauses(texts, every)

    def _of_clauses(self, texts: Sequence[str], every: Sequence[int]) -> Iterator[Shown]:
        """How somebody stands to what is said, in each clause and in all of the row."""
        said, clause = 0, 0
        for place, classes in enumerate(every):
            if classes & WEIGHTY:
                if clause:
                    yield self._turns(clause, classes & WEIGHTY), place
                clause |= classes & WEIGHTY
                said |= clause
            elif texts[place] in CLAUSE_ENDS:
                clause = 0
        if said & STANCES:
            yield self._stances("~", said & STANCES, said & MATTERS), -1

    def _kept(self, shown: Names) -> Names:
        known = self._known
        return shown if known is None else tuple(sign for sign in shown if sign in known)

    def _remembering(self, read: Callable[..., Names]) -> Callable[..., Names]:
        return lru_cache(maxsize=REMEMBERED)(lambda *words: self._kept(read(*words)))


def _of_all(sentence: Sentence, rules: Iterable[tuple[str, Candidate]]) -> Names:
    shown: list[str] = []
    for name, candidate in rules:
        shown += [f"!{name}", *(f"!{name} {sure}" for sure in SURE if candidate.confidence >= sure)]
    if sentence.asked:
        shown.append("?")
    if refused(sentence, len(sentence.items)):
        shown.append("!refused")
    return (*shown, f"={min(sentence.words // WORDS_A_STEP, STEPS)}")


def _alone(word: str, names: Names) -> Names:
    if not word:
        return names
    stem = stem_of(word)
    return (word, stem, *names) if stem else (word, *names)


def _in_turn(before: Names, after: Names) -> Names:
    return tuple(f"{earlier} {later}" for earlier in before for later in after)


def _side_by_side(last_word: str, last_names: Names, word: str, names: Names) -> Names:
    shown = [f"{last_word} {name}" for name in names] if last_word else []
    if not names:
        # "your number?" asks for another thing than "your number plates"
        shown += [f"{earlier} {PLAIN if word else STOP}" for earlier in last_names]
    return (*shown, *(f"{earlier} {word}" for earlier in last_names)) if word else tuple(shown)


def _stances(mark: str, stances: int, matters: int) -> Names:
    """Each stance by itself and with each thing that it may be about, in whatever order."""
    about = class_names(matters)
    return tuple(sign for one in class_names(stances) for sign in (mark + one, *(f"{mark}{one} {it}" for it in about)))


def _turns(before: int, after: int) -> Names:
    """A stance and a matter in the order in which one clause names them, whatever stands between."""
    pairs = [*product(class_names(before & STANCES), class_names(after & MATTERS))]
    pairs += product(class_names(before & MATTERS), class_names(after & STANCES))
    return tuple(f">{earlier} {later}" for earlier, later in pairs)


def _word(item: Item) -> str:
    """What stands for an item: the kind of a service, any number alike; nothing for a sign."""
    if item.name is not None:
        return f"<{item.name.service.kind}>"
    if item.text[0].isdigit():
        return "<number>"
    return item.text if item.text[0].isalnum() else ""
