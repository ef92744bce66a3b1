"""Answering a message with some of its words: which words, and whether they may be repeated here."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TypedDict

import msgspec

from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear, repeat
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal, WrongState
from vestibule.policy import Situation
from vestibule.rooms.events import Reply
from vestibule.rooms.models import Member, Message, Revision, WithheldMessage
from vestibule.rooms.models import Reply as ReplyRow
from vestibule.rooms.standing import SHORT_QUOTE

LONGEST_QUOTE = 1000


class ReplyWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The message to answer: its latest wording without `revision`, all of it (or the beginning) without `quote`."""

    seq: int
    revision: int | None = None
    quote: str | None = None


class QuoteNotThere(InvalidInput):
    code = "quote_not_there"
    sentence = "These words are not in that revision of the message."


class MessageIsDeleted(WrongState):
    code = "message_deleted"
    sentence = "This message has been deleted."


def quote_for(
    *, room: uuid.UUID, sender: uuid.UUID, wish: ReplyWish, situations: Collection[Situation], on: date
) -> Reply | Refusal:
    """The reply as it will stand, its quote cleared; or why it cannot be.

    A quote that would be let through as the sender's own words is repeated. So is one that is not, where everybody in
    the room can read it at its place anyway: it was allowed there. Else it is left out, and the reply stands without.
    `situations` are those of the message, with what the sender said before.
    """
    message = readable_message(room=room, person=sender, seq=wish.seq)
    if message is None:
        return NotFound(field="reply_to")
    if message.deleted_at is not None:
        return MessageIsDeleted(field="reply_to")
    revision = wish.revision or message.revision
    text = _wording(message, revision)
    if text is None or (wish.quote is not None and (not wish.quote.strip() or wish.quote not in text)):
        return QuoteNotThere(field="reply_to")
    words = (text if wish.quote is None else wish.quote)[:LONGEST_QUOTE]
    cleared = _cleared(text, words, room, wish.seq, situations, on)
    return Reply(
        seq=wish.seq,
        revision=revision,
        by=message.author_id,
        quote=cleared or "",
        is_part=cleared is not None and len(words) < len(text),
        left_out="rule" if cleared is None else "",
    )


def heard_with(reply: Reply | None) -> tuple[str, ...]:
    """What a reply repeats, as something that its sender says before it: a detail may be put together out of both."""
    return (reply.quote,) if reply is not None and 0 < len(reply.quote) <= SHORT_QUOTE else ()


def readable_message(*, room: uuid.UUID, person: uuid.UUID, seq: int) -> Message | None:
    """The message at that number, if the person is in the room and was when it was said."""
    seats = Member.objects.filter(room_id=room, person_id=person, left_seq=None, joined_seq__lt=seq)
    return Message.objects.filter(room_id=room, seq=seq).first() if seats.exists() else None


def _wording(message: Message, revision: int) -> ClearedText | None:
    if revision == message.revision:
        wording: ClearedText = message.body
        return wording
    before = Revision.objects.filter(room_id=message.room_id, seq=message.seq, number=revision).first()
    return None if before is None else before.body


def _cleared(
    text: ClearedText, words: str, room: uuid.UUID, seq: int, situations: Collection[Situation], on: date
) -> ClearedText | None:
    """The words as cleared, or nothing where they may not be repeated."""
    _, cleared = clear(words, list(situations), on=on)
    if cleared is not None:
        return cleared
    _, harmless = clear(words, [replace(one, context=()) for one in situations], on=on)
    # Harmless alone but not after what was said before: a detail is being put together out of quotes.
    if harmless is not None:
        return None
    is_known_to_all = not Member.objects.filter(room_id=room, left_seq=None, joined_seq__gte=seq).exists()
    return repeat(text, words) if is_known_to_all else None


def reply_row(room: uuid.UUID, seq: int, reply: Reply) -> ReplyRow:
    """The unsaved row of a reply that stands at `seq`."""
    return ReplyRow(room_id=room, seq=seq, to_seq=reply.seq, to_revision=reply.revision, quote=reply.quote)


class _KeptWish(TypedDict, total=False):
    reply_seq: int
    reply_revision: int | None
    quote: str


def kept_wish(wish: ReplyWish | None) -> _KeptWish:
    """The wish as columns of a kept message."""
    if wish is None:
        return {}
    return {"reply_seq": wish.seq, "reply_revision": wish.revision, "quote": wish.quote or ""}


def wish_of(kept: WithheldMessage) -> ReplyWish | None:
    """The wish that a kept message still has: what it answers may have been deleted meanwhile."""
    if kept.reply_seq is None:
        return None
    return ReplyWish(seq=kept.reply_seq, revision=kept.reply_revision, quote=kept.quote or None)
