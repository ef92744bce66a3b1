import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
ANY = st.text(st.characters(codec=None), max_size=400)
HOSTILE = (
    "a", "1", "1 ", "1.", "1,", "@", "a@", "a@b.", ".", "-", "_", "(", "\u0301", "a\u0301", "\u202e", "\u200b",
    "\ud800", "\0",     "微信", "я", "😀", "4️⃣", "%41", "&#64;", "\\u0041", "QUJD", "http://",
    "tel:", "one ", "no ", "whatsapp me ", "a b c ",
    "moc.", "dot at ", "DE89 3704 ", "\n", "1\n", "[at]", "0x", "i.g ", "plus ", "<b>", "{{", "ﷺ",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=ANY, context=st.lists(ANY, max_size=3))
def test_any_text_has_an_answer_with_spans_inside(text: str, context: list[str]) -> None:
    for finding in judge(text, Situation(context=tuple(context)), BOOK).findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert 0 <= finding.confidence <= 1


PIECES = st.lists(
    st.sampled_from(["bo", "@", ".", "no", "55", "one", "gmail", "i", "\n", " ", "\x1c", "/"]), max_size=6
)
TALK = PIECES.map(" ".join) | PIECES.map("".join) | st.just("I will tell you about the last project at length. " * 5)


@settings(max_examples=500, deadline=None)
@given(text=TALK, context=st.lists(TALK, max_size=15))
def test_any_talk_before_it_leaves_a_text_its_answer(text: str, context: list[str]) -> None:
    for finding in judge(text, Situation(context=tuple(context)), BOOK).findings:
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_repetition_has_an_answer(unit: str) -> None:
    text = unit * (8192 // len(unit))
    for finding in judge(text, Situation(context=(text,)), BOOK).findings:
        assert finding.text == text[finding.start : finding.end]


def test_a_megabyte_of_one_letter_has_an_answer() -> None:
    assert judge("a" * 1_000_000, Situation(), BOOK).outcome == "allow"
    assert judge("x" * 1_000_000 + " bo@northfjord-studio.no", Situation(), BOOK).outcome == "withhold"


def test_the_policy_imports_nothing_of_the_product_and_no_framework() -> None:
    script = (
        "import sys, vestibule.policy as p\n"
        "p.judge('hi', p.Situation(), p.RuleBooks.packaged().newest)\n"
        "bad = [m for m in sys.modules if m.split('.')[0] in {'django', 'socket', 'sqlite3', 'asyncio'}\n"
        "       or (m.startswith('vestibule.') and not m.startswith('vestibule.policy'))]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
