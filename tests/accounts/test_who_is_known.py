"""No door tells a stranger whether an address has an account (A22); nor by the work that it costs."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD
from vestibule.accounts import allauth_adapter
from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
UNKNOWN = "zoe@people.test"


def _shown(answer: Any, email: str) -> tuple[object, ...]:  # noqa: ANN401 - Django's test response
    """What an answer gives away, but for the address that was typed and the token of its forms."""
    body = _TOKEN.sub(r"\1", answer.content.decode()).replace(email, "<address>")
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    # A longer address makes a longer page, and a later second expires later.
    headers.pop("Content-Length", None)
    headers.pop("Expires", None)
    return answer.status_code, headers, sorted(answer.cookies), body


def _story(door: str, fields: Mapping[str, object], email: str) -> list[tuple[object, ...]]:
    """The answer of a door and of the page it leads to."""
    cache.clear()
    browser = Client()
    first = browser.post(door, fields)
    shown = [_shown(first, email)]
    if "Location" in first.headers:
        shown.append(_shown(browser.get(first.headers["Location"]), email))
    return shown


def _sign_up(email: str) -> list[tuple[object, ...]]:
    fields = {"email": email, "password1": PASSWORD, "display_name": "Noa", "side": ["client"]}
    return _story("/account/signup/", fields, email)


def _sign_in(email: str) -> list[tuple[object, ...]]:
    return _story("/account/login/", {"login": email, "password": "not-the-password"}, email)


def _reset(email: str) -> list[tuple[object, ...]]:
    return _story("/account/password/reset/", {"email": email}, email)


@pytest.mark.parametrize("door", [_sign_up, _sign_in, _reset])
def test_known_and_unknown_addresses_get_the_same_answer(door: object, ana: Person) -> None:
    assert callable(door)
    known, unknown = door(ana.email), door(UNKNOWN)
    assert known == unknown
    assert known != door("no address")


def test_the_mail_tells_the_difference_to_the_owner_of_the_address_alone(ana: Person) -> None:
    _sign_up(ana.email)
    _sign_up(UNKNOWN)
    to_known, to_unknown = mail.outbox
    assert (to_known.to, to_unknown.to) == ([ana.email], [UNKNOWN])
    assert to_known.body != to_unknown.body


def test_guessing_passwords_is_slowed_down(ana: Person) -> None:
    cache.clear()
    browser = Client()
    fields = {"login": ana.email, "password": "not-the-password"}
    answers = [browser.post("/account/login/", fields) for _ in range(12)]
    assert len({len(answer.content) for answer in answers}) > 1 or {answer.status_code for answer in answers} == {
        200,
        429,
    }
    # Also the right password is not looked at any more, from there and for this address.
    right = browser.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert right.status_code != 302
    cache.clear()
    assert browser.post("/account/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302


def test_passwords_tried_from_many_places_are_looked_at_twenty_times_and_the_owner_still_comes_in(
    ana: Person, eve: Person
) -> None:
    """A23."""
    cache.clear()
    hers = Client()
    right, wrong = {"login": ana.email, "password": PASSWORD}, {"login": ana.email, "password": "not-the-password"}
    assert hers.post("/account/login/", right).status_code == 302
    hers.post("/account/logout/")
    too_many = 0
    for number in range(100):
        robot = Client(REMOTE_ADDR=f"198.51.100.{number}")
        too_many += b"Too many failed login attempts" in robot.post("/account/login/", wrong).content
    assert too_many == 100 - 20
    # From a new place nobody comes in any more for a while, and with the browser that she has used before she does.
    assert Client(REMOTE_ADDR="203.0.113.9").post("/account/login/", right).status_code == 200
    assert hers.post("/account/login/", right).status_code == 302
    # A browser that knows somebody else is no help.
    eves = Client(REMOTE_ADDR="203.0.113.10")
    assert eves.post("/account/login/", {"login": eve.email, "password": PASSWORD}).status_code == 302
    eves.post("/account/logout/")
    assert eves.post("/account/login/", right).status_code == 200


@pytest.mark.parametrize("door", [_sign_up, _sign_in])
def test_a_known_and_an_unknown_address_cost_the_same_work(
    door: Callable[[str], object], ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password is hashed as often for either: nothing else takes long enough to be told apart from outside."""
    hashed = Counter[str]()
    hasher = type(get_hasher())
    encode, tried = hasher.encode, [""]

    def counted(self: BasePasswordHasher, password: str, salt: str, **given: int) -> str:
        hashed[tried[0]] += 1
        return encode(self, password, salt, **given)

    monkeypatch.setattr(hasher, "encode", counted)
    for email in (ana.email, UNKNOWN):
        tried[0] = email
        door(email)
    assert hashed[ana.email] == hashed[UNKNOWN] >= 1, hashed


def test_mails_to_one_address_are_limited(ana: Person) -> None:
    cache.clear()
    for _ in range(30):
        Client().post("/account/password/reset/", {"email": ana.email})
    assert 1 <= len(mail.outbox) < 30


def test_two_who_take_one_address_at_once_are_told_the_same_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between allauth's look and our insert somebody else was quicker."""
    usual = _sign_up(UNKNOWN)

    def create_second(*, person: NewPerson, now: datetime) -> Person:
        create_person(person=person, now=now)
        return create_person(person=person, now=now)

    monkeypatch.setattr(allauth_adapter, "create_person", create_second)
    assert _sign_up("noe@people.test") == usual
    assert Person.objects.filter(email="noe@people.test").count() == 1
