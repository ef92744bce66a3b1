"""A moderator adds a messenger to the book; from its day on it is found in rooms, and everybody can read why."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.browser.arranged import a_room
from tests.browser.conftest import Come
from tests.browser.test_everybody_can_use_it import DESK, PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

LINE = "let's talk on chirpolo"
SERVICE = """
[[service]]
id = "chirpolo"
kind = "pigeon"
names = ["chirpolo"]
hosts = ["chirpolo.example"]
"""


@pytest.mark.both_engines
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_new_messenger_is_drafted_mended_tried_announced_and_found(come: Come, screen: dict[str, object]) -> None:
    from playwright.sync_api import expect

    look = {**screen, "reduced_motion": "reduce", "bypass_csp": True}
    ana, bo, mo = come("ana", **look), come("bo", **look), come("mo", **look)
    mo.watch.forgives("status of 422")
    page = mo.page
    mo.go("/rule/books/")
    assert violations(page) == []
    page.get_by_role("button", name="Draft a book").click()
    book = page.get_by_label("The book", exact=True)
    written = book.input_value()

    # A mistake is named at its line, and nothing that was typed is lost.
    book.fill(written + SERVICE)
    page.get_by_role("button", name="Keep the draft").click()
    line = (written + SERVICE).split("\n").index('kind = "pigeon"') + 1
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(f"Line {line} (service chirpolo, kind)")
    expect(alert).to_contain_text("messenger")
    expect(book).to_have_value(written + SERVICE)
    assert violations(page) == []

    # Mended, it says what it means, and judges beside the book in force.
    book.fill(book.input_value().replace("pigeon", "messenger"))
    page.get_by_role("button", name="Keep the draft").click()
    changes = page.get_by_role("region", name="What it changes against 2020-06-26")
    expect(changes).to_contain_text("New among messengers: chirpolo. It is recognised by chirpolo, chirpolo.example.")
    page.get_by_label("A text to try").fill(LINE)
    page.get_by_role("button", name="Try it").click()
    tried = page.get_by_role("region", name="Try a text").get_by_role("status")
    expect(tried).to_contain_text("Nothing was found in it.")
    expect(tried).to_contain_text("Kept back")
    expect(page.get_by_label("A text to try")).to_have_value(LINE)
    assert violations(page) == []

    # It comes into force today only with a reason that everybody can read.
    today = datetime.now(UTC).date().isoformat()
    page.get_by_label("Comes into force on").fill(today)
    page.get_by_role("button", name="Announce the book").click()
    expect(page.get_by_text("Or say why this is urgent.")).to_be_visible()
    page.get_by_label("Why it is urgent").fill("People are lured there this week")
    page.get_by_role("button", name="Announce the book").click()
    expect(page.get_by_text("The book is announced.")).to_be_visible()
    _is_found_in_a_room(bo.page, f"{bo.place.address}/rooms/{a_room(ana, bo)}/")

    page = ana.page
    ana.go("/")
    page.get_by_role("contentinfo").get_by_role("link", name="The contact rule").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The contact rule")
    expect(page.get_by_role("main")).to_contain_text("Chirpolo")
    assert violations(page) == []


def _is_found_in_a_room(page: "Page", address: str) -> None:
    """The composer says so before it is sent, and its reference leads to the clause."""
    from playwright.sync_api import expect

    page.goto(address)
    page.locator("form#composer textarea").fill(LINE)
    hint = page.locator("#composer-hint")
    expect(hint).to_contain_text("a proposal to talk elsewhere")
    hint.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The contact rule")
    expect(page.locator(":target")).to_contain_text("Before a contract")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_announced_is_told_before_its_day_and_can_be_withdrawn(come: Come, screen: dict[str, object]) -> None:
    from playwright.sync_api import expect

    look = {**screen, "reduced_motion": "reduce", "bypass_csp": True}
    mo, stranger = come("mo", **look), come("nobody", signed_in=False, **look)
    page = mo.page
    mo.go("/rule/books/")
    page.get_by_role("button", name="Draft a book").click()
    book = page.get_by_label("The book", exact=True)
    book.fill(book.input_value() + SERVICE.replace("pigeon", "messenger"))
    # The announcement keeps what was typed.
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Announce the book").click()
    expect(page.get_by_text("The book is announced.")).to_be_visible()

    stranger.go("/rule/")
    coming = stranger.page.get_by_role("region", name="What changes on")
    expect(coming).to_contain_text("New among messengers: chirpolo.")
    assert violations(stranger.page) == []
    coming.get_by_role("link", name="Read the rule as it will be").click()
    expect(stranger.page.get_by_role("main")).to_contain_text("Announced")

    page.get_by_role("region", name="Published").get_by_role("link").first.click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The book is withdrawn.")).to_be_visible()
    stranger.go("/rule/")
    expect(stranger.page.get_by_role("heading", name="What changes on")).to_have_count(0)
    page.get_by_role("button", name="Draft it anew").click()
    expect(page.get_by_label("The book", exact=True)).to_have_value(book.input_value())
