"""How long somebody usually takes to reply, out of their latest replies."""

import statistics
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import OuterRef, Q, Subquery

from vestibule.feed.models import Stream
from vestibule.rooms.models import Member, Message

Pace = Literal["minutes", "hour", "hours", "day", "days"]
LEAST_REPLIES = 3
MOST_ROOMS = 5
REACH = 120
# An answer after more than this began a new talk; it says nothing about how quickly somebody replies.
LONGEST = timedelta(days=14)
_LIMITS: tuple[tuple[timedelta, Pace], ...] = (
    (timedelta(minutes=15), "minutes"),
    (timedelta(hours=1), "hour"),
    (timedelta(hours=8), "hours"),
    (timedelta(days=1), "day"),
)


def usual_pace(people: Collection[uuid.UUID]) -> Pace | None:
    """The usual time of the quickest of these people to reply; nothing where too little is known.

    It is told in steps, so that nobody's day can be read from it. In two queries.
    """
    head = Stream.objects.filter(id=OuterRef("room_id")).values("head")[:1]
    seats = Member.objects.filter(person__in=people, left_seq=None).annotate(head=Subquery(head)).order_by("-id")
    spans = {seat.room_id: seat.head for seat in seats[: MOST_ROOMS * len(people)]}
    if not spans:
        return None
    latest = Q(pk__in=[])
    for room, reached in spans.items():
        latest |= Q(room=room, seq__gt=reached - REACH)
    said = list(Message.objects.filter(latest).order_by("room_id", "seq").values_list("room_id", "author_id", "at"))
    return pace_of(gap for gap in _gaps(said, set(people)))


def _gaps(said: list[tuple[uuid.UUID, uuid.UUID, datetime]], people: set[uuid.UUID]) -> Iterable[timedelta]:
    """The time from the first unanswered message of somebody else to the answer, for each answer."""
    room: uuid.UUID | None = None
    waiting_since: datetime | None = None
    for its_room, author, at in said:
        if its_room != room:
            room, waiting_since = its_room, None
        if author not in people:
            waiting_since = waiting_since or at
        elif waiting_since is not None:
            yield at - waiting_since
            waiting_since = None


def pace_of(gaps: Iterable[timedelta]) -> Pace | None:
    """The step in which the median lies; nothing for fewer than `LEAST_REPLIES` replies."""
    counted = [gap.total_seconds() for gap in gaps if gap <= LONGEST]
    if len(counted) < LEAST_REPLIES:
        return None
    usual = statistics.median(counted)
    return next((pace for limit, pace in _LIMITS if usual <= limit.total_seconds()), "days")
