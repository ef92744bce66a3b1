"""Who is here, who writes, who has read: seen by the two of a room, and by nobody who is discreet."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.arranged import ask, both_in_a_room, go_to_room
from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.browser.ways import Talk

if TYPE_CHECKING:
    from playwright.sync_api import Locator

HEARD = "() => [...document.querySelectorAll('[aria-live], [role=status], [role=alert]')].map((one) => one.innerText)"


def writing(at: Talk) -> "Locator":
    return at.page.get_by_text("is writing …")


def test_they_see_each_other_come_write_read_and_go(come: Come) -> None:
    at_ana, at_bo = both_in_a_room(come("ana"), come("bo"))
    expect(at_ana.heading).to_contain_text("Here now")
    expect(at_bo.heading).to_contain_text("Here now")
    expect(at_ana.about.get_by_role("listitem").filter(has_text="Bo Okafor")).to_contain_text("Here now")

    at_bo.text_field.press_sequentially("I am th")
    expect(writing(at_ana)).to_have_text("Bo Okafor is writing …")
    # It is there to be found, and interrupts nobody who listens.
    assert not [words for words in at_ana.page.evaluate(HEARD) if "writing" in words]
    # The server lets go of it a few seconds after the last key.
    expect(writing(at_ana)).to_have_count(0)
    at_bo.text_field.press_sequentially("inking")
    expect(writing(at_ana)).to_have_count(1)
    at_bo.page.get_by_role("button", name="Send", exact=True).click()
    at_ana.sees("I am thinking")
    expect(writing(at_ana)).to_have_count(0)
    expect(at_bo.line("I am thinking")).to_contain_text(re.compile(r"Read \d\d:\d\d"))
    expect(at_ana.conversation).not_to_contain_text(re.compile(r"Read \d\d:\d\d"))

    at_bo.page.reload()
    expect(at_bo.line("I am thinking")).to_contain_text(re.compile(r"Read \d\d:\d\d"))
    at_bo.visitor.go("/rooms/")
    expect(at_ana.heading).not_to_contain_text("Here now")


def test_who_is_discreet_gives_nothing_and_sees_nothing(come: Come) -> None:
    bo = come("bo")
    at_ana, at_bo = both_in_a_room(come("ana"), bo)
    at_ana.say("Are you there?")
    expect(at_ana.line("Are you there?")).to_contain_text("Read")
    expect(at_ana.heading).to_contain_text("Here now")

    bo.go("/account/profile/")
    bo.page.get_by_label("Be discreet").check()
    bo.page.get_by_role("button", name="Save").click()
    expect(bo.page.get_by_text("Saved.")).to_be_visible()
    at_bo = go_to_room(bo, at_ana.room_id)
    at_bo.say("I am")
    at_ana.sees("I am")
    at_bo.text_field.press_sequentially("And I wr")
    at_ana.text_field.press_sequentially("And I wr")
    at_ana.say("Second question")
    at_bo.sees("Second question")
    for at in (at_ana, at_bo):
        expect(at.heading).not_to_contain_text("Here now")
        expect(writing(at)).to_have_count(0)
    expect(at_ana.line("Second question")).not_to_contain_text("Read")
    at_ana.page.reload()
    expect(at_ana.line("Second question")).not_to_contain_text("Read")
    expect(at_ana.line("Are you there?")).not_to_contain_text("Read")


def test_what_is_new_is_said_once_to_screen_readers_also_after_a_lost_connection(come: Come) -> None:
    bo = come("bo")
    bo.watch.forgives_a_lost_connection()
    at_ana, at_bo = both_in_a_room(come("ana"), bo)
    remember_announcements(bo)
    at_ana.say("**Before** the tunnel")
    at_bo.sees("Before the tunnel")
    bo.context.set_offline(True)
    expect(bo.page.get_by_text("No connection.")).to_be_visible()
    for words in ("In the tunnel", "Still in it"):
        at_ana.say(words)
        at_ana.sees(words)
    bo.context.set_offline(False)
    at_bo.sees("Still in it")
    at_ana.say("After the tunnel")
    at_bo.sees("After the tunnel")
    assert announced(bo) == [
        f"Ana Lindqvist: {words}" for words in ("Before the tunnel", "In the tunnel", "Still in it", "After the tunnel")
    ]
    # Nothing of it is said again by what renders anew: the timeline itself keeps silent.
    expect(at_bo.conversation).to_have_attribute("aria-live", "off")
    # What would have been noticed:
    bo.page.evaluate("document.querySelector('[role=log][aria-live=polite]').append('Once more')")
    assert announced(bo)[-1] == "Once more"


def remember_announcements(visitor: Visitor) -> None:
    """Everything that is added to a region that speaks, but for the hints about one's own text."""
    visitor.page.evaluate(
        """() => {
          window.announced = [];
          const log = document.querySelector("[role=log][aria-live=polite]");
          new MutationObserver((records) => {
            const added = records.flatMap((record) => [...record.addedNodes]);
            window.announced.push(...added.map((node) => node.textContent));
          }).observe(log, { childList: true, subtree: true });
        }"""
    )


def announced(visitor: Visitor) -> list[str]:
    return list(visitor.page.evaluate("() => window.announced"))


def test_marks_and_the_list_show_a_message_as_it_reads_now(come: Come) -> None:
    ana = come("ana")
    at_ana, at_bo = both_in_a_room(ana, come("bo"))
    said = ask(ana, "POST", f"/rooms/{at_ana.room_id}/messages", {"key": "k", "body": "When *exactly* can you begin?"})
    path = f"/rooms/{at_ana.room_id}"
    ask(ana, "POST", f"{path}/questions", {"seq": said["seq"]})
    ask(ana, "POST", f"{path}/pins", {"seq": said["seq"]})
    ask(ana, "PATCH", f"{path}/messages/{said['seq']}", {"body": "When **at the latest** can you begin?"})
    for _ in range(2):
        expect(at_bo.about.get_by_text("When at the latest can you begin?")).to_have_count(2)
        expect(at_bo.about).not_to_contain_text("exactly")
        at_bo.page.reload()
    at_ana.say("It is **urgent**")
    row = at_bo.page.get_by_role("navigation", name="Rooms").get_by_role("listitem")
    expect(row).to_contain_text("Ana Lindqvist: It is urgent")
    at_bo.page.reload()
    expect(row).to_contain_text("Ana Lindqvist: It is urgent")
