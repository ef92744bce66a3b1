"""Sending a colleague away who was brought into the room."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import InvalidInput, NotAllowed
from vestibule.rooms.actions.leave_room import take_seat_away
from vestibule.rooms.going import lock_to_go
from vestibule.rooms.models import Member
from vestibule.rooms.people.queries import may_remove, seat_in


class NotHere(InvalidInput):
    code = "not_here"
    sentence = "They are not in this room."


class NotYoursToRemove(NotAllowed):
    code = "not_yours_to_remove"
    sentence = "Only who brought somebody in, or an owner or manager of their organisation, can remove them."


def remove_colleague(*, actor: Person, room_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> None:
    """From the farewell's number on they receive nothing, on any path.

    Raises `NotFound`, `NotHere` at `person`, and `NotYoursToRemove`; those with whom the room was opened stay.
    """
    with writing(now=now) as feed:
        lock_to_go(feed, [room_id], person_id)
        seat_in(actor, room_id)
        seat = Member.objects.filter(room_id=room_id, person_id=person_id, left_seq=None).first()
        if seat is None:
            raise NotHere(field="person")
        if not may_remove(actor, seat):
            raise NotYoursToRemove
        take_seat_away(feed, seat, by=actor.id)
