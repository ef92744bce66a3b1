"""Commands and answers of the socket protocol that belong to rooms (docs/protocol.md)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from vestibule.rooms.checking import ReaderVerdict
from vestibule.rooms.events import WithheldItem
from vestibule.rooms.quoting import ReplyWish

Purpose = Literal["system_access", "legal_document", "credential"]


class Send(msgspec.Struct, frozen=True, tag_field="op", tag="send", forbid_unknown_fields=True):
    """Say `body` in `room`, as an answer to another message if `reply_to` says so. The same key is the same message."""

    room: uuid.UUID
    key: str
    body: str
    purpose: Purpose | None = None
    reply_to: ReplyWish | None = None


class Check(msgspec.Struct, frozen=True, tag_field="op", tag="check", forbid_unknown_fields=True):
    """What would happen to this text? Nothing of it is stored."""

    id: str
    room: uuid.UUID
    body: str
    purpose: Purpose | None = None
    reply_to: ReplyWish | None = None


class Read(msgspec.Struct, frozen=True, tag_field="op", tag="read", forbid_unknown_fields=True):
    """The room is read up to `seq`."""

    id: str
    room: uuid.UUID
    seq: int


ClientCommand = Send | Check | Read


class Ack(msgspec.Struct, frozen=True, tag_field="op", tag="ack"):
    """This key stands at `seq` already."""

    room: uuid.UUID
    key: str
    seq: int


class KeptFrame(msgspec.Struct, frozen=True, tag_field="op", tag="kept"):
    """Not delivered: kept for its author, with the verdict."""

    room: uuid.UUID
    key: str
    item: WithheldItem


class Checked(msgspec.Struct, frozen=True, tag_field="op", tag="checked"):
    """What would happen; `because` names the members whose standing makes the verdict as strict as it is.

    `readers` has what the rule says of each reader alone. The strictest stands: it goes to everybody or to nobody.
    """

    id: str
    verdict: Mapping[str, Any]
    because: list[uuid.UUID]
    readers: list[ReaderVerdict]


class ReadBy(msgspec.Struct, frozen=True, tag_field="op", tag="read_by"):
    """Another member has read the watched room up to `seq`. No event: it may be lost, and the room says it too."""

    room: uuid.UUID
    person: uuid.UUID
    seq: int
    at: datetime


class Done(msgspec.Struct, frozen=True, tag_field="op", tag="done"):
    """The command is carried out."""

    id: str
