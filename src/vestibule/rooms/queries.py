"""Questions about rooms, always asked for somebody."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from vestibule.accounts.models import Person
from vestibule.accounts.queries import plans_on
from vestibule.feed.models import Event, Stream
from vestibule.judging.retelling import stored_told_in
from vestibule.kit.refusals import NotFound
from vestibule.rooms.actions.send_messages import withheld_item
from vestibule.rooms.checking import CheckedRoom
from vestibule.rooms.events import (
    OrganisationCard,
    PairStanding,
    PersonCard,
    Relationship,
    WithheldItem,
)
from vestibule.rooms.excerpts import excerpt_of
from vestibule.rooms.models import Member, Message, Room, WithheldMessage
from vestibule.rooms.order.queries import questions_waiting_for
from vestibule.rooms.relationship import step_behind
from vestibule.rooms.standing import is_exempt, standing_of, strictest_of
from vestibule.web.api import pack_cursor

MOST_UNREAD = 100


class LastLine(msgspec.Struct, frozen=True):
    """The newest place on a room's timeline, for the list. `excerpt` is the beginning of a message as it is seen.

    Where it says how two people stand to each other now, `kind` is the step by which they came to it.
    """

    seq: int
    at: datetime
    by: uuid.UUID | None
    kind: str
    excerpt: str


class RoomSummary(msgspec.Struct, frozen=True):
    """A room as it stands in somebody's list."""

    id: uuid.UUID
    title: str
    head: int
    read_seq: int
    unread: int
    last: LastLine | None
    members: list[PersonCard]
    # How the clients here stand to the freelancers, where that is not `none`; in order of their ids.
    relationships: list[PairStanding]
    # Where the strictest reader decides: how they stand, and the plan between them and the person.
    relationship: Relationship
    client_plan: str
    exempt: bool
    pinned_at: datetime | None
    is_archived: bool
    is_muted: bool
    # Of others, marked and not answered yet.
    open_questions: int
    # What is said after this number the person may read.
    since: int


def visible_room(actor: Person, room_id: uuid.UUID) -> Room:
    """The room, or `NotFound` for whoever is not in it."""
    room = Room.objects.visible_to(actor).filter(id=room_id).first()
    if room is None:
        raise NotFound
    return room


def summaries(
    actor: Person, *, on: date, after: tuple[datetime, uuid.UUID] | None = None, limit: int = 50
) -> list[RoomSummary]:
    """The actor's rooms, newest activity first, in a fixed number of queries whatever their number."""
    return _summarise(actor, _newest(actor, after, limit), on=on)


def _newest(actor: Person, after: tuple[datetime, uuid.UUID] | None, limit: int) -> list[Room]:
    rooms = _with_activity(actor)
    if after is not None:
        at, room_id = after
        rooms = rooms.filter(Q(active_at__lt=at) | Q(active_at=at, id__lt=room_id))
    return list(rooms.order_by("-active_at", "-id")[:limit])


def listed_rooms(
    actor: Person, *, on: date, after: tuple[datetime, uuid.UUID] | None = None, limit: int
) -> list[RoomSummary]:
    """A page of the actor's list as `summaries` gives it; before the first one all pinned rooms that are not on it."""
    listed = _newest(actor, after, limit)
    if after is None and len(listed) == limit:
        seats = Member.objects.filter(person=actor, left_seq=None, pinned_at__isnull=False)
        pinned = _with_activity(actor).filter(id__in=seats.values("room_id"))
        listed = [*pinned.exclude(id__in=[one.id for one in listed]), *listed]
    return _summarise(actor, listed, on=on)


def next_of(listed: Sequence[RoomSummary], *, limit: int = 100) -> str | None:
    """The cursor that asks for the rooms after these; nothing when there are none."""
    if len(listed) < limit:
        return None
    last = listed[-1].id
    return pack_cursor(active_at_of(last).isoformat(), str(last))


def summary(actor: Person, room_id: uuid.UUID, *, on: date) -> RoomSummary:
    """One room as it stands in the actor's list. Raises `NotFound`."""
    found = list(_with_activity(actor).filter(id=room_id))
    made = _summarise(actor, found, on=on)
    if not made:
        raise NotFound
    return made[0]


def active_at_of(room: uuid.UUID) -> datetime:
    """When the room last saw a message, or was opened."""
    latest: datetime | None = Message.objects.filter(room_id=room).order_by("-seq").values_list("at", flat=True).first()
    return latest or Room.objects.values_list("created_at", flat=True).get(id=room)


def _with_activity(actor: Person):  # type: ignore[no-untyped-def]
    newest = Message.objects.filter(room=OuterRef("id")).order_by("-seq").values("at")[:1]
    head = Stream.objects.filter(id=OuterRef("id")).values("head")
    rooms = Room.objects.visible_to(actor).annotate(
        active_at=Coalesce(Subquery(newest), F("created_at")),
        head=Subquery(head),
        # Of the seat by which the room is visible: the join is the same.
        own_read_seq=F("members__read_seq"),
        own_pinned_at=F("members__pinned_at"),
        own_is_archived=F("members__is_archived"),
        own_is_muted=F("members__is_muted"),
        own_since=F("members__joined_seq"),
    )
    return rooms.annotate(open_questions=Coalesce(questions_waiting_for(actor), 0))


def _summarise(actor: Person, rooms: Sequence[Any], *, on: date) -> list[RoomSummary]:
    ids = [room.id for room in rooms]
    standing = standing_of(ids, on=on)
    cards = member_cards(ids, on=on)
    last_lines = _last_lines(ids)
    unread = _unread(actor, ids)
    made: list[RoomSummary] = []
    for room in rooms:
        if not standing.has_member(room.id, actor.id):
            # Left a moment ago.
            continue
        strictest = strictest_of(standing.grounds(room.id, actor.id))
        made.append(
            RoomSummary(
                id=room.id,
                title=room.title,
                head=room.head,
                read_seq=room.own_read_seq,
                unread=unread.get(room.id, 0),
                last=last_lines.get(room.id),
                members=cards.get(room.id, []),
                relationships=[PairStanding(*pair) for pair in standing.pairs_in(room.id)],
                relationship=strictest[0],  # type: ignore[arg-type]  # there is no other
                client_plan=strictest[1],
                exempt=is_exempt(strictest),
                pinned_at=room.own_pinned_at,
                is_archived=room.own_is_archived,
                is_muted=room.own_is_muted,
                open_questions=room.open_questions,
                since=room.own_since,
            )
        )
    return made


def member_cards(rooms: Collection[uuid.UUID], *, on: date) -> dict[uuid.UUID, list[PersonCard]]:
    """The current members of each room as the others see them, in order of joining."""
    seats = list(
        Member.objects.filter(room_id__in=rooms, left_seq=None).select_related("person", "organisation").order_by("id")
    )
    plans = plans_on(on, organisations={seat.organisation_id for seat in seats if seat.organisation_id})
    cards: dict[uuid.UUID, list[PersonCard]] = {}
    for seat in seats:
        organisation = None
        if seat.organisation is not None:
            organisation = OrganisationCard(
                id=seat.organisation.id, name=seat.organisation.name, plan=plans[seat.organisation.id]
            )
        card = PersonCard(
            id=seat.person_id,
            name=seat.person.display_name,
            side=seat.side,  # type: ignore[arg-type]
            organisation=organisation,
            picture=seat.person.picture,
            brought_by=seat.brought_by_id,
        )
        cards.setdefault(seat.room_id, []).append(card)
    return cards


def _unread(actor: Person, rooms: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Messages of others after the actor's mark, counted up to `MOST_UNREAD`."""
    seats = Member.objects.filter(room=OuterRef("room"), person=actor, left_seq=None)
    counted = (
        Message.objects.filter(room_id__in=rooms, seq__gt=Subquery(seats.values("read_seq")[:1]), deleted_at=None)
        .exclude(author=actor)
        .values("room_id")
        .annotate(number=Count("id"))
        .values_list("room_id", "number")
    )
    return {room: min(number, MOST_UNREAD) for room, number in counted}


class _Envelope(msgspec.Struct):
    seq: int
    at: datetime
    by: uuid.UUID | None
    event: dict[str, object]


_decode_envelope = msgspec.json.Decoder(_Envelope).decode


def _last_lines(rooms: Collection[uuid.UUID]) -> dict[uuid.UUID, LastLine]:
    newest = Event.objects.filter(stream_id__in=rooms, on_timeline=True).values("stream_id").annotate(last=Max("seq"))
    wanted, said = Q(pk__in=[]), Q(pk__in=[])
    for row in newest:
        wanted |= Q(stream_id=row["stream_id"], seq=row["last"])
        said |= Q(room_id=row["stream_id"], seq=row["last"])
    changed = {message.room_id: message for message in Message.objects.filter(said, changed_seq__isnull=False)}
    lines: dict[uuid.UUID, LastLine] = {}
    for stream, kind, body in Event.objects.filter(wanted).values_list("stream_id", "kind", "body"):
        lines[stream] = _last_line(_decode_envelope(body), kind, changed.get(stream))
    return lines


def _last_line(envelope: _Envelope, kind: str, changed: Message | None) -> LastLine:
    fact = envelope.event
    text = ""
    if kind == "message.posted":
        text = changed.body if changed is not None else str(fact.get("body") or "")
        if changed is not None and changed.deleted_at is not None:
            kind = "message.deleted"
    elif kind == "relationship.changed":
        kind = step_behind(fact, by=envelope.by)
    return LastLine(seq=envelope.seq, at=envelope.at, by=envelope.by, kind=kind, excerpt=excerpt_of(text))


def withheld_of(actor: Person, room_id: uuid.UUID, *, now: datetime) -> list[WithheldItem]:
    """The actor's kept messages in the room, each with whether the rule would let it through by now."""
    rows = list(WithheldMessage.objects.visible_to(actor).filter(room_id=room_id).order_by("after_seq", "at", "id"))
    if not rows:
        return []
    room = CheckedRoom(person_id=actor.id, room_id=room_id, now=now)
    made: list[WithheldItem] = []
    for row in rows:
        row.verdict = stored_told_in(row.verdict, actor.language)
        found = room.check(body=row.body, purpose=row.purpose)
        is_free = found.verdict.outcome == "allow"
        made.append(withheld_item(row, releasable=is_free, because=found.without_exemption))
    return made


def own_head(actor: Person) -> int:
    """How far the actor's own stream has got."""
    return Stream.objects.values_list("head", flat=True).get(id=actor.id)
