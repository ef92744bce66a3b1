"""From the feed to notices: what happened is looked through in order, stream by stream, out of the way of who acts.

Everything here is done again after an interruption from where the positions say, and nothing twice: a step's notices
and its positions are one transaction.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.feed.models import Event, Stream
from vestibule.notices.audience import Happening, Told
from vestibule.notices.events import NoticesRead
from vestibule.notices.models import TALK, FeedPosition, Kind, Notice, unread_count
from vestibule.notices.table import LINES
from vestibule.rooms.models import Member

MOST_EVENTS = 500
_READ, _LEFT = "read.moved", "room.left"


class _Envelope(msgspec.Struct):
    at: datetime
    by: uuid.UUID | None
    event: dict[str, Any]


_decode = msgspec.json.Decoder(_Envelope).decode


@dataclass(slots=True)
class _Talk:
    """What was newly said in a room to one of its members."""

    first: Happening
    last: Happening
    told: Told
    count: int = 1
    kind: Kind = field(default=Kind.MESSAGE)


def streams_behind(*, limit: int = 200) -> list[uuid.UUID]:
    """Streams that have grown since they were last looked through."""
    position = Subquery(FeedPosition.objects.filter(stream=OuterRef("id")).values("seq")[:1])
    grown = Stream.objects.annotate(seen=Coalesce(position, 0)).filter(head__gt=F("seen"))
    return list(grown.values_list("id", flat=True)[:limit])


def gather(streams: Collection[uuid.UUID], *, now: datetime, most: int = MOST_EVENTS) -> int:
    """Look through what is new on these streams, at most `most` events in all; returns how many there were."""
    if not streams:
        return 0
    with writing(now=now) as feed:
        positions = _locked(streams)
        rows = _new_events(positions, most)
        happenings = _with_rooms([_happening(row) for row in rows])
        touched = _withdraw(happenings, now)
        _tell(happenings, now)
        _advance(positions, rows)
        _announce(feed, touched)
        return len(rows)


def gather_all(*, now: datetime) -> None:
    """Look through all there is, until nothing is new. A serving process does it bit by bit: `clerk.py`."""
    while streams := streams_behind():
        gather(streams, now=now)


def _locked(streams: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    known = Stream.objects.filter(id__in=streams).values_list("id", flat=True)
    FeedPosition.objects.bulk_create([FeedPosition(stream_id=one) for one in known], ignore_conflicts=True)
    rows = FeedPosition.objects.select_for_update().filter(stream__in=streams).order_by("stream_id")
    return {row.stream_id: row.seq for row in rows}


def _new_events(positions: Mapping[uuid.UUID, int], most: int) -> list[Event]:
    new = Q(pk__in=[])
    for stream, seq in positions.items():
        new |= Q(stream_id=stream, seq__gt=seq)
    return list(Event.objects.filter(new).order_by("stream_id", "seq")[:most])


def _happening(row: Event) -> Happening:
    envelope = _decode(row.body)
    return Happening(
        stream=row.stream_id, seq=row.seq, at=envelope.at, by=envelope.by, kind=row.kind, fields=envelope.event
    )


def _with_rooms(happenings: Sequence[Happening]) -> list[Happening]:
    """Each with the seats of its room, where it is a room's."""
    seats: dict[uuid.UUID, list[Member]] = defaultdict(list)
    streams = {one.stream for one in happenings if one.kind in LINES}
    for seat in Member.objects.filter(room_id__in=streams, left_seq=None).select_related("person"):
        seats[seat.room_id].append(seat)
    placed = []
    for one in happenings:
        if one.stream in seats:
            placed.append(replace(one, room=one.stream, seats=seats[one.stream]))
        else:
            named = one.fields.get("room")
            placed.append(replace(one, room=uuid.UUID(named) if named else None))
    return placed


# -- what need not be told any more ------------------------------------------------------------------------------------


def _withdraw(happenings: Iterable[Happening], now: datetime) -> set[uuid.UUID]:
    """Notices of what was read in its room, or of rooms that were left; returns whose shown ones these were."""
    touched: set[uuid.UUID] = set()
    for one in happenings:
        if one.kind not in {_READ, _LEFT} or one.room is None:
            continue
        own = Notice.objects.filter(person_id=one.stream, room_id=one.room)
        if one.kind == _LEFT:
            shown = own.filter(shown_at__isnull=False, read_at=None).exists()
            own.delete()
        else:
            seen = Q(source=one.room, last_seq__lte=one.fields["seq"]) | (~Q(source=one.room) & Q(at__lte=one.at))
            shown = bool(own.filter(seen, shown_at__isnull=False, read_at=None).update(read_at=now, mail_due_at=None))
            own.filter(source=one.room, last_seq__lte=one.fields["seq"], shown_at=None).delete()
        if shown:
            touched.add(one.stream)
    return touched


def _announce(feed: Writing, people: Collection[uuid.UUID]) -> None:
    feed.lock(people)
    for person in Person.objects.filter(id__in=people):
        feed.append(stream=person.id, fact=NoticesRead(unread=unread_count(person)), by=person.id, on_timeline=False)


# -- what is to be told ------------------------------------------------------------------------------------------------


def _tell(happenings: Iterable[Happening], now: datetime) -> None:
    talks: dict[tuple[uuid.UUID, uuid.UUID], _Talk] = {}
    made: list[Notice] = []
    for one in happenings:
        for told in LINES.get(one.kind, ()):
            for person in told.to(one):
                if told.kind in TALK:
                    _hear(talks, one, told, person)
                else:
                    made += _notice(one, told, person)
    _keep_talks(talks)
    alive = set(
        Person.objects.filter(id__in={one.person_id for one in made}, deleted_at=None).values_list("id", flat=True)
    )
    # What two processes find at the same time stands once.
    Notice.objects.bulk_create([one for one in made if one.person_id in alive], ignore_conflicts=True)


def _notice(happening: Happening, told: Told, person: uuid.UUID) -> list[Notice]:
    due = told.due(happening)
    if due is None:
        return []
    thing = happening.fields.get("job") if happening.room is None else None
    # What comes later than its event is not done with by having read the event.
    source = happening.stream if not told.event else uuid.UUID(happening.fields["offer"])
    return [
        Notice(
            person_id=person,
            kind=told.kind,
            event=told.event or happening.kind,
            room_id=happening.room,
            by_id=happening.by,
            thing=uuid.UUID(thing) if thing else None,
            source=source,
            seq=happening.seq,
            last_seq=happening.seq,
            at=happening.at,
            due_at=due,
        )
    ]


def _hear(talks: dict[tuple[uuid.UUID, uuid.UUID], _Talk], happening: Happening, told: Told, person: uuid.UUID) -> None:
    """Gather what was said to this person in the room, unless they have read it already or keep the room silent."""
    seat = next(seat for seat in happening.seats if seat.person_id == person)
    if seat.is_muted or seat.read_seq >= happening.seq or happening.room is None:
        return
    talk = talks.get((person, happening.room))
    if talk is None:
        talk = talks[person, happening.room] = _Talk(happening, happening, told)
    else:
        talk.last = happening
        talk.count += 1
    if _is_meant(happening, seat):
        talk.kind = Kind.ANSWER


def _is_meant(happening: Happening, seat: Member) -> bool:
    """Whether a message answers this member, or calls them by name."""
    reply = happening.fields.get("reply_to")
    if reply and reply["by"] == str(seat.person_id):
        return True
    names = {seat.person.display_name, seat.person.display_name.split()[0]}
    body = happening.fields.get("body", "").casefold()
    return "@" in body and any(f"@{name.casefold()}" in body for name in names)


def _keep_talks(talks: Mapping[tuple[uuid.UUID, uuid.UUID], _Talk]) -> None:
    people, rooms = {person for person, _ in talks}, {room for _, room in talks}
    unread = Notice.objects.filter(person__in=people, room__in=rooms, kind__in=TALK, read_at=None)
    standing = {(row.person_id, row.room_id): row for row in unread} if talks else {}
    made = []
    for (person, room), talk in talks.items():
        row = standing.get((person, room))
        if row is None:
            made += [_talk_notice(person, room, talk)]
        else:
            _add(row, talk)
    Notice.objects.bulk_create(made, ignore_conflicts=True)


def _talk_notice(person: uuid.UUID, room: uuid.UUID, talk: _Talk) -> Notice:
    return Notice(
        person_id=person,
        kind=talk.kind,
        event=talk.first.kind,
        room_id=room,
        by_id=talk.last.by,
        source=room,
        seq=talk.first.seq,
        last_seq=talk.last.seq,
        count=talk.count,
        at=talk.last.at,
        due_at=talk.told.due(talk.first) or talk.first.at,
    )


def _add(row: Notice, talk: _Talk) -> None:
    """More was said before the person came to read."""
    if talk.last.seq <= row.last_seq:
        return
    row.last_seq, row.at, row.by_id = talk.last.seq, talk.last.at, talk.last.by
    row.count += talk.count
    row.kind = Kind.ANSWER if talk.kind == Kind.ANSWER else row.kind
    row.save(update_fields=["last_seq", "at", "by", "count", "kind"])


def _advance(positions: Mapping[uuid.UUID, int], rows: Sequence[Event]) -> None:
    reached = {row.stream_id: row.seq for row in rows}
    FeedPosition.objects.bulk_create(
        [FeedPosition(stream_id=stream, seq=seq) for stream, seq in reached.items() if seq > positions[stream]],
        update_conflicts=True,
        unique_fields=["stream"],
        update_fields=["seq"],
    )
