"""Payloads in messages, through every renderer of a real browser: nothing executes, nothing is fetched (A5)."""

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

from tests.browser.arranged import ask, both_in_a_room
from tests.browser.conftest import Come
from tests.browser.place import Visitor
from tests.payloads import PAYLOADS, broken_out

BROKEN_OUT = [piece for one in PAYLOADS for piece in broken_out(one)]
SAID = [
    *PAYLOADS,
    *(f"**{one}**\n- {one}\n> {one}" for one in PAYLOADS[:40]),
    *("\n\n".join(BROKEN_OUT[start : start + 6]) for start in range(0, len(BROKEN_OUT), 6)),
]
# As many as one person may object to in a day.
OBJECTED = 20


def listen(page: Page, opened: list[str]) -> None:
    def close(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)


def test_no_payload_does_anything_in_a_message(come: Come, tmp_path: Path) -> None:
    ana, bo, mo = come("ana"), come("bo"), come("mo")
    at_ana, at_bo = both_in_a_room(ana, bo)
    plain = come("bo", java_script_enabled=False)
    room, opened = at_ana.room_id, list[str]()
    for page in (at_ana.page, at_bo.page, plain.page, mo.page):
        listen(page, opened)
    posted = []
    for number, body in enumerate(SAID):
        # What holds control characters is refused, what reads like a way to talk elsewhere is kept: both are shown too.
        answer = ana.context.request.post(
            f"{ana.place.address}/api/v1/rooms/{room}/messages",
            data={"key": f"p{number}", "body": body},
            headers={"X-CSRFToken": _csrf(ana.context.cookies())},
        )
        if answer.status == 201:
            posted.append((answer.json()["seq"], body))
    assert len(posted) > len(SAID) * 0.8
    seq, body = posted[0]
    ask(ana, "PATCH", f"/rooms/{room}/messages/{seq}", {"body": f"{body} once more"})
    for number, (seq, _) in enumerate(posted[1:30]):
        ask(bo, "POST", f"/rooms/{room}/messages", {"key": f"q{number}", "body": "Yes", "reply_to": {"seq": seq}})
    for page in (at_ana.page, at_bo.page):
        page.reload()
        read_back(page)
    for before in (40, 90, 140):
        plain.go(f"/rooms/{room}/?before={before}")
    plain.go(f"/rooms/{room}/revisions?seq={posted[0][0]}")
    for start in range(0, len(SAID), 4):
        at_bo.text_field.fill("\n\n".join(SAID[start : start + 4]))
        at_bo.page.get_by_role("button", name="Preview").click()
        at_bo.page.get_by_role("button", name="Preview").click()
    bo.go("/search/?q=alert")
    take_along(bo, room, tmp_path / "room.html")
    object_to([seq for seq, _ in posted[1 :: len(posted) // OBJECTED]][:OBJECTED], bo, mo, room)
    assert opened == []
    # A script that did run would be heard.
    bo.page.evaluate("setTimeout(() => alert('heard'))")
    bo.page.wait_for_timeout(200)
    assert opened == ["heard"]


def take_along(visitor: Visitor, room: str, file: Path) -> None:
    """Open the room's export from the disk, where no header of ours guards it."""
    answer = visitor.context.request.get(f"{visitor.place.address}/rooms/{room}/export")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        file.write_bytes(archive.read("room.html"))
    visitor.watch.forgives(f"elsewhere: {re.escape(file.as_uri())}$")
    visitor.page.goto(file.as_uri())
    assert "<script>alert(1)</script>" in visitor.page.locator("body").inner_text()


def object_to(numbers: list[int], visitor: Visitor, staff: Visitor, room: str) -> None:
    """Tell of messages, and look at them where staff do."""
    for seq in numbers:
        ask(visitor, "POST", f"/rooms/{room}/messages/{seq}/objection")
    visitor.go("/objections/")
    staff.go("/staff/objections/")
    links = staff.page.locator("main a[href^='/staff/objections/']").all()
    told = [link.get_attribute("href") or "" for link in links]
    assert len(told) >= OBJECTED
    for path in told:
        staff.go(path)


def read_back(page: Page) -> None:
    """Scroll up until a good part of the talk has been shown."""
    page.get_by_role("button", name="Earlier messages").or_(page.locator("#composer-text")).last.wait_for()
    lines = page.locator("li.message[id]")
    while (shown := lines.count()) <= 100:
        page.evaluate("document.querySelector('.timeline-scroll').scrollTo(0, -1e6)")
        expect(lines.nth(shown)).to_be_attached()


def _csrf(cookies: object) -> str:
    assert isinstance(cookies, list)
    return next(str(cookie["value"]) for cookie in cookies if cookie["name"] == "vestibule_csrf")
