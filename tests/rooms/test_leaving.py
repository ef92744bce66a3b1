"""Who leaves receives nothing more, on any path, from the farewell on (guarantee 6, A2)."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from tests.cast import browser_of, keep, line, post, program_of, say
from tests.house_server import House
from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.models import Member, Room


def test_nothing_comes_after_the_farewell_while_others_go_on_talking(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    wires = [house.enter(bo) for _ in range(3)]
    stays = house.enter(ana)
    stop = threading.Event()

    def talk() -> None:
        number = 0
        while not stop.is_set() and number < 2_000:
            post(ana, room, line(number), key=f"k{number}")
            number += 1
        connections.close_all()

    talking = threading.Thread(target=talk)
    talking.start()
    wires[0].until_seq(room.id, 10)
    leave_room(actor=bo, room_id=room.id, now=timezone.now())
    farewell = Member.objects.get(room=room, person=bo).left_seq
    assert farewell is not None
    for wire in wires:
        wire.until(lambda frame: frame == {"op": "unfollowed", "stream": str(room.id)})
    stays.until_seq(room.id, farewell + 20)
    stop.set()
    talking.join()
    for wire in wires:
        refused = wire.ask("check", room=room.id, body="anybody?")
        assert refused["code"] == "not_found"
        # Everything up to the farewell, in order; then nothing.
        assert wire.seqs(room.id) == list(range(4, farewell + 1))
    assert wires[0].events(room.id)[-1]["event"] == {"kind": "member.left", "person": str(bo.id), "removed_by": None}
    # The one who stays has it all: the silence was not the house's.
    assert stays.seqs(room.id)[: farewell + 17] == list(range(4, farewell + 21))


def test_no_door_opens_for_who_has_left(house: House, ana: Person, bo: Person, room: Room) -> None:
    program, browser = program_of(bo), browser_of(bo)
    kept = keep(bo, room)
    paths = [f"/rooms/{room.id}{end}" for end in ("", "/timeline", "/events", "/withheld")]
    assert [program.get(path).status for path in paths] == [200] * 4
    assert [one["id"] for one in program.get("/rooms").body["items"]] == [str(room.id)]
    leave_room(actor=bo, room_id=room.id, now=timezone.now())
    post(ana, room, "between us")
    assert [program.get(path).code for path in paths] == ["not_found"] * 4
    assert program.get("/rooms").body["items"] == []
    assert program.post(f"/rooms/{room.id}/messages", {"key": "k", "body": "x"}).code == "not_found"
    assert program.post(f"/withheld/{kept.item.id}/release").code == "not_found"
    assert browser.get(f"/rooms/{room.id}/").status_code == 404
    wire = house.enter(bo, since={room.id: 0, bo.id: 0})
    wire.put(op="catch_up", stream=room.id, after=0)
    assert wire.until_op("refused")["code"] == "not_found"
    assert wire.events(room.id) == []
    assert "between us" not in str(wire.frames)


@pytest.mark.django_db
def test_who_has_left_cannot_leave_again(ana: Person, bo: Person, room: Room) -> None:
    leave_room(actor=bo, room_id=room.id, now=timezone.now())
    with pytest.raises(NotFound):
        leave_room(actor=bo, room_id=room.id, now=timezone.now())
    assert isinstance(say(bo, room, "still me"), NotFound)
    assert post(ana, room, "alone").seq == 5
