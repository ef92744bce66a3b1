"""Which messages answer a wish: their ids, newest first, by the ways that each engine is quick on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from vestibule.accounts.models import Person
from vestibule.feed.sql import id_parameter
from vestibule.rooms.models import Member
from vestibule.rooms.search.index import LINK_TAG, author_tag, room_tag
from vestibule.rooms.search.words import Term

# Of somebody with more rooms than this the rooms are not named in the question, but looked up for each hit.
MOST_NAMED_ROOMS = 400
# On PostgreSQL: how many of the newest messages are looked through before the index of words is asked (about 2 ms), ...
FIRST_LOOK = 2_000
# ... how many could be looked through while the index of words takes in one hit, ...
STEPS_OF_A_HIT = 2
# ... and how many are, at most, of a time that was asked for.
LONGEST_LOOK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for. Times are aware; `until` is the moment after the last one wanted."""

    text: str = ""
    room: uuid.UUID | None = None
    author: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    has_link: bool = False


Place = tuple[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of an engine. An entry has to carry one of the tags of `rooms`, and all of `tags`."""

    rooms: Sequence[str]
    tags: Sequence[str]
    terms: Sequence[Term]
    # Conditions in SQL, of the room and of the time, about a message `m`.
    where: str
    when: str
    # An id, in SQL, that the messages have to be older than.
    before: str
    # The values for all of it.
    given: dict[str, Any]


def ask(actor: Person, terms: Sequence[Term], wish: Wish, *, before: Place | None, limit: int) -> list[int]:
    """The ids of at most `limit` messages, of which the actor may read all, newest first."""
    tags = [author_tag(wish.author)] if wish.author else []
    tags += [LINK_TAG] if wish.has_link else []
    # With nothing but a time every room is named, for FTS5 has to be asked for something.
    most = MOST_NAMED_ROOMS if tags or terms else None
    rooms = [wish.room] if wish.room else _rooms_of(actor, most)
    if not rooms:
        return []
    given: dict[str, Any] = {"person": id_parameter(actor.id), "limit": limit}
    if wish.room:
        given["room"] = id_parameter(wish.room)
    for name, moment in (("since", wish.since), ("until", wish.until)):
        if moment is not None:
            given[name] = connection.ops.adapt_datetimefield_value(moment)
    if before is not None:
        given |= {"before_room": id_parameter(before[0]), "before_seq": before[1]}
    question = _Question(
        rooms=[room_tag(one) for one in rooms] if most is None or len(rooms) <= most else [],
        tags=tags,
        terms=terms,
        where=" AND m.room_id = %(room)s" if wish.room else "",
        when=(" AND m.at >= %(since)s" if wish.since else "") + (" AND m.at < %(until)s" if wish.until else ""),
        before=_ID_OF_PLACE if before else "",
        given=given,
    )
    return _ask_postgresql(question) if connection.vendor == "postgresql" else _ask_sqlite(question)


def _rooms_of(actor: Person, most: int | None) -> list[uuid.UUID]:
    """The rooms that the actor is in; one more than `most` at most, which tells that there are more."""
    rooms = Member.objects.filter(person=actor, left_seq=None).values_list("room_id", flat=True)
    return list(rooms if most is None else rooms[: most + 1])


def _run(query: str, given: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [row[0] for row in cursor.fetchall()]


_ID_OF_PLACE = "(SELECT id FROM rooms_message WHERE room_id = %(before_room)s AND seq = %(before_seq)s)"
_MAY_READ = (
    "EXISTS (SELECT 1 FROM rooms_member k WHERE k.room_id = m.room_id"
    " AND k.person_id = %(person)s AND k.left_seq IS NULL AND m.seq > k.joined_seq)"
)


# -- SQLite -----------------------------------------------------------------------------------------------------------

# Held to asking the index of words first: the planner knows nothing of how rare a word is.
_SQLITE = (
    "SELECT m.id FROM rooms_search s CROSS JOIN rooms_message m ON m.id = s.rowid"
    " WHERE s.rooms_search MATCH %(said)s AND {may_read}{conditions} ORDER BY s.rowid DESC LIMIT %(limit)s"
)


def _ask_sqlite(asked: _Question) -> list[int]:
    conditions = asked.when + asked.where + (f" AND m.id < {asked.before}" if asked.before else "")
    return _run(_SQLITE.format(may_read=_MAY_READ, conditions=conditions), asked.given | {"said": _as_match(asked)})


def _as_match(asked: _Question) -> str:
    """The question in the notation of FTS5. Folded words are letters and digits: none of it has a meaning there."""
    parts = [f"tags : ({' OR '.join(asked.rooms)})"] if asked.rooms else []
    parts += [f"tags : ({tag})" for tag in asked.tags]
    parts += [f'words : "{" ".join(term.words)}"{" *" if term.is_beginning else ""}' for term in asked.terms]
    return " AND ".join(f"({part})" for part in parts)


# -- PostgreSQL -------------------------------------------------------------------------------------------------------

# GIN tells hits in no order: for the newest of a common word it goes through all of them, which may be half of what was
# ever said, while a look through the newest messages soon meets enough. Which way to go is not left to the planner: it
# knows how common a word is, but not whether that is in the searcher's rooms. OFFSET 0 keeps it from another order.
_HITS_IN_INDEX = "EXPLAIN (FORMAT JSON) SELECT 1 FROM rooms_search s WHERE TRUE{said}{rooms}"
_LOOK_UP = (
    "WITH found AS MATERIALIZED (SELECT s.message_id FROM rooms_search s WHERE TRUE{said}{rooms}{before_entry})"
    " SELECT s.message_id FROM (SELECT message_id FROM found ORDER BY message_id DESC OFFSET 0) s"
    " CROSS JOIN LATERAL ("
    "SELECT 1 FROM rooms_message m WHERE m.id = s.message_id AND {may_read}{where}{when} OFFSET 0"
    ") m ORDER BY s.message_id DESC LIMIT %(limit)s"
)
_LOOK_THROUGH_NEWEST = (
    "SELECT s.message_id FROM (SELECT s.message_id, s.words FROM rooms_search s WHERE TRUE{before_entry}"
    " ORDER BY s.message_id DESC LIMIT %(steps)s) s"
    " CROSS JOIN LATERAL (SELECT 1 FROM rooms_message m WHERE m.id = s.message_id AND {may_read}{where} OFFSET 0) m"
    " WHERE TRUE{said} ORDER BY s.message_id DESC LIMIT %(limit)s"
)
# What was said at other times is passed over without a look at its words.
_LOOK_THROUGH_TIME = (
    "SELECT m.id FROM (SELECT m.id, m.room_id, m.seq FROM rooms_message m WHERE TRUE{before}{where}{when}"
    " ORDER BY m.id DESC LIMIT %(steps)s) m"
    " CROSS JOIN LATERAL (SELECT 1 FROM rooms_search s WHERE s.message_id = m.id{said} OFFSET 0) s"
    " WHERE {may_read} ORDER BY m.id DESC LIMIT %(limit)s"
)
_IS_LONGER = "SELECT 1 FROM rooms_message m WHERE TRUE{before}{where}{when} OFFSET %(steps)s LIMIT 1"


def _ask_postgresql(asked: _Question) -> list[int]:
    parts, given = _in_parts(asked)
    if not parts["said"] and len(asked.rooms) > MOST_NAMED_ROOMS:
        # Nothing but a time: the index of words would tell no more than that all of it is theirs.
        return _run(_LOOK_THROUGH_TIME.format(**parts), given | {"steps": None})
    found = _look_through(parts, given)
    return _run(_LOOK_UP.format(**parts), given) if found is None else found


def _look_through(parts: dict[str, str], given: dict[str, Any]) -> list[int] | None:
    """The answer, if messages that are looked through hold it all; nothing if the index of words should be asked."""
    worth = _guess(parts, given) * STEPS_OF_A_HIT
    if worth <= FIRST_LOOK:
        return None
    limit = given["limit"]
    newest = _run(_LOOK_THROUGH_NEWEST.format(**parts), given | {"steps": FIRST_LOOK})
    if parts["when"]:
        return _look_through_time(parts, given) if len(newest) >= limit else None
    if len(newest) >= limit:
        return newest
    # So far, if earlier messages are like these; half as far again, for they need not be.
    steps = FIRST_LOOK * limit * 3 // (2 * len(newest) or 1)
    found = _run(_LOOK_THROUGH_NEWEST.format(**parts), given | {"steps": steps}) if steps < worth else []
    return found if len(found) >= limit else None


def _look_through_time(parts: dict[str, str], given: dict[str, Any]) -> list[int] | None:
    given = given | {"steps": LONGEST_LOOK}
    found = _run(_LOOK_THROUGH_TIME.format(**parts), given)
    is_all = len(found) >= given["limit"] or not _run(_IS_LONGER.format(**parts), given)
    return found if is_all else None


def _guess(parts: dict[str, str], given: dict[str, Any]) -> int:
    """How many hits the index of words would go through, as the planner guesses."""
    with connection.cursor() as cursor:
        cursor.execute(_HITS_IN_INDEX.format(**parts), given)
        plan = cursor.fetchone()[0]
    return int(plan[0]["Plan"]["Plan Rows"])


def _in_parts(asked: _Question) -> tuple[dict[str, str], dict[str, Any]]:
    """The conditions, in the notation of PostgreSQL, and the values for them."""
    said = [f"'/{tag}'" for tag in asked.tags]
    for term in asked.terms:
        *before, last = [f"'{word}'" for word in term.words]
        said.append(" <-> ".join([*before, f"{last}:*" if term.is_beginning else last]))
    parts = {
        "may_read": _MAY_READ,
        "said": " AND s.words @@ %(said)s::tsquery" if said else "",
        # A condition of its own: as a part of the other one, GIN reads through all that was said in the rooms first.
        "rooms": " AND s.words @@ %(rooms)s::tsquery" if asked.rooms else "",
        "where": asked.where,
        "when": asked.when,
        "before": f" AND m.id < {asked.before}" if asked.before else "",
        "before_entry": f" AND s.message_id < {asked.before}" if asked.before else "",
    }
    rooms = " | ".join(f"'/{tag}'" for tag in asked.rooms)
    return parts, asked.given | {"said": " & ".join(f"({part})" for part in said), "rooms": rooms}
