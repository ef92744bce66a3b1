"""The timeline of a room, a page at a time, and how its messages read at other times."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.kit.encoding import encode_json
from vestibule.kit.refusals import NotFound
from vestibule.links.queries import LinkCard, cards_between
from vestibule.rooms.events import REACTIONS, ReactionName
from vestibule.rooms.models import Message, Reaction, Revision
from vestibule.rooms.people.queries import seat_in
from vestibule.rooms.quoting import readable_message

LARGEST_PAGE = 200
# The number and the stored event.
_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Events in ascending order as stored bytes; `before` asks for older ones, `after` for newer ones.

    `changes` has the latest edit or the deletion of each message on the page, in order; `reactions` what stands under
    them, by message and in the order in which reactions are shown; `unfurled` the pages that they link to.
    """

    events: list[bytes]
    before: int | None
    after: int | None
    changes: list[bytes]
    reactions: list["ReactionCount"]
    unfurled: list["Unfurled"]

    def as_json(self) -> bytes:
        """The answer of the API, and what the page starts from."""
        return b'{"items":[%b],"before":%b,"after":%b,"changes":[%b],"reactions":%b,"unfurled":%b}' % (
            b",".join(self.events),
            encode_json(self.before),
            encode_json(self.after),
            b",".join(self.changes),
            encode_json(self.reactions),
            encode_json(self.unfurled),
        )


class ReactionCount(msgspec.Struct, frozen=True):
    """One reaction to a message and who gave it, the first first."""

    message: int
    reaction: ReactionName
    people: list[uuid.UUID]


class Unfurled(msgspec.Struct, frozen=True):
    """The pages behind the links of a message as it reads now."""

    message: int
    revision: int
    cards: list[LinkCard]


class EarlierWording(msgspec.Struct, frozen=True):
    """A message as it read at some time. The last of a list is how it reads now."""

    revision: int
    at: datetime
    body: str
    purpose: str | None


def timeline_page(
    actor: Person,
    room_id: uuid.UUID,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = 50,
) -> TimelinePage:
    """The newest places on the room's timeline, or those before, after or around a number. Raises `NotFound`.

    Around a number there are as many places before it as from it on.
    """
    seat = seat_in(actor, room_id)
    limit = max(1, min(limit, LARGEST_PAGE))
    places = Event.objects.filter(stream_id=room_id, on_timeline=True, seq__gt=seat.joined_seq)
    if around is not None:
        older, has_older = _older(places.filter(seq__lt=around), limit // 2)
        newer, has_newer = _newer(places.filter(seq__gte=around), limit - limit // 2)
        return _page(room_id, [*older, *newer], has_older=has_older, has_newer=has_newer)
    if after is not None:
        newer, has_newer = _newer(places.filter(seq__gt=after), limit)
        return _page(room_id, newer, has_newer=has_newer)
    older, has_older = _older(places if before is None else places.filter(seq__lt=before), limit)
    return _page(room_id, older, has_older=has_older, has_newer=before is not None)


def _older(places: QuerySet[Event], limit: int) -> tuple[list[_Place], bool]:
    """The last of these places, and whether there are others before them."""
    rows = list(places.order_by("-seq").values_list("seq", "body")[: limit + 1])
    return rows[:limit][::-1], len(rows) > limit


def _newer(places: QuerySet[Event], limit: int) -> tuple[list[_Place], bool]:
    """The first of these places, and whether there are others after them."""
    rows = list(places.order_by("seq").values_list("seq", "body")[: limit + 1])
    return rows[:limit], len(rows) > limit


def _page(room: uuid.UUID, rows: Sequence[_Place], *, has_older: bool = False, has_newer: bool = False) -> TimelinePage:
    before = rows[0][0] if rows and has_older else None
    after = rows[-1][0] if rows and has_newer else None
    first, last = (rows[0][0], rows[-1][0]) if rows else (0, 0)
    return TimelinePage(
        events=[body.encode() for _, body in rows],
        before=before,
        after=after,
        changes=_changes(room, first, last),
        reactions=reactions_between(room, first, last),
        unfurled=unfurled_between(room, first, last),
    )


def place_on(actor: Person, room_id: uuid.UUID, *, since: datetime) -> int:
    """The number of the first message since that moment, for whoever jumps to a date; of the last one if none came.

    Raises `NotFound`.
    """
    seat = seat_in(actor, room_id)
    said = Message.objects.filter(room_id=room_id, seq__gt=seat.joined_seq)
    found = said.filter(at__gte=since).order_by("seq").values_list("seq", flat=True).first()
    return found or said.order_by("-seq").values_list("seq", flat=True).first() or 1


def _changes(room: uuid.UUID, first: int, last: int) -> list[bytes]:
    changed = Message.objects.filter(room_id=room, seq__range=(first, last), changed_seq__isnull=False)
    events = Event.objects.filter(stream_id=room, seq__in=changed.values("changed_seq")).order_by("seq")
    return [body.encode() for body in events.values_list("body", flat=True)]


def reactions_between(room: uuid.UUID, first: int, last: int) -> list[ReactionCount]:
    """What stands under the messages with these numbers."""
    given = Reaction.objects.filter(room_id=room, seq__range=(first, last)).order_by("id")
    people: dict[tuple[int, int], list[uuid.UUID]] = {}
    for seq, reaction, person in given.values_list("seq", "reaction", "person_id"):
        people.setdefault((seq, REACTIONS.index(reaction)), []).append(person)
    return [
        ReactionCount(message=seq, reaction=REACTIONS[place], people=people[seq, place])  # type: ignore[arg-type]
        for seq, place in sorted(people)
    ]


def unfurled_between(room: uuid.UUID, first: int, last: int) -> list[Unfurled]:
    """The pages that the messages with these numbers link to in their latest wording."""
    found = cards_between(room, first, last)
    if not found:
        return []
    messages = Message.objects.filter(room_id=room, seq__in={seq for seq, _ in found}, deleted_at=None)
    return [
        Unfurled(message=seq, revision=revision, cards=found[seq, revision])
        for seq, revision in messages.order_by("seq").values_list("seq", "revision")
        if (seq, revision) in found
    ]


class _Dated(msgspec.Struct):
    at: datetime


_decode_time = msgspec.json.Decoder(_Dated).decode


def wordings_of(actor: Person, room_id: uuid.UUID, seq: int) -> list[EarlierWording]:
    """Every wording of a message, as posted first; none of one that was deleted. Raises `NotFound`."""
    message = readable_message(room=room_id, person=actor.id, seq=seq)
    if message is None:
        raise NotFound
    if message.deleted_at is not None:
        return []
    before = [
        EarlierWording(revision=one.number, at=one.at, body=one.body, purpose=one.purpose or None)
        for one in Revision.objects.filter(room_id=room_id, seq=seq).order_by("number")
    ]
    latest = _decode_time(Event.objects.values_list("body", flat=True).get(stream_id=room_id, seq=message.latest_seq))
    now = EarlierWording(revision=message.revision, at=latest.at, body=message.body, purpose=message.purpose or None)
    return [*before, now]
