"""No markup hides a detail from the rule, and the spans are those of the text as it was written."""

import pytest

from vestibule.judging.as_seen import judge_as_seen
from vestibule.judging.books import books
from vestibule.policy import Situation, judge

HIDDEN = [
    "call me on +1 4**1**5 5`5`5 0*1*34",
    "call me on +1 **415** **555** **0134**",
    "write to sam`@`fast*mail*.com",
    "write to sam\\@fastmail\\.com",
    "my num\\ber: +1 41**5 55**5 0134",
    "[call me on +1 4](https://a.example/x)15 555 0134",
    "```\ncall me on +1 415 555 0134\n```",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_no_markup_hides_a_detail(text: str) -> None:
    verdict = judge_as_seen(text, Situation(), books().newest)
    assert verdict.outcome == "withhold"
    for finding in verdict.findings:
        assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize(
    "text",
    [
        "we have **4** shops, *1* truck and `5` vans",
        "tiles of 2*3 and 4*5, not snake_case_or_so",
        "a [link](https://a.example)",
    ],
)
def test_markup_alone_is_no_detail(text: str) -> None:
    assert judge_as_seen(text, Situation(), books().newest).outcome == "allow"


def test_markup_in_what_was_said_before_hides_nothing_either() -> None:
    before = Situation(context=("call me: +1 **4**1`5`",))
    assert judge_as_seen("555 0134", before, books().newest).outcome == "withhold"


def test_these_tests_can_fail() -> None:
    """As written alone at least one of them passes."""
    assert any(judge(text, Situation(), books().newest).outcome == "allow" for text in HIDDEN)


def test_elsewhere_a_star_is_a_star() -> None:
    text = next(one for one in HIDDEN if judge(one, Situation(surface="offer"), books().newest).outcome == "allow")
    assert judge_as_seen(text, Situation(surface="offer"), books().newest).outcome == "allow"
