"""Who may come into a room, and who may send whom away."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from vestibule.accounts.models import Organisation, OrganisationMember, Person
from vestibule.kit.refusals import NotFound
from vestibule.rooms.models import Member

Role = OrganisationMember.Role
MANAGING = (Role.OWNER, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom the actor could bring into the room, and for which organisation. `place` is for the cursor."""

    id: uuid.UUID
    name: str
    picture: uuid.UUID | None
    organisation: uuid.UUID
    organisation_name: str
    place: int


def seat_in(actor: Person, room_id: uuid.UUID) -> Member:
    """The actor's seat in the room. Raises `NotFound`."""
    seat = Member.objects.filter(room_id=room_id, person=actor, left_seq=None).select_related("organisation").first()
    if seat is None:
        raise NotFound
    return seat


def colleagues_to_bring(seat: Member, *, after: int = 0, limit: int) -> list[Colleague]:
    """Whom this member could bring, in the order in which they joined their organisation."""
    here = Member.objects.filter(room_id=seat.room_id, left_seq=None)
    rows = _colleagues(seat).filter(id__gt=after).exclude(person__in=here.values("person"))
    return [
        Colleague(
            row.person_id,
            row.person.display_name,
            row.person.picture,
            row.organisation_id,
            row.organisation.name,
            row.id,
        )
        for row in rows.order_by("id")[:limit]
    ]


def colleague_of(seat: Member, person_id: uuid.UUID) -> tuple[Person, Organisation] | None:
    """The person, if they may come at this member's word, and the organisation that both belong to."""
    row = _colleagues(seat).filter(person_id=person_id).order_by("id").first()
    return (row.person, row.organisation) if row is not None else None


def _colleagues(seat: Member) -> "QuerySet[OrganisationMember]":
    """Those who belong to the organisation that the member acts for here, or else to one of theirs, on that side.

    Both have joined it of their own accord: nobody is brought in by a stranger.
    """
    own = OrganisationMember.objects.filter(person_id=seat.person_id)
    if seat.organisation_id is not None:
        own = own.filter(organisation_id=seat.organisation_id)
    is_on_side = {"person__is_client": True} if seat.side == Member.Side.CLIENT else {"person__is_freelancer": True}
    return (
        OrganisationMember.objects.filter(
            organisation_id__in=own.values("organisation_id"),
            person__is_active=True,
            person__deleted_at=None,
            **is_on_side,
        )
        .exclude(person_id=seat.person_id)
        .select_related("person", "organisation")
    )


def managed_by(actor: Person) -> list[uuid.UUID]:
    """The organisations that the actor owns or manages, in order of their ids."""
    rows = OrganisationMember.objects.filter(person=actor, role__in=MANAGING)
    return sorted(rows.values_list("organisation_id", flat=True))


def may_remove(actor: Person, seat: Member) -> bool:
    """Whether the actor, who is in the room, may send this member away.

    It must be one whom they brought, or who came for an organisation that they own or manage. Those with whom the room
    was opened stay until they leave.
    """
    if seat.brought_by_id is None or seat.person_id == actor.id:
        return False
    return seat.brought_by_id == actor.id or seat.organisation_id in managed_by(actor)
