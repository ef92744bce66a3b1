from pathlib import Path

import pytest

from tests.policy.corpus import Line, is_found, lines
from tests.policy.figures import page
from tests.policy.stated import FOUND, LANGUAGE_FOUND
from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize("line", lines("caught"), ids=str)
def test_a_text_that_shares_or_asks_is_stopped(line: Line) -> None:
    assert is_found(line, BOOK)


@pytest.mark.parametrize("line", lines("spared"), ids=str)
def test_an_honest_text_has_no_findings(line: Line) -> None:
    assert judge(line.text, Situation(context=line.context), BOOK).findings == ()


@pytest.mark.parametrize("line", lines("known_misses"), ids=str)
def test_a_known_miss_is_still_one_or_moves_to_its_corpus(line: Line) -> None:
    stopped = is_found(line, BOOK)
    assert stopped == line.kind.startswith("spared:"), "better than known: move the line to caught or spared"


def test_the_published_figures_are_those_of_the_corpora() -> None:
    published = Path("docs/policy/figures.md").read_text(encoding="utf-8")
    assert published == page(), "run: python -m tests.policy.figures > docs/policy/figures.md"


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_no_kind_or_language_falls_below_its_stated_value(part: str) -> None:
    texts = [line for line in [*lines("caught"), *lines("known_misses")] if line.part == part]
    texts = [line for line in texts if not line.kind.startswith("spared:")]
    hits = {id(line): is_found(line, BOOK) for line in texts}
    for kind, least in FOUND.items():
        found = [hits[id(line)] for line in texts if line.kind == kind]
        assert sum(found) >= least * len(found), (part, kind)
    for language in {line.language for line in texts}:
        found = [hits[id(line)] for line in texts if line.language == language]
        assert sum(found) >= LANGUAGE_FOUND * len(found), (part, language)
