"""From sign-in to a contract without touching anything but keys."""

from playwright.sync_api import expect

from tests.browser.arranged import a_room, both_in_a_room
from tests.browser.conftest import Come
from tests.browser.keyboard import Keyboard
from tests.browser.seed import PASSWORD
from tests.browser.ways import Talk

CALM = {"reduced_motion": "reduce"}
WITH_NUMBER = "Ring me on +49 30 901820 44."
WITH_ADDRESS = "Please invite bo@okafor-works.net to the repository, so that I have access."


def test_keys_lead_from_the_front_page_to_a_contract(come: Come) -> None:
    ana, bo = come("ana", **CALM), come("bo", signed_in=False, **CALM)
    bo_signs_in = Keyboard(bo)
    bo.go("/")
    bo_signs_in.press("^Sign in")
    bo.page.wait_for_url("**/account/login/**")
    bo_signs_in.type("^E-?mail", "bo@people.example")
    bo_signs_in.type("^Password", PASSWORD)
    bo.page.keyboard.press("Enter")
    bo.page.wait_for_url("**/waiting/")
    bo_signs_in.press("^Rooms")
    bo.page.wait_for_url("**/rooms/")
    helper = come("bo")
    room = a_room(ana, helper)

    at_bo = into_the_room(Keyboard(bo))
    says(at_bo, "Written without a mouse.")
    ana.go(f"/rooms/{room}/")
    at_ana = Talk(ana)
    at_ana.sees("Written without a mouse.")

    a_kept_message_is_mended(at_bo)
    at_ana.sees("Rather talk to me here.")
    a_purpose_is_declared(at_bo)
    at_ana.sees(WITH_ADDRESS)

    keys = Keyboard(ana)
    keys.press("^Make an offer")
    keys.type("^What is agreed", "The whole site.")
    keys.type("^Amount", "2400")
    keys.press("^Send the offer")
    expect(at_bo.about.get_by_role("button", name="Accept")).to_be_visible()
    Keyboard(bo).press("^Accept$")
    for side in (at_ana, at_bo):
        expect(side.line("The contract has started.")).to_be_visible()


def into_the_room(keys: Keyboard) -> Talk:
    keys.page.reload()
    keys.press("Ana Lindqvist")
    return Talk(keys.visitor)


def says(at: Talk, words: str) -> None:
    """With Shift and Enter for a new line, Enter to send."""
    keys = Keyboard(at.visitor)
    keys.to("^Your message")
    at.page.keyboard.type("First line")
    at.page.keyboard.press("Shift+Enter")
    at.page.keyboard.type(words)
    expect(at.text_field).to_have_value(f"First line\n{words}")
    at.page.keyboard.press("Enter")
    at.sees(words)
    expect(at.text_field).to_be_focused()


def a_kept_message_is_mended(at_bo: Talk) -> None:
    keys = Keyboard(at_bo.visitor)
    at_bo.page.keyboard.type(WITH_NUMBER)
    at_bo.page.keyboard.press("Enter")
    expect(at_bo.card(WITH_NUMBER)).to_be_visible()
    keys.press("^Edit$", key="Shift+Tab")
    keys.type("^Your message", "Rather talk to me here.")
    keys.press("^Check and send")
    at_bo.sees("Rather talk to me here.")
    expect(at_bo.card("talk to me here")).to_have_count(0)


def a_purpose_is_declared(at_bo: Talk) -> None:
    keys = Keyboard(at_bo.visitor)
    keys.to("^Your message")
    at_bo.page.keyboard.type(WITH_ADDRESS)
    at_bo.page.keyboard.press("Enter")
    expect(at_bo.card(WITH_ADDRESS)).to_be_visible()
    keys.press("^Access to a system$", key="Shift+Tab", with_key="Space")
    at_bo.sees(WITH_ADDRESS)
    expect(at_bo.card(WITH_ADDRESS)).to_have_count(0)


def test_escape_closes_what_is_open_and_leads_back(come: Come) -> None:
    ana, bo = come("ana", **CALM), come("bo")
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_bo.say("Hello")
    at_ana.sees("Hello")
    keys, page = Keyboard(ana), ana.page

    menu = page.get_by_role("banner").get_by_role("link", name="Access keys")
    expect(menu).to_be_hidden()
    keys.press("Your menu")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert "Your menu" in keys.here

    keys.press("^Keys$")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    keys.press("What can be done with this message", key="Shift+Tab")
    keys.press("I was sent contact details")
    polite = page.get_by_role("region", name="You were sent contact details")
    expect(polite).to_be_visible()
    expect(polite.get_by_role("button", name="Put it into the message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(polite).to_be_hidden()
    expect(at_ana.text_field).to_be_focused()


def test_escape_leads_back_from_the_panel_to_the_message_on_a_small_screen(come: Come) -> None:
    ana, bo = come("ana", viewport={"width": 360, "height": 800}, **CALM), come("bo")
    at_ana, _ = both_in_a_room(ana, bo)
    Keyboard(ana).press("^About$")
    expect(at_ana.about).to_be_visible()
    expect(at_ana.text_field).to_be_hidden()
    ana.page.keyboard.press("Escape")
    expect(at_ana.about).to_be_hidden()
    expect(at_ana.text_field).to_be_focused()


def test_a_focus_that_cannot_be_seen_would_be_noticed(come: Come) -> None:
    eve = come("eve", signed_in=False, **CALM)
    eve.go("/")
    keys = Keyboard(eve)
    eve.page.keyboard.press("Tab")
    assert keys.sees_where()
    eve.page.evaluate(
        "document.styleSheets[0].insertRule('* { outline: none !important; box-shadow: none !important }')"
    )
    assert not keys.sees_where()
