"""Rooms in which something waits to be read, in one question."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, F, Max

from vestibule.accounts.models import Person
from vestibule.rooms.models import Message


@dataclass(frozen=True, slots=True)
class UnreadRoom:
    """A room with messages of others after the reader's mark."""

    id: uuid.UUID
    title: str
    unread: int


def rooms_with_unread(actor: Person, *, limit: int) -> list[UnreadRoom]:
    """The actor's rooms in which others said something since the actor read there, the newest first."""
    found = (
        Message.objects.filter(
            room__members__person=actor,
            room__members__left_seq=None,
            seq__gt=F("room__members__read_seq"),
            deleted_at=None,
        )
        .exclude(author=actor)
        .values("room_id", "room__title")
        .annotate(number=Count("id"), latest=Max("at"))
        .order_by("-latest")[:limit]
    )
    return [UnreadRoom(row["room_id"], row["room__title"], row["number"]) for row in found]
