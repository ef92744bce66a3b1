"""What a sentence shows of a wish: its words, the classes of its words, and which of them follow each other."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence, refused
from vestibule.policy.lexing import Item
from vestibule.policy.wish_words import wish_words
from vestibule.policy.word_signs import class_names, stem_of

Names = tuple[str, ...]
Sign = tuple[str, int]
"""A sign and the place of the item in its sentence at which it shows."""

AHEAD: Final = 3
"""How many words that have a class may lie between two that are seen together, and one more."""
PLAIN: Final = "<plain>"
STOP: Final = "<stop>"
"""What stands for a word without a class, and for whatever ends a row of words."""
SURE: Final = (0.5, 0.65, 0.8)
WORDS_A_STEP: Final = 4
STEPS: Final = 5


def signs(sentence: Sentence, rules: Iterable[tuple[str, Candidate]]) -> Iterator[Sign]:
    """All signs of a sentence, some of them twice; `rules` are what detectors made of it, by their names."""
    for name, candidate in rules:
        yield f"!{name}", -1
        for sure in SURE:
            if candidate.confidence >= sure:
                yield f"!{name} {sure}", -1
    if sentence.asked:
        yield "?", -1
    if refused(sentence, len(sentence.items)):
        yield "!refused", -1
    yield f"={min(sentence.words // WORDS_A_STEP, STEPS)}", -1
    items = sentence.items
    yield from signs_in_a_row(
        [item.text for item in items], [_word(item) for item in items], [item.classes for item in items]
    )


def signs_in_a_row(texts: Sequence[str], words: Sequence[str], classes: Sequence[int]) -> Iterator[Sign]:
    """The signs of words and phrases that follow each other; `words` has what stands for each, nothing for a sign."""
    named: list[Names] = []
    last_word = ""
    last_names: Names = ()
    for place, more in enumerate(wish_words().in_a_row(texts)):
        word, names = words[place], class_names(classes[place] | more)
        for sign in _alone(word, names):
            yield sign, place
        if names:
            for sign in _in_turn(named[-AHEAD:], names):
                yield sign, place
        for sign in _side_by_side(last_word, last_names, word, names):
            yield sign, place
        if names:
            named.append(names)
        last_word, last_names = word, names
    for sign in _side_by_side(last_word, last_names, "", ()):
        yield sign, len(texts) - 1


def _alone(word: str, names: Names) -> Names:
    if not word:
        return names
    stem = stem_of(word)
    return (word, stem, *names) if stem else (word, *names)


def _in_turn(before: Sequence[Names], names: Names) -> Iterator[str]:
    for those in before:
        yield from _pairs(those, names)


@lru_cache(maxsize=16_384)
def _pairs(before: Names, after: Names) -> Names:
    return tuple(f"{earlier} {later}" for earlier in before for later in after)


def _side_by_side(last_word: str, last_names: Names, word: str, names: Names) -> list[str]:
    shown = [f"{last_word} {name}" for name in names] if last_word else []
    if not names:
        # "your number?" asks for another thing than "your number plates"
        shown += [f"{earlier} {PLAIN if word else STOP}" for earlier in last_names]
    return shown + [f"{earlier} {word}" for earlier in last_names] if word else shown


def _word(item: Item) -> str:
    """What stands for an item: the kind of a service, any number alike; nothing for a sign."""
    if item.name is not None:
        return f"<{item.name.service.kind}>"
    if item.text[0].isdigit():
        return "<number>"
    return item.text if item.text[0].isalnum() else ""
