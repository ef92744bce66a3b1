"""Whom a happening concerns, and when they are told of it."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from vestibule.notices.models import TALK, Kind
from vestibule.rooms.models import Member, WithheldMessage

# So long the open room has to say that it was read, before its deals are told of besides.
GLANCE = timedelta(seconds=15)
WARNS_BEFORE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the feed with what is known of its room; `room` is empty for what stands on a person's own stream."""

    stream: uuid.UUID
    seq: int
    at: datetime
    by: uuid.UUID | None
    kind: str
    fields: Mapping[str, Any]
    room: uuid.UUID | None = None
    seats: Sequence[Member] = ()


Audience = Callable[[Happening], Iterable[uuid.UUID]]
When = Callable[[Happening], datetime | None]


def at_once(happening: Happening) -> datetime | None:
    """As soon as an open room would have shown it."""
    return happening.at + min(GLANCE, waits_for_readers())


def before_the_end(happening: Happening) -> datetime | None:
    """A day before an offer ends; not at all where it has no end, or is open for a day only."""
    ends = happening.fields.get("expires_at")
    if ends is None:
        return None
    due = datetime.fromisoformat(ends) - WARNS_BEFORE
    return due if due > happening.at else None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the table: what kind of notice it is, who gets it, and when. `event` names another sentence."""

    kind: Kind
    to: Audience
    event: str = ""
    when: When = field(default=at_once)

    def due(self, happening: Happening) -> datetime | None:
        """When to tell of it; talk waits for its readers first."""
        if self.kind in TALK:
            return happening.at + waits_for_readers()
        return self.when(happening)


def waits_for_readers() -> timedelta:
    """How long a message may stay unread before its receiver is told of it."""
    return timedelta(seconds=settings.VESTIBULE.notice_after_s)


def others(happening: Happening) -> Iterable[uuid.UUID]:
    """All who are in the room and were when it happened, but whoever did it."""
    return [
        seat.person_id for seat in happening.seats if seat.joined_seq < happening.seq and seat.person_id != happening.by
    ]


def owner(happening: Happening) -> Iterable[uuid.UUID]:
    """Whose stream it is, unless it was their own doing."""
    return [] if happening.by == happening.stream else [happening.stream]


def the_freelancer(happening: Happening) -> Iterable[uuid.UUID]:
    """To whom an offer was made."""
    return [uuid.UUID(happening.fields["freelancer"])]


def whose_words_are_free(happening: Happening) -> Iterable[uuid.UUID]:
    """Of a pair whose contract has started, those who have a message kept in this room: it can be sent now."""
    fields = happening.fields
    if happening.room is None or fields["relationship"] != "active" or fields["was"] in {"active", "prior"}:
        return []
    pair = [uuid.UUID(fields["client"]), uuid.UUID(fields["freelancer"])]
    kept = WithheldMessage.objects.filter(room_id=happening.room, author_id__in=pair, state=WithheldMessage.State.KEPT)
    return list(kept.values_list("author_id", flat=True).distinct())
