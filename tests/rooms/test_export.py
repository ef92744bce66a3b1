"""A room to take away: what its member may see, readable offline, safe to open."""

import io
import json
import re
import zipfile
from typing import Any

import pytest

from tests.cast import PHONE, browser_of, keep, line, post, program_of, say
from tests.house.world import come
from tests.payloads import PAYLOADS
from vestibule.accounts.models import Person
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


def taken(person: Person, room: Room) -> tuple[str, dict[str, Any]]:
    """The page and the data."""
    answer = browser_of(person).get(f"/rooms/{room.id}/export")
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["room.json", "room.html"]
        return archive.read("room.html").decode(), json.loads(archive.read("room.json"))


def test_it_holds_all_that_was_said_in_order(ana: Person, bo: Person, room: Room) -> None:
    for number in range(30):
        post((ana, bo)[number % 2], room, line(number))
    page, data = taken(ana, room)
    assert [event["seq"] for event in data["events"]] == list(range(1, 34))
    assert all(line(number) in page for number in range(30))
    assert data["room"]["id"] == str(room.id)


def test_it_holds_more_than_one_page_of_reading(
    ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vestibule.rooms.export.make.PAGE", 4)
    for number in range(11):
        post(bo, room, line(number))
    page, data = taken(ana, room)
    assert [event["seq"] for event in data["events"]] == list(range(1, 15))
    assert page.count('class="day"') == 1


def test_it_holds_nothing_that_the_member_may_not_see(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    keep(bo, room)
    post(bo, room, "from before")
    come(eve, room)
    post(bo, room, "from after")
    own_page, own = taken(bo, room)
    assert PHONE in own_page
    assert PHONE in json.dumps(own)
    for person in (ana, eve):
        page, data = taken(person, room)
        assert PHONE not in page + json.dumps(data)
        assert "people.test" not in page + json.dumps(data)
    page, data = taken(eve, room)
    assert "from before" not in page + json.dumps(data)
    assert "from after" in page


def test_it_runs_nothing_and_loads_nothing(ana: Person, bo: Person, room: Room) -> None:
    for payload in PAYLOADS:
        say(bo, room, payload)
    page, _ = taken(ana, room)
    assert "default-src 'none'" in page
    text_only = re.sub(r"<!DOCTYPE html>|<!--lines-->", "", page)
    tags = {found.lower() for found in re.findall(r"<\s*([a-zA-Z!/][\w-]*)", text_only)}
    known = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main", "ol", "li"}
    known |= {"strong", "time", "div", "span", "blockquote", "a"}
    assert tags <= {*known, *(f"/{one}" for one in known)}
    assert not re.search(r"<[^>]+\s(on\w+|src|srcset|style)\s*=", page)
    assert {one.split(":")[0] for one in re.findall(r'href="([^"]*)"', page)} <= {"http", "https"}


def test_by_the_api_it_is_the_same(ana: Person, room: Room) -> None:
    from django.test import Client

    token = program_of(ana).token
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/rooms/{room.id}/export")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
