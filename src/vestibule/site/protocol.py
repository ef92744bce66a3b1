"""The whole socket protocol as types: what docs/protocol.md says in words."""

import importlib
import types
from typing import Any

import msgspec

from vestibule.feed.append import Fact
from vestibule.gateway import frames as gateway_frames
from vestibule.ports.commands import Refused
from vestibule.rooms import frames as room_frames
from vestibule.rooms.frames import ClientCommand

EVENT_MODULES = ("vestibule.rooms.events", "vestibule.market.events")
CLIENT_FRAMES: tuple[type, ...] = (gateway_frames.Hello, gateway_frames.CatchUp, *ClientCommand.__args__)
SERVER_FRAMES: tuple[type, ...] = (
    gateway_frames.Welcome,
    gateway_frames.Followed,
    gateway_frames.Unfollowed,
    gateway_frames.Resync,
    gateway_frames.Beat,
    room_frames.Ack,
    room_frames.KeptFrame,
    room_frames.Checked,
    room_frames.Done,
    Refused,
)


def event_types() -> list[type[Fact]]:
    """Every fact that an app puts on the feed."""
    found: list[type[Fact]] = []
    for name in EVENT_MODULES:
        module: types.ModuleType = importlib.import_module(name)
        found += [
            one
            for one in vars(module).values()
            if isinstance(one, type) and issubclass(one, Fact) and one is not Fact and one.__module__ == name
        ]
    return found


def protocol_schema() -> dict[str, Any]:
    """One JSON schema whose definitions are all frames and events."""
    kinds = [*CLIENT_FRAMES, *SERVER_FRAMES, *event_types()]
    _, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    unions = {
        "ClientFrame": _any_of(CLIENT_FRAMES),
        "ServerFrame": _any_of(SERVER_FRAMES),
        "EventBody": _any_of(event_types()),
        "Envelope": {
            "title": "Envelope",
            "type": "object",
            "required": ["stream", "seq", "at", "by", "event"],
            "additionalProperties": False,
            "properties": {
                "stream": {"type": "string", "format": "uuid"},
                "seq": {"type": "integer"},
                "at": {"type": "string", "format": "date-time"},
                "by": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
                "event": {"$ref": "#/$defs/EventBody"},
            },
        },
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {**components, **unions}}


def _any_of(kinds: Any) -> dict[str, Any]:  # noqa: ANN401 - a sequence of types
    return {"anyOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]}
