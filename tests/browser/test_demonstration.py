"""Entering as a sample person: one click in the demonstration, no such page anywhere else."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import Come
from tests.browser.place import Place, visit
from tests.browser.ways import enter_room

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_sample_person_is_entered_with_one_click_and_two_can_talk(browser: "Browser", demonstration: Place) -> None:
    ana, bo = (visit(browser, demonstration, name) for name in ("Ana", "Bo"))
    for visitor in (ana, bo):
        visitor.go("/")
        visitor.page.get_by_role("link", name="Enter as a sample person").click()
        visitor.page.get_by_role("button", name=visitor.name).first.click()
        expect(visitor.page.get_by_text("Demonstration: sample people")).to_be_visible()
        expect(visitor.page.get_by_role("banner")).to_contain_text(visitor.name)
    at_ana = enter_room(ana, who="Bo Okafor")
    at_bo = enter_room(bo, who="Ana Lindqvist")
    at_ana.say("We are only samples, are we not?")
    at_bo.sees("We are only samples, are we not?")
    assert ana.watch.complaints + bo.watch.complaints == []
    for visitor in (ana, bo):
        visitor.context.close()


def test_outside_the_demonstration_there_are_no_sample_people(come: Come) -> None:
    eve = come("eve", signed_in=False)
    eve.watch.forgives("status of 404")
    eve.go("/")
    expect(eve.page.get_by_role("main").get_by_role("link", name="Sign up")).to_be_visible()
    expect(eve.page.get_by_role("link", name="Enter as a sample person")).to_have_count(0)
    expect(eve.page.get_by_text("Demonstration")).to_have_count(0)
    answer = eve.page.goto(f"{eve.place.address}/demo/")
    assert answer is not None
    assert answer.status == 404
    entering = eve.context.request.post(
        f"{eve.place.address}/demo/enter/0198aaaa-0000-7000-8000-000000000000",
        headers={"X-CSRFToken": "x"},
    )
    assert entering.status in {403, 404}
