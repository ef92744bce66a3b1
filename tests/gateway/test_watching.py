"""Who has a room open, who writes there and who has read how far: for its members only, never stored (A32)."""

import uuid
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.cast import make_person, make_room, post, program_of
from tests.hostile_bus import HostileBus
from tests.house.world import come, go
from tests.house_server import House, Wire, open_house, wait_until
from vestibule.accounts.actions.change_profile import Profile, change_profile
from vestibule.accounts.models import Person
from vestibule.feed import outlet
from vestibule.feed.models import Event, Stream
from vestibule.ports.bus import Notice, Presence
from vestibule.rooms.models import Room

Told = tuple[set[str], set[str]]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.gateway.watching.TOLD_EVERY_S", 0.02)


def told(frame: dict[str, Any]) -> Told:
    """Who is there and who writes."""
    return set(frame["here"]), set(frame["typing"])


def watch(house: House, person: Person, room: Room) -> Wire:
    """Somebody with the room before them."""
    wire = house.enter(person)
    wire.ask("watch", room=room.id)
    return wire


def until_told(wire: Wire, here: set[Person], typing: set[Person] = frozenset()) -> None:  # type: ignore[assignment]
    """Read on until exactly these are said to be there."""
    wanted = ({str(one.id) for one in here}, {str(one.id) for one in typing})
    wire.until(lambda frame: frame.get("op") == "present" and told(frame) == wanted)


def whispers(wire: Wire) -> list[dict[str, Any]]:
    """All that came besides events, beats and answers."""
    return [frame for frame in wire.frames if frame.get("op") in {"present", "read_by"} and not frame.get("id")]


def be_discreet(person: Person, *, is_discreet: bool = True) -> None:
    change_profile(actor=person, profile=Profile(is_discreet=is_discreet), now=timezone.now())


# -- presence ---------------------------------------------------------------------------------------------------------


def test_those_who_have_the_room_open_see_each_other_come_and_go(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    at_ana = house.enter(ana)
    assert told(at_ana.ask("watch", room=room.id)) == ({str(ana.id)}, set())
    at_bo = house.enter(bo)
    assert told(at_bo.ask("watch", room=room.id)) == ({str(ana.id), str(bo.id)}, set())
    until_told(at_ana, {ana, bo})
    assert at_bo.ask("watch", room=None)["room"] is None
    until_told(at_ana, {ana})
    at_bo.ask("watch", room=room.id)
    until_told(at_ana, {ana, bo})
    at_bo.close()
    until_told(at_ana, {ana})


def test_a_person_with_two_devices_is_there_until_the_last_goes(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    at_ana, desk, phone = (watch(house, one, room) for one in (ana, bo, bo))
    until_told(at_ana, {ana, bo})
    desk.close()
    phone.put(op="typing")
    until_told(at_ana, {ana, bo}, {bo})
    phone.close()
    until_told(at_ana, {ana})
    assert all(str(bo.id) in frame["here"] for frame in whispers(at_ana)[1:-1])


def test_only_the_room_that_is_open_is_told_of(house: House, ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo, title="A poster")
    at_ana = watch(house, ana, other)
    at_bo = watch(house, bo, room)
    at_bo.put(op="typing")
    at_bo.settle(room.id)
    at_ana.settle(room.id)
    assert whispers(at_ana) == []
    at_ana.ask("watch", room=room.id)
    until_told(at_bo, {ana, bo}, {bo})


# -- typing -----------------------------------------------------------------------------------------------------------


def test_who_types_is_seen_to_until_they_stop(house: House, ana: Person, bo: Person, room: Room) -> None:
    at_ana, at_bo = watch(house, ana, room), watch(house, bo, room)
    at_bo.put(op="typing")
    until_told(at_ana, {ana, bo}, {bo})
    at_bo.put(op="typing", is_typing=False)
    until_told(at_ana, {ana, bo})


def test_typing_ends_by_itself(
    house: House, ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vestibule.gateway.watching.TYPING_FOR_S", 0.05)
    at_ana, at_bo = watch(house, ana, room), watch(house, bo, room)
    at_bo.put(op="typing")
    until_told(at_ana, {ana, bo}, {bo})
    until_told(at_ana, {ana, bo})


def test_a_flood_of_typing_costs_nobody_anything(
    house: House, ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vestibule.gateway.watching.TOLD_EVERY_S", 3600)
    at_ana, at_bo = watch(house, ana, room), watch(house, bo, room)
    before = Event.objects.count(), Stream.objects.get(id=room.id).head
    for number in range(2_000):
        at_bo.put(op="typing", is_typing=number % 2 == 0)
        at_bo.put(op="watch", id="w", room=[room.id, None][number % 2])
    at_bo.settle(room.id)
    at_ana.settle(room.id)
    assert len(whispers(at_ana)) <= 1
    # Nothing of it is in the database.
    assert (Event.objects.count(), Stream.objects.get(id=room.id).head) == before


# -- those who have no part in it -------------------------------------------------------------------------------------


def test_outsiders_former_members_and_members_of_other_rooms_learn_nothing(
    house: House, ana: Person, bo: Person, eve: Person, room: Room
) -> None:
    fay = make_person("Fay", is_freelancer=True)
    come(fay, room)
    at_fay = watch(house, fay, room)
    at_ana = watch(house, ana, room)
    until_told(at_fay, {ana, fay})
    go(fay, room)
    at_fay.until_op("unfollowed")
    until_told(at_ana, {ana})
    neighbour = make_person("Gus", is_freelancer=True)
    make_room(ana, neighbour, title="Another talk")
    shut_out = [at_fay, house.enter(eve), house.enter(neighbour)]
    heard = {len(whispers(wire)) for wire in shut_out[1:]} | {0}
    seen_by_fay = len(whispers(at_fay))
    answers = [wire.ask("watch", room=one) for wire in shut_out for one in (room.id, uuid.uuid4(), ana.id)]
    assert {(one["op"], one["code"], one["text"]) for one in answers} == {
        ("refused", "not_found", "There is nothing here, or it is not yours to see.")
    }
    at_bo = watch(house, bo, room)
    for wire in shut_out:
        wire.put(op="typing")
    at_bo.put(op="typing")
    until_told(at_ana, {ana, bo}, {bo})
    at_bo.ask("read", room=room.id, seq=1)
    at_ana.until_op("read_by")
    for wire in shut_out:
        assert wire.ask("read", room=room.id, seq=1)["code"] == "not_found"
    assert {len(whispers(wire)) for wire in shut_out[1:]} == heard == {0}
    assert len(whispers(at_fay)) == seen_by_fay
    assert not any(str(eve.id) in frame["typing"] + frame["here"] for frame in whispers(at_ana) if "here" in frame)


def test_ones_own_stream_is_nothing_to_watch(house: House, ana: Person) -> None:
    assert house.enter(ana).ask("watch", room=ana.id)["code"] == "not_found"


# -- read marks of others ---------------------------------------------------------------------------------------------


def test_who_has_the_room_open_learns_how_far_the_other_has_read(
    house: House, ana: Person, bo: Person, eve: Person, room: Room
) -> None:
    said = post(ana, room, "Have you seen this?")
    at_ana, elsewhere, tab = watch(house, ana, room), house.enter(ana), watch(house, bo, room)
    program_of(bo).post(f"/rooms/{room.id}/read", {"seq": said.seq})
    read = at_ana.until_op("read_by")
    assert (read["room"], read["person"], read["seq"]) == (str(room.id), str(bo.id), said.seq)
    tab.settle(room.id)
    elsewhere.settle(room.id)
    # Not to the reader's own devices, and not to a page that shows another room.
    assert [frame for wire in (tab, elsewhere) for frame in whispers(wire) if frame["op"] == "read_by"] == []
    reads = program_of(ana).get(f"/rooms/{room.id}/reads").body["items"]
    assert [(one["person"], one["seq"], one["at"]) for one in reads] == [(str(bo.id), said.seq, read["at"])]


# -- discretion -------------------------------------------------------------------------------------------------------


def test_who_is_discreet_gives_nothing_and_receives_nothing(house: House, ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "Have you seen this?")
    be_discreet(bo)
    at_ana = watch(house, ana, room)
    at_bo = house.enter(Person.objects.get(id=bo.id))
    answer = at_bo.ask("watch", room=room.id)
    assert told(answer) == (set(), set())
    at_bo.put(op="typing")
    at_bo.ask("read", room=room.id, seq=said.seq)
    at_ana.ask("read", room=room.id, seq=said.seq)
    at_ana.put(op="typing")
    until_told(at_ana, {ana}, {ana})
    at_bo.settle(room.id)
    assert whispers(at_bo) == []
    assert all(str(bo.id) not in str(frame) for frame in whispers(at_ana))
    assert [
        program_of(one).get(f"/rooms/{room.id}/reads").body["items"] for one in (ana, Person.objects.get(id=bo.id))
    ] == [
        [],
        [],
    ]


def test_becoming_discreet_counts_at_once_and_can_be_undone(house: House, ana: Person, bo: Person, room: Room) -> None:
    at_ana, at_bo = watch(house, ana, room), watch(house, bo, room)
    until_told(at_ana, {ana, bo})
    be_discreet(bo)
    until_told(at_ana, {ana})
    until_told(at_bo, set())
    be_discreet(bo, is_discreet=False)
    until_told(at_ana, {ana, bo})
    until_told(at_bo, {ana, bo})


# -- several processes, a bus that loses ------------------------------------------------------------------------------


def test_what_other_processes_say_counts_until_they_say_otherwise_or_fall_silent(
    settings: Settings, transactional_db: None, ana: Person, bo: Person, eve: Person, room: Room
) -> None:
    heard: list[Notice] = []
    first, second = uuid.uuid4(), uuid.uuid4()
    with open_house(settings, heartbeat_s=0.1) as house:
        stop = outlet.listen(heard.extend)
        at_ana = watch(house, ana, room)
        # Whoever opens a room asks the others who is there, and says who is here.
        said = [one for one in heard if isinstance(one, Presence) and one.stream == room.id]
        assert said[0].asks
        assert (said[-1].here, said[-1].typing) == ((ana.id,), ())
        outlet.announce([Presence(first, room.id, (bo.id,), (bo.id,)), Presence(second, room.id, (bo.id,), ())])
        until_told(at_ana, {ana, bo}, {bo})
        outlet.announce([Presence(first, room.id, (), ())])
        # On the other process there is still a device of theirs; then nothing more is heard of it.
        until_told(at_ana, {ana, bo})
        until_told(at_ana, {ana})
        heard.clear()
        outlet.announce([Presence(first, room.id, (), (), asks=True)])
        wait_until(lambda: any(isinstance(one, Presence) and ana.id in one.here for one in heard))
        # A process cannot make anybody hear of a room that they are not in.
        at_eve = watch(house, eve, make_room(bo, eve, title="A poster"))
        outlet.announce([Presence(first, room.id, (bo.id,), ())])
        until_told(at_ana, {ana, bo})
        assert all(str(room.id) != frame["room"] for frame in whispers(at_eve))
        stop()


def test_discretion_that_the_bus_has_lost_is_found_at_the_next_beat(
    settings: Settings, transactional_db: None, ana: Person, bo: Person, room: Room
) -> None:
    with open_house(settings, bus=HostileBus(loses=1.0), heartbeat_s=0.1) as house:
        at_ana = watch(house, ana, room)
        watch(house, bo, room)
        until_told(at_ana, {ana, bo})
        Person.objects.filter(id=bo.id).update(is_discreet=True)
        until_told(at_ana, {ana})
