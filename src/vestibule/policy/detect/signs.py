"""What a sentence shows of a wish: its words, the classes of its words, and which of them follow each other."""

from collections.abc import Iterable, Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.sentences import Sentence
from vestibule.policy.lexing import Item
from vestibule.policy.wish_words import wish_words
from vestibule.policy.word_signs import class_names, stem_of

Sign = tuple[str, int]
"""A sign and the place of the item in its sentence at which it shows."""

AHEAD: Final = 3
"""How many words that have a class may lie between two that are seen together, and one more."""
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
    yield f"={min(sentence.words // WORDS_A_STEP, STEPS)}", -1
    yield from _of_items(sentence.items)


def _of_items(items: list[Item]) -> Iterator[Sign]:
    last_word, last_classes = "", ()
    met: list[tuple[str, ...]] = []
    more = wish_words().in_a_row([item.text for item in items])
    for place, item in enumerate(items):
        word, classes = _word(item), class_names(item.classes | more[place])
        if word:
            yield word, place
            if stem := stem_of(word):
                yield stem, place
        for name in classes:
            yield name, place
            for before in met[-AHEAD:]:
                for earlier in before:
                    yield f"{earlier} {name}", place
            if last_word:
                yield f"{last_word} {name}", place
        if word:
            for earlier in last_classes:
                yield f"{earlier} {word}", place
        if classes:
            met.append(classes)
        last_word, last_classes = word, classes


def _word(item: Item) -> str:
    """What stands for an item: the kind of a service, any number alike; nothing for a sign."""
    if item.name is not None:
        return f"<{item.name.service.kind}>"
    if item.text[0].isdigit():
        return "<number>"
    return item.text if item.text[0].isalnum() else ""
