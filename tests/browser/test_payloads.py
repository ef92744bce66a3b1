"""Payloads in messages, through every renderer of a real browser: nothing executes, nothing is fetched (A5)."""

from playwright.sync_api import Dialog, Page

from tests.browser.arranged import ask, both_in_a_room
from tests.browser.conftest import Come
from tests.payloads import PAYLOADS

SAID = [*PAYLOADS, *(f"**{one}**\n- {one}\n> {one}" for one in PAYLOADS[:40])]


def listen(page: Page, opened: list[str]) -> None:
    def close(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)


def test_no_payload_does_anything_in_a_message(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    at_ana, at_bo = both_in_a_room(ana, bo)
    plain = come("bo", java_script_enabled=False)
    room, opened = at_ana.room_id, list[str]()
    for page in (at_ana.page, at_bo.page, plain.page):
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
    for body in SAID:
        at_bo.text_field.fill(body)
        at_bo.page.get_by_role("button", name="Preview").click()
        at_bo.page.get_by_role("button", name="Preview").click()
    assert opened == []
    # A script that did run would be heard.
    at_bo.page.evaluate("setTimeout(() => alert('heard'))")
    at_bo.page.wait_for_timeout(200)
    assert opened == ["heard"]


def read_back(page: Page) -> None:
    """Scroll up until a good part of the talk has been shown."""
    page.get_by_role("button", name="Earlier messages").or_(page.locator("#composer-text")).last.wait_for()
    for _ in range(4):
        page.evaluate("document.querySelector('.timeline-scroll').scrollTo(0, -1e6)")
        page.wait_for_load_state("networkidle")
    assert page.locator("li.message[id]").count() > 100


def _csrf(cookies: object) -> str:
    assert isinstance(cookies, list)
    return next(str(cookie["value"]) for cookie in cookies if cookie["name"] == "vestibule_csrf")
