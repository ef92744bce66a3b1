"""Read marks: one's own on every device, and those of others, told to members who let theirs be known."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.cast import browser_of, make_person, post, program_of
from tests.house.world import come, go
from vestibule.accounts.models import Person
from vestibule.feed.models import Event, Stream
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.models import Member, Room

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 31, 10, 32, tzinfo=UTC)


def read(person: Person, room: Room, seq: int, *, now: datetime = AT) -> int:
    return move_read_mark(person_id=person.id, room_id=room.id, seq=seq, now=now)


def reads(person: Person, room: Room) -> list[tuple[uuid.UUID, int]]:
    """As the API tells them; the room says the same."""
    found = program_of(person).get(f"/rooms/{room.id}/reads").body["items"]
    assert program_of(person).get(f"/rooms/{room.id}").body["reads"] == found
    return [(uuid.UUID(one["person"]), one["seq"]) for one in found]


def shown(person: Person, room: Room) -> dict[str, str]:
    """On the page: the mark under each message that has one, by the message's place."""
    page = browser_of(person).get(f"/rooms/{room.id}/").content.decode()
    lines = re.findall(r'<li class="message[^"]*"\s+id="(m\d+)"(.*?)</li>', page, re.DOTALL)
    found = {place: re.search(r'message__read".*?<span>(.*?)</span>', line, re.DOTALL) for place, line in lines}
    return {place: mark[1] for place, mark in found.items() if mark}


def test_a_mark_moves_forward_only_and_remembers_when(ana: Person, bo: Person, room: Room) -> None:
    seqs = [post(ana, room, body).seq for body in ("One", "Two")]
    assert reads(ana, room) == []
    assert read(bo, room, seqs[0]) == seqs[0]
    assert reads(ana, room) == [(bo.id, seqs[0])]
    assert read(bo, room, 10**6, now=timezone.now()) == seqs[1]
    assert read(bo, room, seqs[0]) == seqs[1]
    assert reads(ana, room) == [(bo.id, seqs[1])]
    assert (Member.objects.get(room=room, person=bo).read_at or AT) > AT
    # One's own mark is no news to oneself, and no place in the room.
    assert reads(bo, room) == []
    assert Stream.objects.get(id=room.id).head == seqs[1]
    assert Event.objects.filter(stream=bo.id, kind="read.moved").count() == 2


def test_the_mark_stands_under_the_last_of_ones_own_messages_that_was_read(ana: Person, bo: Person, room: Room) -> None:
    first = post(ana, room, "One").seq
    post(bo, room, "Two")
    third = post(ana, room, "Three").seq
    read(bo, room, first + 1)
    assert shown(ana, room) == {f"m{first}": "Read 31 January 2026, 10:32"}
    read(bo, room, third, now=timezone.now())
    assert list(shown(ana, room)) == [f"m{third}"]
    assert re.fullmatch(r"Read \d\d:\d\d", shown(ana, room)[f"m{third}"])
    post(ana, room, "Four")
    assert list(shown(ana, room)) == [f"m{third}"]


def test_in_a_room_of_several_it_says_by_whom(ana: Person, bo: Person, room: Room) -> None:
    fay = make_person("Fay", is_freelancer=True)
    come(fay, room)
    seqs = [post(ana, room, body).seq for body in ("One", "Two")]
    read(bo, room, seqs[1])
    read(fay, room, seqs[0])
    assert shown(ana, room) == {f"m{seqs[0]}": "Read by Fay", f"m{seqs[1]}": "Read by Bo"}
    read(fay, room, seqs[1])
    assert shown(ana, room) == {f"m{seqs[1]}": "Read by Bo and Fay"}
    go(fay, room)
    assert reads(ana, room) == [(bo.id, seqs[1])]


def test_who_came_later_has_read_nothing_by_coming(ana: Person, bo: Person, room: Room) -> None:
    post(ana, room, "Before")
    fay = make_person("Fay", is_freelancer=True)
    come(fay, room)
    read(fay, room, 1)
    assert reads(ana, room) == []
    read(fay, room, post(ana, room, "After").seq)
    assert [person for person, _ in reads(ana, room)] == [fay.id]


def test_a_page_of_the_past_does_not_guess(ana: Person, bo: Person, room: Room) -> None:
    seqs = [post(ana, room, body).seq for body in ("One", "Two", "Three")]
    read(bo, room, seqs[2])
    browser = browser_of(ana)
    page = browser.get(f"/rooms/{room.id}/?before={seqs[2]}").content.decode()
    assert "Two" in page
    assert "message__read" not in page
    assert "message__read" in browser.get(f"/rooms/{room.id}/").content.decode()


def test_who_is_discreet_is_left_out_both_ways_by_api_and_page(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "One").seq
    post(bo, room, "Two")
    read(bo, room, said + 1)
    read(ana, room, said + 1)
    assert len(shown(ana, room)) == len(shown(bo, room)) == 1
    assert program_of(bo).patch("/me", {"is_discreet": True}).body["is_discreet"] is True
    for person in (ana, bo):
        assert reads(person, room) == []
        assert shown(person, room) == {}
    # Nobody but themselves can tell.
    assert "is_discreet" not in str(program_of(ana).get(f"/rooms/{room.id}").body)
    browser = browser_of(bo)
    form = {"display_name": "Bo", "time_zone": "UTC", "language": "en"}
    assert browser.post("/account/profile/", form).status_code == 302
    assert len(shown(ana, room)) == len(shown(bo, room)) == 1
    assert browser.post("/account/profile/", {**form, "is_discreet": "on"}).status_code == 302
    assert "checked" in browser.get("/account/profile/").content.decode()
    assert reads(ana, room) == []
