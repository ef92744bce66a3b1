"""Somebody who was away: told on the site and by mail, led to the room, and rid of the mails by one click."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, go_to_room
from tests.browser.conftest import Come
from tests.browser.mails import awaited_mail, notice_mails
from tests.browser.place import Place

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ADDRESS = "ana@people.example"


@pytest.fixture
def hasty(place: Place) -> Place:
    """The place, where nothing stays unread for longer than a second before it is told of."""
    place.close()
    place.notice_after_s = 1
    place.open()
    return place


def row(page: "Page", words: str) -> "Locator":
    """What opens the notice that says so."""
    return page.get_by_role("listitem").filter(has_text=words).get_by_role("button").first


def test_ana_is_away_is_told_follows_the_mail_and_ends_the_mails(hasty: Place, come: Come) -> None:
    bo, ana = come("bo"), come("ana")
    room = a_room(ana, bo)
    ana.go("/notices/")
    page = ana.page
    expect(row(page, "Bo Okafor sent a proposal for your job.")).to_be_visible()

    # The list is open before her, and nobody reads the room: it comes alive.
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k1", "body": "Shall we begin on Monday?"})
    told = row(page, "Bo Okafor wrote to you.")
    expect(told).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Notices"))).to_contain_text("2")
    page.get_by_role("button", name="Mark all as read").click()
    page.goto("about:blank")
    ask(ana, "POST", f"/rooms/{room}/read", {"seq": 10**6})

    # Now she is away.
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k2", "body": "Or on Thursday?"})
    mail = awaited_mail(hasty, to=ADDRESS, subject="New message")
    body = mail.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert "Thursday" not in words
    assert "Okafor" not in words

    # By the link of the mail into the room, which reads the notice.
    link = re.search(r"http://\S+/notices/[0-9a-f-]{36}/", words)
    assert link is not None
    page.goto(link[0])
    page.wait_for_url(re.compile(f"/rooms/{room}/"))
    expect(page.get_by_text("Or on Thursday?", exact=True)).to_be_visible()
    ana.go("/notices/")
    expect(told).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Mark as read: Bo Okafor wrote"))).to_have_count(0)
    page.goto("about:blank")

    # One click of her mail program, without a sign-in; before it a scanner looks.
    stranger = come("nobody", signed_in=False)
    unsubscribe = str(mail["List-Unsubscribe"]).strip().strip("<>")
    stranger.page.goto(unsubscribe)
    expect(stranger.page.get_by_role("heading", name="End these mails?")).to_be_visible()
    answer = stranger.context.request.post(unsubscribe, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    before = len([one for one in notice_mails(hasty, to=ADDRESS) if "New message" in str(one["Subject"])])
    other = a_room(ana, bo, title="Second site")
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k3", "body": "Or on Tuesday?"})
    ana.go("/notices/")
    expect(page.get_by_role("button", name=re.compile("Mark as read: Bo Okafor wrote"))).to_be_visible()
    page.goto("about:blank")
    # The mail about what was said elsewhere and later goes out; one about this room would have gone before it.
    ask(bo, "POST", f"/rooms/{other}/messages", {"key": "k1", "body": "And this one?"})
    awaited_mail(hasty, to=ADDRESS, subject="New message in “Second site”")
    after = [one for one in notice_mails(hasty, to=ADDRESS) if "New message" in str(one["Subject"])]
    assert len(after) == before + 1


def test_notices_and_choices_without_script_and_by_keyboard(hasty: Place, come: Come) -> None:
    bo = come("bo")
    ana = come("ana", java_script_enabled=False, viewport={"width": 360, "height": 800})
    room = a_room(come("ana"), bo)
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k1", "body": "Shall we begin?"})
    awaited_mail(hasty, to=ADDRESS, subject="New message")
    page = ana.page
    ana.go("/jobs/")
    page.get_by_role("link", name=re.compile("Notices")).click()
    row(page, "Bo Okafor wrote to you.").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/rooms/{room}/"))
    ana.go("/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("All is read.")).to_be_visible()
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)

    ana.watch.forgives("status of 422")
    ana.go("/account/notifications/")
    page.get_by_label("New messages", exact=True).select_option("Once a day")
    page.get_by_label("Quiet from").select_option("22:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Choose both hours, or none.")).to_be_visible()
    expect(page.get_by_label("New messages", exact=True)).to_have_value("digest")
    page.get_by_label("until").select_option("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    go_to_room(ana, room)
    page.get_by_text("What can be done with this room").locator("..").click()
    page.get_by_role("link", name="Mails about this room").click()
    page.get_by_label("Never").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Never")).to_be_checked()
