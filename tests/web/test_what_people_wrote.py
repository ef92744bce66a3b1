"""What people wrote, as HTML: never markup, whatever they wrote (A5)."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.web.templatetags.design import initials, money, tone
from vestibule.web.templatetags.texts import linked
from vestibule.web.templatetags.verdicts import found_words, kinds_in_words, marked_text, remedy_words, verdict_title

_MARKUP = st.text(alphabet=st.sampled_from("<>&\"'/ =:ahtps.ijvscr\n😀"), max_size=60)


class Seen(HTMLParser):
    """Which tags a browser would see, with which addresses, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def a_verdict(*spans: tuple[int, int], outcome: str = "withhold", remedies: tuple[str, ...] = ("remove_span",)) -> dict:  # type: ignore[type-arg]
    return {
        "verdict": outcome,
        "policy": "2020-06-26",
        "findings": [{"kind": "phone", "start": start, "end": end} for start, end in spans],
        "reasons": [
            {"clause": "base", "findings": list(range(len(spans))), "why": "…", "remedies": list(remedies)},
        ],
    }


def test_the_reader_of_this_test_would_see_markup() -> None:
    assert Seen("<script>alert(1)</script>").tags == {"script"}


@given(st.one_of(st.text(), _MARKUP))
def test_a_message_is_text_and_links_and_nothing_else(text: str) -> None:
    seen = Seen(linked(text))
    assert seen.tags <= {"a"}
    assert all(address.startswith(("http://", "https://")) for address in seen.addresses)
    assert seen.text == text


@given(st.one_of(st.text(), _MARKUP), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3))
def test_a_kept_text_is_text_and_marks_and_nothing_else(text: str, spans: list[tuple[int, int]]) -> None:
    ordered = [(min(span), max(span)) for span in spans]
    seen = Seen(marked_text(text, a_verdict(*ordered)))
    assert seen.tags <= {"mark"}
    assert seen.text == text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2"),
        ("(https://example.org)", "https://example.org"),
        ("Is it https://example.org/x?", "https://example.org/x"),
    ],
)
def test_what_ends_a_sentence_does_not_belong_to_the_address(text: str, address: str) -> None:
    assert Seen(linked(text)).addresses == [address]


@pytest.mark.parametrize("text", ["javascript:alert(1)", "www.example.org", "data:text/html,x", "https://"])
def test_only_addresses_of_the_web_become_links(text: str) -> None:
    assert Seen(linked(text)).tags == set()


def test_a_link_tells_the_other_side_nothing_about_the_room() -> None:
    assert 'rel="noopener noreferrer nofollow ugc"' in linked("https://example.org")


def test_marks_count_code_points_and_join_where_they_overlap() -> None:
    assert marked_text("😀 12345", a_verdict((2, 5), (4, 7))).count("<mark") == 1
    assert ">12345</mark>" in marked_text("😀 12345", a_verdict((2, 5), (4, 7)))


def test_the_headline_names_what_was_found_in_plain_words() -> None:
    assert verdict_title(a_verdict((0, 1))) == "Not sent: contains a phone number"
    assert verdict_title(a_verdict((0, 1), outcome="ask")) == "Not sent yet: contains a phone number"
    assert kinds_in_words(["phone", "email", "phone"]) == "a phone number and an e-mail address"


def test_an_allowed_finding_is_no_obstacle() -> None:
    assert found_words(a_verdict((0, 1), remedies=())) == ""


def test_every_remedy_of_the_policy_has_words() -> None:
    every = ("use_call", "use_scheduler", "access_grant", "send_link", "send_screenshot", "signing_flow")
    assert len(remedy_words(a_verdict((0, 1), remedies=(*every, "wait_for_contract", "remove_span")))) == 8


@pytest.mark.parametrize(
    ("name", "letters"), [("Ana Lindqvist", "AL"), ("bo", "B"), ("Ana Maria de Sá", "AS"), ("", "?")]
)
def test_initials_are_the_first_and_the_last(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_tone_is_a_matter_of_the_id_alone() -> None:
    assert tone("0198a000-0000-7000-8000-00000000000b") == 2
    assert tone("not an id") == 5


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [(120_000, "EUR", "1,200.00 EUR"), (5000, "JPY", "5,000 JPY"), (1, "KWD", "0.001 KWD")],
)
def test_money_has_the_decimals_of_its_currency(minor: int, currency: str, words: str) -> None:
    assert money(minor, currency) == words
