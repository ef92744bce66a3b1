"""What can happen in a room, as complete past facts. The client's types are generated from these."""

import uuid
from typing import Any, Literal

import msgspec

from vestibule.feed.append import Fact

Side = Literal["client", "freelancer"]
Relationship = Literal["none", "offer_pending", "active", "prior"]


class OrganisationCard(msgspec.Struct, frozen=True):
    """An organisation as members see it. `plan` is the plan on the day the card was made."""

    id: uuid.UUID
    name: str
    plan: str


class PersonCard(msgspec.Struct, frozen=True):
    """A member as the others see them: a name and a side, never an address."""

    id: uuid.UUID
    name: str
    side: Side
    organisation: OrganisationCard | None = None
    # Names the picture at /pictures/{picture}; without one there are initials.
    picture: uuid.UUID | None = None


class Remark(msgspec.Struct, frozen=True):
    """What the contact rule said about a part of a text. `start` and `end` are code points, half-open."""

    clause: str
    # The version of the rule book that the clause stands in.
    policy: str
    why: str
    kinds: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class WithheldItem(msgspec.Struct, frozen=True):
    """A message that was not delivered, as its author sees it, at its place after event `after_seq`."""

    id: uuid.UUID
    room: uuid.UUID
    key: str
    after_seq: int
    body: str
    purpose: str | None
    # The verdict in the shape of docs/policy: verdict, policy, findings, reasons.
    verdict: dict[str, Any]
    # Whether the rule, asked again now, would let it through (the contract has started).
    releasable: bool = False


class RoomOpened(Fact, frozen=True, tag_field="kind", tag="room.opened"):
    """The room exists. `about` says what brought the two together."""

    title: str
    about_kind: str
    about_id: uuid.UUID


class MemberJoined(Fact, frozen=True, tag_field="kind", tag="member.joined"):
    """From the next number on this person reads along."""

    person: PersonCard


class MemberChanged(Fact, frozen=True, tag_field="kind", tag="member.changed"):
    """A member is shown like this from here on; `was` is the name that they had until now."""

    person: PersonCard
    was: str


class MemberLeft(Fact, frozen=True, tag_field="kind", tag="member.left"):
    """This event is the last that the person receives. `removed_by` is set when it was not their own step."""

    person: uuid.UUID
    removed_by: uuid.UUID | None = None


class MessagePosted(Fact, frozen=True, tag_field="kind", tag="message.posted"):
    """A message stands at this place. Its sender recognises it by `key`; `remarks` name the clauses that allow it."""

    key: str
    body: str
    purpose: str | None = None
    # Withheld at first and released or mended later: it was written earlier than it stands here.
    was_withheld: bool = False
    remarks: tuple[Remark, ...] = ()


class RelationshipChanged(Fact, frozen=True, tag_field="kind", tag="relationship.changed"):
    """From this number on the pair stands like this to each other."""

    client: uuid.UUID
    freelancer: uuid.UUID
    relationship: Relationship
    was: Relationship


class RoomJoined(Fact, frozen=True, tag_field="kind", tag="room.joined"):
    """On a person's own stream: there is a new room for you."""

    room: uuid.UUID


class RoomLeft(Fact, frozen=True, tag_field="kind", tag="room.left"):
    """On a person's own stream: this room is no longer yours to read."""

    room: uuid.UUID


class ReadMoved(Fact, frozen=True, tag_field="kind", tag="read.moved"):
    """On a person's own stream: they have read the room up to `seq` on some device."""

    room: uuid.UUID
    seq: int


class MessageWithheld(Fact, frozen=True, tag_field="kind", tag="message.withheld"):
    """On the author's own stream: a message is kept for them, new or judged again."""

    item: WithheldItem


class WithheldGone(Fact, frozen=True, tag_field="kind", tag="withheld.gone"):
    """On the author's own stream: a kept message is gone, posted at `seq` of its room or discarded."""

    id: uuid.UUID
    room: uuid.UUID
    outcome: Literal["posted", "discarded"]
    seq: int | None = None
