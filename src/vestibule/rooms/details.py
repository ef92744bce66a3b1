"""A room with everything that its page shows."""

import uuid
from datetime import datetime

import msgspec
from django.utils.translation import gettext, gettext_noop

from vestibule.accounts.models import Person
from vestibule.judging.books import book_on
from vestibule.rooms.events import WithheldItem
from vestibule.rooms.models import Room
from vestibule.rooms.order.queries import MarkedMessage, pinned_in, questions_in
from vestibule.rooms.people.queries import managed_by
from vestibule.rooms.queries import RoomSummary, listed_rooms, own_head, summary, withheld_of
from vestibule.rooms.reads import MemberRead, reads_in


class AboutCard(msgspec.Struct, frozen=True):
    """What the room is about; whoever opened it knows what the id means."""

    kind: str
    id: uuid.UUID


class RuleCard(msgspec.Struct, frozen=True):
    """What the contact rule says to this person in this room now, and which clause says so."""

    policy: str
    clause: str
    text: str


class RoomDetail(RoomSummary, frozen=True, kw_only=True):
    """The room of the list, plus what only the page needs. `person_head` is where the own stream stands."""

    about: AboutCard
    rule: RuleCard
    withheld: list[WithheldItem]
    pins: list[MarkedMessage]
    questions: list[MarkedMessage]
    # How far the other members have read, of those who let it be known; nothing for whoever is discreet.
    reads: list[MemberRead]
    person_head: int
    # The organisations that the person owns or manages: they may remove those who were brought in for them.
    manages: list[uuid.UUID]


MOST_LISTED = 100


def room_detail(actor: Person, room_id: uuid.UUID, *, now: datetime) -> RoomDetail:
    """The room with everything that its page shows. Raises `NotFound` for whoever is not in it."""
    # The own stream's place is read first: what changes meanwhile is then still to come, never lost.
    head = own_head(actor)
    return _detail(actor, summary(actor, room_id, on=now.date()), head=head, now=now)


def room_among_others(actor: Person, room_id: uuid.UUID, *, now: datetime) -> tuple[RoomDetail, list[RoomSummary]]:
    """The room and the list that it stands in, asked for once. Raises `NotFound` for whoever is not in it."""
    head = own_head(actor)
    listed = listed_rooms(actor, on=now.date(), limit=MOST_LISTED)
    # Somebody with more rooms than the list shows may be in one further down.
    short = next((one for one in listed if one.id == room_id), None) or summary(actor, room_id, on=now.date())
    return _detail(actor, short, head=head, now=now), listed


def _detail(actor: Person, short: RoomSummary, *, head: int, now: datetime) -> RoomDetail:
    room_id = short.id
    room = Room.objects.get(id=room_id)
    return RoomDetail(
        **msgspec.structs.asdict(short),
        about=AboutCard(room.about_kind, room.about_id),
        rule=_rule_for(short, now),
        withheld=withheld_of(actor, room_id, now=now),
        pins=pinned_in(room_id, since=short.since),
        questions=questions_in(room_id, since=short.since),
        reads=reads_in(actor, room_id),
        person_head=head,
        manages=managed_by(actor),
    )


_RULES = {
    "enterprise": gettext_noop("Contact details may be exchanged here: the client's plan covers this conversation."),
    "contract_started": gettext_noop("Contact details may be exchanged here: your contract has started."),
    "prior_client": gettext_noop("Contact details may be exchanged here: you have worked together before."),
    "base": gettext_noop(
        "Before a contract starts, contact details and outside meeting links stay out of this room. "
        "Links to your work, names and project talk are welcome."
    ),
}


def _rule_for(short: RoomSummary, now: datetime) -> RuleCard:
    if short.client_plan in {"business", "enterprise"}:
        clause = "enterprise"
    else:
        clause = {"active": "contract_started", "prior": "prior_client"}.get(short.relationship, "base")
    return RuleCard(policy=book_on(now.date()).version, clause=clause, text=gettext(_RULES[clause]))
