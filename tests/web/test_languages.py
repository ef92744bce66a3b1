"""Each reader gets the site in their language: by their account's choice, else their cookie, else their browser."""

from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.cast import EMAIL, PHONE, browser_of, keep, post, program_of, say, start_contract
from tests.house_server import House
from vestibule.accounts.actions.change_profile import Profile, change_profile
from vestibule.accounts.models import Person
from vestibule.kit.money import parse_amount
from vestibule.kit.refusals import InvalidInput
from vestibule.market.rules import refuse_text
from vestibule.rooms.models import Room
from vestibule.web.speech import amount_to_edit, day_words, listed
from vestibule.web.templatetags.design import money

pytestmark = pytest.mark.django_db

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def speaks_spanish(person: Person) -> Person:
    change_profile(actor=person, profile=Profile(language="es"), now=timezone.now())
    person.refresh_from_db()
    return person


# -- which language --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language"), [("es-MX,es;q=0.9", "es"), ("en-GB", "en"), ("fi", "en"), ("*", "en"), ("", "en")]
)
def test_without_an_account_the_browser_decides(asked: str, language: str) -> None:
    page = Client().get("/", headers={"Accept-Language": asked} if asked else {})
    assert f'<html lang="{language}"' in page.content.decode()
    assert page.headers["Content-Language"] == language
    assert "Accept-Language" in page.headers["Vary"]


def test_the_foot_keeps_a_choice_without_an_account_and_leads_back() -> None:
    browser = Client(headers=SPANISH)
    assert "Crear cuenta" in browser.get("/account/login/").content.decode()
    came_from = {"Referer": "http://testserver/account/login/?next=/rooms/"}
    answer = browser.post("/language/", {"language": "en"}, headers=came_from)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/rooms/")
    assert "Sign up" in browser.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "came_from", ["https://elsewhere.test/account/", "http://testserver//elsewhere.test/", "nonsense", ""]
)
def test_the_choice_leads_nowhere_else(came_from: str) -> None:
    answer = Client().post("/language/", {"language": "es"}, headers={"Referer": came_from})
    assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_there_changes_nothing(ana: Person) -> None:
    browser = browser_of(ana)
    assert browser.post("/language/", {"language": "xx"}).status_code == 302
    ana.refresh_from_db()
    assert ana.language == "en"
    assert "language" not in browser.cookies


def test_the_choice_of_an_account_goes_before_cookie_and_browser(ana: Person) -> None:
    browser = browser_of(ana)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    browser.post("/language/", {"language": "es"})
    browser.cookies["language"] = "en"
    page = browser.get("/account/profile/")
    assert "Tu perfil" in page.content.decode()
    assert page.headers["Content-Language"] == "es"


def test_who_signs_up_in_spanish_stays_in_it(client: Client) -> None:
    fields = {"email": "ines@people.test", "password1": "three-honest-words", "display_name": "Inés", "side": "client"}
    client.post("/account/signup/", fields, headers=SPANISH)
    assert Person.objects.get(email="ines@people.test").language == "es"
    assert "Escríbelo" in mail.outbox[0].body
    assert "code" not in mail.outbox[0].body


# -- what refuses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("es", "Entra primero o envía un token personal."), ("en", "Sign in first, or send a personal token.")],
)
def test_the_api_says_the_sentence_in_the_language_asked_for_and_keeps_the_code(asked: str, sentence: str) -> None:
    answer = Client().get("/api/v1/me", headers={"Accept-Language": asked})
    assert (answer.json()["code"], answer.json()["text"]) == ("sign_in_needed", sentence)
    assert answer.headers["Content-Language"] == asked


def test_a_program_that_names_no_language_gets_that_of_its_owner(ana: Person, room: Room) -> None:
    path, empty = f"/rooms/{room.id}/messages", {"key": "k", "body": " "}
    assert program_of(ana).post(path, empty).body["text"] == "Write something first."
    spanish = program_of(speaks_spanish(ana)).post(path, empty)
    assert spanish.body["text"] == "Escribe algo primero."
    assert spanish.headers["Content-Language"] == "es"


def test_what_the_schema_refuses_is_said_in_spanish_too(ana: Person) -> None:
    refused = program_of(speaks_spanish(ana)).patch("/me", {"nonsense": 1})
    assert (refused.status, refused.body["text"]) == (422, "Este campo no se conoce aquí.")


def test_numbers_in_a_refusal_are_grouped_as_its_language_does() -> None:
    refusal = refuse_text("x" * 6_001, field="body", longest=5_000)
    assert isinstance(refusal, InvalidInput)
    with translation.override("en"):
        assert refusal.text == "At most 5,000 characters; these are 6,001."
    with translation.override("es"):
        assert refusal.text == "5.000 caracteres como máximo; aquí hay 6.001."


def test_what_is_wrong_with_a_form_is_said_in_spanish_with_what_was_typed_kept(ana: Person) -> None:
    typed = {"title": "Un logotipo", "body": f"Escríbeme a {EMAIL}"}
    page = unescape(browser_of(speaks_spanish(ana)).post("/jobs/new", typed).content.decode())
    assert "dirección de correo" in page
    assert "Un logotipo" in page
    assert "contains" not in page


# -- the contact rule ------------------------------------------------------------------------------------------------


def test_a_kept_message_is_explained_in_its_authors_language(ana: Person, bo: Person, room: Room) -> None:
    speaks_spanish(ana)
    [spanish] = keep(ana, room, f"llámame al {PHONE}").item.verdict["reasons"]
    [english] = keep(bo, room, f"call me on {PHONE}").item.verdict["reasons"]
    assert "número de teléfono" in spanish["why"]
    assert "phone number" in english["why"]
    assert spanish["clause"] == english["clause"]


def test_what_the_rule_allowed_is_told_to_each_reader_in_their_language(ana: Person, bo: Person, room: Room) -> None:
    speaks_spanish(ana)
    start_contract(room)
    post(bo, room, f"call me on {PHONE}")
    post(ana, room, f"escríbeme a {EMAIL}")
    hers = unescape(browser_of(ana).get(f"/rooms/{room.id}/").content.decode())
    his = unescape(browser_of(bo).get(f"/rooms/{room.id}/").content.decode())
    assert hers.count("Permitido: hay un contrato en curso entre vosotros") >= 2
    assert his.count("Allowed: a contract between you is running") >= 2
    lines = his.split('id="page-data"')[0]
    assert "Permitido" not in lines


def test_the_quiet_lines_speak_to_who_did_it(ana: Person, bo: Person, room: Room) -> None:
    speaks_spanish(bo)
    shown = unescape(browser_of(bo).get(f"/rooms/{room.id}/").content.decode())
    assert "Has abierto esta sala: Logo for a bakery" in shown
    assert "Tú ha " not in shown


@pytest.mark.django_db(transaction=True)
def test_hints_and_refusals_over_the_socket_are_in_the_readers_language(house: House, ana: Person, room: Room) -> None:
    speaks_spanish(ana)
    wire = house.enter(ana)
    hint = wire.ask("check", room=room.id, body=f"llámame al {PHONE}")
    assert "número de teléfono" in hint["verdict"]["reasons"][0]["why"]
    wire.put(op="send", room=room.id, key="k", body=" ")
    refused = wire.until_op("refused")
    assert (refused["code"], refused["text"]) == ("message_empty", "Escribe algo primero.")


def test_a_message_without_a_finding_asks_nobody_for_their_language(ana: Person, room: Room) -> None:
    post(ana, room, "Hello")
    with CaptureQueriesContext(connection) as asked:
        say(ana, room, "Do you work with bakeries?")
    assert len(asked) > 0
    assert not [query for query in asked if "language" in query["sql"]]


# -- numbers, days, lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minor", "currency", "english", "spanish"),
    [(120_050, "EUR", "1200.50", "1200,50"), (5_000, "JPY", "5000", "5000"), (1_234, "KWD", "1.234", "1.234")],
)
def test_an_amount_to_edit_is_taken_back_as_it_stands(minor: int, currency: str, english: str, spanish: str) -> None:
    for language, shown in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert amount_to_edit(minor, currency) == shown
            assert parse_amount(shown, currency) == minor


def test_who_changes_the_language_reads_what_was_kept_before_in_it(ana: Person, room: Room) -> None:
    keep(ana, room)
    shown = unescape(browser_of(speaks_spanish(ana)).get(f"/rooms/{room.id}/").content.decode())
    assert "el texto contiene un número de teléfono" in shown
    assert "nobody proposes" not in shown


def test_amounts_days_and_lists_follow_the_language() -> None:
    day = date(2026, 1, 12)
    with translation.override("en"):
        english = (money(120_000, "EUR"), day_words(day), listed(["Ana", "Bo", "Inés"]))
        assert english == ("1,200.00 EUR", "Monday 12 January 2026", "Ana, Bo and Inés")
    with translation.override("es"):
        spanish = (money(120_000, "EUR"), day_words(day), listed(["Ana", "Bo", "Inés"]))
        assert spanish == ("1.200,00 EUR", "Lunes 12 de enero de 2026", "Ana, Bo e Inés")
        assert listed(["agua", "hielo"]) == "agua y hielo"
