"""What is behind a link comes to everybody in the room while they look, and to nobody who may not see the message."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, bring, go_to_room, work_together
from tests.browser.conftest import Come
from tests.browser.place import Place
from tests.databases import Origin

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.ways import Talk

FIRST = "Look at http://example.com/work first."
NEXT = "And then at http://example.org/more please."


@pytest.fixture
def place(filled: Origin, tmp_path: Path) -> Iterator[Place]:
    """A server that opens links."""
    with filled.copied(tmp_path) as url:
        opened = Place(url, tmp_path, program="tests.browser.linked")
        opened.open()
        yield opened
        opened.close()


def card(talk: "Talk", title: str) -> "Locator":
    return talk.conversation.get_by_role("link").filter(has_text=title)


@pytest.mark.both_engines
def test_a_card_arrives_for_both_while_they_look(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    room = a_room(ana, bo)
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    at_bo.say(FIRST)
    for talk in (at_ana, at_bo):
        expect(card(talk, "Twelve bakeries")).to_contain_text("What we drew for them.")
        expect(card(talk, "Twelve bakeries")).to_contain_text("example.com")
        expect(card(talk, "Twelve bakeries")).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    # Loaded anew it stands where it stood.
    at_ana.page.reload()
    expect(card(at_ana, "Twelve bakeries")).to_have_count(1)
    # An edit takes it away and brings the next.
    seq = next(one["seq"] for one in ask(bo, "GET", f"/rooms/{room}/events?after=0")["items"] if FIRST in str(one))
    ask(bo, "PATCH", f"/rooms/{room}/messages/{seq}", {"body": NEXT, "purpose": ""})
    for talk in (at_ana, at_bo):
        expect(card(talk, "More of it")).to_be_visible()
        expect(card(talk, "Twelve bakeries")).to_have_count(0)


def test_who_comes_later_sees_the_cards_of_what_they_can_read_alone(come: Come) -> None:
    ana, bo, cleo = (come(name) for name in ("ana", "bo", "cleo"))
    room = a_room(ana, bo)
    work_together(ana, cleo)
    at_bo = go_to_room(bo, room)
    at_bo.say(FIRST)
    expect(card(at_bo, "Twelve bakeries")).to_be_visible()
    bring(ana, cleo, room)
    at_cleo = go_to_room(cleo, room)
    at_bo.say(NEXT)
    for talk in (at_bo, at_cleo):
        expect(card(talk, "More of it")).to_be_visible()
    for text in ("Twelve bakeries", "example.com/work"):
        assert text not in cleo.page.content()
        assert text in bo.page.content()
        assert text not in str(ask(cleo, "GET", f"/rooms/{room}/timeline?limit=50"))
