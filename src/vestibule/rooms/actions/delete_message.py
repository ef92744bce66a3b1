"""Deleting a message: a tombstone stays at its number, the text goes from everywhere."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound
from vestibule.rooms.events import MessageDeleted
from vestibule.rooms.quoting import readable_message
from vestibule.rooms.rules import NotYourMessage
from vestibule.rooms.said import erase


def delete_message(*, actor: Person, room_id: uuid.UUID, seq: int, now: datetime) -> None:
    """Take one's own message back, with its history and wherever it is quoted. Deleting it again changes nothing.

    Raises `NotFound` and `NotYourMessage`.
    """
    with writing(now=now) as feed:
        feed.lock([room_id])
        message = readable_message(room=room_id, person=actor.id, seq=seq)
        if message is None:
            raise NotFound
        if message.author_id != actor.id:
            raise NotYourMessage
        if message.deleted_at is not None:
            return
        event_seq, _ = feed.append(stream=room_id, fact=MessageDeleted(message=seq), by=actor.id, on_timeline=False)
        erase(feed, message, event_seq=event_seq, at=now)
