"""Opening a room for a client and a freelancer."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from vestibule.accounts.models import Organisation, Person
from vestibule.accounts.queries import plans_on
from vestibule.feed.append import Writing
from vestibule.judging.gate import clear_or_refuse
from vestibule.rooms.events import MemberJoined, OrganisationCard, PersonCard, RoomJoined, RoomOpened
from vestibule.rooms.models import Member, Room


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
    feed.append(
        stream=room.id,
        fact=MemberJoined(person=person_card(member.person, member.side, member.organisation, on=on)),
        by=by.id,
        changes_audience=True,
    )


def person_card(person: Person, side: str, organisation: Organisation | None, *, on: date) -> PersonCard:
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
    )
