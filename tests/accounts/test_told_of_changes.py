"""Whoever changes an account, its owner hears of it: on the page and by mail, also where it is theirs no longer."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.accounts.test_second_factor import confirmed, signed_in, with_app
from tests.cast import PASSWORD
from tests.notices.told import mail_at, notices_of, read_mails, words_of
from vestibule.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "four-even-more-honest-words"


def _subjects(person: Person) -> list[str]:
    mail_at(timezone.now())
    return [str(one["Subject"]) for one in read_mails() if one["To"] == person.email]


def _came_before(person: Person) -> Client:
    """A browser that the person has signed in with before."""
    browser = signed_in(person)
    browser.post("/account/logout/")
    return browser


def test_a_new_password_is_told_of(ana: Person) -> None:
    browser = signed_in(ana)
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert _subjects(ana) == ["Your password was changed"]
    assert [one.event for one in notices_of(ana)] == ["password_changed"]
    assert "Your password was changed." in browser.get("/notices/").content.decode()
    assert "/account/sessions/" in words_of(read_mails()[0])


def test_an_authenticator_app_is_told_of_when_it_comes_and_when_it_goes(ana: Person) -> None:
    browser, _ = with_app(ana)
    assert "An authenticator app was added" in _subjects(ana)
    browser.post("/account/2fa/totp/deactivate/")
    assert "The authenticator app was removed" in _subjects(ana)


def test_a_changed_address_is_told_to_the_old_one_as_well(ana: Person) -> None:
    browser = confirmed(ana)
    EmailAddress.objects.create(user=ana, email="ana@elsewhere.test", verified=True)
    browser.post("/account/email/", {"email": "ana@elsewhere.test", "action_primary": ""})
    mail_at(timezone.now())
    told = [one for one in read_mails() if one["Subject"] == "Your e-mail address was changed"]
    assert {str(one["To"]) for one in told} == {"ana@people.test", "ana@elsewhere.test"}
    assert all("elsewhere" not in words_of(one) for one in told if one["To"] == "ana@people.test")


def test_the_first_device_is_no_news_the_second_is_and_the_same_again_is_not(ana: Person) -> None:
    browser = _came_before(ana)
    assert _subjects(ana) == []
    other = signed_in(ana)
    assert _subjects(ana) == ["A new device signed in"]
    for known in (browser, other):
        known.post("/account/logout/")
        known.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert _subjects(ana) == ["A new device signed in"]


def test_a_device_that_says_it_is_known_and_is_not_is_told_of(ana: Person, bo: Person) -> None:
    browser = _came_before(bo)
    signed_in(ana)
    for cookie in (browser.cookies["vestibule_device"].value, "forged"):
        stranger = Client()
        stranger.cookies["vestibule_device"] = cookie
        stranger.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert _subjects(ana) == ["A new device signed in"] * 2


def test_a_mail_server_that_is_away_keeps_no_page_waiting(ana: Person, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.no_such_backend"  # type: ignore[attr-defined]
    browser = signed_in(ana)
    changed = browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert changed.status_code == 302
    assert mail.outbox == []
