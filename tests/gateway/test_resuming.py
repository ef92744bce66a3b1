"""Who comes back says what they hold, and goes on without a gap or is told to read anew."""

import uuid

import pytest
from django.utils import timezone

from tests.cast import line, make_room, post
from tests.house_server import House, wait_until
from vestibule.accounts.models import Person
from vestibule.gateway.hub import FURTHEST_BEHIND
from vestibule.rooms.actions.send_messages import SendMessage, send_messages
from vestibule.rooms.models import Room


def _talk(person: Person, room: Room, messages: int, *, text: str = "") -> None:
    """Many messages in one batch, as the lane stores them."""
    send_messages(
        commands=[
            SendMessage(person=person.id, room=room.id, key=f"k{n}", body=line(n) + text) for n in range(messages)
        ],
        now=timezone.now(),
    )


def test_without_numbers_it_begins_at_the_heads(house: House, ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "before")
    wire = house.enter(ana)
    assert wire.frames[0]["streams"] == {str(room.id): 4, str(ana.id): 1}
    post(bo, room, "after")
    assert wire.until_seq(room.id, 5)["event"]["body"] == "after"
    assert wire.seqs(room.id) == [5]


def test_with_a_number_everything_after_it_comes_once_and_in_order(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    _talk(bo, room, 7)
    wires = {held: house.enter(ana, since={room.id: held, ana.id: 0}) for held in (-5, 0, 1, 4, 9, 10)}
    post(bo, room, "live")
    for held, wire in wires.items():
        wire.until_seq(room.id, 11)
        assert wire.seqs(room.id) == list(range(max(held, 0) + 1, 12))
        wire.settle(room.id)
        assert wire.seqs(ana.id) == [1]


def test_with_a_number_that_never_was_it_is_told_to_read_anew(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    _talk(bo, room, 7)
    wires = [house.enter(ana, since={room.id: held}) for held in (11, 10**6, 10**30, -(10**30))]
    for wire in wires:
        assert wire.until_op("resync") == {"op": "resync", "stream": str(room.id), "head": 10}
    post(bo, room, "live")
    for wire in wires:
        wire.until_seq(room.id, 11)
        assert wire.seqs(room.id) == [11]


def test_a_foreign_stream_is_as_one_that_does_not_exist(house: House, ana: Person, bo: Person, eve: Person) -> None:
    foreign = make_room(ana, bo)
    post(ana, foreign, "not for eve")
    wire = house.enter(eve, since={foreign.id: 0, uuid.uuid4(): 0, bo.id: 0})
    assert set(wire.frames[0]["streams"]) == {str(eve.id)}
    post(bo, foreign, "nor this")
    assert wire.ask("check", room=foreign.id, body="x")["code"] == "not_found"
    assert [frame["op"] for frame in wire.frames] == ["welcome", "refused"]


def test_a_thousand_behind_are_sent_and_one_more_is_told_to_read_anew(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    _talk(bo, room, FURTHEST_BEHIND)
    head = FURTHEST_BEHIND + 3
    wire = house.enter(ana, since={room.id: 3})
    wire.until_seq(room.id, head)
    assert wire.seqs(room.id) == list(range(4, head + 1))
    late = house.enter(ana, since={room.id: 2})
    assert late.until_op("resync")["head"] == head
    post(bo, room, "live")
    late.until_seq(room.id, head + 1)
    assert late.seqs(room.id) == [head + 1]


def test_a_hole_that_the_client_saw_is_sent_again(house: House, ana: Person, bo: Person, room: Room) -> None:
    wire = house.enter(ana)
    _talk(bo, room, 3)
    wire.until_seq(room.id, 6)
    wire.put(op="catch_up", stream=room.id, after=3)
    wire.until_seq(room.id, 6)
    assert wire.seqs(room.id) == [4, 5, 6, 4, 5, 6]
    post(bo, room, "live")
    wire.until_seq(room.id, 7)
    assert wire.seqs(room.id)[6:] == [7]


def test_a_hole_in_a_foreign_stream_does_not_exist(house: House, eve: Person, room: Room) -> None:
    wire = house.enter(eve)
    wire.put(op="catch_up", stream=room.id, after=0)
    foreign = wire.until_op("refused")
    wire.put(op="catch_up", stream=uuid.uuid4(), after=0)
    assert wire.until_op("refused") == foreign
    assert foreign["code"] == "not_found"


def test_a_room_that_opens_is_followed_at_once(house: House, ana: Person, bo: Person) -> None:
    wire = house.enter(ana)
    opened = make_room(ana, bo)
    assert wire.until_op("followed")["stream"] == str(opened.id)
    joined = wire.events(ana.id)
    assert [event["event"] for event in joined] == [{"kind": "room.joined", "room": str(opened.id)}]
    post(bo, opened, "hello")
    assert wire.until_event("message.posted")["event"]["body"] == "hello"


def test_two_tabs_see_the_same(house: House, ana: Person, bo: Person, room: Room) -> None:
    tabs = [house.enter(ana), house.enter(ana)]
    tabs[0].put(op="send", room=room.id, key="k", body="from one tab")
    post(bo, room, "an answer")
    for tab in tabs:
        tab.until_seq(room.id, 5)
        assert tab.seqs(room.id) == [4, 5]


def test_long_texts_come_however_many_were_missed(house: House, ana: Person, bo: Person, room: Room) -> None:
    _talk(bo, room, 90, text="x" * 15_000)
    wire = house.enter(ana, since={room.id: 3})
    wire.until_seq(room.id, 93)
    assert wire.seqs(room.id) == list(range(4, 94))


def test_a_burst_of_long_texts_is_no_reason_to_lose_a_reader(house: House, ana: Person, bo: Person, room: Room) -> None:
    wire = house.enter(ana)
    _talk(bo, room, 90, text="x" * 15_000)
    wire.until_seq(room.id, 93)
    assert wire.seqs(room.id) == list(range(4, 94))


def test_a_reader_who_never_reads_is_closed_and_comes_back_without_a_gap(
    house: House, ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vestibule.gateway.connection.MOST_WAITING_BYTES", 200_000)
    monkeypatch.setattr("vestibule.gateway.connection.STALLED_AFTER_S", 0.5)
    slow, quick = house.stall(ana), house.enter(bo)
    _talk(bo, room, 100, text="x" * 15_000)
    quick.until_seq(room.id, 103)
    assert quick.seqs(room.id) == list(range(4, 104))
    wait_until(lambda: house.is_closing(ana))
    assert not house.is_closing(bo)
    assert slow.until_closed() == 4408
    held = slow.seqs(room.id)[-1] if slow.seqs(room.id) else 3
    assert slow.seqs(room.id) == list(range(4, held + 1))
    assert held < 103
    back = house.enter(ana, since={room.id: held})
    back.until_seq(room.id, 103)
    assert back.seqs(room.id) == list(range(held + 1, 104))
