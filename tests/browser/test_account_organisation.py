"""An invitation to an organisation, from the link to the badge in the member list, and out again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Come

pytestmark = pytest.mark.both_engines


def test_a_colleague_is_invited_joins_and_is_taken_out(come: Come) -> None:
    eli, ana = come("eli"), come("ana", viewport={"width": 360, "height": 800})
    page = eli.page
    eli.go("/account/organisation/")
    page.get_by_role("link", name="Northwind Maritime").click()
    expect(page.get_by_role("heading", name="Plans")).to_be_visible()
    page.get_by_label("Role", exact=True).select_option("Manager")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("code.secret").inner_text()

    ana.go(address.partition(f":{ana.place.port}")[2])
    expect(ana.page.get_by_role("heading", name="Join Northwind Maritime")).to_be_visible()
    expect(ana.page.get_by_text("Eli Brandt invites you.")).to_be_visible()
    ana.page.get_by_role("button", name="Join").click()
    people = ana.page.get_by_role("listitem").filter(has_text="Ana Lindqvist")
    expect(people).to_contain_text("Manager")
    expect(people.locator(".plan-badge")).to_be_visible()

    page.reload()
    row = page.get_by_role("listitem").filter(has_text="Ana Lindqvist")
    row.get_by_text("Change").click()
    row.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("listitem").filter(has_text="Ana Lindqvist")).to_have_count(0)
    ana.watch.forgives("status of 404")
    ana.page.reload()
    expect(ana.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
