"""Payloads on the pages of staff, and in rule books that everybody reads: nothing executes (A5)."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, tell
from tests.browser.conftest import Come
from tests.browser.test_payloads import listen
from tests.payloads import PAYLOADS, broken_out
from tests.rulebooks.drafts import NEWEST

if TYPE_CHECKING:
    from playwright.sync_api import Page


PART = 12
JUDGED_WITHIN_MS = 60_000
BEFORE = "2020-05-26"
# So that the older book answers otherwise, and staff are shown the text.
NUMBER = "call me on +1 415 555 0134"


def test_no_payload_does_anything_in_a_rule_book(come: Come) -> None:
    ana, plain, mo = come("ana"), come("bo", java_script_enabled=False), come("mo")
    mo.watch.forgives("status of 422")
    opened: list[str] = []
    for visitor in (ana, plain, mo):
        listen(visitor.page, opened)
    page = mo.page
    mo.go("/rule/books/")
    page.get_by_role("button", name="Draft a book").click()
    for start in range(0, len(PAYLOADS), PART):
        part = PAYLOADS[start : start + PART]
        pieces = [piece for one in part for piece in broken_out(one)]
        try_out(page, "\n".join([*part, *pieces]), text=f"{NUMBER} {part[0]}")
        try_out(page, book_with(part, number=start), text="\n".join([NUMBER, *part, *pieces]))
    draft = ask(mo, "GET", "/staff/books")["items"][0]
    text = book_with(PAYLOADS[:PART], number=0)
    kept = ask(mo, "PATCH", f"/staff/books/{draft['id']}", {"text": text, "revision": draft["revision"]})
    ask(mo, "POST", f"/staff/books/{draft['id']}/announce", {"revision": kept["revision"], "urgent": PAYLOADS[0]})
    for visitor in (ana, plain, mo):
        for path in ("/rule/", "/rule/?book=payloads-0"):
            visitor.go(path)
            expect(visitor.page.locator("main")).to_contain_text(PAYLOADS[0])
    for path in ("/rule/books/", f"/rule/books/{draft['id']}/", "/staff/replays/"):
        mo.go(path)
    must_have_been_quiet(page, opened)


def test_no_payload_does_anything_in_a_replay(come: Come) -> None:
    ana, bo, mo = come("ana"), come("bo"), come("mo")
    opened: list[str] = []
    listen(mo.page, opened)
    room = a_room(ana, bo)
    for start in range(0, len(PAYLOADS), PART):
        body = "\n".join([*PAYLOADS[start : start + PART], NUMBER])
        tell(bo, "POST", f"/rooms/{room}/messages", {"key": f"p{start}", "body": body})
    days = {"since": "2020-01-01", "until": (timezone.now() + timedelta(days=2)).date().isoformat()}
    replay = ask(mo, "POST", "/staff/replays", {"book": BEFORE, **days})["replay"]["id"]
    mo.go("/staff/replays/")
    mo.go(f"/staff/replays/{replay}/")
    # The page loads itself anew until all is judged; samples can be judged before.
    expect(mo.page.get_by_text("Done", exact=True)).to_be_visible(timeout=JUDGED_WITHIN_MS)
    flips = ask(mo, "GET", f"/staff/replays/{replay}")["replay"]["flips"]
    mo.page.get_by_role("link", name="Judge a sample").click()
    seen = ""
    for number in range(1, flips + 1):
        seen += mo.page.locator("main").inner_text()
        mo.page.get_by_role("button", name="wrong").click()
        told = f"So far {number} of {number} are wrong" if number < flips else "All flips of this replay are judged."
        expect(mo.page.get_by_text(told)).to_be_visible()
    assert sum(one in seen for one in PAYLOADS) > len(PAYLOADS) * 0.8
    must_have_been_quiet(mo.page, opened)


def try_out(page: "Page", book: str, *, text: str) -> None:
    """The page with the draft as it is typed, what it changes or what is wrong with it, and what it says to a text."""
    page.get_by_label("The book", exact=True).fill(book)
    page.get_by_label("A text to try").fill(text)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("region", name="Try a text").get_by_role("status")).to_be_visible()


def book_with(payloads: tuple[str, ...], *, number: int) -> str:
    """A sound book that has them wherever it has words of its own."""
    today = timezone.now().date()
    return (
        f'version = "payloads-{number}"\ntitle = {json.dumps(payloads[0])}\nannounced = {today}\n'
        f"effective = {today + timedelta(days=20)}\nnotice_days = 15\npredecessor = {json.dumps(NEWEST)}\n"
        f'[[service]]\nid = "payloads"\nkind = "messenger"\nhosts = ["payloads.example"]\n'
        f"names = {json.dumps(payloads)}\n"
    )


def must_have_been_quiet(page: "Page", opened: list[str]) -> None:
    assert opened == []
    # A script that did run would be heard.
    page.evaluate("setTimeout(() => alert('heard'))")
    page.wait_for_timeout(200)
    assert opened == ["heard"]
