"""The whole socket protocol as types: what docs/protocol.md says in words."""

import importlib
import types
from collections.abc import Sequence
from typing import Any

import msgspec

from vestibule.feed.append import Fact
from vestibule.gateway import frames as gateway_frames
from vestibule.ports.commands import Refused
from vestibule.rooms import frames as room_frames
from vestibule.rooms.frames import ClientCommand

EVENT_MODULES = (
    "vestibule.rooms.events",
    "vestibule.market.events",
    "vestibule.reviews.events",
    "vestibule.notices.events",
)
CLIENT_FRAMES: tuple[type, ...] = (
    gateway_frames.Hello,
    gateway_frames.CatchUp,
    gateway_frames.Watch,
    gateway_frames.Typing,
    *ClientCommand.__args__,
)
SERVER_FRAMES: tuple[type, ...] = (
    gateway_frames.Welcome,
    gateway_frames.Followed,
    gateway_frames.Unfollowed,
    gateway_frames.Resync,
    gateway_frames.Beat,
    gateway_frames.Present,
    room_frames.Ack,
    room_frames.KeptFrame,
    room_frames.Checked,
    room_frames.Done,
    room_frames.ReadBy,
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
    definitions = schema_definitions([*CLIENT_FRAMES, *SERVER_FRAMES], ref_template="#/$defs/{name}")
    definitions["ClientFrame"] = _any_of(CLIENT_FRAMES, "#/$defs/")
    definitions["ServerFrame"] = _any_of(SERVER_FRAMES, "#/$defs/")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}


def schema_definitions(kinds: Sequence[type], *, ref_template: str) -> dict[str, Any]:
    """The definitions of these structs, of all events, and of the envelope that events travel in."""
    events = event_types()
    _, definitions = msgspec.json.schema_components([*kinds, *events], ref_template=ref_template)
    prefix = ref_template.removesuffix("{name}")
    definitions["EventBody"] = _any_of(events, prefix)
    definitions["Envelope"] = {
        "title": "Envelope",
        "description": "An event of a stream, the same on the socket, in catch-up and in history.",
        "type": "object",
        "required": ["stream", "seq", "at", "by", "event"],
        "additionalProperties": False,
        "properties": {
            "stream": {"type": "string", "format": "uuid"},
            "seq": {"type": "integer"},
            "at": {"type": "string", "format": "date-time"},
            "by": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
            "event": {"$ref": f"{prefix}EventBody"},
        },
    }
    return definitions


def _any_of(kinds: Sequence[type], prefix: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"{prefix}{kind.__name__}"} for kind in kinds]}
