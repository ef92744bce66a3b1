"""Forms that refuse say so at the field and keep what was typed."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.arranged import both_in_a_room
from tests.browser.conftest import Come
from tests.browser.mails import latest_mail
from tests.browser.place import EMAIL_LABEL, Visitor
from tests.browser.seed import PASSWORD as OLD_PASSWORD
from tests.browser.ways import find_job, post_job

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CODE = re.compile(r"^\s*([A-Z0-9]{4,}(?:-[A-Z0-9]+)?)\s*$", re.MULTILINE)
PASSWORD = "seventeen-green-boats"


def field(page: "Page", label: str) -> "Locator":
    """A field with its label, hint and error."""
    return page.locator(".field").filter(has=page.get_by_text(label, exact=True))


def fill_in_sign_up(visitor: Visitor, *, name: str, password: str) -> None:
    page = visitor.page
    page.get_by_label(EMAIL_LABEL).fill("noor@people.example")
    page.get_by_role("textbox", name="Your name").fill(name)
    page.get_by_label("work", exact=True).check()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign up").click()


def test_somebody_signs_up_with_the_code_from_the_mail(come: Come) -> None:
    noor = come("noor", signed_in=False)
    noor.watch.forgives("status of 422")
    noor.go("/")
    noor.page.get_by_role("main").get_by_role("link", name="Sign up").click()

    fill_in_sign_up(noor, name="+49 30 901820 44", password=PASSWORD)
    expect(field(noor.page, "Your name")).to_contain_text("a phone number")
    expect(noor.page.get_by_role("textbox", name="Your name")).to_have_value("+49 30 901820 44")
    expect(noor.page.get_by_label(EMAIL_LABEL)).to_have_value("noor@people.example")
    expect(noor.page.get_by_label("work", exact=True)).to_be_checked()

    fill_in_sign_up(noor, name="Noor Haddad", password="short")
    expect(field(noor.page, "Password")).to_contain_text("at least 10 characters")
    expect(noor.page.get_by_role("textbox", name="Your name")).to_have_value("Noor Haddad")
    expect(noor.page.get_by_label(EMAIL_LABEL)).to_have_value("noor@people.example")

    fill_in_sign_up(noor, name="Noor Haddad", password=PASSWORD)
    expect(noor.page.get_by_label("Code")).to_be_visible()
    noor.page.get_by_label("Code").fill("WRONGX")
    noor.page.get_by_role("main").get_by_role("button").first.click()
    expect(noor.page.get_by_text("Incorrect code")).to_be_visible()
    code = re.search(CODE, latest_mail(noor.place, to="noor@people.example"))
    assert code is not None
    noor.page.get_by_label("Code").fill(code[1])
    noor.page.get_by_role("main").get_by_role("button").first.click()
    expect(noor.page.get_by_role("banner")).to_contain_text("Noor Haddad")

    noor.page.get_by_role("banner").get_by_text("Noor Haddad").click()
    noor.page.get_by_role("button", name="Sign out").click()
    noor.sign_in(PASSWORD)
    expect(noor.page.get_by_role("banner")).to_contain_text("Noor Haddad")


def test_a_forgotten_password_is_set_anew_by_the_link_from_the_mail(come: Come) -> None:
    bo = come("bo", signed_in=False)
    bo.go("/account/login/")
    bo.page.get_by_role("main").get_by_role("link", name="Forgot your password?").first.click()
    bo.page.get_by_label(EMAIL_LABEL).fill("bo@people.example")
    bo.page.get_by_role("main").get_by_role("button").click()
    expect(bo.page).to_have_url(re.compile("/done/"))
    link = re.search(r"https?://\S+", latest_mail(bo.place, to="bo@people.example"))
    assert link is not None
    bo.page.goto(link[0])
    bo.page.get_by_label("New Password", exact=True).fill(PASSWORD)
    again = bo.page.get_by_label("New Password (again)")
    if again.count():
        again.fill(PASSWORD)
    bo.page.get_by_role("button", name="Change Password").click()
    expect(bo.page).to_have_url(re.compile("/done/"))

    bo.watch.forgives("status of 4")
    bo.go("/account/login/")
    bo.page.get_by_label(EMAIL_LABEL).fill("bo@people.example")
    bo.page.get_by_label("Password").fill(OLD_PASSWORD)
    bo.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(bo.page.get_by_role("alert")).to_be_visible()
    bo.fill_in_sign_in(PASSWORD)
    expect(bo.page.get_by_role("banner")).to_contain_text("Bo Okafor")


def test_a_proposal_with_an_address_is_refused_at_its_field_with_everything_still_there(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    bo.watch.forgives("status of 422")
    post_job(ana)
    find_job(bo)
    cover = "I built two of these. Write to bo@okafor-works.net for details."
    bo.page.get_by_label("Your proposal").fill(cover)
    bo.page.get_by_label("Price").fill("2400")
    bo.page.get_by_label("Currency").select_option("USD")
    bo.page.get_by_role("button", name="Send the proposal").click()

    verdict = bo.page.get_by_role("alert").filter(has_text="contains an e-mail address")
    expect(verdict).to_contain_text("clause “public_surfaces”")
    expect(verdict.locator("mark")).to_have_text(["bo@okafor-works.net"])
    expect(bo.page.get_by_label("Your proposal")).to_have_value(cover)
    expect(bo.page.get_by_label("Price")).to_have_value("2400")
    expect(bo.page.get_by_label("Currency")).to_have_value("USD")

    bo.page.get_by_label("Your proposal").fill("I built two of these.")
    bo.page.get_by_label("Price").fill("a lot")
    bo.page.get_by_role("button", name="Send the proposal").click()
    expect(field(bo.page, "Price")).to_contain_text("Write an amount such as")
    expect(bo.page.get_by_label("Your proposal")).to_have_value("I built two of these.")
    bo.page.get_by_label("Price").fill("2400")
    bo.page.get_by_role("button", name="Send the proposal").click()
    expect(bo.page.get_by_text("Your proposal is sent")).to_be_visible()


def test_an_offer_that_is_refused_in_the_room_keeps_what_was_typed(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    ana.watch.forgives("status of 422")
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_ana.about.get_by_text("Make an offer").click()
    terms = at_ana.about.get_by_label("What is agreed")
    terms.fill("The whole site; ring me on +49 30 901820 44.")
    at_ana.about.get_by_label("Amount").fill("2400")
    at_ana.about.get_by_role("button", name="Send the offer").click()
    expect(at_ana.about.get_by_role("alert")).to_contain_text("a phone number")
    expect(terms).to_have_value("The whole site; ring me on +49 30 901820 44.")
    terms.fill("The whole site.")
    at_ana.about.get_by_role("button", name="Send the offer").click()
    expect(at_bo.line("made an offer")).to_be_visible()


def test_a_session_that_ended_keeps_what_was_filled_in_and_leads_back_to_it(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    post_job(ana)
    find_job(bo)
    bo.page.get_by_label("Your proposal").fill("I built two of these.\nBoth in two languages.")
    bo.page.get_by_label("Price").fill("2400")
    bo.context.clear_cookies(name="vestibule_session")
    bo.page.get_by_role("button", name="Send the proposal").click()
    bo.fill_in_sign_in()
    expect(bo.page.get_by_role("status")).to_contain_text("What you wrote is still here")
    expect(bo.page.get_by_label("Your proposal")).to_have_value("I built two of these.\nBoth in two languages.")
    expect(bo.page.get_by_label("Price")).to_have_value("2400")
    bo.page.get_by_role("button", name="Send the proposal").click()
    expect(bo.page.get_by_text("Your proposal is sent")).to_be_visible()

    bo.page.get_by_role("link", name="Change").click()
    expect(bo.page.get_by_label("Your proposal")).to_have_value("I built two of these.\nBoth in two languages.")
    expect(bo.page.get_by_text("What you wrote is still here")).to_have_count(0)
