"""Offers as people make them: in parts, and to one of several freelancers."""

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import a_room, bring, go_to_room, work_together
from tests.browser.conftest import Come
from tests.browser.ways import Talk, accept_offer, open_about

TERMS = "The booking site, in two parts."
NUMBER = "Ring me on +49 30 901820 44 tonight."
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1440, "height": 900}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_offer_in_parts_is_put_together_row_by_row(come: Come, viewport: dict[str, int]) -> None:
    ana, bo = come("ana", viewport=viewport), come("bo")
    ana.watch.forgives("status of 422")
    room = a_room(ana, bo)
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    open_about(at_ana)
    about = at_ana.about
    about.get_by_text("Make an offer").click()
    about.get_by_label("What is agreed").fill(TERMS)
    about.get_by_label("Amount").fill("2400")
    for number, (title, price) in enumerate([("Drawings", "400"), ("Never mind", "5"), ("The site", "1900")], start=1):
        add_row(at_ana, number)
        at_ana.page.keyboard.type(title)
        about.get_by_label(f"Price of milestone {number}").fill(price)
    about.get_by_role("button", name="Remove milestone 2").click()
    expect(about.get_by_role("button", name="Add a milestone")).to_be_focused()
    expect(about.get_by_label("Milestone 2", exact=True)).to_have_value("The site")
    about.get_by_label("Milestone 2 is due on").fill("2030-05-01")

    send = about.get_by_role("button", name="Send the offer")
    send.click()
    expect(about.get_by_role("alert")).to_have_text("The milestones must add up to the price.")
    about.get_by_label("Price of milestone 2").fill("")
    send.click()
    expect(about.get_by_role("alert")).to_have_text("Milestone 2 needs a name and an amount such as 400.")
    about.get_by_label("Price of milestone 2").fill("2000")
    send.click()

    at_bo_offer = at_bo.about.get_by_role("listitem").filter(has_text=TERMS)
    expect(at_bo_offer.get_by_role("listitem")).to_have_text(
        ["Drawings · 400.00 EUR", "The site · 2,000.00 EUR · 1 May 2030"]
    )
    # The form is empty for the next one.
    expect(about.get_by_label("Milestone 1", exact=True)).to_have_count(0)


def add_row(talk: Talk, number: int) -> None:
    """The cursor stands in the new row at once."""
    talk.about.get_by_role("button", name="Add a milestone").click()
    expect(talk.about.get_by_label(f"Milestone {number}", exact=True)).to_be_focused()


def test_of_two_freelancers_one_is_chosen_and_one_can_accept(come: Come) -> None:
    ana, bo, eve = (come(name) for name in ("ana", "bo", "eve"))
    room = a_room(ana, bo)
    work_together(bo, eve, company="Studio North")
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    about = at_ana.about
    about.get_by_text("Make an offer").click()
    expect(about.get_by_label("To whom")).to_have_count(0)
    about.get_by_label("What is agreed").fill(TERMS)
    # She comes while it is being written: what was typed stays, and now it must be said to whom.
    bring(bo, eve, room)
    expect(about.get_by_label("To whom")).to_be_visible()
    expect(about.get_by_label("What is agreed")).to_have_value(TERMS)
    about.get_by_label("Amount").fill("2400")
    about.get_by_role("button", name="Send the offer").click()
    expect(about.get_by_label("To whom")).to_be_focused()
    about.get_by_label("To whom").select_option("Eve Marlow")
    about.get_by_role("button", name="Send the offer").click()

    at_eve = go_to_room(eve, room)
    expect(at_eve.about.get_by_text("For you", exact=True)).to_be_visible()
    expect(at_bo.about.get_by_text("For Eve Marlow", exact=True)).to_be_visible()
    expect(at_bo.about.get_by_role("button", name="Accept")).to_have_count(0)
    accept_offer(at_eve)
    # The contract is hers: with Bo in the room details stay out.
    at_ana.say(NUMBER)
    expect(at_ana.card(NUMBER)).to_contain_text("Withheld because of Bo Okafor: no contract with you yet.")


def test_who_leaves_is_told_what_it_closes(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    room = a_room(ana, bo)
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    about = at_ana.about
    about.get_by_text("Make an offer").click()
    about.get_by_label("What is agreed").fill(TERMS)
    about.get_by_label("Amount").fill("2400")
    about.get_by_role("button", name="Send the offer").click()
    expect(at_bo.about.get_by_role("button", name="Accept")).to_be_visible()
    about.get_by_role("link", name="Bring somebody, or leave").click()
    ana.page.get_by_text("Leave", exact=True).click()
    expect(ana.page.get_by_text("Your open offer is withdrawn.")).to_be_visible()
    ana.page.get_by_role("button", name="Leave this room").click()
    ana.page.wait_for_url("**/rooms/")
    expect(at_bo.line("Ana Lindqvist withdrew the offer.")).to_be_visible()
    expect(at_bo.about.get_by_role("listitem").filter(has_text=TERMS)).to_contain_text("Withdrawn")
    expect(at_bo.about.get_by_role("button", name="Accept")).to_have_count(0)
