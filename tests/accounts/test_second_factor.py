"""A second step at the door: codes of an app, recovery codes, and whose they are."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD
from tests.program import PREFIX
from vestibule.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


_TOKEN = re.compile(rb'csrfmiddlewaretoken" value="[^"]+')


def code_for(secret: str) -> str:
    """What the app shows now: of the steps that are accepted the middle one; the first would soon be too old."""
    accepted = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, accepted[len(accepted) // 2])))


def signed_in(person: Person) -> Client:
    """By the password alone."""
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return browser


def confirmed(person: Person) -> Client:
    """Signed in, and asked a moment ago whether it is really them."""
    browser = signed_in(person)
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return browser


def with_app(person: Person) -> tuple[Client, str]:
    """Somebody who has just set up an authenticator app, and its secret."""
    browser = confirmed(person)
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r'<code class="secret">([A-Z2-7]+)</code>', page)
    assert found is not None
    assert browser.post("/account/2fa/totp/activate/", {"code": code_for(found[1])}).status_code == 302
    # The code just used is not taken a second time; the test goes on as if half a minute had passed.
    cache.clear()
    return browser, found[1]


def _is_in(browser: Client) -> bool:
    return browser.get(f"{PREFIX}/me").status_code == 200


def test_with_an_app_the_password_alone_does_not_open_the_door(ana: Person) -> None:
    _, secret = with_app(ana)
    browser = signed_in(ana)
    assert not _is_in(browser)
    assert browser.get("/rooms/").status_code == 302
    wrong = browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert b"Incorrect code" in wrong.content
    assert not _is_in(browser)
    browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert _is_in(browser)


def test_a_recovery_code_opens_once(ana: Person) -> None:
    owner, _ = with_app(ana)
    codes = re.findall(r"<li>\s*<code>(\S+)</code>", owner.get("/account/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    first, second = signed_in(ana), signed_in(ana)
    first.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert _is_in(first)
    second.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not _is_in(second)


def test_codes_cannot_be_guessed_one_after_the_other(ana: Person) -> None:
    _, secret = with_app(ana)
    browser = signed_in(ana)
    for number in range(12):
        browser.post("/account/2fa/authenticate/", {"code": f"{number:06}"})
    browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert not _is_in(browser)


def test_the_database_alone_does_not_tell_the_secret(ana: Person) -> None:
    _, secret = with_app(ana)
    kept = Authenticator.objects.get(user=ana, type="totp")
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(code_for(secret))


def test_nobody_touches_the_passkey_of_another(ana: Person, eve: Person) -> None:
    owner = confirmed(ana)
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "Ana's phone", "credential": {}})
    browser = confirmed(eve)
    # Takes the greeting off the next page.
    browser.get("/account/keys/")
    for end in ("remove", "edit"):
        there = browser.get(f"/account/2fa/webauthn/keys/{key.pk}/{end}/")
        nowhere = browser.get(f"/account/2fa/webauthn/keys/{key.pk + 1000}/{end}/")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert _TOKEN.sub(b"", there.content) == _TOKEN.sub(b"", nowhere.content)
    assert b"Ana&#x27;s phone" in owner.get(f"/account/2fa/webauthn/keys/{key.pk}/edit/").content


def test_turning_it_off_asks_who_is_there(ana: Person) -> None:
    with_app(ana)
    stale = Client()
    stale.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")
    answer = stale.post("/account/2fa/totp/deactivate/")
    assert "reauthenticate" in answer.headers["Location"]
    assert Authenticator.objects.filter(user=ana, type="totp").exists()
