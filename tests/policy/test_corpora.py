import pytest

from tests.policy.corpus import Line, is_found, lines
from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize("line", lines("caught"), ids=str)
def test_a_text_that_shares_or_asks_is_stopped(line: Line) -> None:
    assert is_found(line, BOOK)


@pytest.mark.parametrize("line", lines("spared"), ids=str)
def test_an_honest_text_has_no_findings(line: Line) -> None:
    assert judge(line.text, Situation(), BOOK).findings == ()


@pytest.mark.parametrize("line", lines("known_misses"), ids=str)
def test_a_known_miss_is_still_one_or_moves_to_its_corpus(line: Line) -> None:
    stopped = is_found(line, BOOK)
    assert stopped == line.kind.startswith("spared:"), "better than known: move the line to caught or spared"
