"""What was said and is said no more: rewording a message, taking its text away, and every place where it stands."""

import uuid
from datetime import datetime
from typing import Any

import msgspec

from vestibule.feed.append import Writing
from vestibule.feed.models import Event
from vestibule.judging.cleared import ClearedText
from vestibule.kit.encoding import encode_json
from vestibule.links.queries import forget_cards
from vestibule.rooms.events import WithheldGone
from vestibule.rooms.models import Message, Reaction, Reply, Revision, WithheldMessage


def reword(message: Message, *, body: ClearedText, purpose: str, event_seq: int, judged_as: str) -> None:
    """Give a message its next wording and keep the one before."""
    brought_by = message.latest_seq
    Revision.objects.create(
        room_id=message.room_id,
        seq=message.seq,
        number=message.revision,
        event_seq=brought_by,
        body=message.body,
        purpose=message.purpose,
        at=_at(message.room_id, brought_by),
    )
    message.revision += 1
    message.body, message.purpose, message.judged_as = body, purpose, judged_as
    message.changed_seq = event_seq
    message.save(update_fields=["revision", "body", "purpose", "judged_as", "changed_seq"])


def erase(feed: Writing, message: Message, *, event_seq: int, at: datetime) -> None:
    """Take the text of a message away from everywhere.

    Its wordings, the stored events, what its links led to, quotes of it, kept edits.
    """
    room, seq = message.room_id, message.seq
    edits = list(Revision.objects.filter(room_id=room, seq=seq).values_list("event_seq", flat=True))
    for number in {seq, *edits, message.latest_seq}:
        _rewrite(room, number, {"body": "", "purpose": None, "remarks": [], "reply_to": None})
    for number in forget_cards(room, seq):
        _rewrite(room, number, {"cards": []})
    Revision.objects.filter(room_id=room, seq=seq).delete()
    Reaction.objects.filter(room_id=room, seq=seq).delete()
    Reply.objects.filter(room_id=room, seq=seq).delete()
    message.body, message.purpose = ClearedText("", "message"), ""
    message.deleted_at, message.changed_seq = at, event_seq
    message.save(update_fields=["body", "purpose", "deleted_at", "changed_seq"])
    _erase_quotes(room, seq)
    _let_go_of_kept(feed, room, seq)


def _erase_quotes(room: uuid.UUID, seq: int) -> None:
    replies = Reply.objects.filter(room_id=room, to_seq=seq)
    for number in replies.values_list("seq", flat=True):
        _rewrite_reply(room, number)
    replies.update(quote="")
    kept = WithheldMessage.objects.filter(room_id=room, reply_seq=seq)
    kept.update(reply_seq=None, reply_revision=None, quote="")


def _let_go_of_kept(feed: Writing, room: uuid.UUID, seq: int) -> None:
    """Kept edits of the message have nothing left to reword."""
    kept = WithheldMessage.objects.filter(room_id=room, edits_seq=seq, state=WithheldMessage.State.KEPT)
    for row in kept:
        feed.lock([row.author_id])
        feed.append(
            stream=row.author_id,
            fact=WithheldGone(id=row.id, room=room, outcome="discarded"),
            by=row.author_id,
            on_timeline=False,
        )
    kept.update(state=WithheldMessage.State.DISCARDED, body="", verdict={})


def _rewrite(room: uuid.UUID, number: int, fields: dict[str, Any]) -> None:
    """The stored event without what is gone: its number, kind and author stay for ever."""
    row = Event.objects.get(stream_id=room, seq=number)
    envelope = msgspec.json.decode(row.body)
    event = envelope["event"]
    event.update({name: value for name, value in fields.items() if name in event})
    _store(row, envelope)


def _rewrite_reply(room: uuid.UUID, number: int) -> None:
    row = Event.objects.get(stream_id=room, seq=number)
    envelope = msgspec.json.decode(row.body)
    # A reply may have been deleted before what it answers.
    if envelope["event"]["reply_to"] is not None:
        envelope["event"]["reply_to"].update({"quote": "", "is_part": False, "left_out": "deleted"})
        _store(row, envelope)


def _store(row: Event, envelope: dict[str, Any]) -> None:
    row.body = encode_json(envelope).decode()
    row.save(update_fields=["body"])


def _at(room: uuid.UUID, number: int) -> datetime:
    """When an event happened."""
    return msgspec.json.decode(
        Event.objects.values_list("body", flat=True).get(stream_id=room, seq=number), type=_At
    ).at


class _At(msgspec.Struct):
    at: datetime
