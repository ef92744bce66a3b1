from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.corpus import lines
from tests.policy.disguise import ADDRESSES, CHARACTERS, DIGITS, TOLD
from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
NAMES = st.sampled_from(["lena.hartwig", "tomek_w", "rosa", "kbuilds", "ana", "devon7"])
HOSTS = st.sampled_from(["gmail.com", "outlook.com", "yahoo.com", "proton.me", "northfjord.no"])
NUMBERS = st.builds(
    lambda area, rest: f"{area}{rest:07d}", st.integers(201, 989), st.integers(2000000, 9899999)
).filter(lambda number: len(set(number)) >= 4 and "19" not in number and "20" not in number)
SKINS = st.lists(st.sampled_from(sorted(CHARACTERS)), max_size=2, unique=True)
# Letters in circles over keycaps, or words in capitals over another alphabet, are no disguises anyone can read.
HONEST = [line.text for line in lines("spared") if line.kind in {"prose", "here"}]


def dressed(text: str, skins: list[str]) -> str:
    for skin in skins:
        text = CHARACTERS[skin](text)
    return text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(number=NUMBERS, form=st.sampled_from(sorted(DIGITS)), skins=SKINS)
def test_a_number_is_found_under_any_two_disguises(number: str, form: str, skins: list[str]) -> None:
    text = f"my phone: {dressed(DIGITS[form](number), skins)}"
    verdict = judge(text, Situation(), BOOK)
    assert [finding.kind for finding in verdict.findings] == ["phone"], text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, host=HOSTS, form=st.sampled_from(sorted(ADDRESSES)), skins=SKINS)
def test_an_address_is_found_under_any_two_disguises(name: str, host: str, form: str, skins: list[str]) -> None:
    if form in {"entities", "percent"}:
        skins = []
    text = f"mail: {dressed(ADDRESSES[form](f'{name}@{host}'), skins)}"
    verdict = judge(text, Situation(), BOOK)
    assert "email" in {finding.kind for finding in verdict.findings}, text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, host=HOSTS, form=st.sampled_from(sorted(TOLD)))
def test_an_address_is_found_however_it_is_told(name: str, host: str, form: str) -> None:
    text = TOLD[form](f"{name}@{host}")
    assert "email" in {finding.kind for finding in judge(text, Situation(), BOOK).findings}, text


@settings(max_examples=200, deadline=None)
@given(text=st.sampled_from(HONEST), skins=SKINS)
def test_the_same_disguises_on_honest_words_make_no_finding(text: str, skins: list[str]) -> None:
    assert judge(dressed(text, skins), Situation(), BOOK).findings == ()


@settings(max_examples=120, deadline=None)
@given(number=NUMBERS, cuts=st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True))
def test_a_number_cut_at_any_point_is_found_where_it_ends(number: str, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(number)]
    parts = [number[start:end] for start, end in pairwise(places)]
    verdict = judge(parts[-1], Situation(context=("call me:", *parts[:-1])), BOOK)
    assert verdict.outcome == "withhold", parts
    assert all(0 <= finding.start < finding.end <= len(parts[-1]) for finding in verdict.findings)


@settings(max_examples=80, deadline=None)
@given(name=NAMES, host=HOSTS, data=st.data())
def test_an_address_cut_at_any_point_is_found_where_it_ends(name: str, host: str, data: st.DataObject) -> None:
    address = f"{name}@{host}"
    cut = data.draw(st.integers(len(name) - 1, len(address) - 3))
    verdict = judge(address[cut:], Situation(context=(address[:cut],)), BOOK)
    assert verdict.outcome == "withhold", (address[:cut], address[cut:])


@pytest.mark.parametrize(
    ("before", "newest", "kind"),
    [
        (("my skype:",), "devraj88", "social_handle"),
        (("Wise tag @p",), "aular14", "payment_handle"),
        (("write me ana&#64;yahoo",), "&#46;com", "email"),
        (("lets take this off the",), "platform", "off_platform"),
        (("w h a t s a p p",), "me", "off_platform"),
        (("join me on https", "://t"), ".me/kai_builds", "social_handle"),
        (("backwards: moc tod liam",), "g ta anel", "email"),
    ],
)
def test_a_detail_in_two_messages_is_found_in_the_second(before: tuple[str, ...], newest: str, kind: str) -> None:
    assert judge(newest, Situation(), BOOK).findings == ()
    assert kind in {finding.kind for finding in judge(newest, Situation(context=before), BOOK).findings}


def test_honest_messages_in_a_row_make_no_finding_together() -> None:
    for first, second, third in zip(HONEST, HONEST[1:], HONEST[2:], strict=False):
        assert judge(third, Situation(context=(first, second)), BOOK).findings == (), (first, second, third)
