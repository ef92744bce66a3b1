"""What members keep at hand and what waits for them."""

import uuid
from datetime import datetime

import msgspec
from django.db.models import Count, OuterRef, QuerySet, Subquery

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound
from vestibule.rooms.excerpts import excerpt_of
from vestibule.rooms.models import Draft, Member, Message, PinnedMessage, Question


class MarkedMessage(msgspec.Struct, frozen=True):
    """A message that is pinned or waits for an answer: its number, whose it is, when it was said.

    `excerpt` is the beginning of it as it reads now; empty once it was deleted.
    """

    message: int
    author: uuid.UUID
    said_at: datetime
    excerpt: str


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
    return _marked(PinnedMessage.objects.filter(room_id=room_id, seq__gt=since))


def questions_in(room_id: uuid.UUID, *, since: int) -> list[MarkedMessage]:
    """The open questions after number `since`, in the order of the room."""
    return _marked(Question.objects.filter(room_id=room_id, answered_at=None, seq__gt=since))


def _marked(rows: QuerySet[PinnedMessage] | QuerySet[Question]) -> list[MarkedMessage]:
    said = Message.objects.filter(room=OuterRef("room"), seq=OuterRef("seq"))
    found = rows.annotate(body=Subquery(said.values("body")[:1])).order_by("seq")
    return [
        MarkedMessage(seq, author, at, excerpt_of(body or ""))
        for seq, author, at, body in found.values_list("seq", "author_id", "said_at", "body")
    ]


def questions_waiting_for(actor: Person) -> Subquery:
    """How many open questions of others a room of the outer query has, after number `own_since` there."""
    waiting = Question.objects.filter(room=OuterRef("id"), answered_at=None, seq__gt=OuterRef("own_since"))
    counted = waiting.exclude(author=actor).order_by().values("room").annotate(number=Count("id"))
    return Subquery(counted.values("number"))


def draft_of(actor: Person, room_id: uuid.UUID) -> DraftCard:
    """The actor's draft in the room; an empty one of revision 0 when there never was any."""
    row = Draft.objects.filter(room_id=room_id, person=actor).first()
    return DraftCard(row.body, row.purpose, row.revision) if row else DraftCard("", "", 0)
