"""What a sentence shows of a wish: its words, the classes of its words, and which of them follow each other."""

from collections.abc import Iterable, Iterator, Sequence
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
    items = sentence.items
    yield from signs_in_a_row(
        [item.text for item in items], [_word(item) for item in items], [item.classes for item in items]
    )


def signs_in_a_row(texts: Sequence[str], words: Sequence[str], classes: Sequence[int]) -> Iterator[Sign]:
    """The signs of words and phrases that follow each other; `words` has what stands for each, nothing for a sign."""
    last_word, last_names = "", ()
    met: list[tuple[str, ...]] = []
    for place, more in enumerate(wish_words().in_a_row(texts)):
        word, names = words[place], class_names(classes[place] | more)
        if word:
            yield word, place
            if stem := stem_of(word):
                yield stem, place
        for name in names:
            yield name, place
            for before in met[-AHEAD:]:
                for earlier in before:
                    yield f"{earlier} {name}", place
            if last_word:
                yield f"{last_word} {name}", place
        if word:
            for earlier in last_names:
                yield f"{earlier} {word}", place
        if names:
            met.append(names)
        last_word, last_names = word, names


def _word(item: Item) -> str:
    """What stands for an item: the kind of a service, any number alike; nothing for a sign."""
    if item.name is not None:
        return f"<{item.name.service.kind}>"
    if item.text[0].isdigit():
        return "<number>"
    return item.text if item.text[0].isalnum() else ""
