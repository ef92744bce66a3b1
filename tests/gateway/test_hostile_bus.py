"""The bus may lose, double and reorder; the feed may not (guarantees 3 and 5)."""

import pytest
from pytest_django.fixtures import Settings

from tests.cast import line, post
from tests.hostile_bus import HostileBus
from tests.house_server import House, Wire, open_house, wait_until
from vestibule.accounts.models import Person
from vestibule.ports.bus import Hint
from vestibule.rooms.models import Room

MESSAGES = 60
WORST = {
    "loses everything": HostileBus(loses=1.0),
    "loses half": HostileBus(seed=1, loses=0.5),
    "doubles everything": HostileBus(doubles=1.0),
    "reorders": HostileBus(seed=2, reorders=0.6),
    "strips": HostileBus(strips=1.0),
    "all at once": HostileBus(seed=3, loses=0.2, doubles=0.4, reorders=0.4, strips=0.4),
}


def _talk(ana: Wire, bo: Wire, room: Room) -> None:
    for number in range(MESSAGES // 2):
        ana.put(op="send", room=room.id, key=f"a{number}", body=f"Ana: {line(number)}")
        bo.put(op="send", room=room.id, key=f"b{number}", body=f"Bo: {line(number)}")


def _complaints(wires: list[Wire], room: Room, head: int) -> list[str]:
    """What is missing, twice or out of order at some client."""
    return [
        f"{number}: {wire.seqs(room.id)}"
        for number, wire in enumerate(wires)
        if wire.seqs(room.id) != list(range(4, head + 1))
    ]


@pytest.mark.parametrize("what", WORST)
def test_every_client_gets_everything_once_and_in_order(
    what: str,
    ana: Person,
    bo: Person,
    room: Room,
    settings: Settings,
    transactional_db: None,
) -> None:
    bus = WORST[what]
    with open_house(settings, bus=bus, heartbeat_s=0.1) as house:
        here, there, tab = house.enter(ana), house.enter(bo), house.enter(bo)
        _talk(here, there, room)
        wires, head = [here, there, tab], MESSAGES + 3
        for wire in wires:
            wire.until_seq(room.id, head)
        assert bus.done
        assert _complaints(wires, room, head) == []
        texts = {event["event"]["body"] for event in tab.events(room.id)}
        assert len(texts) == MESSAGES
        # The checker sees what it is there for.
        tab.frames.remove(tab.events(room.id)[5])
        assert _complaints(wires, room, head)


def test_without_beats_a_lost_hint_stays_lost(
    ana: Person,
    bo: Person,
    room: Room,
    settings: Settings,
    transactional_db: None,
) -> None:
    bus = HostileBus(loses=1.0)
    with open_house(settings, bus=bus, heartbeat_s=3600) as house:
        wire = house.enter(ana)
        post(bo, room, "lost")
        wire.settle(room.id)
        assert wire.events(room.id) == []


def test_a_lost_last_message_is_noticed_at_the_beat(
    ana: Person,
    bo: Person,
    room: Room,
    settings: Settings,
    transactional_db: None,
) -> None:
    with open_house(settings, bus=HostileBus(loses=1.0), heartbeat_s=0.1) as house:
        wire = house.enter(ana)
        post(bo, room, "the last")
        beat = wire.until(lambda frame: frame.get("op") == "beat" and frame["heads"])
        assert beat["heads"] == {str(room.id): 4}
        assert wire.until_seq(room.id, 4)["event"]["body"] == "the last"


def test_a_hint_that_lies_moves_nobody(house: House, ana: Person, bo: Person, room: Room) -> None:
    from vestibule.feed import outlet

    wire = house.enter(ana)
    outlet.announce([Hint(stream=room.id, head=99), Hint(stream=room.id, head=2), Hint(stream=bo.id, head=7)])
    post(bo, room, "true")
    assert wire.until_event("message.posted")["seq"] == 4
    # Whoever went to read what was promised finds that there is no more, and stops looking.
    wait_until(lambda: not any(one.behind for one in house.application.gateway.hub.connections()))
    wire.settle(room.id)
    assert wire.seqs(room.id) == [4]
    assert wire.seqs(bo.id) == []
