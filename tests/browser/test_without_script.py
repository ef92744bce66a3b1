"""The whole way by forms alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import both_in_a_room
from tests.browser.conftest import Come
from tests.browser.ways import COVER, Talk, accept_offer, enter_room, find_job, make_offer, open_talk, post_job, propose

PLAIN = {"java_script_enabled": False}
NUMBER = "+49 30 901820 44"
WITH_NUMBER = f"Ring me on {NUMBER}, please."
WITH_ADDRESS = "Please invite bo@okafor-works.net to the repository, so that I have access."
LONGEST = 20_000


@pytest.mark.both_engines
def test_the_whole_way_to_a_contract_works_without_script(come: Come) -> None:
    ana, bo = come("ana", **PLAIN), come("bo", **PLAIN)
    post_job(ana)
    find_job(bo)
    propose(bo)
    at_ana = open_talk(ana)
    at_ana.sees(COVER)
    at_bo = enter_room(bo, who="Ana Lindqvist")

    they_talk(at_ana, at_bo)
    a_number_is_kept_and_the_text_edited(at_ana, at_bo)
    a_purpose_is_declared(at_ana, at_bo)
    she_answers_politely(at_ana, at_bo)

    at_bo.say(WITH_NUMBER)
    make_offer(at_ana, terms="The whole site.", amount="2400.50")
    bo.page.reload()
    expect(at_bo.line("Ana Lindqvist made an offer: 2,400.50 EUR")).to_be_visible()
    expect(at_bo.card(WITH_NUMBER).get_by_role("button", name="Send now")).to_have_count(0)
    accept_offer(at_bo)
    expect(at_bo.line("The contract has started.")).to_be_visible()
    at_bo.card(WITH_NUMBER).get_by_role("button", name="Send now").click()
    at_bo.sees(WITH_NUMBER)
    ana.page.reload()
    at_ana.sees(WITH_NUMBER)
    expect(at_ana.heading.get_by_text("Contract running")).to_be_visible()


def they_talk(at_ana: Talk, at_bo: Talk) -> None:
    """Each sees the other's words after loading the page anew."""
    at_ana.say("Hello Bo,\nwhen could you start?")
    at_ana.sees("when could you start?")
    at_bo.page.reload()
    at_bo.sees("when could you start?")


def a_number_is_kept_and_the_text_edited(at_ana: Talk, at_bo: Talk) -> None:
    """The card stands where the message would, and its forms lead on."""
    at_bo.say(WITH_NUMBER)
    card = at_bo.card(WITH_NUMBER)
    expect(card).to_contain_text("Not sent: contains a phone number")
    expect(card).to_contain_text("Contact rule 2020-06-26, clause “base”")
    at_ana.page.reload()
    expect(at_ana.conversation).to_contain_text("when could you start?")
    expect(at_ana.conversation).not_to_contain_text(NUMBER)

    card.get_by_text("Edit", exact=True).click()
    card.get_by_role("textbox", name="Your message").fill("Ring me? Rather: talk to me here.")
    card.get_by_role("button", name="Check and send").click()
    at_bo.sees("Rather: talk to me here.")
    expect(at_bo.page.get_by_text("Only you can see this.")).to_have_count(0)


def a_purpose_is_declared(at_ana: Talk, at_bo: Talk) -> None:
    at_bo.say(WITH_ADDRESS)
    card = at_bo.card(WITH_ADDRESS)
    expect(card).to_contain_text("What is this address for?")
    card.get_by_role("button", name="Access to a system").click()
    at_bo.sees(WITH_ADDRESS)
    at_ana.page.reload()
    expect(at_ana.line(WITH_ADDRESS)).to_contain_text("Receiving it is no violation.")


def she_answers_politely(at_ana: Talk, at_bo: Talk) -> None:
    at_ana.line(WITH_ADDRESS).get_by_role("link", name="Answer politely").click()
    at_ana.page.get_by_role("button", name="Send this answer").click()
    at_ana.sees("I'd rather keep our conversation here")
    at_bo.page.reload()
    at_bo.sees("I'd rather keep our conversation here")


def test_a_message_that_is_too_long_is_still_in_the_composer(come: Come) -> None:
    ana, bo = come("ana"), come("bo", **PLAIN)
    bo.watch.forgives("status of 422")
    _, at_bo = both_in_a_room(ana, bo)
    too_long = "So many words. " * (LONGEST // 15 + 1)
    at_bo.say(too_long)
    expect(bo.page.get_by_role("alert")).to_contain_text("at most 20,000 characters")
    assert at_bo.text_field.input_value().rstrip() == too_long.rstrip()
    at_bo.say(too_long[: LONGEST - 20])
    expect(at_bo.messages).to_have_count(1)


def test_an_offer_with_contact_details_is_refused_at_its_field_and_kept(come: Come) -> None:
    ana, bo = come("ana", **PLAIN), come("bo")
    ana.watch.forgives("status of 422")
    at_ana, _ = both_in_a_room(ana, bo)
    form = at_ana.about.locator("form").filter(has=ana.page.get_by_label("What is agreed"))
    at_ana.about.get_by_text("Make an offer").click()
    form.get_by_label("What is agreed").fill(f"The whole site. {WITH_NUMBER}")
    form.get_by_label("Amount").fill("twelve")
    form.get_by_role("button", name="Send the offer").click()

    expect(at_ana.about.get_by_text("Write an amount such as 1200 or 1200.50.")).to_be_visible()
    expect(form.get_by_label("What is agreed")).to_have_value(f"The whole site. {WITH_NUMBER}")
    form.get_by_label("Amount").fill("1200")
    form.get_by_role("button", name="Send the offer").click()
    expect(at_ana.about).to_contain_text("contains a phone number")
    expect(form.get_by_label("What is agreed")).to_have_value(f"The whole site. {WITH_NUMBER}")
    expect(form.get_by_label("Amount")).to_have_value("1200")
    form.get_by_label("What is agreed").fill("The whole site.")
    form.get_by_role("button", name="Send the offer").click()
    expect(at_ana.line("You made an offer: 1,200.00 EUR")).to_be_visible()


def test_a_session_that_ended_keeps_what_was_written_and_leads_back_to_it(come: Come) -> None:
    ana, bo = come("ana"), come("bo", **PLAIN)
    _, at_bo = both_in_a_room(ana, bo)
    bo.context.clear_cookies(name="vestibule_session")
    at_bo.say("A long answer, almost done")
    bo.fill_in_sign_in()
    at_bo = Talk(bo)
    expect(at_bo.text_field).to_have_value("A long answer, almost done")
    bo.page.get_by_role("button", name="Send", exact=True).click()
    at_bo.sees("A long answer, almost done")
