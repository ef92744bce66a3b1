"""Accounts, rooms, calendars and ways to pay that are said aloud, alluded to or in pieces."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
LINKS = {
    "t.me/kai_builds": "social_handle",
    "instagram.com/kai.builds": "social_handle",
    "discord.gg/h7KpZt3": "social_handle",
    "zoom.us/j/81234567890": "meeting_link",
    "whereby.com/kai-builds": "meeting_link",
    "meet.google.com/kqz-prtw-xbd": "meeting_link",
    "calendly.com/kai-builds": "scheduler_link",
    "paypal.me/kai-builds": "payment_handle",
}
DOTS = st.sampled_from([" dot ", " (dot) ", "[.]", " punto ", " kropka ", " точка ", " . ", " • ", "🔵"])
SLASHES = st.sampled_from([" slash ", " forward slash ", " barra ", " слеш ", " / ", " (slash) ", " oblique "])
ACCOUNTS = st.sampled_from(
    [
        "DE89370400440532013000",
        "GB82WEST12345698765432",
        "ES9121000418450200051332",
        "NL91ABNA0417164300",
        "PL61109010140000071219812874",
    ]
)
NAMES = st.lists(st.sampled_from(["copper", "fox", "tusz", "luz", "moth", "ravn", "plume"]), min_size=2, max_size=3)
UNDERSCORES = st.sampled_from(
    ["underscore", "guion bajo", "tiret du bas", "podkreślnik", "нижнее подчёркивание", "low dash"]
)


@settings(max_examples=200, deadline=None)
@given(link=st.sampled_from(sorted(LINKS)), dot=DOTS, slash=SLASHES)
def test_a_link_is_found_however_its_signs_are_said(link: str, dot: str, slash: str) -> None:
    host, path = link.split("/", 1)
    text = f"here you go {host.replace('.', dot)}{slash}{path}"
    assert LINKS[link] in {finding.kind for finding in judge(text, Situation(), BOOK).findings}, text


@settings(max_examples=150, deadline=None)
@given(
    account=ACCOUNTS,
    cuts=st.sets(st.integers(4, 17), max_size=4),
    sign=st.sampled_from([" ", "-", ".", ", ", "\n", " / "]),
)
def test_an_account_that_checks_out_is_found_in_any_groups(account: str, cuts: set[int], sign: str) -> None:
    places = [0, *sorted(cuts), len(account)]
    text = f"send it to {sign.join(account[start:end] for start, end in pairwise(places))}"
    findings = judge(text, Situation(), BOOK).findings
    assert "payment_handle" in {finding.kind for finding in findings}, text


@settings(max_examples=100, deadline=None)
@given(pieces=NAMES, sign=UNDERSCORES)
def test_a_name_with_words_for_its_signs_is_found_beside_a_service(pieces: list[str], sign: str) -> None:
    text = f"my telegram: {f' {sign} '.join(pieces)}"
    assert [finding.kind for finding in judge(text, Situation(), BOOK).findings] == ["social_handle"], text


def test_a_name_counts_in_the_message_that_says_where_it_is() -> None:
    findings = judge("it's my insta", Situation(context=("kai.builds_22",)), BOOK).findings
    assert [(finding.kind, finding.text) for finding in findings] == [("social_handle", "it's my insta")]


@pytest.mark.parametrize(
    ("alluded", "plain"),
    [
        ("the network with the little bird, i'm @kaibuilds", "a network with a little bird as its mascot"),
        ("the app with the paper plane: kai_builds", "draw an app with the paper plane on it, file plane_02"),
        ("sur l'appli au fantôme : kai_builds", "le fantôme de l'appli est trop blanc"),
        ("meet: kqz prtw xbd", "we meet: bring the old plan"),
        ("usdt TJRabPrwbZy45sbavfcjinPJC18kjpRJCK", "TJRabPrwbZy45sbavfcjinPJC18kjpRJCJ is the licence key"),
        ("zoom id 812 3456 7890, passcode fig", "zoom level 12, tiles 812 345 678"),
        ("my nick there is kai_builds", "my nick on github is kai_builds"),
    ],
)
def test_an_allusion_needs_something_it_leads_to(alluded: str, plain: str) -> None:
    assert judge(alluded, Situation(), BOOK).outcome == "withhold"
    assert judge(plain, Situation(), BOOK).findings == ()
