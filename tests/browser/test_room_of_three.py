"""A client, her colleague and a freelancer in one room: coming, talking, what is withheld because of whom, going."""

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, go_to_room, work_together
from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.browser.ways import Talk, open_about, row_of

NUMBER = "Ring me on +49 30 901820 44 tonight."
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1440, "height": 900}


@pytest.mark.both_engines
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_three_in_a_room(come: Come, viewport: dict[str, int]) -> None:
    ana, bo, cleo = (come(name, viewport=viewport) for name in ("ana", "bo", "cleo"))
    room = a_room_with_contract(ana, bo)
    work_together(ana, cleo)
    at_bo = go_to_room(bo, room)

    the_client_brings_her_colleague(go_to_room(ana, room))
    expect(at_bo.line("Cleo Marsh joined.")).to_be_visible()
    expect(at_bo.heading).to_contain_text("Ana Lindqvist, Cleo Marsh")

    the_writer_sees_who_could_read_it(at_bo)
    at_bo.say(NUMBER)
    expect(at_bo.card(NUMBER)).to_contain_text(
        "Withheld because of Cleo Marsh: no contract with you yet. Ana Lindqvist could read it."
    )

    at_cleo = the_colleague_talks(cleo)
    at_bo.sees("Good morning, I am the colleague.")
    expect(at_cleo.conversation).not_to_contain_text(NUMBER)
    assert NUMBER not in cleo.page.content()

    the_colleague_leaves(at_cleo)
    expect(at_bo.line("Cleo Marsh left.")).to_be_visible()
    at_bo.card(NUMBER).get_by_role("button", name="Send now").click()
    at_bo.sees(NUMBER)
    go_to_room(ana, room).sees(NUMBER)


def a_room_with_contract(client: Visitor, freelancer: Visitor) -> str:
    """Contact details may go between the two."""
    room = a_room(client, freelancer)
    terms = {"terms": "The whole site.", "amount_minor": 240000, "currency": "EUR"}
    offer = ask(client, "POST", f"/rooms/{room}/offers", terms)
    ask(freelancer, "POST", f"/offers/{offer['id']}/accept")
    return room


def the_client_brings_her_colleague(at_ana: Talk) -> None:
    """From the panel beside the conversation, over the page of the room's people."""
    page = at_ana.page
    open_about(at_ana)
    at_ana.about.get_by_role("link", name="Bring somebody, or leave").click()
    expect(page.get_by_role("heading", name="People in the room")).to_be_visible()
    page.get_by_label("Colleague").select_option(label="Cleo Marsh · Harbour Lights")
    expect(page.get_by_label("What is said from now on")).to_be_checked()
    page.get_by_role("button", name="Bring into the room").click()
    expect(page.get_by_text("Cleo Marsh is in the room now.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Cleo Marsh")).to_contain_text("brought by you")


def the_writer_sees_who_could_read_it(at_bo: Talk) -> None:
    """Before anything is sent."""
    expect(at_bo.hint).to_contain_text("Contact details stay out because of Cleo Marsh.")
    at_bo.text_field.fill(NUMBER)
    expect(at_bo.hint).to_contain_text("Withheld because of Cleo Marsh: no contract with you yet.")
    readers = at_bo.hint.get_by_role("list", name="Who could read it").get_by_role("listitem")
    expect(readers).to_have_text(["Ana Lindqvist could read it", "Cleo Marsh: no contract with you yet"])


def the_colleague_talks(cleo: Visitor) -> Talk:
    """She finds the room in her list, and in it nothing from before."""
    cleo.go("/rooms/")
    row_of(cleo.page, "Ana Lindqvist, Bo Okafor").click()
    at_cleo = Talk(cleo)
    expect(at_cleo.line("You joined.")).to_be_visible()
    expect(at_cleo.conversation).not_to_contain_text("opened this room")
    at_cleo.say("Good morning, I am the colleague.")
    at_cleo.sees("Good morning, I am the colleague.")
    return at_cleo


def the_colleague_leaves(at_cleo: Talk) -> None:
    """By herself; the room is gone from her list and its address finds nothing."""
    room, page = at_cleo.room_id, at_cleo.page
    open_about(at_cleo)
    at_cleo.about.get_by_role("link", name="Bring somebody, or leave").click()
    page.get_by_text("Leave", exact=True).click()
    page.get_by_role("button", name="Leave this room").click()
    page.wait_for_url("**/rooms/")
    expect(row_of(page, "Ana Lindqvist, Bo Okafor")).to_have_count(0)
    answer = at_cleo.visitor.context.request.get(f"{at_cleo.visitor.place.address}/api/v1/rooms/{room}")
    assert answer.status == 404
