"""The light Markdown of messages: the same on the page as in the client, and nothing but what the grammar knows."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.payloads import PAYLOADS
from tests.web.test_what_people_wrote import Seen
from vestibule.kit.markdown import parse, seen_text
from vestibule.web.templatetags import formatted as module
from vestibule.web.templatetags.formatted import formatted

# client/src/elements/markdown.test.ts reads the same.
CASES = json.loads((Path(__file__).parent / "markdown.json").read_text())
KNOWN = {"p", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "a", "span"}
_MARKUP = st.text(alphabet=st.sampled_from("*_`~[]()<>\\#-+.123 abc\n\"'&!https:/"), max_size=80)


def bare(html: str) -> str:
    """The HTML without what every link has."""
    return html.replace(' target="_blank" rel="noopener noreferrer nofollow ugc"', "")


@pytest.mark.parametrize(("source", "html"), CASES)
def test_what_is_written_is_shown_like_this(source: str, html: str) -> None:
    assert bare(formatted(source)) == html


@given(st.one_of(st.text(), _MARKUP))
def test_nothing_becomes_a_tag_but_what_the_grammar_knows(text: str) -> None:
    seen = Seen(formatted(text))
    assert seen.tags <= KNOWN
    assert all(re.match(r"https?://", address, re.IGNORECASE) for address in seen.addresses)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_a_tag_or_an_address(payload: str) -> None:
    for text in (
        payload,
        f"**{payload}**",
        f"- {payload}",
        f"> {payload}",
        f"[{payload}](https://a.example/{payload})",
    ):
        seen = Seen(formatted(text))
        assert seen.tags <= KNOWN, text
        assert not [one for one in seen.addresses if not re.match(r"https?://", one, re.IGNORECASE)], text


@given(st.text(alphabet=st.sampled_from("abc \t\n.,:()123 😀é\"'&/"), max_size=60))
def test_the_quick_way_makes_what_the_grammar_makes(text: str) -> None:
    assert formatted(text) == module._joined(module._blocks(parse(text)))


@pytest.mark.parametrize(
    ("code", "language", "colour"),
    [("def x(): pass", "python", "keyword"), ("// so", "ts", "comment"), ("SELECT 'a'", "sql", "string")],
)
def test_code_has_its_colours_and_its_text(code: str, language: str, colour: str) -> None:
    shown = formatted(f"```{language}\n{code}\n```")
    assert f'class="code-{colour}"' in shown
    assert Seen(shown).text == f"{code}\n"


@given(st.one_of(st.text(), _MARKUP))
def test_every_place_of_what_is_seen_lies_in_what_was_written(text: str) -> None:
    shown = seen_text(text)
    if shown is not None:
        body, places = shown
        assert len(body) == len(places)
        assert all(0 <= place < max(len(text), 1) for place in places)
        assert places == sorted(places)


def test_a_place_is_where_the_character_stands() -> None:
    shown = seen_text("**4**1`5`")
    assert shown == ("415", [2, 5, 7])
