"""Keeping a message at hand for everybody in the room."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import WrongState
from vestibule.rooms.events import MessagePinned, MessageUnpinned
from vestibule.rooms.models import PinnedMessage
from vestibule.rooms.order.queries import message_of_member

MOST_PINNED = 50


class TooManyPinnedMessages(WrongState):
    code = "too_many_pinned_messages"
    sentence = "A room can have %(most)s pinned messages. Unpin one first."
    values = {"most": MOST_PINNED}


def pin_message(*, actor: Person, room_id: uuid.UUID, seq: int, is_pinned: bool = True, now: datetime) -> None:
    """Pin the message, or unpin it; to do it twice changes nothing. Raises `NotFound`, `TooManyPinnedMessages`."""
    with writing(now=now) as feed:
        feed.lock([room_id])
        message = message_of_member(actor, room_id, seq)
        pins = PinnedMessage.objects.filter(room_id=room_id)
        if pins.filter(seq=seq).exists() == is_pinned:
            return
        if not is_pinned:
            pins.filter(seq=seq).delete()
            feed.append(stream=room_id, fact=MessageUnpinned(message=seq), by=actor.id)
            return
        if pins.count() >= MOST_PINNED:
            raise TooManyPinnedMessages
        PinnedMessage.objects.create(
            room_id=room_id, seq=seq, author_id=message.author_id, said_at=message.at, pinned_by=actor
        )
        fact = MessagePinned(message=seq, author=message.author_id, said_at=message.at)
        feed.append(stream=room_id, fact=fact, by=actor.id)
