"""Links that nobody has looked behind: said while no process ran, or when the hint of them got lost."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef

from vestibule.links.models import Look
from vestibule.rooms.models import Message

# Of the latest messages alone: who reads on has no use for cards of what was said long ago.
MOST_LOOKED_THROUGH = 2_000
NOT_OLDER_THAN = timedelta(days=1)


def missed_links(*, now: datetime) -> list[tuple[uuid.UUID, int]]:
    """Room and number of the latest messages with links at whose wording nobody has looked, in the order they came."""
    newest = Message.objects.aggregate(newest=Max("id"))["newest"] or 0
    looks = Look.objects.filter(room=OuterRef("room_id"), seq=OuterRef("seq"), revision=OuterRef("revision"))
    latest = Message.objects.filter(id__gt=newest - MOST_LOOKED_THROUGH, at__gt=now - NOT_OLDER_THAN, deleted_at=None)
    rows = latest.exclude(Exists(looks)).order_by("id").values_list("room_id", "seq", "body")
    return [(room, seq) for room, seq, body in rows if "://" in body]
