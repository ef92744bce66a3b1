"""The server dies, the network goes, the session ends: what people wrote is kept and arrives once."""

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import both_in_a_room, messages_in
from tests.browser.conftest import Come
from tests.browser.place import Place
from tests.browser.ways import Talk

# The longest wait between two attempts while a server starts, with room to spare.
BACK_WITHIN_MS = 60_000
NO_CONNECTION = "No connection. What you send waits and goes out by itself."


@pytest.mark.both_engines
def test_the_server_is_killed_in_mid_conversation_and_both_sides_are_complete_afterwards(
    come: Come, place: Place
) -> None:
    ana, bo = come("ana"), come("bo")
    for visitor in (ana, bo):
        visitor.watch.forgives_a_lost_connection()
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_ana.say("Shall we talk about the pictures?")
    at_bo.sees("Shall we talk about the pictures?")

    for number in range(5):
        at_ana.say(f"Ana before the end, {number}")
        at_bo.say(f"Bo before the end, {number}")
    place.pull_the_plug()
    for number in range(3):
        at_ana.say(f"Ana into the dark, {number}")
        at_bo.say(f"Bo into the dark, {number}")
    for side, name in ((at_ana, "Ana"), (at_bo, "Bo")):
        expect(side.page.get_by_text(NO_CONNECTION)).to_be_visible()
        for number in range(3):
            expect(side.line(f"{name} into the dark, {number}")).to_contain_text("Waiting for the connection")

    place.open()
    everything = sorted(
        f"{name} {words}, {number}"
        for name in ("Ana", "Bo")
        for words, count in (("before the end", 5), ("into the dark", 3))
        for number in range(count)
    )
    for side in (at_ana, at_bo):
        expect(side.messages).to_have_count(len(everything) + 1, timeout=BACK_WITHIN_MS)
        expect(side.conversation).not_to_contain_text("Waiting for the connection", timeout=BACK_WITHIN_MS)
    truth = messages_in(ana, at_ana.room_id)
    assert sorted(body for _, body in truth[1:]) == everything
    assert shown(at_ana) == truth
    assert shown(at_bo) == truth
    ana.page.reload()
    assert shown(at_ana) == truth


def test_without_network_what_is_sent_waits_and_goes_out_once(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    bo.watch.forgives_a_lost_connection()
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_bo.say("One before the tunnel")
    at_ana.sees("One before the tunnel")

    bo.context.set_offline(True)
    at_bo.say("Two in the tunnel")
    expect(bo.page.get_by_text(NO_CONNECTION)).to_be_visible()
    at_bo.say("Three in the tunnel")
    for words in ("Two in the tunnel", "Three in the tunnel"):
        expect(at_bo.line(words)).to_contain_text("Waiting for the connection")
    at_ana.say("Are you still there?")
    at_ana.sees("Are you still there?")
    expect(at_bo.line("Are you still there?")).to_have_count(0)
    expect(at_ana.line("in the tunnel")).to_have_count(0)

    bo.context.set_offline(False)
    for side in (at_ana, at_bo):
        expect(side.messages).to_have_count(4, timeout=BACK_WITHIN_MS)
    truth = messages_in(ana, at_ana.room_id)
    assert [body for _, body in truth].count("Two in the tunnel") == 1
    assert shown(at_ana) == truth
    assert shown(at_bo) == truth


def shown(at: Talk) -> list[tuple[int, str]]:
    """Number and text of every message on the page, from top to bottom."""
    found: list[list[object]] = at.messages.evaluate_all(
        "lines => lines.map(line => [Number(line.id.slice(1)), line.querySelector('.message__text').innerText])"
    )
    return [(int(str(seq)), str(text)) for seq, text in found]
