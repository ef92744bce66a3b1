"""A text made to be slow to judge holds up nobody's socket (A26); how long it takes is measured in bench/."""

import uuid

from tests.cast import line
from tests.house_server import House, Wire
from vestibule.accounts.models import Person
from vestibule.rooms.models import Room

LONGEST = 20_000
HEAVY = [
    ("a" * 64 + "@") * 307,
    "a@" * 10_000,
    "a." * 10_000,
    "+1 " * 6_666,
    "1-" * 10_000,
    "(1) " * 5_000,
    "one two " * 2_500,
    "h t t p s : / / " * 1_250,
    "[x](" * 5_000,
    "at dot " * 2_857,
    "\u200b1" * 10_000,
    "١" * LONGEST,
    "е" * LONGEST,
    "e\u0301" * 10_000,
    "\u202e" * LONGEST,
    "skype: " * 2_857,
    "wa.me/" * 3_333,
    "<" * LONGEST,
    " " * (LONGEST - 1) + "x",
    "\n" * (LONGEST - 1) + "x",
]


def test_others_are_answered_while_heavy_texts_are_judged(house: House, ana: Person, bo: Person, room: Room) -> None:
    heavy, light = house.enter(ana), house.enter(bo)
    for number, text in enumerate(HEAVY):
        assert len(text) <= LONGEST
        heavy.put(op="send", room=room.id, key=f"heavy-{number}", body=text)
        heavy.put(op="check", id=f"heavy-{number}", room=room.id, body=text)
        # The event loop itself judges nothing: it goes on answering meanwhile.
        light.put(op="catch_up", stream=uuid.uuid4(), after=0)
        assert light.until_op("refused")["code"] == "not_found"
    wanted = {f"heavy-{number}" for number in range(len(HEAVY))}
    heavy.until(lambda _: wanted <= _checked(heavy) and wanted <= _settled(heavy))
    light.put(op="send", room=room.id, key="light", body=line(7))
    assert light.until(lambda frame: frame.get("event", {}).get("key") == "light")


def _checked(wire: Wire) -> set[str]:
    return {frame["id"] for frame in wire.frames if frame.get("op") == "checked"}


def _settled(wire: Wire) -> set[str]:
    """The keys that were posted or kept."""
    kept = {frame["item"]["key"] for frame in wire.frames if frame.get("op") == "kept"}
    return kept | {frame["event"]["key"] for frame in wire.frames if "key" in frame.get("event", {})}
