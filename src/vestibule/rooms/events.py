"""What can happen in a room, as complete past facts. The client's types are generated from these."""

import uuid
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec

from vestibule.feed.append import Fact
from vestibule.links.queries import LinkCard

Side = Literal["client", "freelancer"]
Relationship = Literal["none", "offer_pending", "active", "prior"]
# In the order in which they are shown.
ReactionName = Literal["thumbs_up", "heart", "party", "smile", "eyes", "done"]
REACTIONS: tuple[str, ...] = get_args(ReactionName)


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
    # The colleague who brought them in; none for those with whom the room was opened.
    brought_by: uuid.UUID | None = None


class PairStanding(msgspec.Struct, frozen=True):
    """How a client and a freelancer of a room stand to each other, where that is not `none`."""

    client: uuid.UUID
    freelancer: uuid.UUID
    relationship: Relationship


class Remark(msgspec.Struct, frozen=True):
    """What the contact rule said about a part of a text. `start` and `end` are code points, half-open."""

    clause: str
    # The version of the rule book that the clause stands in.
    policy: str
    why: str
    kinds: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Reply(msgspec.Struct, frozen=True):
    """Which message is answered, in which revision, by whom it was said, and the words of it that are repeated.

    `quote` is empty where they are `left_out`: by the contact rule, or because that message was deleted.
    """

    seq: int
    revision: int
    by: uuid.UUID
    quote: str
    # Whether the quote is less than the whole text of that revision.
    is_part: bool = False
    left_out: Literal["", "rule", "deleted"] = ""


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
    # The number of the message that it would reword; none for one that would be new.
    edits: int | None = None
    # The number of the message that it answers.
    replies_to: int | None = None
    # The members whose standing asks for it: neither contract nor plan exempts them.
    because: list[uuid.UUID] = []


class RoomOpened(Fact, frozen=True, tag_field="kind", tag="room.opened"):
    """The room exists. `about` says what brought the two together."""

    title: str
    about_kind: str
    about_id: uuid.UUID


class MemberJoined(Fact, frozen=True, tag_field="kind", tag="member.joined"):
    """From the next number on this person reads along; `relationships` are theirs with those who are here."""

    person: PersonCard
    relationships: tuple[PairStanding, ...] = ()


class MemberChanged(Fact, frozen=True, tag_field="kind", tag="member.changed"):
    """A member is shown like this from here on; `was` is the name that they had until now.

    `starts_acting` says that they act for the organisation on the card from here on, as for nobody before.
    """

    person: PersonCard
    was: str
    starts_acting: bool = False


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
    reply_to: Reply | None = None


class MessageEdited(Fact, frozen=True, tag_field="kind", tag="message.edited"):
    """The message at number `message` reads like this from now on. Its earlier wordings can still be asked for."""

    message: int
    # Counted from 1, the message as posted.
    revision: int
    body: str
    purpose: str | None = None
    remarks: tuple[Remark, ...] = ()


class MessageDeleted(Fact, frozen=True, tag_field="kind", tag="message.deleted"):
    """The text of the message at number `message` is gone, with its history and wherever it was quoted."""

    message: int


class MessageReacted(Fact, frozen=True, tag_field="kind", tag="message.reacted"):
    """Whoever did this put a sign under the message at number `message`, or took it back."""

    message: int
    reaction: ReactionName
    is_on: bool


class MessageUnfurled(Fact, frozen=True, tag_field="kind", tag="message.unfurled"):
    """Behind the links of the message at number `message`, as worded in `revision`, were these pages."""

    message: int
    revision: int
    cards: tuple[LinkCard, ...]


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


class MessagePinned(Fact, frozen=True, tag_field="kind", tag="message.pinned"):
    """The members keep the message at number `message` at hand. It was `author`'s, and said at `said_at`."""

    message: int
    author: uuid.UUID
    said_at: datetime


class MessageUnpinned(Fact, frozen=True, tag_field="kind", tag="message.unpinned"):
    """The message at number `message` is pinned no more."""

    message: int


class QuestionOpened(Fact, frozen=True, tag_field="kind", tag="question.opened"):
    """The message at number `message` is marked as a question that waits for an answer."""

    message: int
    author: uuid.UUID
    said_at: datetime


class QuestionAnswered(Fact, frozen=True, tag_field="kind", tag="question.answered"):
    """The question at number `message` waits no more."""

    message: int
    author: uuid.UUID


class QuestionReminded(Fact, frozen=True, tag_field="kind", tag="question.reminded"):
    """On a person's own stream: somebody waits for an answer to the message at number `message` of the room."""

    room: uuid.UUID
    message: int


class RoomPlaced(Fact, frozen=True, tag_field="kind", tag="room.placed"):
    """On a person's own stream: where they keep the room in their list, and whether it keeps silent."""

    room: uuid.UUID
    pinned_at: datetime | None
    is_archived: bool
    is_muted: bool


class DraftSaved(Fact, frozen=True, tag_field="kind", tag="draft.saved"):
    """On a person's own stream: there is a newer draft in the room. Its text is no part of the feed."""

    room: uuid.UUID
    revision: int
