"""What members keep at hand and what waits for them."""

import uuid
from datetime import datetime

import msgspec
from django.db.models import Count, OuterRef, Subquery

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound
from vestibule.rooms.models import Draft, Member, Message, PinnedMessage, Question


class MarkedMessage(msgspec.Struct, frozen=True):
    """A message that is pinned or waits for an answer: its number, whose it is, when it was said."""

    message: int
    author: uuid.UUID
    said_at: datetime


class DraftCard(msgspec.Struct, frozen=True):
    """What its author has begun to write; `revision` grows by one with each change."""

    body: str
    purpose: str
    revision: int


def message_of_member(actor: Person, room_id: uuid.UUID, seq: int) -> Message:
    """The message at that number, for whoever is in the room and was when it was said. Raises `NotFound`."""
    seat = Member.objects.filter(room_id=room_id, person=actor, left_seq=None, joined_seq__lt=seq).exists()
    message = Message.objects.filter(room_id=room_id, seq=seq).first() if seat else None
    if message is None or message.deleted_at is not None:
        raise NotFound
    return message


def pinned_in(room_id: uuid.UUID, *, since: int) -> list[MarkedMessage]:
    """The pinned messages after number `since`, in the order of the room."""
    return [_marked(row) for row in PinnedMessage.objects.filter(room_id=room_id, seq__gt=since).order_by("seq")]


def questions_in(room_id: uuid.UUID, *, since: int) -> list[MarkedMessage]:
    """The open questions after number `since`, in the order of the room."""
    rows = Question.objects.filter(room_id=room_id, answered_at=None, seq__gt=since)
    return [_marked(row) for row in rows.order_by("seq")]


def _marked(row: PinnedMessage | Question) -> MarkedMessage:
    return MarkedMessage(row.seq, row.author_id, row.said_at)


def questions_waiting_for(actor: Person) -> Subquery:
    """How many open questions of others a room of the outer query has, after number `own_since` there."""
    waiting = Question.objects.filter(room=OuterRef("id"), answered_at=None, seq__gt=OuterRef("own_since"))
    counted = waiting.exclude(author=actor).order_by().values("room").annotate(number=Count("id"))
    return Subquery(counted.values("number"))


def draft_of(actor: Person, room_id: uuid.UUID) -> DraftCard:
    """The actor's draft in the room; an empty one of revision 0 when there never was any."""
    row = Draft.objects.filter(room_id=room_id, person=actor).first()
    return DraftCard(row.body, row.purpose, row.revision) if row else DraftCard("", "", 0)
