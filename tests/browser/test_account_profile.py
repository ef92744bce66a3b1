"""Somebody makes themselves at home: a picture from the telephone, another name, and who is signed in where."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.accounts.photos import phone_photo
from tests.browser.arranged import a_room, go_to_room
from tests.browser.conftest import Come

pytestmark = pytest.mark.both_engines
PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}


def test_a_picture_from_the_telephone_is_seen_in_the_room(come: Come, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_2041.jpg"
    photo.write_bytes(phone_photo())
    ana, bo = come("ana", **PHONE), come("bo")
    room = a_room(ana, bo)
    at_bo = go_to_room(bo, room)

    ana.start()
    ana.page.locator("summary").filter(has_text="Your menu").click()
    ana.page.get_by_role("link", name="Profile").click()
    ana.page.get_by_label("Choose a picture").set_input_files(photo)
    ana.page.get_by_role("button", name="Use this picture").click()
    expect(ana.page.get_by_role("status")).to_contain_text("Saved")
    expect(ana.page.locator(".portrait img")).to_be_visible()

    # Bo's page is told, and shows it without being loaded anew.
    expect(at_bo.heading.locator("img.avatar")).to_be_visible()
    expect(at_bo.conversation).to_contain_text("Ana Lindqvist changed their profile.")
    drawn = at_bo.heading.locator("img.avatar").evaluate("picture => [picture.naturalWidth, picture.naturalHeight]")
    assert drawn == [256, 256]

    ana.page.get_by_role("button", name="Remove the picture").click()
    expect(at_bo.heading.locator("img.avatar")).to_have_count(0)


def test_a_new_name_is_told_in_the_room_and_a_badge_in_it_is_taken_off(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    at_bo = go_to_room(bo, a_room(ana, bo))
    ana.watch.forgives("status of 422")
    ana.go("/account/profile/")
    ana.page.get_by_label("Your name").fill("Ada Ruiz")
    ana.page.get_by_label("Time zone").select_option("Asia/Kathmandu")
    ana.page.get_by_role("button", name="Save").click()
    # Ada Ruiz is on the staff.
    expect(ana.page.get_by_text("This name could be taken for our staff")).to_be_visible()
    expect(ana.page.get_by_label("Your name")).to_have_value("Ada Ruiz")
    expect(ana.page.get_by_label("Time zone")).to_have_value("Asia/Kathmandu")
    ana.page.get_by_label("Your name").fill("🏢 Ana Maria")
    ana.page.get_by_role("button", name="Save").click()
    expect(ana.page.get_by_label("Your name")).to_have_value("Ana Maria")
    expect(at_bo.heading.get_by_role("heading", level=1)).to_have_text("Ana Maria")
    expect(at_bo.conversation).to_contain_text("Ana Lindqvist is called Ana Maria from here on.")


def test_one_device_signs_another_one_out(come: Come) -> None:
    here, there = come("ana"), come("ana", **PHONE)
    here.go("/account/sessions/")
    expect(here.page.get_by_text("This device")).to_be_visible()
    here.page.get_by_role("listitem").get_by_role("button", name="Sign out").click()
    expect(here.page.get_by_role("status")).to_contain_text("That device is signed out.")
    there.go("/rooms/")
    expect(there.page.get_by_role("heading", name="Sign in")).to_be_visible()
