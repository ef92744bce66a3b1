"""A session gets a new id with new rights: the old one opens nothing, and its owner notices nothing (A24)."""

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.accounts.test_second_factor import code_for, confirmed, signed_in, with_app
from tests.cast import PASSWORD, make_organisation
from tests.program import PREFIX
from tests.race import all_at_once
from vestibule.accounts.actions.accept_invitation import accept_invitation
from vestibule.accounts.actions.invite_to_organisation import invite_to_organisation
from vestibule.accounts.actions.leave_organisation import change_role, remove_member
from vestibule.accounts.devices import devices_of
from vestibule.accounts.models import Organisation, Person

pytestmark = pytest.mark.django_db(transaction=True)

COOKIE = "vestibule_session"


def _id(browser: Client) -> str:
    return browser.cookies[COOKIE].value


def _with_id(session_id: str) -> Client:
    """A browser that has this cookie and nothing else, a thief's say."""
    browser = Client()
    browser.cookies[COOKIE] = session_id
    return browser


def _is_in(browser: Client) -> bool:
    return browser.get(f"{PREFIX}/me").status_code == 200


def _shows_password(browser: Client) -> None:
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


@pytest.fixture
def harbour(eli: Person) -> Organisation:
    return make_organisation(eli, name="Harbour Lights")


def _joins(person: Person, company: Organisation, *, by: Person) -> None:
    _made, code = invite_to_organisation(
        actor=by, organisation_id=company.id, role="member", days=7, now=timezone.now()
    )
    accept_invitation(actor=person, code=code, now=timezone.now())


# -- showing once more who one is -------------------------------------------------------------------------------------


def test_showing_the_password_again_gives_a_new_id(ana: Person) -> None:
    browser = signed_in(ana)
    before = _id(browser)
    _shows_password(browser)
    assert _id(browser) != before
    assert _is_in(browser)
    assert not _is_in(_with_id(before))
    # What was confirmed is confirmed for whoever has the new id.
    assert browser.get("/account/leave/").status_code == 200
    assert _with_id(before).get("/account/leave/").status_code == 302


def test_without_the_renewal_the_old_id_would_have_the_new_rights(ana: Person, settings: Settings) -> None:
    """The test above is not blind."""
    ours, djangos = "vestibule.accounts.renewing", "django.contrib.sessions.middleware"
    settings.MIDDLEWARE = [
        f"{djangos}.SessionMiddleware" if one == f"{ours}.RenewingSessions" else one for one in settings.MIDDLEWARE
    ]
    browser = signed_in(ana)
    before = _id(browser)
    _shows_password(browser)
    assert _with_id(before).get("/account/leave/").status_code == 200


def test_a_wrong_password_changes_nothing(ana: Person) -> None:
    browser = signed_in(ana)
    before = _id(browser)
    assert browser.post("/account/reauthenticate/", {"password": "not-my-password"}).status_code == 200
    assert browser.get("/rooms/").status_code == 200
    assert _id(browser) == before


def test_a_code_of_the_app_shown_again_gives_a_new_id(ana: Person) -> None:
    _, secret = with_app(ana)
    browser = signed_in(ana)
    browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    cache.clear()
    before = _id(browser)
    assert browser.post("/account/2fa/reauthenticate/", {"code": code_for(secret)}).status_code == 302
    assert _id(browser) != before
    assert not _is_in(_with_id(before))


def test_another_way_of_signing_in_gives_a_new_id(ana: Person) -> None:
    browser = confirmed(ana)
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = page.split('<code class="secret">')[1].split("<")[0]
    before = _id(browser)
    assert browser.post("/account/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert _id(browser) != before
    assert _is_in(browser)
    assert not _is_in(_with_id(before))


# -- another role -----------------------------------------------------------------------------------------------------


def test_whoever_joins_an_organisation_has_a_new_id_with_that_very_answer(
    ana: Person, eli: Person, harbour: Organisation
) -> None:
    browser = signed_in(ana)
    before = _id(browser)
    _made, code = invite_to_organisation(
        actor=eli, organisation_id=harbour.id, role="member", days=7, now=timezone.now()
    )
    assert browser.post(f"/join/{code}/").status_code == 302
    assert _id(browser) != before
    assert not _is_in(_with_id(before))


def _founds(browser: Client, **_: Person | Organisation) -> None:
    answer = browser.post(f"{PREFIX}/organisations", {"name": "Lantern Works"}, content_type="application/json")
    assert answer.status_code == 201


def _is_promoted(browser: Client, *, person: Person, owner: Person, company: Organisation) -> None:
    change_role(actor=owner, organisation_id=company.id, person_id=person.id, role="manager")


def _is_taken_out(browser: Client, *, person: Person, owner: Person, company: Organisation) -> None:
    remove_member(actor=owner, organisation_id=company.id, person_id=person.id, now=timezone.now())


def _becomes_staff(browser: Client, *, person: Person, **_: Person | Organisation) -> None:
    Person.objects.filter(id=person.id).update(staff_role="moderator")


@pytest.mark.parametrize("change", [_founds, _is_promoted, _is_taken_out, _becomes_staff])
def test_with_another_role_every_session_of_the_person_gets_a_new_id_and_no_other(
    change: Callable[..., None], ana: Person, eli: Person, harbour: Organisation
) -> None:
    _joins(ana, harbour, by=eli)
    desk, phone, other = signed_in(ana), signed_in(ana), signed_in(eli)
    before = {browser: _id(browser) for browser in (desk, phone, other)}
    change(desk, person=ana, owner=eli, company=harbour)
    for browser in (desk, phone, other):
        assert _is_in(browser)
    assert _id(desk) != before[desk]
    assert _id(phone) != before[phone]
    assert _id(other) == before[other]
    for old in (before[desk], before[phone]):
        assert not _is_in(_with_id(old))
    after = _id(desk)
    assert _is_in(desk)
    assert _id(desk) == after


# -- and its owner notices nothing ------------------------------------------------------------------------------------


def test_the_list_of_devices_has_the_same_device_under_the_same_name(ana: Person) -> None:
    phone, browser = signed_in(ana), signed_in(ana)
    before = devices_of(ana, current_key=_id(browser))
    _shows_password(browser)
    after = devices_of(ana, current_key=_id(browser))
    assert [(one.id, one.signed_in_at, one.is_current) for one in after] == [
        (one.id, one.signed_in_at, one.is_current) for one in before
    ]
    assert len(after) == 2
    # A list that was opened before still ends the right one.
    mine = next(one.id for one in before if one.is_current)
    phone.post(f"/account/sessions/{mine}/end")
    assert not _is_in(browser)
    assert _is_in(phone)


def test_a_new_password_keeps_this_device_in_its_place(ana: Person) -> None:
    browser = confirmed(ana)
    before = devices_of(ana, current_key=_id(browser))
    new = "four-even-better-words"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post("/account/password/change/", form).status_code == 302
    assert [one.id for one in devices_of(ana, current_key=_id(browser))] == [one.id for one in before]
    assert UserSession.objects.filter(user=ana).count() == Session.objects.count() == 1


def test_a_request_that_was_on_its_way_does_not_throw_the_new_cookie_away(ana: Person) -> None:
    browser = signed_in(ana)
    before = _id(browser)
    _shows_password(browser)
    late = _with_id(before)
    page, call = late.get("/rooms/"), late.post(f"{PREFIX}/socket-tickets")
    assert (page.status_code, call.status_code) == (302, 503)
    assert call.json()["code"] == "session_moved_on"
    assert call.headers["Retry-After"]
    assert COOKIE not in page.cookies
    assert COOKIE not in call.cookies
    # Later it is a cookie like any that is good for nothing.
    cache.clear()
    answer = _with_id(before).get(f"{PREFIX}/me")
    assert answer.status_code == 401
    assert answer.cookies[COOKIE]["max-age"] == 0


def test_signing_out_takes_the_cookie_away_as_ever(ana: Person) -> None:
    browser = confirmed(ana)
    last = _id(browser)
    browser.post("/account/logout/")
    assert not _is_in(_with_id(last))
    assert not Session.objects.filter(session_key=last).exists()


def test_of_many_requests_at_once_one_gives_the_new_id(ana: Person) -> None:
    old = _id(signed_in(ana))
    Person.objects.filter(id=ana.id).update(staff_role="moderator")

    def ask() -> str | None:
        given = _with_id(old).get(f"{PREFIX}/me").cookies.get(COOKIE)
        return given.value if given else None

    given = [one for one in all_at_once([ask] * 8) if one is not None]
    assert len(given) == 1
    assert _is_in(_with_id(given[0]))
    assert list(UserSession.objects.filter(user=ana).values_list("session_key", flat=True)) == given
    assert Session.objects.count() == 1


def test_a_failure_signs_nobody_out(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(ana)
    browser.raise_request_exception = False
    before = _id(browser)
    Person.objects.filter(id=ana.id).update(staff_role="moderator")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("vestibule.accounts.api.shown", fail)
    assert browser.get(f"{PREFIX}/me").status_code == 500
    monkeypatch.undo()
    assert _id(browser) == before
    assert _is_in(browser)
    assert _id(browser) != before
