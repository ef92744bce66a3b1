"""Whatever a client sends, it gets an answer with a stable code, and nobody else notices."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import post
from tests.house_server import House, Wire
from vestibule.accounts.models import Person
from vestibule.gateway.frames import LARGEST_FRAME_BYTES
from vestibule.rooms.models import Message, Room

BAD: dict[str, str | bytes] = {
    "nothing": "",
    "a word": "hello",
    "half a JSON": '{"op": "send", ',
    "a list": "[1, 2]",
    "a number": "12",
    "null": "null",
    "no op": "{}",
    "an op of another type": '{"op": 7}',
    "an unknown op": '{"op": "shout", "room": "{room}"}',
    "an op of the server": '{"op": "welcome"}',
    "a second hello": '{"op": "hello", "ticket": "x"}',
    "an unknown field": '{"op": "send", "room": "{room}", "key": "k", "body": "x", "as": "bo"}',
    "a missing field": '{"op": "send", "room": "{room}", "key": "k"}',
    "another type": '{"op": "send", "room": "{room}", "key": "k", "body": 7}',
    "no id": '{"op": "send", "room": "everywhere", "key": "k", "body": "x"}',
    "an unknown purpose": '{"op": "send", "room": "{room}", "key": "k", "body": "x", "purpose": "gossip"}',
    "a mark of no number": '{"op": "read", "id": "1", "room": "{room}", "seq": "many"}',
    "a place of no number": '{"op": "catch_up", "stream": "{room}", "after": "x"}',
    "a place below all": '{"op": "catch_up", "stream": "{room}", "after": -1}',
    "a place to watch that is none": '{"op": "watch", "id": "1", "room": "everywhere"}',
    "watching without an id": '{"op": "watch", "room": "{room}"}',
    "typing with words": '{"op": "typing", "body": "x"}',
    "a deep list": '{"op": "send", "more": ' + "[" * 60_000,
    "a deep object": '{"more": ' * 12_000,
    "bytes": b"\xff\xfe\x00",
    "half a character": b'{"op": "send", "room": "{room}", "key": "k", "body": "\xff"}',
    "half a pair": '{"op": "send", "room": "{room}", "key": "k", "body": "\\ud800"}',
}


def _send(wire: Wire, frame: str | bytes, room: Room) -> None:
    if isinstance(frame, bytes):
        wire.connection.send(frame.replace(b"{room}", str(room.id).encode()))
    else:
        wire.connection.send(frame.replace("{room}", str(room.id)))


def test_a_bad_frame_is_answered_and_harms_nobody(house: House, ana: Person, bo: Person, room: Room) -> None:
    here, there = house.enter(ana), house.enter(bo)
    for number, (what, frame) in enumerate(BAD.items()):
        _send(here, frame, room)
        refused = here.until_op("refused")
        assert refused["code"] in {"bad_frame", "text_unreadable"}, what
        assert refused["text"]
        here.put(op="send", room=room.id, key=f"after-{number}", body=f"after {what}")
        assert here.until_event("message.posted")["event"]["key"] == f"after-{number}"
        assert there.until_event("message.posted")["event"]["body"] == f"after {what}"


# frame fields beyond the good ones: (code, field)
REFUSED: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "an empty text": ({"body": "  "}, "message_empty", "body"),
    "too long a text": ({"body": "x" * 20_001}, "message_too_long", "body"),
    "a NUL": ({"body": "a\0b"}, "text_unreadable", "body"),
    "a strange key": ({"key": "a b"}, "key_invalid", "key"),
    "no key": ({"key": ""}, "key_invalid", "key"),
    "a foreign room": ({"room": str(uuid.uuid4())}, "not_found", "room"),
}


def test_a_wish_that_cannot_be_granted_gets_the_code_that_http_gives(house: House, ana: Person, room: Room) -> None:
    wire = house.enter(ana)
    for what, (change, code, field) in REFUSED.items():
        wire.put(**{"op": "send", "room": room.id, "key": "k", "body": "x", **change})
        refused = wire.until_op("refused")
        assert (refused["code"], refused["field"], refused["key"]) == (code, field, change.get("key", "k")), what
    assert not Message.objects.exists()


def test_the_same_wish_without_the_fault_is_granted(house: House, ana: Person, room: Room) -> None:
    wire = house.enter(ana)
    wire.put(op="send", room=room.id, key="k", body="x" * 20_000)
    assert wire.until_event("message.posted")["seq"] == 4


def test_the_largest_frame_is_heard_and_one_byte_more_closes(house: House, ana: Person, room: Room) -> None:
    wire = house.enter(ana)
    frame = json.dumps({"op": "send", "room": str(room.id), "key": "k", "body": ""})
    wire.connection.send(frame[:-2] + "x" * (LARGEST_FRAME_BYTES - len(frame)) + frame[-2:])
    assert wire.until_op("refused")["code"] == "message_too_long"
    wire.connection.send(frame[:-2] + "x" * (LARGEST_FRAME_BYTES - len(frame) + 1) + frame[-2:])
    assert wire.until_closed() == 4400


@pytest.mark.parametrize("frame", [b"x" * (LARGEST_FRAME_BYTES * 2 + 1), b"\xff"])
def test_what_is_no_frame_at_all_closes_that_socket_alone(
    house: House, ana: Person, bo: Person, room: Room, frame: bytes
) -> None:
    here, there = house.enter(ana), house.enter(bo)
    here.connection.send(frame, text=True)
    assert here.until_closed() in {1007, 1009}
    post(ana, room, "still here")
    assert there.until_event("message.posted")["event"]["body"] == "still here"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_OPS = st.sampled_from(["hello", "catch_up", "send", "check", "read", "x", ""])
_FIELDS = st.dictionaries(
    st.sampled_from(["op", "id", "room", "key", "body", "purpose", "seq", "stream", "after", "ticket", "since"]),
    _JSON,
    max_size=6,
)
_FRAMES = st.one_of(
    st.text(max_size=60).map(str.encode),
    st.binary(max_size=60),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.builds(lambda op, fields: json.dumps({**fields, "op": op}).encode(), _OPS, _FIELDS),
)


def test_no_frame_breaks_the_socket(house: House, ana: Person, bo: Person, room: Room) -> None:
    here, there = house.enter(ana), house.enter(bo)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_FRAMES)
    def try_one(frame: bytes) -> None:
        here.connection.send(frame)

    try_one()
    here.settle(room.id)
    assert {frame["op"] for frame in here.frames if "op" in frame} <= {"welcome", "refused", "checked", "done", "ack"}
    post(ana, room, "still here")
    assert there.until_event("message.posted")["event"]["body"] == "still here"
