"""Words as they are looked for: the short way to them leads to the same ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vestibule.rooms.search.words import folded_words, words_of

ASCII = some.text(some.characters(max_codepoint=127))


@given(ASCII | some.text())
def test_words_without_their_places_are_the_same_words(text: str) -> None:
    assert folded_words(text) == [one.folded for one in words_of(text)]


@pytest.mark.parametrize("text", ["so_called E-mail, isn't it?", "x" * 90, "", "Café at 7:30", "合同 and 合同"])
def test_each_word_is_counted_as_it_stands(text: str) -> None:
    assert folded_words(text) == [one.folded for one in words_of(text)]
