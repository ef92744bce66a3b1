"""One person, several pages: they stay in step, and what is typed survives."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.arranged import a_room, both_in_a_room, go_to_room
from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.browser.seed import PASSWORD
from tests.browser.ways import Talk, row_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

WITH_NUMBER = "Ring me on +49 30 901820 44."


def test_two_tabs_of_one_person_show_the_same(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    at_ana, first = both_in_a_room(ana, bo)
    second = another_tab(bo, f"/rooms/{first.room_id}/")

    first.say("Written in the first tab")
    second.sees("Written in the first tab")
    second.say("Written in the second")
    first.sees("Written in the second")

    first.say(WITH_NUMBER)
    expect(second.card(WITH_NUMBER)).to_be_visible()
    second.card(WITH_NUMBER).get_by_role("button", name="Discard").click()
    expect(first.card(WITH_NUMBER)).to_have_count(0)
    expect(second.card(WITH_NUMBER)).to_have_count(0)

    at_ana.say("And this from Ana")
    for tab in (first, second):
        tab.sees("And this from Ana")
        expect(tab.messages).to_have_count(3)


def test_what_is_read_in_one_tab_is_read_in_the_other(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    room = a_room(ana, bo)
    at_ana = go_to_room(ana, room)
    bo.go("/rooms/")
    list_tab = bo.page
    at_ana.say("First")
    at_ana.say("Second")
    expect(row_of(list_tab, "Ana Lindqvist")).to_contain_text("2 unread")
    expect(row_of(list_tab, "Ana Lindqvist")).to_contain_text("Ana Lindqvist: Second")
    expect(list_tab).to_have_title(re.compile(r"^\(2\) "))

    at_bo = another_tab(bo, f"/rooms/{room}/")
    at_bo.sees("Second")
    expect(row_of(list_tab, "Ana Lindqvist")).not_to_contain_text("unread")
    expect(list_tab).not_to_have_title(re.compile(r"^\("))


def test_a_draft_survives_a_reload_and_is_gone_once_sent(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    _, at_bo = both_in_a_room(ana, bo)
    at_bo.text_field.fill("Half a thought")
    bo.page.reload()
    expect(at_bo.text_field).to_have_value("Half a thought")
    bo.page.get_by_role("button", name="Send", exact=True).click()
    at_bo.sees("Half a thought")
    bo.page.reload()
    at_bo.sees("Half a thought")
    expect(at_bo.text_field).to_have_value("")


def test_a_room_goes_on_while_another_tab_shows_the_password_again(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    # A request that was on its way with the old session id is told to come again.
    bo.watch.forgives("status of 503")
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_bo.text_field.fill("A long answer, almost done")
    other = bo.context.new_page()
    other.goto(bo.place.address + "/account/leave/")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Go on").click()
    expect(other.get_by_role("heading", name="Delete")).to_be_visible()
    at_ana.say("Are you still there?")
    at_bo.sees("Are you still there?")
    expect(bo.page.get_by_text("You are signed out.")).to_have_count(0)
    bo.page.get_by_role("button", name="Send", exact=True).click()
    at_ana.sees("A long answer, almost done")


def test_a_session_that_ends_while_writing_keeps_the_text_and_shows_the_way_back(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    bo.watch.forgives("status of 401")
    _, at_bo = both_in_a_room(ana, bo)
    at_bo.text_field.fill("A long answer, almost done")
    elsewhere = come("bo")
    elsewhere.go("/account/sessions/")
    elsewhere.page.get_by_role("button", name="Sign the others out").click()
    expect(bo.page.get_by_text("You are signed out. Your text is kept.")).to_be_visible()
    bo.page.get_by_role("button", name="Send", exact=True).click()
    expect(at_bo.text_field).to_have_value("A long answer, almost done")

    bo.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    bo.fill_in_sign_in()
    at_bo = Talk(bo)
    expect(at_bo.text_field).to_have_value("A long answer, almost done")
    bo.page.get_by_role("button", name="Send", exact=True).click()
    at_bo.sees("A long answer, almost done")


def test_signing_out_in_one_tab_closes_the_other_and_leaves_nothing_on_the_machine(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    bo.watch.forgives("status of 401")
    _, at_bo = both_in_a_room(ana, bo)
    at_bo.text_field.fill("Written on a shared machine")
    other = another_tab(bo, f"/rooms/{at_bo.room_id}/")
    expect(other.text_field).to_have_value("Written on a shared machine")
    assert stored(other.page) != []

    other.page.get_by_role("banner").get_by_text("Bo Okafor").click()
    other.page.get_by_role("button", name="Sign out").click()
    expect(other.page.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(bo.page.get_by_text("You are signed out. Your text is kept.")).to_be_visible()
    assert stored(other.page) == []


def another_tab(visitor: Visitor, path: str) -> Talk:
    page = visitor.context.new_page()
    page.goto(visitor.place.address + path)
    return Talk(Visitor(visitor.name, visitor.place, visitor.context, page, visitor.watch))


def stored(page: "Page") -> list[str]:
    return list(page.evaluate("Object.keys(localStorage)"))
