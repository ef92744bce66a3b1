"""Frames of the socket protocol that the gateway itself understands or makes (docs/protocol.md)."""

import uuid
from collections.abc import Mapping

import msgspec

from vestibule.kit.encoding import UNREADABLE, encode_json

LARGEST_FRAME_BYTES = 128 * 1024


class Hello(msgspec.Struct, frozen=True, tag_field="op", tag="hello", forbid_unknown_fields=True):
    """The first frame: a ticket, and the last number of every stream the client holds."""

    ticket: str
    since: dict[uuid.UUID, int] = {}


class CatchUp(msgspec.Struct, frozen=True, tag_field="op", tag="catch_up", forbid_unknown_fields=True):
    """The client saw a hole: send what comes after `after`."""

    stream: uuid.UUID
    after: int


class Watch(msgspec.Struct, frozen=True, tag_field="op", tag="watch", forbid_unknown_fields=True):
    """This socket's page shows `room`, and somebody looks at it; without a room it shows none, or nobody looks."""

    id: str
    room: uuid.UUID | None = None


class Typing(msgspec.Struct, frozen=True, tag_field="op", tag="typing", forbid_unknown_fields=True):
    """Somebody writes in the room that this socket watches, for the next seconds; or has stopped. Never answered."""

    is_typing: bool = True


class Present(msgspec.Struct, frozen=True, tag_field="op", tag="present", omit_defaults=True):
    """Who has the watched room open now, and which of them are writing. Replaces what was told before.

    `id` is that of the `watch` it answers.
    """

    room: uuid.UUID | None
    here: list[uuid.UUID]
    typing: list[uuid.UUID]
    id: str | None = None


class Welcome(msgspec.Struct, frozen=True, tag_field="op", tag="welcome"):
    person: uuid.UUID
    heartbeat_s: int
    streams: Mapping[uuid.UUID, int]


class Followed(msgspec.Struct, frozen=True, tag_field="op", tag="followed"):
    """A new stream is followed from its head on."""

    stream: uuid.UUID
    head: int


class Unfollowed(msgspec.Struct, frozen=True, tag_field="op", tag="unfollowed"):
    """This stream gives nothing more."""

    stream: uuid.UUID


class Resync(msgspec.Struct, frozen=True, tag_field="op", tag="resync"):
    """Too far behind: read the room anew over HTTP, then go on from `head`."""

    stream: uuid.UUID
    head: int


class Beat(msgspec.Struct, frozen=True, tag_field="op", tag="beat"):
    """Streams that have grown since the last beat, with their heads."""

    heads: Mapping[uuid.UUID, int]


encode = encode_json
decode_hello = msgspec.json.Decoder(Hello).decode
decode_catch_up = msgspec.json.Decoder(CatchUp).decode
decode_watch = msgspec.json.Decoder(Watch).decode
decode_typing = msgspec.json.Decoder(Typing).decode


class _OnlyOp(msgspec.Struct):
    op: str = ""


_decode_op = msgspec.json.Decoder(_OnlyOp).decode


def decode_op(frame: bytes) -> str:
    """The `op` of a frame; empty when it is not an object with one."""
    try:
        return _decode_op(frame).op
    except UNREADABLE:
        return ""
