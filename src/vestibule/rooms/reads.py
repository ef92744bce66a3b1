"""How far the others have read: known to members of the room only, and between those who let it be known."""

import uuid
from datetime import datetime

import msgspec
from django.db.models import F

from vestibule.accounts.models import Person
from vestibule.rooms.models import Member


class MemberRead(msgspec.Struct, frozen=True):
    """Another member has read up to `seq`, and got there at `at`; nothing where that was not kept."""

    person: uuid.UUID
    seq: int
    at: datetime | None


def reads_in(actor: Person, room_id: uuid.UUID) -> list[MemberRead]:
    """The marks of the other members, in order of joining; none for whoever is discreet, and none of them."""
    if actor.is_discreet:
        return []
    seats = Member.objects.filter(
        room_id=room_id, left_seq=None, read_seq__gt=F("joined_seq"), person__is_discreet=False
    ).exclude(person=actor)
    return [MemberRead(*row) for row in seats.order_by("id").values_list("person_id", "read_seq", "read_at")]
