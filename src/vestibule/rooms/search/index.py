"""Keeping the index of words in step with the rooms: from the feed, in order, never on the way of a message.

What stands in a room was let through before it got its number, so nothing withheld can reach the index (guarantee 7).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from vestibule.feed.models import Event, Stream
from vestibule.rooms.models import IndexedRoom, Member, Message, Room
from vestibule.rooms.search.words import WEB_ADDRESS, folded_words

# How many messages one transaction takes in: on SQLite a message that is being sent waits for it.
LARGEST_STEP = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be found of a message: the tags that narrow a search, and its words."""

    message: int
    tags: tuple[str, ...]
    words: tuple[str, ...]


def room_tag(room: uuid.UUID) -> str:
    """The tag of what was said in this room."""
    return f"r{room.hex}"


def author_tag(person: uuid.UUID) -> str:
    """The tag of what this person wrote."""
    return f"a{person.hex}"


LINK_TAG = "link"


def entry_of(message: Message) -> Entry:
    """The entry of a message as it stands now."""
    tags = [room_tag(message.room_id), author_tag(message.author_id)]
    if WEB_ADDRESS.search(message.body):
        tags.append(LINK_TAG)
    return Entry(message.id, tuple(tags), tuple(folded_words(message.body)))


def rooms_behind(*, of: uuid.UUID | None = None, room: uuid.UUID | None = None, limit: int = 500) -> list[uuid.UUID]:
    """Rooms that have grown since they were last indexed: those of a person, one, or any."""
    streams = Stream.objects.filter(head__gt=0)
    if room is not None:
        streams = streams.filter(id=room)
    elif of is not None:
        streams = streams.filter(id__in=Member.objects.filter(person=of, left_seq=None).values("room_id"))
    else:
        # People have streams of their own, on which nothing is said.
        streams = streams.filter(id__in=Room.objects.values("id"))
    mark = Subquery(IndexedRoom.objects.filter(room_id=OuterRef("id")).values("seq")[:1])
    grown = streams.annotate(indexed=Coalesce(mark, 0)).filter(head__gt=F("indexed"))
    return list(grown.values_list("id", flat=True)[:limit])


def index_rooms(rooms: Collection[uuid.UUID], *, step: int = LARGEST_STEP) -> int:
    """Take in what is new in these rooms, at most `step` messages, in one transaction. Returns how many it took in.

    Streams that are no room's are left out. When it returns less than `step`, the rooms are level.
    """
    wanted = list(Room.objects.filter(id__in=rooms).values_list("id", flat=True)) if rooms else []
    taken = 0
    with transaction.atomic(durable=True):
        heads = dict(Stream.objects.filter(id__in=wanted).values_list("id", "head"))
        IndexedRoom.objects.bulk_create([IndexedRoom(room_id=one) for one in heads], ignore_conflicts=True)
        marks = IndexedRoom.objects.select_for_update().filter(room_id__in=wanted).order_by("room_id")
        for mark in list(marks):
            if taken < step:
                taken += _index_room(mark, heads[mark.room_id], step - taken)
    return taken


def _index_room(mark: IndexedRoom, head: int, limit: int) -> int:
    if head <= mark.seq:
        return 0
    fresh = list(Message.objects.filter(room=mark.room_id, seq__gt=mark.seq, seq__lte=head).order_by("seq")[:limit])
    reached = fresh[-1].seq if len(fresh) == limit else head
    numbers = _reworded(mark.room_id, after=mark.seq, until=reached) - {one.seq for one in fresh}
    reworded = list(Message.objects.filter(room=mark.room_id, seq__in=numbers)) if numbers else []
    write([entry_of(one) for one in [*fresh, *reworded]])
    mark.seq = reached
    mark.save(update_fields=["seq"])
    return len(fresh)


class _Change(msgspec.Struct):
    message: int


class _Envelope(msgspec.Struct):
    event: _Change


_decode_change = msgspec.json.Decoder(_Envelope).decode
# Events that change what an earlier message says; each names its number as `message`.
REWORDING = ("message.edited", "message.deleted")


def _reworded(room: uuid.UUID, *, after: int, until: int) -> set[int]:
    """Numbers of messages whose wording changed by an event in this span."""
    changes = Event.objects.filter(stream_id=room, seq__gt=after, seq__lte=until, kind__in=REWORDING)
    return {_decode_change(body).event.message for body in changes.values_list("body", flat=True)}


def write(entries: Sequence[Entry]) -> None:
    """Put the entries into the index, in place of what was there of their messages. Inside a transaction."""
    if not entries:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO rooms_search (message_id, words)"
                " SELECT one.id, one.words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS one(id, words)"
                " ON CONFLICT (message_id) DO UPDATE SET words = excluded.words",
                [[one.message for one in entries], [_as_tsvector(one) for one in entries]],
            )
        else:
            cursor.executemany("DELETE FROM rooms_search WHERE rowid = %s", [(one.message,) for one in entries])
            cursor.executemany(
                "INSERT INTO rooms_search (rowid, tags, words) VALUES (%s, %s, %s)",
                [(one.message, " ".join(one.tags), " ".join(one.words)) for one in entries],
            )


def _as_tsvector(entry: Entry) -> str:
    """The entry in PostgreSQL's own notation. Folded words hold neither quotes nor backslashes, and no slash."""
    places: dict[str, list[str]] = {}
    for number, word in enumerate(entry.words, start=1):
        places.setdefault(word, []).append(str(number))
    words = [f"'{word}':{','.join(numbers)}" for word, numbers in places.items()]
    return " ".join([*(f"'/{tag}'" for tag in entry.tags), *words])
