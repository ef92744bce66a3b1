"""Invented details keep the shape, the language and the disguise of the real ones, and the engine's answer."""

import pytest

from tests.policy.corpus import lines
from vestibule.policy import RuleBooks
from vestibule.reviews.invented import echo_of, still_told, with_invented_details

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("call me on +1 415 555 0134", ["415", "555"]),
        ("write to nina.falk at outlook dot com", ["nina", "falk"]),
        ("mi número es seis uno dos tres cuatro cinco seis siete ocho", ["seis uno dos tres"]),
        ("add me on telegram: @pixelyard_bo", ["pixelyard"]),
        ("напиши мне: ivan.petrov@mail.ru", ["ivan", "petrov"]),
        ("my skype is 𝗻𝗶𝗻𝗮.𝗳𝗮𝗹𝗸", ["𝗻𝗶𝗻𝗮", "𝗳𝗮𝗹𝗸"]),
        ("wa.me/４１５５５５０１３４", ["４１５５"]),
        ("Our invoice 2024-0815-4711 of Larsen & Partner", ["4711", "Larsen"]),
    ],
)
def test_the_detail_goes_and_the_answer_stays(text: str, details: list[str]) -> None:
    made = with_invented_details(text, BOOK)
    assert echo_of(made.text, BOOK) == echo_of(text, BOOK)
    for detail in details:
        assert detail in text
        assert detail not in made.text
    assert len(made.text.split()) == len(text.split())


def test_words_that_the_answer_rests_on_stay() -> None:
    made = with_invented_details("add me on telegram: @pixelyard_bo", BOOK)
    assert made.text.startswith("add me on telegram: @")
    assert made.left == ()


def test_what_is_left_of_a_detail_is_named() -> None:
    original = "call me on +1 415 555 0134"
    assert still_told(original, "call me on +1 415 555 0199", BOOK) == ("415", "555")
    assert still_told(original, "call me on +1 628 300 7721", BOOK) == ()


@pytest.mark.parametrize("corpus", ["caught", "known_misses"])
def test_over_the_corpora_the_answer_always_stays(corpus: str) -> None:
    for line in lines(corpus)[:200]:  # type: ignore[arg-type]
        made = with_invented_details(line.text, BOOK)
        assert echo_of(made.text, BOOK) == echo_of(line.text, BOOK), line
