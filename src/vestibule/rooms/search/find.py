"""Finding messages: newest first, among what the searcher may read, in a number of queries that does not grow."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import OuterRef, Subquery

from vestibule.accounts.models import Person
from vestibule.feed.sql import id_parameter
from vestibule.rooms.models import Member, Message
from vestibule.rooms.queries import visible_room
from vestibule.rooms.search.index import LARGEST_STEP, LINK_TAG, author_tag, index_rooms, room_tag, rooms_behind
from vestibule.rooms.search.suggest import did_you_mean
from vestibule.rooms.search.words import Term, places_of, terms_of

LONGEST_QUERY = 200
LARGEST_PAGE = 50
# Of somebody with more rooms than this the rooms are not named in the question, but looked up for each hit.
MOST_NAMED_ROOMS = 400
# What a search takes in by itself before it answers; the rest is for the indexer.
MOST_STEPS_FIRST = 5
EXCERPT = 240
BEFORE_FIRST_HIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for. Times are aware; `until` is the moment after the last one wanted."""

    text: str = ""
    room: uuid.UUID | None = None
    author: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    has_link: bool = False


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


Place = tuple[uuid.UUID, int]


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
    ids = _ask(actor, terms, wish, before=before, limit=limit + 1)
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


def _ask(actor: Person, terms: Sequence[Term], wish: Wish, *, before: Place | None, limit: int) -> list[int]:
    rooms = [wish.room] if wish.room else _rooms_of(actor)
    if not rooms:
        return []
    tags: list[list[str]] = []
    if len(rooms) <= MOST_NAMED_ROOMS:
        tags.append([room_tag(one) for one in rooms])
    if wish.author:
        tags.append([author_tag(wish.author)])
    if wish.has_link:
        tags.append([LINK_TAG])
    conditions, parameters = _conditions(wish, before)
    query = _SQL[connection.vendor].format(conditions=conditions)
    said = (_as_tsquery if connection.vendor == "postgresql" else _as_match)(tags, terms)
    with connection.cursor() as cursor:
        cursor.execute(query, [said, id_parameter(actor.id), *parameters, limit])
        return [row[0] for row in cursor.fetchall()]


def _rooms_of(actor: Person) -> list[uuid.UUID]:
    return list(Member.objects.filter(person=actor, left_seq=None).values_list("room_id", flat=True))


def _conditions(wish: Wish, before: Place | None) -> tuple[str, list[Any]]:
    """The rest of the wish, as SQL about the message `m`."""
    parts: list[str] = []
    parameters: list[Any] = []
    for part, value in (("m.at >= %s", wish.since), ("m.at < %s", wish.until)):
        if value is not None:
            parts.append(part)
            parameters.append(connection.ops.adapt_datetimefield_value(value))
    if wish.room is not None:
        parts.append("m.room_id = %s")
        parameters.append(id_parameter(wish.room))
    if before is not None:
        parts.append("m.id < (SELECT id FROM rooms_message WHERE room_id = %s AND seq = %s)")
        parameters += [id_parameter(before[0]), before[1]]
    return "".join(f" AND {part}" for part in parts), parameters


# Each engine is held to asking the index of words first: its planner knows nothing of how rare a word is.
_SQL = {
    "sqlite": "SELECT m.id FROM rooms_search s CROSS JOIN rooms_message m ON m.id = s.rowid"
    " WHERE s.rooms_search MATCH %s AND EXISTS (SELECT 1 FROM rooms_member k WHERE k.room_id = m.room_id"
    " AND k.person_id = %s AND k.left_seq IS NULL AND m.seq > k.joined_seq)"
    "{conditions} ORDER BY s.rowid DESC LIMIT %s",
    "postgresql": "WITH s AS MATERIALIZED (SELECT message_id FROM rooms_search WHERE words @@ %s::tsquery)"
    " SELECT m.id FROM s JOIN rooms_message m ON m.id = s.message_id"
    " WHERE EXISTS (SELECT 1 FROM rooms_member k WHERE k.room_id = m.room_id"
    " AND k.person_id = %s AND k.left_seq IS NULL AND m.seq > k.joined_seq)"
    "{conditions} ORDER BY m.id DESC LIMIT %s",
}


def _as_match(tags: Sequence[Sequence[str]], terms: Sequence[Term]) -> str:
    """The question in the notation of FTS5. Folded words are letters and digits: none of it has a meaning there."""
    parts = [f"tags : ({' OR '.join(anyone)})" for anyone in tags]
    parts += [f'words : "{" ".join(term.words)}"{" *" if term.is_beginning else ""}' for term in terms]
    return " AND ".join(f"({part})" for part in parts)


def _as_tsquery(tags: Sequence[Sequence[str]], terms: Sequence[Term]) -> str:
    """The question in the notation of PostgreSQL."""
    parts = [" | ".join(f"'/{tag}'" for tag in anyone) for anyone in tags]
    for term in terms:
        *before, last = [f"'{word}'" for word in term.words]
        parts.append(" <-> ".join([*before, f"{last}:*" if term.is_beginning else last]))
    return " & ".join(f"({part})" for part in parts)


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
