"""Changing how one is shown, and seeing and ending where one is signed in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests.cast import browser_of, post, program_of
from tests.program import PREFIX
from vestibule.accounts.devices import device_words, network_of
from vestibule.accounts.models import Person, PersonalToken
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def test_a_new_name_stands_everywhere_and_the_room_says_who_it_was(ana: Person, bo: Person, room: Room) -> None:
    post(ana, room, "Good morning")
    form = {"display_name": "Ana Maria", "time_zone": "Europe/Stockholm", "language": "en"}
    assert browser_of(ana).post("/account/profile/", form).status_code == 302
    page = browser_of(bo).get(f"/rooms/{room.id}/").content.decode()
    assert "Ana is called Ana Maria from here on." in page
    assert program_of(ana).get("/me").body["time_zone"] == "Europe/Stockholm"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("time_zone", "../../etc/passwd"), ("language", "tlh"), ("display_name", "")],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_stays_typed(field: str, value: str, ana: Person) -> None:
    form = {"display_name": "Ana Maria", "time_zone": "Asia/Tokyo", "language": "en", field: value}
    answer = browser_of(ana).post("/account/profile/", form)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    if field != "display_name":
        assert 'value="Ana Maria"' in answer.content.decode()
    told = program_of(ana).patch("/me", {field: value})
    assert (told.status, told.body["field"]) == (422, field)
    assert Person.objects.get(id=ana.id).display_name == "Ana"


def test_pages_come_in_the_readers_zone(ana: Person) -> None:
    program_of(ana).patch("/me", {"time_zone": "Pacific/Kiritimati"})
    answer = browser_of(ana).get("/account/keys/")
    # Fourteen hours before Greenwich: the key made just now is dated there.
    shown = timezone.localtime(PersonalToken.objects.get().created_at, timezone.get_fixed_timezone(14 * 60))
    assert f"Made on {date_format(shown, 'DATE_FORMAT')}" in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


# -- sessions ---------------------------------------------------------------------------------------------------------


def test_each_device_can_be_ended_by_itself(ana: Person) -> None:
    here, there, third = browser_of(ana), browser_of(ana), browser_of(ana)
    devices = here.get(f"{PREFIX}/me/sessions").json()["items"]
    assert [one["is_current"] for one in devices] == [True, False, False]
    assert b"This device" in here.get("/account/sessions/").content
    mine = next(one for one in there.get(f"{PREFIX}/me/sessions").json()["items"] if one["is_current"])
    assert here.post(f"/account/sessions/{mine['id']}/end").status_code == 302
    assert _is_out(there)
    assert not _is_out(third)
    assert not _is_out(here)
    assert here.post("/account/sessions/").status_code == 302
    assert _is_out(third)
    assert not _is_out(here)


def _is_out(browser: Client) -> bool:
    return browser.get(f"{PREFIX}/me").status_code == 401


def test_a_page_shows_no_session_key_and_no_whole_address(ana: Person) -> None:
    browser = browser_of(ana)
    for page in (browser.get("/account/sessions/").content, browser.get(f"{PREFIX}/me/sessions").content):
        assert str(browser.session.session_key).encode() not in page
        assert b"127.0.0.1" not in page
        assert b"127.0.0.*" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("curl/8", "Another program"),
        ("", "Another program"),
    ],
)
def test_devices_are_named_in_words(told: str, words: str) -> None:
    assert device_words(told) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.*"), ("2001:db8:85a3::8a2e:370:7334", "2001:0db8:85a3:*"), ("", ""), ("x", "")],
)
def test_an_address_is_shown_without_the_machine(address: str, network: str) -> None:
    assert network_of(address) == network


# -- keys -------------------------------------------------------------------------------------------------------------


def test_a_key_tells_when_it_was_used_and_when_it_ends(ana: Person) -> None:
    browser = browser_of(ana)
    page = browser.post("/account/keys/", {"label": "nightly report", "life": "30"}).content.decode()
    assert "never used" in page
    token = PersonalToken.objects.get()
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    secret = page.partition('<code class="secret">')[2].partition("<")[0]
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get(f"{PREFIX}/me").status_code == 200
    assert "last used" in browser.get("/account/keys/").content.decode()
    PersonalToken.objects.update(expires_at=timezone.now())
    assert program.get(f"{PREFIX}/me").status_code == 401
    assert "Ended" in browser.get("/account/keys/").content.decode()


def test_reading_with_a_key_does_not_write_each_time(ana: Person) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    program = program_of(ana)
    writes = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            program.get("/me")
        writes.append(sum("UPDATE" in query["sql"] for query in queries))
    assert writes == [1, 0, 0]
