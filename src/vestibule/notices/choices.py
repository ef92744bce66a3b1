"""What a person wishes to be mailed about, and when: their choices put together with what holds without any."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from vestibule.accounts.models import Person
from vestibule.kit.zones import zone_named
from vestibule.notices.models import How, Kind, KindChoice, MailChoices, RoomChoice
from vestibule.notices.table import DEFAULTS


@dataclass(frozen=True, slots=True)
class Wishes:
    """A person's choices. Hours are those of `zone`."""

    zone: ZoneInfo
    is_paused: bool
    has_texts: bool
    digest_hour: int
    quiet: tuple[int, int] | None
    kinds: Mapping[str, str]
    rooms: Mapping[uuid.UUID, str]

    def how(self, kind: str, room: uuid.UUID | None) -> str:
        """`now`, `digest` or `off`. What was chosen for a room goes before what was chosen for a kind."""
        if kind == Kind.SAFETY:
            return How.NOW.value
        if self.is_paused:
            return How.OFF.value
        if room is not None and room in self.rooms:
            return self.rooms[room]
        return self.kinds.get(kind, DEFAULTS[kind].value)

    def next_digest(self, now: datetime) -> datetime:
        """The next time that the clock there shows the digest's hour."""
        return self._next(self.digest_hour, now)

    def after_quiet_hours(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it lies in."""
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return moment
        begin, end = self.quiet
        hour = moment.astimezone(self.zone).hour
        is_quiet = begin <= hour < end if begin < end else hour >= begin or hour < end
        return self._next(end, moment) if is_quiet else moment

    def _next(self, hour: int, after: datetime) -> datetime:
        # Days are counted on the calendar there: one of them has 23 hours, one 25.
        day = after.astimezone(self.zone).date()
        moments = (datetime.combine(day + timedelta(days=more), time(hour), self.zone) for more in (0, 1))
        return next(one for one in moments if one > after)


def wishes_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, Wishes]:
    """The wishes of these people, in a fixed number of queries."""
    choices = {row.person_id: row for row in MailChoices.objects.filter(person__in=people)}
    kinds: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for kind in KindChoice.objects.filter(person__in=people):
        kinds[kind.person_id][kind.kind] = kind.how
    rooms: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for room in RoomChoice.objects.filter(person__in=people):
        rooms[room.person_id][room.room_id] = room.how
    zones = Person.objects.filter(id__in=people).values_list("id", "time_zone")
    return {
        person: _wishes(choices.get(person), zone_named(zone), kinds[person], rooms[person]) for person, zone in zones
    }


def _wishes(
    row: MailChoices | None, zone: ZoneInfo, kinds: Mapping[str, str], rooms: Mapping[uuid.UUID, str]
) -> Wishes:
    row = row or MailChoices()
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    return Wishes(zone, row.is_paused, row.has_texts, row.digest_hour, quiet, kinds, rooms)
