"""Everything that was written in rooms, with the circumstances it was judged in, so that it can be judged anew.

A message is judged by what its author had said before, so that is told here as it was worded then: later edits and
later deletions are undone, as far as their words are still there.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Q

from vestibule.judging.models import Judgement
from vestibule.judging.replay import StoredText
from vestibule.policy import Outcome, Situation, parse_situation
from vestibule.rooms.models import Message, WithheldMessage
from vestibule.rooms.said_then import RoomThen, Row, rooms_then
from vestibule.rooms.standing import SHORT_QUOTE

POSTED, KEPT = "posted", "kept"
_COLUMNS = ("room_id", "seq", "author_id", "body", "purpose", "judged_as", "revision", "changed_seq")


@dataclass(frozen=True, slots=True)
class Place:
    """How far the stored texts were gone through: behind this message of this room, then behind this kept one."""

    part: str = POSTED
    room: uuid.UUID | None = None
    seq: int = 0
    kept: uuid.UUID | None = None


def count_texts(*, since: datetime, until: datetime) -> int:
    """How many texts `texts_behind` goes through in all."""
    return int(_messages(since, until).count() + _kept_rows(since, until).count())


def stored_texts(*, since: datetime, until: datetime | None = None) -> Iterator[StoredText]:
    """Messages that stand in rooms, then those kept for their authors, from that moment on.

    What stands is named `room#seq`, what is kept by its id. What its author deleted or discarded is gone and not among
    them.
    """
    place: Place | None = Place()
    while place is not None:
        found, place = texts_behind(place, since=since, until=until or datetime.max.replace(tzinfo=since.tzinfo))
        yield from found


def texts_behind(
    place: Place, *, since: datetime, until: datetime, limit: int = 2000
) -> tuple[list[StoredText], Place | None]:
    """The next texts, about `limit` of them, and where to go on; no place at the end."""
    if place.part == KEPT:
        return _kept_behind(place, since, until, limit)
    rows = _next_rows(place, since, until, limit)
    then = rooms_then(rows)
    texts = [_posted_text(Row(*row), then[row[0]]) for row in rows]
    following = Place(room=rows[-1][0], seq=rows[-1][1]) if rows else Place(part=KEPT)
    return texts, following


def text_of_message(message: Message) -> StoredText:
    """A message that stands, as it was judged."""
    columns = [getattr(message, name) for name in _COLUMNS]
    then = RoomThen.of(message.room_id, first=message.seq, last=message.latest_seq)
    return _posted_text(Row(*columns), then)


def text_of_kept(row: WithheldMessage) -> StoredText:
    """A kept message, as it was judged last."""
    return _kept_text(row)


def _messages(since: datetime, until: datetime) -> Any:  # noqa: ANN401 - a queryset of tuples or of models
    return Message.objects.filter(at__gte=since, at__lt=until, deleted_at=None)


def _next_rows(place: Place, since: datetime, until: datetime, limit: int) -> list[tuple[Any, ...]]:
    """By room and number, which is how the table's own index stands: first the rest of the room, then the next ones."""
    order = _messages(since, until).order_by("room_id", "seq").values_list(*_COLUMNS)
    if place.room is None:
        return list(order[:limit])
    rest = list(order.filter(room_id=place.room, seq__gt=place.seq)[:limit])
    left = limit - len(rest)
    return rest + list(order.filter(room_id__gt=place.room)[:left]) if left else rest


def _posted_text(row: Row, then: RoomThen) -> StoredText:
    relationship, plan, _ = row.judged_as.split("/", 2)
    if row.revision > 1:
        # An edit was judged after what stood before the message, worded as it was at the edit.
        said, is_whole = then.before_edit(row.author, row.seq, at=row.changed_seq or row.seq)
    else:
        said, is_whole = then.said_before(row.author, row.seq)
    return StoredText(
        id=f"{row.room}#{row.seq}",
        text=str(row.body),
        situations=(_situation(relationship, plan, row.purpose, said),),
        outcome="allow",
        clause="-",
        is_whole=is_whole,
    )


def _kept_rows(since: datetime, until: datetime) -> Any:  # noqa: ANN401 - a queryset of tuples or of models
    return WithheldMessage.objects.filter(state=WithheldMessage.State.KEPT, at__gte=since, at__lt=until)


def _kept_behind(place: Place, since: datetime, until: datetime, limit: int) -> tuple[list[StoredText], Place | None]:
    order = _kept_rows(since, until).order_by("id")
    rows: Sequence[WithheldMessage] = list((order.filter(id__gt=place.kept) if place.kept else order)[:limit])
    texts = [_kept_text(row) for row in rows]
    return texts, Place(part=KEPT, kept=rows[-1].id) if len(rows) == limit else None


def _kept_text(row: WithheldMessage) -> StoredText:
    record = _record_of(row)
    at = _number_then(row, record)
    then = RoomThen.of(row.room_id, first=at, last=at)
    quote = (row.quote,) if 0 < len(row.quote) <= SHORT_QUOTE else ()
    said, is_whole = then.said_before(row.author_id, at)
    contexts = [(*said, *quote)]
    if row.edits_seq is not None:
        before, was_whole = then.before_edit(row.author_id, row.edits_seq, at=at)
        # What stands behind the message was judged along with it; that is not told here.
        is_whole = is_whole and was_whole and not then.says_more(row.author_id, row.edits_seq)
        contexts = [before, tuple(text for text in said if text != then.wording(row.edits_seq, at=at))]
    # Without a record: only strangers on the basic plan have texts withheld for what they say.
    relationship, plan = (record.relationship, record.client_plan) if record else ("none", "basic")
    situations = dict.fromkeys(_situation(relationship, plan, row.purpose, context) for context in contexts)
    return StoredText(
        id=str(row.id),
        text=row.body,
        situations=tuple(situations),
        outcome=cast(Outcome, row.verdict["verdict"]),
        clause=next((reason["clause"] for reason in row.verdict["reasons"] if reason["remedies"]), "-"),
        is_whole=is_whole,
    )


def _number_then(row: WithheldMessage, record: Judgement | None) -> int:
    """Before which number of the room the kept message was judged: where it was written, or where it was changed."""
    if record is None or record.at <= row.at:
        return row.after_seq + 1
    later = Message.objects.filter(Q(at__lte=record.at), room_id=row.room_id).order_by("-seq")
    return max(row.after_seq, later.values_list("seq", flat=True).first() or 0) + 1


def _record_of(row: WithheldMessage) -> Judgement | None:
    """The judgement that a kept message rests on: the latest with these very findings."""
    records = Judgement.objects.filter(person=row.author_id, surface="message", at__gte=row.at).order_by("-at", "-id")
    wanted = _same(row.verdict)
    for record in records.filter(purpose=row.purpose).iterator(chunk_size=100):
        if _same(record.verdict) == wanted:
            return record
    return None


def _same(verdict: Any) -> str:  # noqa: ANN401 - JSON
    """What tells verdicts apart besides their sentences, which are in the author's language or in English."""
    clauses = [[reason["clause"], reason["findings"]] for reason in verdict["reasons"]]
    return json.dumps([verdict["verdict"], verdict["policy"], verdict["findings"], clauses], sort_keys=True)


def _situation(relationship: str, plan: str, purpose: str, context: tuple[str, ...]) -> Situation:
    return parse_situation(
        {"relationship": relationship, "client_plan": plan, "purpose": purpose or None, "context": context}
    )
