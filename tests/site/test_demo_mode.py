"""Sample people are entered with one click in demo mode, and nobody else ever is."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.cast import PASSWORD, make_person
from tests.house_server import open_house
from tests.program import PREFIX
from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.models import Person
from vestibule.accounts.queries import real_people_exist
from vestibule.accounts.sessions import session_reference
from vestibule.site.commands.serve import _refuse_unready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample() -> Person:
    person = NewPerson(email="ana@sample.invalid", display_name="Ana", is_client=True, is_sample=True)
    return create_person(person=person, now=timezone.now())


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.VESTIBULE = replace(settings.VESTIBULE, demo=True)


def _enter(browser: Client, person: Person) -> bool:
    """Click on somebody; whether one is in."""
    browser.post(f"/demo/enter/{person.id}")
    return browser.get(f"{PREFIX}/me").status_code == 200


def test_a_sample_person_is_entered_with_one_click(sample: Person, demo: None) -> None:
    browser = Client()
    assert f"/demo/enter/{sample.id}" in browser.get("/demo/").content.decode()
    assert _enter(browser, sample)
    # Loudly marked, on every page.
    assert "demo-bar" in browser.get("/rooms/").content.decode()


def test_without_demo_mode_there_is_no_such_door(sample: Person) -> None:
    browser = Client()
    assert browser.get("/demo/").status_code == 404
    assert browser.post(f"/demo/enter/{sample.id}").status_code == 404
    assert not _enter(browser, sample)
    assert "demo-bar" not in browser.get("/account/login/").content.decode()


def test_a_look_enters_nobody(sample: Person, demo: None) -> None:
    browser = Client()
    assert browser.get(f"/demo/enter/{sample.id}").status_code == 405
    assert browser.get(f"{PREFIX}/me").status_code == 401


def test_who_signs_up_during_the_demonstration_is_entered_by_nobody_else(demo: None) -> None:
    browser = Client()
    fields = {"email": "eve@sample.invalid", "password1": PASSWORD, "display_name": "Eve", "side": ["freelancer"]}
    answer = browser.post("/account/signup/", fields)
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    browser.post(answer.headers["Location"], {"code": code[1]})
    assert browser.get(f"{PREFIX}/me").status_code == 200
    eve = Person.objects.get(email="eve@sample.invalid")
    assert eve.is_sample
    assert str(eve.id) not in Client().get("/demo/").content.decode()
    assert not _enter(Client(), eve)


def test_real_people_and_staff_are_entered_by_nobody(demo: None) -> None:
    for person in (make_person("Noa", is_client=True), make_person("Mo", staff_role="moderator")):
        assert not _enter(Client(), person)


def test_a_house_with_real_people_refuses_the_demonstration(sample: Person) -> None:
    _refuse_unready(demo=True)
    make_person("Noa", is_client=True)
    assert real_people_exist()
    with pytest.raises(SystemExit, match="real people"):
        _refuse_unready(demo=True)
    _refuse_unready(demo=False)


def test_the_socket_of_a_sample_person_stays_open(sample: Person, settings: Settings, demo: None) -> None:
    with open_house(settings, heartbeat_s=0.1) as house:
        browser = Client()
        assert _enter(browser, sample)
        wire = house.enter(sample, session=session_reference(browser.session.session_key or ""))
        for _ in range(3):
            wire.until_op("beat")
