"""The story that the product exists for, with two people at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Come
from tests.browser.watch import Received
from tests.browser.ways import COVER, Talk, accept_offer, enter_room, find_job, make_offer, open_talk, post_job, propose

NUMBER = "+49 30 901820 44"
WITH_NUMBER = f"Just ring me on {NUMBER} tonight."
HARMLESS = "The old pages still use the harbour colours."
ADDRESS = "bo@okafor-works.net"
WITH_ADDRESS = f"Please invite {ADDRESS} to the repository, so that I have access to the old code."
POLITE = "Thank you. I'd rather keep our conversation here until the contract starts."


@pytest.mark.both_engines
def test_two_strangers_talk_the_rule_holds_and_a_contract_lifts_it(come: Come) -> None:
    ana, bo = come("ana", signed_in=False), come("bo")
    received = Received(ana.page)
    ana.sign_in()

    post_job(ana)
    find_job(bo)
    propose(bo)
    at_ana = open_talk(ana)
    at_ana.sees(COVER)
    at_bo = enter_room(bo, who="Ana Lindqvist")

    they_talk(at_ana, at_bo)
    a_number_is_kept_back(at_ana, at_bo, received)
    an_address_gets_its_purpose(at_ana, at_bo, received)
    she_answers_politely(at_ana, at_bo)
    an_offer_starts_the_contract(at_ana, at_bo)
    what_was_kept_is_released(at_ana, at_bo, received)
    the_contract_ends(at_ana, at_bo)


def they_talk(at_ana: Talk, at_bo: Talk) -> None:
    """Neither page is loaded anew."""
    at_ana.say("Hello Bo, when could you start?")
    at_ana.sees("Hello Bo, when could you start?")
    at_bo.sees("Hello Bo, when could you start?")
    at_bo.say(HARMLESS)
    at_bo.sees(HARMLESS)
    at_ana.sees(HARMLESS)


def a_number_is_kept_back(at_ana: Talk, at_bo: Talk, received: Received) -> None:
    """Said before sending, kept on sending, explained to its author, and nowhere at Ana's."""
    at_bo.text_field.fill(WITH_NUMBER)
    expect(at_bo.hint).to_contain_text("Would not be sent: contains a phone number")
    expect(at_bo.hint).to_contain_text("clause “base”")
    expect(at_bo.composer_marks).to_have_text([NUMBER])
    at_bo.say(WITH_NUMBER)
    card = at_bo.card(WITH_NUMBER)
    expect(card).to_contain_text("Not sent: contains a phone number")
    expect(card).to_contain_text("Before a contract")
    expect(card).to_contain_text("Contact rule 2020-06-26, clause “base”")
    expect(card.locator("mark")).to_have_text([NUMBER])
    expect(at_bo.text_field).to_have_value("")
    at_bo.say("That came after it.")
    at_ana.sees("That came after it.")
    expect(at_ana.line(NUMBER)).to_have_count(0)
    at_ana.page.reload()
    at_ana.sees(HARMLESS)
    expect(at_ana.line(NUMBER)).to_have_count(0)
    assert received.has(HARMLESS)
    assert not received.has(NUMBER)


def an_address_gets_its_purpose(at_ana: Talk, at_bo: Talk, received: Received) -> None:
    """The purpose is asked for and declared; the address arrives with it."""
    at_bo.say(WITH_ADDRESS)
    question = at_bo.card(WITH_ADDRESS)
    expect(question).to_contain_text("Not sent yet: contains an e-mail address")
    expect(question).to_contain_text("clause “system_access”")
    assert not received.has(ADDRESS)
    purposes = question.get_by_role("group", name="What is this address for?")
    purposes.get_by_role("button", name="Access to a system").click()
    expect(at_bo.card(WITH_ADDRESS)).to_have_count(0)
    at_bo.sees(WITH_ADDRESS)
    at_ana.sees(WITH_ADDRESS)
    expect(at_ana.line(WITH_ADDRESS)).to_contain_text("Declared for: Access to a system")
    expect(at_ana.line(WITH_ADDRESS)).to_contain_text("Receiving it is no violation.")


def she_answers_politely(at_ana: Talk, at_bo: Talk) -> None:
    """Who receives details has words at hand that decline them."""
    at_ana.line(WITH_ADDRESS).get_by_role("link", name="Answer politely").click()
    polite = at_ana.page.get_by_role("region", name="You were sent contact details")
    expect(polite).to_contain_text("Receiving contact details is no violation.")
    polite.get_by_role("button", name="Put it into the message").click()
    expect(polite).to_be_hidden()
    expect(at_ana.text_field).to_have_value(POLITE)
    expect(at_ana.text_field).to_be_focused()
    at_ana.page.keyboard.press("Enter")
    at_bo.sees(POLITE)


def an_offer_starts_the_contract(at_ana: Talk, at_bo: Talk) -> None:
    """Made and accepted in the room; both see it start."""
    make_offer(at_ana, terms="The whole site, two languages, ready by May.", amount="2400")
    expect(at_bo.line("Ana Lindqvist made an offer: 2,400.00 EUR")).to_be_visible()
    expect(at_bo.heading.get_by_text("Offer open")).to_be_visible()
    expect(at_bo.card(WITH_NUMBER).get_by_role("button", name="Send now")).to_have_count(0)
    accept_offer(at_bo)
    for side in (at_ana, at_bo):
        expect(side.line("The contract has started.")).to_be_visible()
        expect(side.heading.get_by_text("Contract running")).to_be_visible()
        expect(side.rule).to_contain_text("your contract has started")
    expect(at_ana.line("Bo Okafor accepted the offer.")).to_be_visible()


def what_was_kept_is_released(at_ana: Talk, at_bo: Talk, received: Received) -> None:
    """With one click, and now Ana's browser has the number, so that its absence before says something."""
    assert not received.has(NUMBER)
    at_bo.card(WITH_NUMBER).get_by_role("button", name="Send now").click()
    expect(at_bo.card(WITH_NUMBER)).to_have_count(0)
    at_bo.sees(WITH_NUMBER)
    at_ana.sees(WITH_NUMBER)
    expect(at_ana.line(WITH_NUMBER)).to_contain_text("Written earlier, sent when the rule allowed it.")
    assert received.has(NUMBER)
    assert received.unread == []


def the_contract_ends(at_ana: Talk, at_bo: Talk) -> None:
    """The two have worked together, and stay free."""
    at_ana.about.get_by_role("button", name="End the contract").click()
    for side in (at_ana, at_bo):
        expect(side.heading.get_by_text("Worked together before")).to_be_visible()
        expect(side.line("The contract has ended.")).to_be_visible()
