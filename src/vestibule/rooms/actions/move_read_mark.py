"""Marking a room as read."""

import uuid
from datetime import datetime

from vestibule.feed.append import writing
from vestibule.feed.outlet import announce
from vestibule.kit.encoding import encode_json
from vestibule.kit.refusals import NotFound
from vestibule.ports.bus import Whisper
from vestibule.rooms.events import ReadMoved
from vestibule.rooms.frames import ReadBy
from vestibule.rooms.models import Member


def move_read_mark(*, person_id: uuid.UUID, room_id: uuid.UUID, seq: int, now: datetime) -> int:
    """The person has read up to `seq`; marks move forward only, and never past the room's head.

    Returns where the mark stands. All devices of the person learn of it; so do those members who have the room open,
    unless the person is discreet. Raises `NotFound`.
    """
    with writing(now=now) as feed:
        heads = feed.lock([room_id])
        seat = (
            Member.objects.filter(room_id=room_id, person_id=person_id, left_seq=None).select_related("person").first()
        )
        if seat is None or room_id not in heads:
            raise NotFound
        reached = min(seq, heads[room_id])
        if reached <= seat.read_seq:
            return seat.read_seq
        seat.read_seq, seat.read_at = reached, now
        seat.save(update_fields=["read_seq", "read_at"])
        feed.lock([person_id])
        feed.append(stream=person_id, fact=ReadMoved(room=room_id, seq=reached), by=person_id, on_timeline=False)
    if not seat.person.is_discreet:
        # No event: a mark is worth no number in the room, and what a lost whisper leaves out the room says itself.
        frame = encode_json(ReadBy(room=room_id, person=person_id, seq=reached, at=now))
        announce([Whisper(room_id, person_id, frame)])
    return reached
