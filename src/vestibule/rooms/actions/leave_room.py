"""Leaving: the farewell is the last thing the one who goes receives."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.kit.refusals import NotFound
from vestibule.rooms.events import MemberLeft, RoomLeft
from vestibule.rooms.going import lock_to_go, settle
from vestibule.rooms.models import Member


def leave_room(*, actor: Person, room_id: uuid.UUID, now: datetime) -> None:
    """The actor leaves the room; from the farewell's number on they receive nothing, on any path. Raises `NotFound`.

    What they have open there is closed first: nobody waits for the answer of who is gone.
    """
    with writing(now=now) as feed:
        lock_to_go(feed, [room_id], actor.id)
        seat = Member.objects.select_for_update().filter(room_id=room_id, person=actor, left_seq=None).first()
        if seat is None:
            raise NotFound
        take_seat_away(feed, seat, by=actor.id)


def take_seat_away(feed: Writing, seat: Member, *, by: uuid.UUID) -> None:
    """The farewell of a member whose room `lock_to_go` has locked; `by` is who took this step."""
    settle(feed, seat, by=by)
    removed_by = by if by != seat.person_id else None
    fact = MemberLeft(person=seat.person_id, removed_by=removed_by)
    seq, _ = feed.append(stream=seat.room_id, fact=fact, by=by, changes_audience=True)
    feed.expel(stream=seat.room_id, person=seat.person_id)
    seat.left_seq = seq
    seat.save(update_fields=["left_seq"])
    feed.lock([seat.person_id])
    feed.append(
        stream=seat.person_id,
        fact=RoomLeft(room=seat.room_id),
        by=by,
        changes_audience=True,
        on_timeline=False,
    )
