"""Putting a sign under a message, or taking it back."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound
from vestibule.rooms.events import REACTIONS, MessageReacted
from vestibule.rooms.models import Reaction
from vestibule.rooms.quoting import MessageIsDeleted, readable_message
from vestibule.rooms.rules import ReactionUnknown


def react_to_message(*, actor: Person, room_id: uuid.UUID, seq: int, reaction: str, is_on: bool, now: datetime) -> None:
    """The actor's sign stands under the message, or no longer does. What is so already changes nothing.

    Raises `NotFound`, `ReactionUnknown` and `MessageIsDeleted`.
    """
    if reaction not in REACTIONS:
        raise ReactionUnknown(field="reaction")
    with writing(now=now) as feed:
        feed.lock([room_id])
        message = readable_message(room=room_id, person=actor.id, seq=seq)
        if message is None:
            raise NotFound
        if message.deleted_at is not None:
            raise MessageIsDeleted
        stands = Reaction.objects.filter(room_id=room_id, seq=seq, person=actor, reaction=reaction)
        if stands.exists() == is_on:
            return
        if is_on:
            Reaction.objects.create(room_id=room_id, seq=seq, person=actor, reaction=reaction)
        else:
            stands.delete()
        fact = MessageReacted(message=seq, reaction=reaction, is_on=is_on)  # type: ignore[arg-type]
        feed.append(stream=room_id, fact=fact, by=actor.id, on_timeline=False)
