"""Leaving: the farewell is the last thing the one who goes receives."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound
from vestibule.rooms.events import MemberLeft, RoomLeft
from vestibule.rooms.models import Member


def leave_room(*, actor: Person, room_id: uuid.UUID, now: datetime) -> None:
    """The actor leaves the room; from the farewell's number on they receive nothing, on any path. Raises `NotFound`."""
    with writing(now=now) as feed:
        feed.lock([room_id])
        seat = Member.objects.select_for_update().filter(room_id=room_id, person=actor, left_seq=None).first()
        if seat is None:
            raise NotFound
        seq, _ = feed.append(stream=room_id, fact=MemberLeft(person=actor.id), by=actor.id, changes_audience=True)
        feed.expel(stream=room_id, person=actor.id)
        seat.left_seq = seq
        seat.save(update_fields=["left_seq"])
        feed.lock([actor.id])
        feed.append(stream=actor.id, fact=RoomLeft(room=room_id), by=actor.id, changes_audience=True, on_timeline=False)
