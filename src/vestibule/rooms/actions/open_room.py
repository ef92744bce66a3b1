"""Opening a room for a client and a freelancer."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from vestibule.accounts.models import Organisation, Person
from vestibule.accounts.queries import plans_on
from vestibule.feed.append import Writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.judging.gate import clear_or_refuse
from vestibule.rooms.events import (
    MemberJoined,
    OrganisationCard,
    PairStanding,
    PersonCard,
    RoomJoined,
    RoomOpened,
)
from vestibule.rooms.models import Member, Room
from vestibule.rooms.relationship import relationships_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    person: Person
    side: str
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What brought them together; rooms carry it and never look inside."""

    kind: str
    id: uuid.UUID


def open_room(
    *,
    actor: Person,
    feed: Writing,
    room_id: uuid.UUID,
    title: str,
    about: About,
    members: tuple[NewMember, ...],
    now: datetime,
) -> Room:
    """Open a room inside the caller's transaction and announce it to its members.

    The caller has decided that these people may meet and that there is no room for them yet.
    Raises `TextNotAllowed` at `title`.
    """
    cleared = clear_or_refuse(title, surface="room_title", field="title", on=now.date(), language=actor.language)
    room = Room.objects.create(id=room_id, title=cleared, about_kind=about.kind, about_id=about.id, created_at=now)
    keep_circumstances([(room, "title")], at=now)
    feed.create(room.id)
    feed.append(stream=room.id, fact=RoomOpened(title=cleared, about_kind=about.kind, about_id=about.id), by=actor.id)
    for member in members:
        _admit(feed, room, member, by=actor, on=now.date())
    feed.lock([member.person.id for member in members])
    for member in members:
        # Their own stream tells them, and makes their open connections follow the new room.
        feed.append(
            stream=member.person.id,
            fact=RoomJoined(room=room.id),
            by=actor.id,
            changes_audience=True,
            on_timeline=False,
        )
    return room


def _admit(feed: Writing, room: Room, member: NewMember, *, by: Person, on: date) -> None:
    feed.admit(stream=room.id, person=member.person.id)
    Member.objects.create(
        room=room, person=member.person, side=member.side, organisation=member.organisation, joined_seq=0
    )
    card = person_card(member.person, member.side, member.organisation, on=on)
    fact = MemberJoined(person=card, relationships=standings_with(room.id, member.person.id, member.side))
    feed.append(stream=room.id, fact=fact, by=by.id, changes_audience=True)


def standings_with(room_id: uuid.UUID, person: uuid.UUID, side: str) -> tuple[PairStanding, ...]:
    """How somebody on this side stands to those who are in the room on the other one, where that is not `none`."""
    others = (
        Member.objects.filter(room_id=room_id, left_seq=None).exclude(side=side).values_list("person_id", flat=True)
    )
    is_client = side == Member.Side.CLIENT
    pairs = [(person, other) if is_client else (other, person) for other in others]
    return tuple(
        PairStanding(client=client, freelancer=freelancer, relationship=relationship)
        for (client, freelancer), relationship in sorted(relationships_of(pairs).items())
        if relationship != "none"
    )


def person_card(
    person: Person, side: str, organisation: Organisation | None, *, on: date, brought_by: uuid.UUID | None = None
) -> PersonCard:
    """A member as the others see them."""
    card = None
    if organisation is not None:
        plan = plans_on(on, organisations=[organisation.id])[organisation.id]
        card = OrganisationCard(id=organisation.id, name=organisation.name, plan=plan)
    return PersonCard(
        id=person.id,
        name=person.display_name,
        side=side,  # type: ignore[arg-type]
        organisation=card,
        picture=person.picture,
        brought_by=brought_by,
    )
