"""No name imitates a badge, hides what it is, or passes for somebody who speaks for the house."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import browser_of, make_person, program_of
from vestibule.accounts.models import Organisation, Person
from vestibule.accounts.names import NameImitates, clear_name
from vestibule.accounts.naming import MOST_MARKS, plain_name, skeleton
from vestibule.kit.refusals import InvalidInput

NOW = datetime(2026, 5, 4, tzinfo=UTC)
# Buildings and ticks that stand beside names elsewhere.
BADGES = "🏢🏣🏤🏥🏦🏨🏩🏪🏫🏬🏭🏯🏰🏛🏘🏙🏠🏡🕍🛕⛪⛩🌆🌇🏗✓✔☑✅🔵🔷💠🛡⭐★●◆■▣🆗🅱️🇸🇪👨‍💼"
HIDDEN = (
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad"
    "\u180e\u3164\u115f\U000e0041\ufe0f\u034f"
)


# -- what a name consists of ------------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_what_is_plain_stays_plain(text: str) -> None:
    plain = plain_name(text)
    assert plain_name(plain) == plain
    assert plain == unicodedata.normalize("NFC", plain)
    assert plain == " ".join(plain.split())


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from(BADGES + HIDDEN), max_size=60))
def test_nothing_drawn_hidden_or_turned_is_left(text: str) -> None:
    plain = plain_name(text)
    for letter in plain:
        assert letter in "©®™°№\u200c\u200d" or unicodedata.category(letter) not in {"So", "Cf", "Cc", "Co", "Cn", "Cs"}
        assert letter not in set(BADGES) | set(HIDDEN) - {"\u200d"}


@given(st.text(st.sampled_from("aé\u0301\u0335\u20e3\u0489"), max_size=40))
def test_marks_are_not_stacked(text: str) -> None:
    run = 0
    for letter in plain_name(text):
        run = run + 1 if unicodedata.category(letter) == "Mn" else 0
        assert run <= MOST_MARKS


@given(st.sampled_from(BADGES), st.sampled_from(["{}Ana", "Ana {}", "A{}na", "{0}{0} Ana"]))
def test_a_badge_beside_a_name_is_taken_off(badge: str, around: str) -> None:
    assert plain_name(around.format(badge)).replace(" ", "") == "Ana"


@pytest.mark.parametrize(
    "name",
    [
        "Ana Lindqvist", "José Ñúñez", "Jürgen Müller-Lüdenscheidt", "O'Brien & Söhne", "Acme® GmbH", "李小龍",
        "Иван Петров", "محمد علي", "می\u200cخواهم", "श्री\u200dमान", "Nguyễn Thị Ánh", "Þórður", "ქეთევან", "김민수",
        "Ms. J. (Jo) de la Cruz, PhD",
        "Café 24/7 + Sons", "№1 Plumbing",
    ],
)  # fmt: skip
def test_names_of_the_world_stay_as_they_are(name: str) -> None:
    assert plain_name(name) == name


# -- whom a name looks like -------------------------------------------------------------------------------------------

MO = "Mo Sandoval"
LOOK_ALIKES = [
    "Mo Sandoval", "MO SANDOVAL", "mo sandoval", "Mo  Sandoval", "MoSandoval", "M0 Sandoval", "Mо Sandoval",
    "Μο Sandoval", "Mo Sandova1", "Mo SandovaI", "Mo Sandova|",
    "Mo Sándoval", "Ｍｏ Ｓａｎｄｏｖａｌ", "𝐌𝐨 𝐒𝐚𝐧𝐝𝐨𝐯𝐚𝐥",
    "Mo\u200b Sandoval",
    "Mo Sandoval 🏢", "\u202eMo Sandoval", "Mo. Sandoval", "Mo-Sandoval", "ꓟo Sandoval", "Mo Ѕаndоvаl", "Mo Sanđoval",
]  # fmt: skip


@given(st.text(max_size=30))
def test_a_name_looks_like_itself_in_any_case_and_spacing(text: str) -> None:
    shape = skeleton(text)
    assert skeleton(plain_name(text)) == shape
    assert skeleton("\u200b".join(f" {text} 🏢")) == shape or "\u200c" in text or "\u200d" in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_name_that_looks_like_one_of_the_staff_is_refused(name: str, ana: Person) -> None:
    # The name alone is no offence.
    assert clear_name(name, field="name", now=NOW)
    make_person(MO, staff_role="moderator")
    with pytest.raises(NameImitates):
        clear_name(name, field="name", now=NOW)
    assert clear_name("Moa Sandovall", field="name", now=NOW) == "Moa Sandovall"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "Vestibule", "Vestibule Support", "V e s t i b u l e", "Vеstibulе Team", "Moderator", "Adm1n", "SUPPORT",
        "Ana · Enterprise client", "Verified client",
    ],
)  # fmt: skip
def test_nobody_speaks_for_the_house_by_their_name(name: str) -> None:
    with pytest.raises(NameImitates):
        clear_name(name, field="name", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Enterprise Solutions", "Business Plan Writers", "Bo, Systems Administrator", "Sam"])
def test_words_of_trade_are_no_offence(name: str) -> None:
    assert clear_name(name, field="name", now=NOW) == name


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "🏢🏢", "\u200b", "---", "a" * 81, "No\x07a", "a\x00"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        clear_name(name, field="name", now=NOW)


@pytest.mark.django_db
def test_every_name_field_is_behind_the_same_gate(ana: Person, mo: Person) -> None:
    program, browser = program_of(ana), browser_of(ana)
    fake, decorated = "МО", "Ana 🏢 \u202eLind"
    assert program.patch("/me", {"display_name": fake}).code == "name_imitates"
    assert program.post("/organisations", {"name": fake}).code == "name_imitates"
    assert program.patch("/me", {"display_name": decorated}).body["name"] == "Ana Lind"
    assert program.post("/organisations", {"name": decorated}).body["name"] == "Ana Lind"
    form = {"display_name": fake, "time_zone": "UTC", "language": "en"}
    assert browser.post("/account/profile/", form).status_code == 422
    assert browser.post("/account/organisation/", {"name": fake}).status_code == 422
    side = {"email": "x@people.test", "password1": "three-honest-words", "display_name": fake, "side": ["client"]}
    assert b'aria-invalid="true"' in browser_of(None).post("/account/signup/", side).content
    assert Person.objects.count() == 2
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_who_has_a_name_already_keeps_it_and_staff_keep_theirs(mo: Person, eve: Person) -> None:
    # Somebody on the staff takes the name that a member has had for long.
    program_of(mo).patch("/me", {"display_name": "Eve"})
    assert Person.objects.get(id=mo.id).display_name == "Eve"
    assert program_of(eve).patch("/me", {"display_name": "Eve", "time_zone": "Asia/Tokyo"}).status == 200
