"""Finding messages: newest first, among what the searcher may read, in a number of queries that does not grow."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.models import OuterRef, Subquery

from vestibule.accounts.models import Person
from vestibule.rooms.models import Member, Message
from vestibule.rooms.queries import visible_room
from vestibule.rooms.search.ask import Place, Wish, ask
from vestibule.rooms.search.index import LARGEST_STEP, index_rooms, rooms_behind
from vestibule.rooms.search.suggest import did_you_mean
from vestibule.rooms.search.words import Term, places_of, terms_of

LONGEST_QUERY = 200
LARGEST_PAGE = 50
# What a search takes in by itself before it answers; the rest is for the indexer.
MOST_STEPS_FIRST = 5
EXCERPT = 240
BEFORE_FIRST_HIT = 60


class Hit(msgspec.Struct, frozen=True):
    """A message that was found. `excerpt` is a part of it; `marks` are half-open and count its code points."""

    room: uuid.UUID
    room_title: str
    seq: int
    at: datetime
    by: uuid.UUID
    by_name: str
    excerpt: str
    is_cut_before: bool
    is_cut_after: bool
    marks: list[tuple[int, int]]


class Found(msgspec.Struct, frozen=True):
    """A page of hits. `before` is the last one's room and number and asks for older ones.

    `did_you_mean` is another wording, where nothing was found.
    """

    items: list[Hit]
    before: Place | None
    did_you_mean: str | None = None
    # False while older messages are still being taken into the index.
    is_complete: bool = True


def find_messages(actor: Person, wish: Wish, *, before: Place | None = None, limit: int = 20) -> Found:
    """The messages that answer the wish, newest first. An empty wish finds nothing.

    Raises `NotFound` when the wish names a room that the actor is not in.
    """
    terms = terms_of(wish.text)
    if wish.room is not None:
        visible_room(actor, wish.room)
    if not terms and not (wish.author or wish.has_link or wish.since or wish.until):
        return Found([], None)
    is_complete = _catch_up(actor, wish.room)
    limit = max(1, min(limit, LARGEST_PAGE))
    ids = ask(actor, terms, wish, before=before, limit=limit + 1)
    items = _hits(actor, ids[:limit], terms)
    other = did_you_mean(actor, wish.text, wish.room) if terms and not ids and before is None else None
    last = (items[-1].room, items[-1].seq) if items and len(ids) > limit else None
    return Found(items, last, other, is_complete)


def _catch_up(actor: Person, room: uuid.UUID | None) -> bool:
    """Take in what the searcher could miss: what was said a moment ago is found."""
    for _ in range(MOST_STEPS_FIRST):
        behind = rooms_behind(of=actor.id, room=room)
        if not behind:
            return True
        index_rooms(behind[:LARGEST_STEP])
    return not rooms_behind(of=actor.id, room=room, limit=1)


def _hits(actor: Person, ids: Sequence[int], terms: list[Term]) -> list[Hit]:
    seats = Member.objects.filter(room=OuterRef("room"), person=actor, left_seq=None)
    # Asked once more as what it is: whatever the index says, nobody reads a room that they are not in.
    found = (
        Message.objects.filter(id__in=ids, seq__gt=Subquery(seats.values("joined_seq")[:1]))
        .select_related("room", "author")
        .order_by("-id")
    )
    return [_hit(message, terms) for message in found]


def _hit(message: Message, terms: list[Term]) -> Hit:
    marks = places_of(terms, message.body)
    start = 0
    if marks and marks[0][0] > BEFORE_FIRST_HIT:
        start = message.body.rfind(" ", 0, marks[0][0] - BEFORE_FIRST_HIT // 2) + 1
        start = max(start, marks[0][0] - BEFORE_FIRST_HIT)
    end = start + EXCERPT
    return Hit(
        room=message.room_id,
        room_title=message.room.title,
        seq=message.seq,
        at=message.at,
        by=message.author_id,
        by_name=message.author.display_name,
        excerpt=message.body[start:end],
        is_cut_before=start > 0,
        is_cut_after=end < len(message.body),
        marks=[(first - start, min(last, end) - start) for first, last in marks if start <= first < end],
    )
