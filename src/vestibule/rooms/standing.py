"""Who is in a room and how they stand to each other: what the judgement of a message rests on.

On the way of every message, hence plain SQL and one query per question for a whole batch of rooms.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.db import connection

from vestibule.feed.sql import id_parameter, ids_clause, read_id
from vestibule.policy import Purpose, Situation, Surface
from vestibule.rooms.models import Pair
from vestibule.rooms.relationship import relationship_from

CONTEXT_MESSAGES = 12


@dataclass(frozen=True, slots=True)
class Seat:
    """A current member: who, on which side, with which plan behind them."""

    person: uuid.UUID
    side: str
    organisation: uuid.UUID | None
    plan: str


@dataclass(slots=True)
class Standing:
    """The members of some rooms and the engagements among them, as of this transaction."""

    seats: dict[uuid.UUID, dict[uuid.UUID, Seat]] = field(default_factory=dict)
    engagements: dict[Pair, list[str]] = field(default_factory=dict)

    def has_member(self, room: uuid.UUID, person: uuid.UUID) -> bool:
        return person in self.seats.get(room, {})

    def relationship(self, one: Seat, other: Seat) -> str:
        """How the pair stands; between two people of one side it is `none`."""
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
        """One situation for each reader that is not the sender; at least one, a stranger's, in an empty room."""
        here = self.seats[room]
        own = here[sender]
        readers = [seat for person, seat in here.items() if person != sender]
        made = [
            Situation(
                surface=surface,
                relationship=self.relationship(own, reader),  # type: ignore[arg-type]
                client_plan=_plan_between(own, reader),  # type: ignore[arg-type]
                purpose=purpose,
                context=context,
            )
            for reader in readers
        ]
        return list(dict.fromkeys(made)) or [Situation(surface=surface, purpose=purpose, context=context)]

    def readers_without_exemption(self, room: uuid.UUID, sender: uuid.UUID) -> list[uuid.UUID]:
        """The members because of whom the rule holds for this sender: neither contract nor plan exempts them."""
        here = self.seats[room]
        own = here[sender]
        return [
            person
            for person, seat in here.items()
            if person != sender
            and self.relationship(own, seat) not in {"active", "prior"}
            and _plan_between(own, seat) == "basic"
        ]


def _plan_between(one: Seat, other: Seat) -> str:
    """The plan of the client of the two; a freelancer's own organisation exempts nobody."""
    return max((seat.plan for seat in (one, other) if seat.side == "client"), key=_PLANS.index, default="basic")


_PLANS = ["basic", "business", "enterprise"]


def standing_of(rooms: Collection[uuid.UUID], *, on: date) -> Standing:
    """Everything a batch needs to know about these rooms, in two queries. Unknown rooms are empty."""
    standing = Standing()
    if not rooms:
        return standing
    clause, parameters = ids_clause("m.room_id", list(rooms))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.room_id, m.person_id, m.side, m.organisation_id, p.plan FROM rooms_member m"  # noqa: S608
            " LEFT JOIN accounts_planperiod p ON p.organisation_id = m.organisation_id"
            " AND p.starts_on <= %s AND (p.ends_on IS NULL OR p.ends_on >= %s)"
            f" WHERE {clause} AND m.left_seq IS NULL ORDER BY m.id",
            [on, on, *parameters],
        )
        for room, person, side, organisation, plan in cursor.fetchall():
            seat = Seat(read_id(person), side, read_id(organisation) if organisation else None, plan or "basic")
            standing.seats.setdefault(read_id(room), {})[seat.person] = seat
    _read_engagements(standing)
    return standing


def _read_engagements(standing: Standing) -> None:
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


def recent_messages(authors: Collection[tuple[uuid.UUID, uuid.UUID]]) -> dict[tuple[uuid.UUID, uuid.UUID], list[str]]:
    """The latest texts of each (room, author), oldest first, at most `CONTEXT_MESSAGES` each."""
    wanted = list(authors)
    if not wanted:
        return {}
    rows = _recent_on_postgresql(wanted) if connection.vendor == "postgresql" else _recent_one_by_one(wanted)
    found: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for room, author, body in rows:
        found.setdefault((read_id(room), read_id(author)), []).insert(0, body)
    return found


def _recent_on_postgresql(wanted: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.room, w.author, m.body FROM unnest(%s::uuid[], %s::uuid[]) AS w(room, author)"
            " CROSS JOIN LATERAL (SELECT body, seq FROM rooms_message WHERE room_id = w.room AND author_id = w.author"
            " ORDER BY seq DESC LIMIT %s) m ORDER BY w.room, w.author, m.seq DESC",
            [[room for room, _ in wanted], [author for _, author in wanted], CONTEXT_MESSAGES],
        )
        return cast("list[tuple[uuid.UUID, uuid.UUID, str]]", cursor.fetchall())


def _recent_one_by_one(wanted: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    with connection.cursor() as cursor:
        for room, author in wanted:
            cursor.execute(
                "SELECT room_id, author_id, body FROM rooms_message WHERE room_id = %s AND author_id = %s"
                " ORDER BY seq DESC LIMIT %s",
                [id_parameter(room), id_parameter(author), CONTEXT_MESSAGES],
            )
            rows += cursor.fetchall()
    return rows
