"""Signing up, in and out, and a forgotten password, as a browser without script does it."""

import re
from html import unescape

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.cast import EMAIL, PASSWORD, PHONE, browser_of, make_person
from tests.program import PREFIX
from vestibule.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

NEW = {"email": "noa@people.test", "password1": PASSWORD, "display_name": "Noa", "side": ["client"]}


def _sign_up(browser: Client, **fields: object) -> HttpResponse:
    return browser.post("/account/signup/", {**NEW, **fields})  # type: ignore[return-value]


def _sign_in(browser: Client, email: str, password: str) -> HttpResponse:
    return browser.post("/account/login/", {"login": email, "password": password})  # type: ignore[return-value]


def _is_in(browser: Client) -> bool:
    return browser.get(f"{PREFIX}/me").status_code == 200


def _code() -> str:
    found = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def test_a_stranger_signs_up_with_a_mailed_code_and_is_in() -> None:
    browser = Client()
    answer = _sign_up(browser)
    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [["noa@people.test"]]
    assert not _is_in(browser)
    wrong = browser.post(answer.headers["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    assert not _is_in(browser)
    browser.post(answer.headers["Location"], {"code": _code()})
    assert _is_in(browser)
    noa = Person.objects.get(email="noa@people.test")
    assert (noa.display_name, noa.is_client, noa.is_freelancer, noa.staff_role) == ("Noa", True, False, "")
    assert not noa.is_sample


def test_who_is_in_can_go_and_come_back(ana: Person) -> None:
    browser = Client()
    assert _sign_in(browser, ana.email, PASSWORD).status_code == 302
    assert _is_in(browser)
    assert browser.get("/account/logout/").status_code == 200
    assert _is_in(browser)
    browser.post("/account/logout/")
    assert not _is_in(browser)
    assert _sign_in(browser, ana.email.upper(), PASSWORD).status_code == 302
    assert _is_in(browser)


def test_a_wrong_password_does_not_let_in(ana: Person) -> None:
    browser = Client()
    assert _sign_in(browser, ana.email, PASSWORD + "x").status_code == 200
    assert not _is_in(browser)


def test_who_is_locked_out_does_not_come_in(ana: Person) -> None:
    Person.objects.update(is_active=False)
    browser = Client()
    _sign_in(browser, ana.email, PASSWORD)
    assert not _is_in(browser)


def test_a_forgotten_password_is_replaced_by_a_mailed_link(ana: Person) -> None:
    elsewhere, browser = browser_of(ana), Client()
    browser.post("/account/password/reset/", {"email": ana.email})
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", unescape(str(mail.outbox[-1].body)))
    assert link is not None
    form = browser.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]
    new = "four-even-better-words"
    assert browser.post(where, {"password1": new, "password2": new}).status_code == 302
    # Whoever was signed in with the old password is not any more; the link works once.
    assert not _is_in(elsewhere)
    assert not _is_in(_with(ana.email, PASSWORD))
    assert _is_in(_with(ana.email, new))
    again = Client().get(link[1], follow=True)
    assert b'name="password1"' not in again.content


def _with(email: str, password: str) -> Client:
    browser = Client()
    _sign_in(browser, email, password)
    return browser


# -- what is wrong is said at its field, and what was typed stays -----------------------------------------------------


@pytest.mark.parametrize("name", [f"Noa {PHONE}", f"Noa {EMAIL}", EMAIL])
def test_a_name_with_contact_details_is_refused_at_its_field(name: str) -> None:
    page = _sign_up(Client(), display_name=name).content.decode()
    assert not Person.objects.exists()
    assert mail.outbox == []
    assert unescape(page).count(name) >= 1
    assert 'value="noa@people.test"' in page
    assert re.search(r'id="id_display_name"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_display_name"', page)
    assert _sign_up(Client(), display_name="Noa Rivera").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", " "),
        ("display_name", "x" * 81),
        ("display_name", "No\x07a"),
        ("side", []),
        ("side", ["staff"]),
        ("email", "noa"),
        ("password1", "short"),
        ("password1", "1234567890123"),
        ("password1", "password123"),
    ],
)
def test_a_wrong_field_keeps_the_others(field: str, value: object) -> None:
    answer = _sign_up(Client(), **{field: value})
    assert answer.status_code == 200
    assert not Person.objects.exists()
    page = answer.content.decode()
    if field != "email":
        assert 'value="noa@people.test"' in page
    assert PASSWORD not in page


def test_nobody_signs_up_as_staff() -> None:
    _sign_up(Client(), staff_role="administrator", is_staff="1", is_sample="1")
    made = Person.objects.get()
    assert (made.staff_role, made.is_sample) == ("", False)


def test_two_people_never_share_an_address_whatever_its_case() -> None:
    from vestibule.accounts.actions.create_person import AddressTaken

    make_person("Noa", is_client=True)
    with pytest.raises(AddressTaken):
        make_person("NOA", is_client=True)


def test_passwords_are_kept_as_argon2(settings: object) -> None:
    from django.contrib.auth.hashers import make_password

    from vestibule.site import settings as product

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS  # type: ignore[attr-defined]
    assert make_password(PASSWORD).startswith("argon2$argon2id$")
