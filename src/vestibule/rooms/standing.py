"""Who is in a room and how they stand to each other: what the judgement of a message rests on.

On the way of every message, hence plain SQL and one query per question for a whole batch of rooms.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

import msgspec
from django.db import connection

from vestibule.accounts.queries import plans_on
from vestibule.feed.sql import Statement, ask, ids_clause, read_id
from vestibule.policy import Purpose, Situation, Surface
from vestibule.rooms.events import Relationship
from vestibule.rooms.models import Pair
from vestibule.rooms.relationship import relationship_from

CONTEXT_MESSAGES = 12
CONTEXT_REACH = 400
# A longer quote tells a story of its own; its parts are not put together with what is written beside it.
SHORT_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Seat:
    """A current member: who, on which side, for which organisation."""

    person: uuid.UUID
    side: str
    organisation: uuid.UUID | None


# Relationship and plan between a sender and a reader.
Ground = tuple[str, str]


def are_colleagues(one: Seat, other: Seat) -> bool:
    """Whether they act here on one side for one organisation, which both of them have joined of their own accord."""
    return one.side == other.side and one.organisation is not None and one.organisation == other.organisation


def is_exempt(ground: Ground) -> bool:
    """Whether contact details may go between two who stand like this (F14, F15, P6)."""
    relationship, plan = ground
    return relationship in {"active", "prior"} or plan != "basic"


def strictest_of(grounds: Iterable[Ground]) -> Ground:
    """The ground that stands for the room: one that exempts nobody if there is any, then the weakest of them."""
    return min(grounds, key=_leniency)


def _leniency(ground: Ground) -> tuple[bool, int, int]:
    relationship, plan = ground
    return is_exempt(ground), _PLANS.index(plan), _RELATIONSHIPS.index(relationship)


@dataclass(slots=True)
class Standing:
    """The members of some rooms and the engagements among them, as of this transaction."""

    seats: dict[uuid.UUID, dict[uuid.UUID, Seat]] = field(default_factory=dict)
    engagements: dict[Pair, list[str]] = field(default_factory=dict)
    # Of organisations whose plan is not `basic`.
    plans: dict[uuid.UUID, str] = field(default_factory=dict)

    def only(self, room: uuid.UUID) -> "Standing":
        """The standing of one of the rooms."""
        seats = self.seats.get(room, {})
        pairs = {pair: states for pair, states in self.engagements.items() if pair[0] in seats and pair[1] in seats}
        return Standing({room: seats}, pairs)

    def has_member(self, room: uuid.UUID, person: uuid.UUID) -> bool:
        return person in self.seats.get(room, {})

    def relationship(self, one: Seat, other: Seat) -> Relationship:
        """How the pair stands; between two people of one side it is `none`, between colleagues `prior`."""
        if are_colleagues(one, other):
            return "prior"
        if one.side == other.side:
            return "none"
        client, freelancer = (one, other) if one.side == "client" else (other, one)
        return relationship_from(self.engagements.get((client.person, freelancer.person), ()))

    def situations(
        self,
        room: uuid.UUID,
        sender: uuid.UUID,
        *,
        surface: Surface,
        purpose: Purpose | None = None,
        context: tuple[str, ...] = (),
    ) -> list[Situation]:
        """The situations towards the readers, each once; at least one, a stranger's, in an empty room."""
        return [
            Situation(surface, relationship, plan, purpose, context)  # type: ignore[arg-type]
            for relationship, plan in self.grounds(room, sender)
        ]

    def grounds(self, room: uuid.UUID, sender: uuid.UUID) -> list[Ground]:
        """Relationship and plan towards each reader, each pair of them once; a stranger's in an empty room.

        The strictest comes first: a judgement is recorded by it. Colleagues of the sender are counted where nobody else
        is there: they are never the strictest.
        """
        by_reader = self.ground_of_each(room, sender)
        here, own = self.seats[room], self.seats[room][sender]
        others = [ground for person, ground in by_reader.items() if not are_colleagues(own, here[person])]
        return sorted(dict.fromkeys(others or by_reader.values()), key=_leniency) or [("none", "basic")]

    def ground_of_each(self, room: uuid.UUID, sender: uuid.UUID) -> dict[uuid.UUID, Ground]:
        """Relationship and plan towards each reader."""
        here = self.seats[room]
        own = here[sender]
        return {
            person: (self.relationship(own, reader), self.plan_between(own, reader))
            for person, reader in here.items()
            if person != sender
        }

    def pairs_in(self, room: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID, Relationship]]:
        """Client, freelancer and how they stand, of each pair in the room that is not `none`, in order of their ids."""
        here = self.seats.get(room, {}).values()
        clients = sorted(seat.person for seat in here if seat.side == "client")
        freelancers = sorted(seat.person for seat in here if seat.side == "freelancer")
        found = [
            (client, freelancer, relationship_from(self.engagements.get((client, freelancer), ())))
            for client in clients
            for freelancer in freelancers
        ]
        return [pair for pair in found if pair[2] != "none"]

    def readers_without_exemption(self, room: uuid.UUID, sender: uuid.UUID) -> list[uuid.UUID]:
        """The members because of whom the rule holds for this sender: neither contract nor plan exempts them."""
        return [person for person, ground in self.ground_of_each(room, sender).items() if not is_exempt(ground)]

    def plan_between(self, one: Seat, other: Seat) -> str:
        """The plan of the client of the two; a freelancer's own organisation exempts nobody."""
        if not self.plans:
            return "basic"
        hiring = (seat.organisation for seat in (one, other) if seat.side == "client" and seat.organisation)
        return max((self.plans.get(one, "basic") for one in hiring), key=_PLANS.index, default="basic")


_PLANS = ["basic", "business", "enterprise"]
_RELATIONSHIPS: tuple[str, ...] = get_args(Relationship)


def standing_of(rooms: Collection[uuid.UUID], *, on: date) -> Standing:
    """Everything that the judgement of a text in these rooms rests on, in three queries. Unknown rooms are empty."""
    standing = members_of(rooms)
    standing.plans = plans_in(standing.seats.values(), on=on)
    return standing


def members_of(rooms: Collection[uuid.UUID]) -> Standing:
    """The standing without the plans: what changes only by an event on the room's own stream."""
    standing = Standing()
    if not rooms:
        return standing
    clause, parameters = ids_clause("m.room_id", list(rooms))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.room_id, m.person_id, m.side, m.organisation_id FROM rooms_member m"  # noqa: S608
            f" WHERE {clause} AND m.left_seq IS NULL ORDER BY m.id",
            parameters,
        )
        for room, person, side, organisation in cursor.fetchall():
            seat = Seat(read_id(person), side, read_id(organisation) if organisation else None)
            standing.seats.setdefault(read_id(room), {})[seat.person] = seat
    read_engagements(standing)
    return standing


def plans_in(rooms: Iterable[Mapping[uuid.UUID, Seat]], *, on: date) -> dict[uuid.UUID, str]:
    """The plans on that day of the organisations that hire in these rooms. No query when there are none."""
    hiring = {seat.organisation for room in rooms for seat in room.values() if seat.organisation}
    return {one: plan for one, plan in plans_on(on, organisations=hiring).items() if plan != "basic"} if hiring else {}


def read_engagements(standing: Standing) -> None:
    """Learn what is between the people of the seats, in one query."""
    seats = [seat for room in standing.seats.values() for seat in room.values()]
    clients = list({seat.person for seat in seats if seat.side == "client"})
    freelancers = list({seat.person for seat in seats if seat.side == "freelancer"})
    if not clients or not freelancers:
        return
    client_clause, client_ids = ids_clause("client_id", clients)
    freelancer_clause, freelancer_ids = ids_clause("freelancer_id", freelancers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id, freelancer_id, state FROM rooms_engagement"  # noqa: S608
            f" WHERE {client_clause} AND {freelancer_clause} AND state <> 'closed'",
            [*client_ids, *freelancer_ids],
        )
        for client, freelancer, state in cursor.fetchall():
            standing.engagements.setdefault((read_id(client), read_id(freelancer)), []).append(state)


def recent_messages(
    authors: Collection[tuple[uuid.UUID, uuid.UUID]],
) -> dict[tuple[uuid.UUID, uuid.UUID], list[str]]:
    """The latest texts of each (room, author), oldest first, at most `CONTEXT_MESSAGES` messages each.

    A short quote counts as said before its reply. What was deleted is not among them. Only the room's last
    `CONTEXT_REACH` numbers are looked through: who was silent for that long begins anew.
    """
    if not authors:
        return {}
    found: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for room, author, body, quote in ask(_RECENT, [_Author(room, person) for room, person in authors]):
        said = [quote] if quote and len(quote) <= SHORT_QUOTE else []
        found.setdefault((read_id(room), read_id(author)), [])[:0] = [*said, *([body] if body else [])]
    return found


class _Author(msgspec.Struct):
    room: uuid.UUID
    author: uuid.UUID


_RECENT = Statement(
    postgresql="SELECT a.room, a.author, m.body, r.quote"  # noqa: S608 - constants
    " FROM json_to_recordset(%s::json) AS a(room uuid, author uuid) CROSS JOIN LATERAL"
    " (SELECT body, seq FROM rooms_message WHERE room_id = a.room AND author_id = a.author"
    f" AND seq > (SELECT max(seq) FROM rooms_message WHERE room_id = a.room) - {CONTEXT_REACH}"
    f" ORDER BY seq DESC LIMIT {CONTEXT_MESSAGES}) m LEFT JOIN rooms_reply r ON r.room_id = a.room AND r.seq = m.seq"
    " ORDER BY a.room, a.author, m.seq DESC",
    # The plus sign keeps SQLite on the index of numbers, which is in order already.
    sqlite="SELECT m.room_id, m.author_id, m.body, r.quote"  # noqa: S608 - constants
    " FROM json_each(?) a CROSS JOIN rooms_message m"
    " LEFT JOIN rooms_reply r ON r.room_id = m.room_id AND r.seq = m.seq WHERE m.id IN (SELECT id FROM rooms_message"
    " WHERE room_id = json_extract(a.value, '$[0]') AND +author_id = json_extract(a.value, '$[1]')"
    " AND seq > (SELECT max(seq) FROM rooms_message WHERE room_id = json_extract(a.value, '$[0]'))"
    f" - {CONTEXT_REACH} ORDER BY seq DESC LIMIT {CONTEXT_MESSAGES})"
    " ORDER BY m.room_id, m.author_id, m.seq DESC",
)
