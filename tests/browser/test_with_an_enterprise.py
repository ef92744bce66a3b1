"""The same story where the client's plan lifts the rule from the start."""

from playwright.sync_api import expect

from tests.browser.arranged import ask
from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.browser.ways import JOB, Talk, accept_offer, enter_room, make_offer, open_talk, post_job, propose, row_of

NUMBER = "Ring me on +49 30 901820 44, or write to eli.brandt@northwind-maritime.com."
ADDRESS = "Gladly: bo@okafor-works.net, and my number is +234 803 555 0192."
BADGE = "Enterprise client"


def test_an_enterprise_is_known_by_its_badge_and_contact_details_pass_both_ways(come: Come) -> None:
    eli, bo = come("eli"), come("bo")
    post_job(eli)
    the_badge_leads_to_the_job(bo)
    propose(bo)
    at_eli = open_talk(eli)
    at_bo = enter_room(bo, who="Eli Brandt")

    the_badge_stands_in_the_room(at_eli, at_bo)
    details_pass(at_eli, at_bo, NUMBER)
    details_pass(at_bo, at_eli, ADDRESS)
    events = ask(bo, "GET", f"/rooms/{at_bo.room_id}/events?after=0")["items"]
    remarks = [one["event"]["remarks"] for one in events if one["event"]["kind"] == "message.posted"]
    assert {remark["clause"] for group in remarks for remark in group} == {"enterprise"}

    make_offer(at_eli, terms="The whole site.", amount="2400")
    accept_offer(at_bo)
    expect(at_eli.line("The contract has started.")).to_be_visible()


def the_badge_leads_to_the_job(bo: Visitor) -> None:
    """On the tile and on the post; a client without the plan has none."""
    bo.start()
    bo.page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    tile = bo.page.get_by_role("listitem").filter(has_text=JOB)
    expect(tile.get_by_text(BADGE)).to_be_visible()
    expect(tile).to_contain_text("Northwind Maritime")
    tile.get_by_role("link", name=JOB).click()
    expect(bo.page.get_by_role("article").get_by_text(BADGE)).to_be_visible()


def the_badge_stands_in_the_room(at_eli: Talk, at_bo: Talk) -> None:
    """In header, composer, member list and the list of rooms; for both."""
    for side in (at_eli, at_bo):
        expect(side.heading.get_by_text(BADGE)).to_be_visible()
        expect(side.rule).to_contain_text("clause “enterprise”")
        expect(side.hint).to_contain_text("Contact details may be exchanged here.")
        expect(side.hint.get_by_text(BADGE)).to_be_visible()
        people = side.about.get_by_role("list").last
        expect(people.get_by_role("listitem").filter(has_text="Eli Brandt")).to_contain_text(BADGE)
        expect(people.get_by_role("listitem").filter(has_text="Bo Okafor")).not_to_contain_text(BADGE)
    expect(row_of(at_bo.page, "Eli Brandt")).to_contain_text("Enterprise")


def details_pass(writer: Talk, reader: Talk, words: str) -> None:
    """The hint says by which clause, nothing is kept back, and both read why it is allowed."""
    writer.text_field.fill(words)
    expect(writer.hint).to_contain_text("Contains")
    expect(writer.hint).to_contain_text("the client has a business or enterprise plan")
    writer.say(words)
    for side in (writer, reader):
        side.sees(words)
        expect(side.line(words)).to_contain_text("the client has a business or enterprise plan")
        expect(side.card(words)).to_have_count(0)
