"""A client finds a freelancer, invites them, agrees with them, and the freelancer leaves without fault."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.browser.ways import Talk, accept_offer, make_offer, post_job

WORDS = "Your sailing calendars are what we look for. Shall we talk about ours?"
TERMS = "Take over the code of the booking site and add a calendar."
DIFFERENT = "The repository holds drawings only; there is no code to take over."


@pytest.mark.both_engines
def test_from_the_search_to_an_exit_without_fault(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    show_oneself(bo)
    post_job(ana)
    find_and_invite(ana)
    at_bo = accept_invitation(bo)
    expect(at_bo.line("accepted the invitation to talk")).to_contain_text(WORDS)
    at_ana = enter_by_unread(ana, at_bo)
    make_offer(at_ana, terms=TERMS, amount="2400")
    expect(at_bo.about.get_by_text("Open until")).to_be_visible()
    accept_offer(at_bo)
    leave(at_bo)
    for side in (at_ana, at_bo):
        expect(side.line("left the contract without fault: no pay, no score.")).to_contain_text(DIFFERENT)
        expect(side.about.get_by_role("listitem").filter(has_text=TERMS)).to_contain_text("Left without fault")
        expect(side.heading.get_by_text("Worked together before")).to_be_visible()


def show_oneself(freelancer: Visitor) -> None:
    """The profile; a telephone number in it is refused at its field, and what was typed stays."""
    freelancer.watch.forgives("status of 422")
    freelancer.go("/profile/")
    page = freelancer.page
    page.get_by_label("Headline").fill("Calendars and booking sites")
    page.get_by_label("About you").fill("Ring me on +49 30 901820 44.")
    page.get_by_label("Skills").fill("Django, Sailing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="contains a phone number")).to_be_visible()
    expect(page.get_by_label("Skills")).to_have_value("Django, Sailing")
    page.get_by_label("About you").fill("I have built calendars for three sailing schools.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Bo Okafor")).to_be_visible()


def find_and_invite(client: Visitor) -> None:
    """Search by word, narrow by a skill, open the profile, invite."""
    page = client.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Freelancers").click()
    page.get_by_label("Search", exact=True).fill("calendar")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("navigation", name="Skills").get_by_role("link", name="Sailing").click()
    page.get_by_role("link", name="Bo Okafor").click()
    page.get_by_label("Your words").fill(WORDS)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").filter(has_text="Your invitation is sent")).to_be_visible()


def accept_invitation(freelancer: Visitor) -> Talk:
    """From the first page into the room."""
    freelancer.go("/")
    page = freelancer.page
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    page.get_by_role("button", name="Accept and talk").click()
    return Talk(freelancer)


def enter_by_unread(client: Visitor, at_freelancer: Talk) -> Talk:
    """What Bo says waits for Ana on her first page."""
    at_freelancer.say("Hello Ana, gladly.")
    at_freelancer.sees("Hello Ana, gladly.")
    client.go("/")
    client.page.get_by_role("region", name="Unread").get_by_role("link").click()
    talk = Talk(client)
    talk.sees("Hello Ana, gladly.")
    return talk


def leave(at_freelancer: Talk) -> None:
    """The freelancer has looked at the material."""
    at_freelancer.about.get_by_text("Not what was described?").click()
    at_freelancer.about.get_by_label("What is different").fill(DIFFERENT)
    at_freelancer.about.get_by_role("button", name="Leave without fault").click()
