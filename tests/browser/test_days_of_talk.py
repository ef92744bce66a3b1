"""Some days of talk in a room of the demonstration: what was said is found again, quoted, put right and liked."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.arranged import ask
from tests.browser.place import Place, Visitor, visit
from tests.browser.test_words import open_menu
from tests.browser.ways import Talk, enter_room

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED = "I went through the wireframes."
PAID = "By card when they arrive."
# So many that what was said before is on no page that is open.
SINCE = 60


def test_what_was_said_days_ago_is_found_quoted_and_put_right(browser: "Browser", demonstration: Place) -> None:
    ana, bo = (visit(browser, demonstration, name) for name in ("Ana", "Bo"))
    for visitor in (ana, bo):
        visitor.go("/demo/")
        visitor.page.get_by_role("button", name=visitor.name).first.click()
    at_bo = enter_room(bo, who="Ana Lindqvist")
    for number in range(SINCE):
        words = {"key": f"k{number}", "body": f"Step {number + 1} is done."}
        ask((ana, bo)[number % 2], "POST", f"/rooms/{at_bo.room_id}/messages", words)
    at_ana = enter_room(ana, who="Bo Okafor")
    at_ana.sees(f"Step {SINCE} is done.")
    expect(at_ana.line(ASKED)).to_have_count(0)

    # Ana finds what Bo asked, with a slip of the pen, and answers it where it stands.
    find(ana, "wirefarmes")
    ana.page.get_by_role("link", name="wireframes").click()
    ana.page.get_by_role("main").get_by_role("link", name="Bo Okafor").click()
    at_ana = Talk(ana)
    expect(at_ana.line(ASKED)).to_be_in_viewport()
    assert re.search(r"#m\d+$", ana.page.url)
    open_menu(at_ana, ASKED)
    ana.page.get_by_role("button", name="Reply", exact=True).click()
    at_ana.say("Yes to both, on Tuseday I know more.")
    answer = at_bo.line("Yes to both")
    expect(answer.locator("blockquote")).to_contain_text("wireframes")

    # She puts it right, he has it with its history and answers by a sign, and the quote leads him back.
    at_ana.sees("Yes to both")
    open_menu(at_ana, "Yes to both")
    ana.page.get_by_role("button", name="Edit", exact=True).click()
    at_ana.text_field.fill("Yes to both, on Tuesday I know more.")
    ana.page.keyboard.press("Enter")
    at_bo.sees("on Tuesday I know more")
    expect(at_bo.line("Yes to both")).to_contain_text("edited")
    open_menu(at_bo, "Yes to both")
    bo.page.get_by_role("group", name="React").get_by_role("button", name="Party").click()
    expect(at_ana.line("Yes to both").get_by_role("button", name="Party: Bo Okafor")).to_contain_text("1")
    at_bo.line("Yes to both").get_by_role("link", name="You").click()
    # The quote of it says the same further below.
    expect(at_bo.line(ASKED).first).to_be_in_viewport()

    # A day leads to what was said then; the search knows the new wording and no longer the old one.
    at_bo.heading.locator("summary").click()
    day = datetime.now(UTC).date() - timedelta(days=2)
    bo.page.get_by_label("Go to a date").fill(day.isoformat())
    bo.page.get_by_label("Go to a date").press("Enter")
    expect(Talk(bo).line(PAID)).to_be_visible()
    find(bo, "Tuesday")
    expect(bo.page.locator("mark")).to_have_text("Tuesday")
    find(bo, "Tuseday")
    expect(bo.page.locator("mark")).to_have_count(0)
    assert ana.watch.complaints + bo.watch.complaints == []
    for visitor in (ana, bo):
        visitor.context.close()


def find(visitor: Visitor, words: str) -> None:
    """From the list of rooms."""
    visitor.go("/rooms/")
    field = visitor.page.get_by_role("searchbox", name="Search rooms and messages")
    field.fill(words)
    visitor.page.get_by_role("link", name="Search messages for").click()
    expect(visitor.page.get_by_role("heading", name="Search", level=1)).to_be_visible()
