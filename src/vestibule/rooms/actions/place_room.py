"""Keeping one's own list of rooms in order: pin, archive, mute."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound, WrongState
from vestibule.rooms.events import RoomPlaced
from vestibule.rooms.models import Member

MOST_PINNED = 30


class TooManyPinned(WrongState):
    code = "too_many_pinned"
    sentence = "You can pin %(most)s rooms. Unpin one first."
    values = {"most": MOST_PINNED}


def place_room(
    *,
    actor: Person,
    room_id: uuid.UUID,
    is_pinned: bool | None = None,
    is_archived: bool | None = None,
    is_muted: bool | None = None,
    now: datetime,
) -> RoomPlaced:
    """Change what is given, for the actor alone; what is pinned is not archived, and the other way round.

    All devices of the actor learn of it. Raises `NotFound`, `TooManyPinned`.
    """
    with writing(now=now) as feed:
        feed.lock([actor.id])
        seat = Member.objects.select_for_update().filter(room_id=room_id, person=actor, left_seq=None).first()
        if seat is None:
            raise NotFound
        before = (seat.pinned_at, seat.is_archived, seat.is_muted)
        if is_muted is not None:
            seat.is_muted = is_muted
        if is_pinned is not None:
            _pin(seat, is_pinned=is_pinned, now=now)
        if is_archived is not None:
            seat.is_archived = is_archived
            seat.pinned_at = None if is_archived else seat.pinned_at
        placed = RoomPlaced(
            room=room_id, pinned_at=seat.pinned_at, is_archived=seat.is_archived, is_muted=seat.is_muted
        )
        if before != (seat.pinned_at, seat.is_archived, seat.is_muted):
            seat.save(update_fields=["pinned_at", "is_archived", "is_muted"])
            feed.append(stream=actor.id, fact=placed, by=actor.id, on_timeline=False)
        return placed


def _pin(seat: Member, *, is_pinned: bool, now: datetime) -> None:
    if not is_pinned:
        seat.pinned_at = None
        return
    if seat.pinned_at is None:
        pinned = Member.objects.filter(person=seat.person_id, left_seq=None, pinned_at__isnull=False)
        if pinned.count() >= MOST_PINNED:
            raise TooManyPinned
        seat.pinned_at = now
    seat.is_archived = False
