"""Bo says that his order number is no contact information; Mo agrees and tries the rule over what was written."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arranged import both_in_a_room
from tests.browser.conftest import Come

SAID = "our stand is +1 415 555 0134 at the fair"


@pytest.mark.both_engines
def test_an_objection_is_answered_and_becomes_a_line(come: Come) -> None:
    ana, bo, mo = come("ana"), come("bo"), come("mo")
    _, at_bo = both_in_a_room(ana, bo)
    at_bo.say(SAID)
    bo.page.get_by_role("link", name="This is not contact information").click()
    expect(bo.page.get_by_role("heading", level=1)).to_have_text("This is not contact information")
    bo.page.get_by_role("button", name="Have it looked at").click()
    expect(bo.page.get_by_text("Nobody has looked at it yet.")).to_be_visible()

    staff = mo.page
    mo.go("/staff/objections/")
    expect(staff.get_by_text("555 0134")).to_have_count(0)
    staff.get_by_role("link", name="This is not contact information").click()
    expect(staff.get_by_text("555 0134")).to_be_visible()
    mo.go(staff.url.removeprefix(mo.place.address))
    staff.get_by_role("button", name="The rule was applied wrongly").click()
    line = staff.get_by_label("Text with invented details")
    expect(line).not_to_have_value(re.compile("555 0134"))
    staff.get_by_role("button", name="Put it into the corpus").click()
    expect(staff.get_by_text("1 line in the corpus")).to_be_visible()
    with staff.expect_download() as downloading:
        staff.get_by_role("link", name="Download the corpus").click()
    written = json.loads(downloading.value.path().read_text(encoding="utf-8"))
    assert written["kind"] == "spared:phone"
    assert "0134" not in written["text"]

    bo.go("/objections/")
    expect(bo.page.get_by_text("You are right: this is no contact information.")).to_be_visible()
    try_a_book(staff, mo.place.address)


def try_a_book(staff: Page, address: str) -> None:
    """The book from before the rule, over all that was written: Bo's words would have been allowed."""
    staff.goto(f"{address}/staff/replays/")
    staff.get_by_label("Book").select_option("2020-05-26")
    staff.get_by_role("button", name="Start").click()
    expect(staff.get_by_role("heading", name="1 verdict flips")).to_be_visible(timeout=60_000)
    staff.get_by_role("link", name="Judge a sample").click(timeout=60_000)
    expect(staff.get_by_text(SAID)).to_be_visible()
    staff.get_by_role("button", name="The new answer is right").click()
    expect(staff.get_by_text("0 of 1 judged samples are wrong")).to_be_visible()
