"""The story of the product as two people live it who speak Spanish; no word of English is left on their pages."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Come
from tests.browser.mails import latest_mail
from tests.browser.main_pages import main_pages
from tests.browser.place import Visitor
from tests.browser.seed import PASSWORD
from tests.browser.spoken import english_on

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SPANISH = {"locale": "es-ES", "timezone_id": "Europe/Madrid"}
PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
JOB = "Web de reservas para un faro"
NUMBER = "+34 612 34 56 78"


def test_from_the_first_visit_to_a_contract_in_spanish(come: Come) -> None:
    ines, bo = come("ines", signed_in=False, **SPANISH), come("bo", signed_in=False, **SPANISH)
    signs_up(ines)
    chooses_spanish_at_the_foot(bo)
    posts_a_job(ines)
    proposes(bo)
    opens_the_room(ines)
    bo.page.get_by_role("navigation", name="Principal").get_by_role("link", name="Salas").click()
    bo.page.get_by_role("link", name=re.compile("Inés Ferrer")).click()
    speaks(bo.page)
    a_number_is_kept_and_explained(bo)
    an_offer_starts_the_contract(ines, bo)
    what_was_kept_goes_out(bo, ines)


def speaks(page: "Page") -> None:
    """The page is Spanish to the last word."""
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert english_on(page) == []


def signs_up(ines: Visitor) -> None:
    page = ines.page
    ines.go("/")
    speaks(page)
    page.get_by_role("main").get_by_role("link", name="Crear cuenta").click()
    speaks(page)
    page.get_by_label("Correo electrónico").fill("ines@people.example")
    page.get_by_label("Tu nombre").fill("Inés Ferrer")
    page.get_by_label("Contraseña").fill("corta")
    page.get_by_label("contratar").check()
    page.get_by_role("button", name="Crear cuenta").click()
    expect(page.get_by_text("La contraseña es demasiado corta.")).to_be_visible()
    speaks(page)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Crear cuenta").click()
    page.wait_for_url("**/confirm-email/")
    speaks(page)
    mail = latest_mail(ines.place, to="ines@people.example")
    code = re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{4}|[A-Z0-9]{6})$", mail, re.MULTILINE)
    assert code is not None, mail
    page.get_by_label("Código").fill(code[1])
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_role("heading", name="Lo que te espera")).to_be_visible()
    speaks(page)


def chooses_spanish_at_the_foot(bo: Visitor) -> None:
    """His account is English, whatever his browser says; the foot of any page changes that for good."""
    page = bo.page
    bo.go("/account/login/")
    page.get_by_label("Correo electrónico").fill("bo@people.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    # What would have been noticed:
    assert len(english_on(page)) > 5
    page.get_by_role("contentinfo").get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Lo que te espera")).to_be_visible()
    speaks(page)


def posts_a_job(ines: Visitor) -> None:
    page = ines.page
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Trabajos").click()
    speaks(page)
    page.get_by_role("link", name="Publicar un trabajo").first.click()
    speaks(page)
    page.get_by_label("Título").fill(JOB)
    page.get_by_label("Descripción").fill("Doce habitaciones, dos idiomas, antes de la temporada.")
    page.get_by_role("button", name="Publicar el trabajo").click()
    expect(page.get_by_role("heading", name=JOB)).to_be_visible()
    speaks(page)


def proposes(bo: Visitor) -> None:
    page = bo.page
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Trabajos").click()
    speaks(page)
    page.get_by_role("link", name=JOB).click()
    speaks(page)
    page.get_by_label("Tu propuesta").fill("He hecho tres webs de reservas.")
    page.get_by_label("Precio").fill("2400,50")
    page.get_by_role("button", name="Enviar la propuesta").click()
    expect(page.get_by_role("status").filter(has_text="Tu propuesta está enviada")).to_be_visible()
    speaks(page)


def opens_the_room(ines: Visitor) -> None:
    page = ines.page
    page.reload()
    expect(page.get_by_text("2.400,50 EUR").first).to_be_visible()
    speaks(page)
    page.get_by_role("button", name="Hablar con Bo Okafor").click()
    expect(field(page)).to_be_visible()
    expect(line(page, "Bo Okafor ha enviado una propuesta")).to_contain_text("2.400,50 EUR")
    speaks(page)


def field(page: "Page") -> "Locator":
    """Where one writes."""
    return page.get_by_placeholder(re.compile("^Escribe a "))


def line(page: "Page", words: str) -> "Locator":
    """The line of the conversation that says this."""
    return page.get_by_role("log", name="Conversación").get_by_role("listitem").filter(has_text=words)


def a_number_is_kept_and_explained(bo: Visitor) -> None:
    """Said before sending by the socket's verdict, kept on sending with its reason."""
    page = bo.page
    field(page).fill(f"Llámame al {NUMBER} esta noche.")
    hint = page.locator("#composer-hint")
    expect(hint).to_contain_text("No se enviaría: contiene un número de teléfono")
    expect(hint).to_contain_text("cláusula «base»")
    speaks(page)
    page.get_by_role("button", name="Enviar", exact=True).click()
    card = line(page, NUMBER)
    expect(card).to_contain_text("No se ha enviado: contiene un número de teléfono")
    expect(card).to_contain_text("Antes de un contrato no se comparten ni se piden datos de contacto")
    expect(card).to_contain_text("Solo tú puedes ver esto.")
    speaks(page)
    # The server's page and the script's say the same.
    page.reload()
    expect(line(page, NUMBER)).to_contain_text("Antes de un contrato no se comparten")
    speaks(page)


def an_offer_starts_the_contract(ines: Visitor, bo: Visitor) -> None:
    about = ines.page.get_by_role("complementary", name="Sobre esta sala")
    about.get_by_text("Hacer una oferta").click()
    about.get_by_label("Qué se acuerda").fill("Toda la web, en dos idiomas, para mayo.")
    about.get_by_label("Importe").fill("2400,50")
    about.get_by_role("button", name="Enviar la oferta").click()
    expect(line(ines.page, "Has hecho una oferta: 2.400,50 EUR")).to_be_visible()
    expect(line(bo.page, "Inés Ferrer ha hecho una oferta: 2.400,50 EUR")).to_be_visible()
    speaks(bo.page)
    bo.page.get_by_role("complementary", name="Sobre esta sala").get_by_role("button", name="Aceptar").click()
    for side in (ines, bo):
        expect(line(side.page, "El contrato ha empezado.")).to_be_visible()
        speaks(side.page)


def what_was_kept_goes_out(bo: Visitor, ines: Visitor) -> None:
    """With one click, and Inés reads in her language why it was allowed."""
    line(bo.page, NUMBER).get_by_role("button", name="Enviar ahora").click()
    arrived = line(ines.page, NUMBER)
    expect(arrived).to_contain_text("Escrito antes, enviado cuando la norma lo permitió.")
    expect(arrived).to_contain_text("Permitido: hay un contrato en curso entre vosotros")
    speaks(ines.page)
    ines.page.reload()
    expect(line(ines.page, NUMBER)).to_contain_text("Permitido: hay un contrato en curso entre vosotros")
    speaks(ines.page)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_no_main_page_is_wider_than_the_screen_in_spanish(come: Come, screen: dict[str, object]) -> None:
    ana, bo = come("ana", **screen), come("bo", **screen)
    pages = main_pages(ana, bo)
    stranger = come("nobody", signed_in=False, **SPANISH, **screen)
    stranger.watch.forgives("status of 404")
    for visitor in (ana, bo):
        visitor.go("/account/profile/")
        visitor.page.get_by_role("contentinfo").get_by_role("button", name="Español").click()
    wide = {}
    for visitor, paths in ((bo, pages.signed_in), (ana, pages.client_only), (stranger, pages.for_everybody)):
        for name, path in paths.items():
            visitor.page.goto("about:blank")
            visitor.go(path)
            expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
            beyond = visitor.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond > 0:
                wide[name] = beyond
    assert wide == {}
