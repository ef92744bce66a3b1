"""Words that are quoted are told from words that are meant, in a text that has more to say than the quotation."""

import pytest

from vestibule.policy import RuleBooks, Situation, judge
from vestibule.policy.detect.sentences import sentences
from vestibule.policy.detect.wishes.quotations import is_quoted, quotations_of
from vestibule.policy.lexicon import lexicon_of
from vestibule.policy.lexing import Lexed, lex
from vestibule.policy.normalise import fold

BOOK = RuleBooks.packaged().newest
MEANT = (
    "Give me your number",
    "Schreib mir auf WhatsApp",
    "¿Me das tu número?",
    "Mi dai il tuo numero?",
)
QUOTED = (
    "The subtitle “Give me your number” is too long for two seconds. Can you cut it?",
    "Der Dialog in Szene 4: „Schreib mir auf WhatsApp“ klingt steif, was schlägst du vor?",
    "El personaje dice «¿Me das tu número?» y el doblaje no encaja con los labios.",
    "Doppiaggio: «Mi dai il tuo numero?» va detto con il magone, non da piacione.",
)


@pytest.mark.parametrize(("meant", "quoted"), list(zip(MEANT, QUOTED, strict=True)))
def test_a_line_of_a_script_asks_for_nothing_though_its_words_alone_would(meant: str, quoted: str) -> None:
    assert judge(meant, Situation(), BOOK).outcome == "withhold"
    assert meant in quoted
    assert judge(quoted, Situation(), BOOK).findings == ()


def test_a_text_that_is_nothing_but_a_quotation_is_meant() -> None:
    assert quotations_of(_lexed("“Give me your number, I will call”")) == []
    assert judge("“Give me your number, I will call”", Situation(), BOOK).outcome == "withhold"


def test_quotations_are_seen_in_any_marks_and_apostrophes_are_none() -> None:
    for text in (
        "the line reads 'what's your number' in both takes",
        "the line reads “what is your number” in both takes",
        "the line reads „what is your number“ in both takes",
        "台词写着「你的电话是多少」两次都要重录 please do it",
    ):
        assert len(quotations_of(_lexed(text))) == 1, text
    assert quotations_of(_lexed("it's the client's page and they don't like what's on it")) == []


def test_a_sentence_is_quoted_only_if_all_that_it_wishes_is() -> None:
    lexed = _lexed("they said 'no phone calls here' but give me your number anyway")
    (sentence,) = sentences(lexed.items, lexed.chars)
    assert quotations_of(lexed) != []
    assert not is_quoted(sentence, quotations_of(lexed))


def _lexed(text: str) -> Lexed:
    return lex(fold(text), lexicon_of(BOOK), text)
