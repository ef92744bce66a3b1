"""Somebody takes their data along and goes; the room of the other side stays in order."""

import json
import subprocess
import sys
import zipfile

from playwright.sync_api import expect

from tests.browser.arranged import both_in_a_room, go_to_room
from tests.browser.conftest import Come
from tests.browser.place import Place
from tests.browser.seed import PASSWORD

_LET_THE_WEEK_PASS = """
import django
django.setup(set_prefix=False)
from django.utils import timezone
from vestibule.accounts.leaving import delete_due_accounts
from vestibule.accounts.models import Person
Person.objects.filter(leaves_at__isnull=False).update(leaves_at=timezone.now())
assert delete_due_accounts() == 1
"""


def _let_the_week_pass(place: Place) -> None:
    """With the house closed: a second process does not touch its file."""
    place.close()
    subprocess.run([sys.executable, "-c", _LET_THE_WEEK_PASS], env=place.environment(), check=True)
    place.open()


def test_bo_goes_and_anas_room_stays_in_order(come: Come, place: Place) -> None:
    ana, bo = come("ana"), come("bo", viewport={"width": 360, "height": 800})
    at_ana, at_bo = both_in_a_room(ana, bo)
    at_bo.say("I shall send the drawings.")
    at_ana.sees("I shall send the drawings.")
    at_ana.say("Thank you.")
    at_bo.sees("Thank you.")
    numbers = [line.get_attribute("id") for line in at_ana.messages.all()]

    page = bo.page
    bo.go("/account/data/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as file:
        data = json.loads(file.read("data.json"))
    assert [one["text"] for one in data["messages"]] == ["I shall send the drawings."]

    page.get_by_role("link", name="Delete my account").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Are erased").check()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="You are signed out everywhere")).to_be_visible()

    room = at_ana.room_id
    ana.page.goto("about:blank")
    _let_the_week_pass(place)
    at_ana = go_to_room(ana, room)
    expect(at_ana.conversation).to_contain_text("Thank you.")
    expect(at_ana.conversation).not_to_contain_text("I shall send the drawings.")
    expect(at_ana.conversation).not_to_contain_text("Bo Okafor")
    assert [line.get_attribute("id") for line in at_ana.messages.all()] == numbers
    at_ana.say("Is anybody there?")
    at_ana.sees("Is anybody there?")
