"""Details that are cut between messages, at any point, are found in the message that completes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
SAID = {
    "en": ("nine one seven, five five five, zero two eight eight", "9175550288"),
    "es": ("seis uno dos, treinta y cuatro, cincuenta y seis, setenta y ocho", "612345678"),
    "fr": ("zéro six, cinquante-huit, quarante et un, vingt-sept, trente-trois", "0658412733"),
    "de": ("null eins sechs null, neun vier drei drei, acht sieben eins zwei", "016094338712"),
    "it": ("tre quattro sette, cinque cinque due, otto otto uno sei", "3475528816"),
    "pl": ("pięć zero jeden, dwieście trzydzieści cztery, pięćset sześć", "501234506"),
    "ru": ("плюс семь девятьсот три, двести одиннадцать, сорок восемь, ноль шесть", "+79032114806"),
}


def read(messages: list[str]) -> list[tuple[str, str]]:
    """Kinds and readings of what is found in the last message."""
    verdict = judge(messages[-1], Situation(context=tuple(messages[:-1])), BOOK)
    return [(finding.kind, finding.read_as) for finding in verdict.findings]


@pytest.mark.parametrize("language", SAID)
@given(data=st.data())
def test_a_number_in_words_is_found_wherever_it_is_cut(language: str, data: st.DataObject) -> None:
    said, digits = SAID[language]
    # What is left for the last message tells two words at least: less of a number may be anything.
    cut = data.draw(st.integers(8, len(said) - 14))
    messages = [said[:cut].strip(), said[cut:].strip()]
    # The last message may hold most of it by itself.
    assert ("phone", digits[-6:]) in [(kind, found[-6:]) for kind, found in read(messages)], messages


@pytest.mark.parametrize("counted", ["sixteen pages", "the seventh draft", "one per week"])
def test_words_that_happen_to_follow_each_other_are_no_number(counted: str) -> None:
    assert read(["that is six", counted]) == []


@pytest.mark.parametrize(
    ("messages", "kind", "found"),
    [
        (["Sure, the subtitles can be done tonight. (971) 206-", "sorry hit enter, 8813"], "phone", "9712068813"),
        (["start with 0", "7833", "then 41 and", "9026"], "phone", "07833419026"),
        (["Korrektur passt. svea.lektorat", "(ät)", "mailbox", ".org für alles"], "email", "svea.lektorat@mailbox.org"),
        (["schreib mir einfach", "klarinette.hofmann", "@posteo.de"], "email", "klarinette.hofmann@posteo.de"),
        (["escolhe o dia em cal ponto com", "barra joel traço fisio ok?"], "scheduler_link", "cal.com/joel-fisio"),
    ],
)
def test_what_breaks_off_is_read_with_its_rest(messages: list[str], kind: str, found: str) -> None:
    assert (kind, found) in read(messages)
    # Each part by itself says nothing, and neither do all but the last.
    assert (kind, found) not in read(messages[-1:])
    assert (kind, found) not in read(messages[:-1])


def test_pages_that_follow_a_range_are_no_number() -> None:
    assert read(["chapters 12-", "then 45 pages"]) == []
