"""Sending: the way of every message, for a whole batch in one transaction."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from vestibule.accounts.queries import language_of
from vestibule.feed.append import Writing, writing
from vestibule.feed.claim import Beside
from vestibule.feed.sql import Statement, ask, read_id
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear
from vestibule.judging.models import Judgement
from vestibule.judging.retelling import told_in
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.policy import Situation, Verdict
from vestibule.rooms.events import MessagePosted, MessageWithheld, Reply, WithheldItem
from vestibule.rooms.memory import KnownRoom, RoomMemory
from vestibule.rooms.models import Reply as ReplyRow
from vestibule.rooms.models import WithheldMessage
from vestibule.rooms.order.answering import note_answer
from vestibule.rooms.quoting import ReplyWish, heard_with, kept_wish, quote_for, reply_row
from vestibule.rooms.remarks import remarks_from
from vestibule.rooms.rules import AlreadyDiscarded, refuse_message
from vestibule.rooms.standing import plans_in


class SendMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to say something. `key` is the sender's own: the same key is the same message, for ever."""

    person: uuid.UUID
    room: uuid.UUID
    key: str
    body: str
    purpose: str = ""
    reply_to: ReplyWish | None = None


class Posted(msgspec.Struct, frozen=True):
    """The message stands at `seq`. `event` is what every member receives; empty when it stood there already."""

    room: uuid.UUID
    key: str
    seq: int
    event: bytes = b""


@dataclass(frozen=True, slots=True)
class Kept:
    """The message was not delivered and is kept for its author, with the reasons."""

    item: WithheldItem


Outcome = Posted | Kept | Refusal
_Key = tuple[uuid.UUID, uuid.UUID, str]


def send_messages(
    *,
    commands: Sequence[SendMessage],
    now: datetime,
    acknowledge: Callable[[Sequence[Outcome]], None] | None = None,
    memory: RoomMemory | None = None,
) -> list[Outcome]:
    """Judge, number and store the messages in order, all in one transaction; one outcome for each.

    `acknowledge` is called with the outcomes once they are committed and before other members are told. A refusal
    is an outcome and touches nobody else's message. `memory` belongs to the calling thread and saves reading busy rooms
    anew. Raises `DatabaseError` when nothing could be stored.
    """
    outcomes: list[Outcome | None] = [
        refuse_message(key=one.key, body=one.body, purpose=one.purpose) for one in commands
    ]
    waiting = [index for index, outcome in enumerate(outcomes) if outcome is None]
    if not waiting:
        settled = [outcome for outcome in outcomes if outcome is not None]
        if acknowledge is not None:
            acknowledge(settled)
        return settled
    memory = memory or RoomMemory()
    with memory.unless_it_fails({commands[index].room for index in waiting}), writing(now=now) as feed:
        batch = _Batch(feed, [commands[index] for index in waiting], now, memory)
        for index in waiting:
            outcomes[index] = batch.send(commands[index])
        batch.store()
        settled = [outcome for outcome in outcomes if outcome is not None]
        if acknowledge is not None:
            feed.acknowledge = lambda: acknowledge(settled)
    return settled


class _Batch:
    """What one transaction knows and has to write."""

    def __init__(self, feed: Writing, commands: Sequence[SendMessage], now: datetime, memory: RoomMemory) -> None:
        self.feed = feed
        self.now = now
        self.today = now.date()
        self.memory = memory
        addresses = [Address(one.room, one.person, one.key) for one in commands]
        self.rooms = memory.recall(feed.lock({one.room for one in commands}))
        self.known = _known(addresses)
        self.authors = [
            (one.room, one.person)
            for one in commands
            if one.room in self.rooms and self.rooms[one.room].standing.has_member(one.room, one.person)
        ]
        memory.listen(self.authors)
        plans = plans_in(
            (seats for room in self.rooms.values() for seats in room.standing.seats.values()), on=self.today
        )
        for room in self.rooms.values():
            room.learn_plans(plans)
        self.messages: list[MessageRow] = []
        self.withheld: list[tuple[WithheldMessage, WithheldItem]] = []
        self.judgements: list[Judgement] = []
        self.replies: list[ReplyRow] = []

    def send(self, command: SendMessage) -> Outcome:
        room = self.rooms.get(command.room)
        if room is None or not room.standing.has_member(command.room, command.person):
            return NotFound(field="room")
        key = (command.room, command.person, command.key)
        known = self.known.get(key)
        if known is None:
            outcome = self._judge_and_place(command, room)
            self.known[key] = Posted(outcome.room, outcome.key, outcome.seq) if isinstance(outcome, Posted) else outcome
            return outcome
        if isinstance(known, Kept):
            because = room.standing.readers_without_exemption(command.room, command.person)
            return Kept(msgspec.structs.replace(known.item, because=because))
        return known

    def _judge_and_place(self, command: SendMessage, room: KnownRoom) -> Outcome:
        reply = self._reply(command, room)
        if isinstance(reply, Refusal):
            return reply
        situations = self._situations(command, room, *heard_with(reply))
        verdict, cleared = clear(command.body, situations, on=self.today)
        if verdict.findings:
            self.judgements.append(Judgement.of(verdict, situations[0], person=command.person, at=self.now))
        if cleared is None:
            return self._keep(command, verdict, room.standing.readers_without_exemption(command.room, command.person))
        posted = self._post(command, cleared, verdict, situations[0], reply)
        for text in (*heard_with(reply), command.body):
            room.say(command.person, text)
        room.head = self.feed.heads[command.room]
        return posted

    def _reply(self, command: SendMessage, room: KnownRoom) -> Reply | Refusal | None:
        if command.reply_to is None:
            return None
        return quote_for(
            room=command.room,
            sender=command.person,
            wish=command.reply_to,
            situations=self._situations(command, room),
            on=self.today,
        )

    def _situations(self, command: SendMessage, room: KnownRoom, *heard: str) -> list[Situation]:
        return room.standing.situations(
            command.room,
            command.person,
            surface="message",
            purpose=command.purpose or None,  # type: ignore[arg-type]
            context=(*room.said[command.person], *heard),
        )

    def _post(
        self, command: SendMessage, body: ClearedText, verdict: Verdict, situation: Situation, reply: Reply | None
    ) -> Posted:
        fact = fact_of(command, body, verdict, reply=reply)
        seq, event = self.feed.append(stream=command.room, fact=fact, by=command.person)
        self.messages.append(row_of(command, seq=seq, at=self.now, situation=situation, verdict=verdict))
        if reply is not None:
            self.replies.append(reply_row(command.room, seq, reply))
            note_answer(feed=self.feed, room=command.room, reply=reply, by=command.person)
        return Posted(command.room, command.key, seq, event)

    def _keep(self, command: SendMessage, verdict: Verdict, because: list[uuid.UUID]) -> Kept:
        row = WithheldMessage(
            id=new_id(),
            room_id=command.room,
            author_id=command.person,
            key=command.key,
            after_seq=self.feed.heads[command.room],
            body=command.body,
            purpose=command.purpose,
            # Only its author reads it, in their language.
            verdict=told_in(verdict, language_of(command.person)).as_dict(),
            at=self.now,
            **kept_wish(command.reply_to),
        )
        item = withheld_item(row, because=because)
        self.withheld.append((row, item))
        return Kept(item)

    def store(self) -> None:
        """Hand what is to be written to the feed, then put the kept ones on their authors' streams."""
        self.feed.orders.append((INSERT_MESSAGE, self.messages))
        if self.replies:
            ReplyRow.objects.bulk_create(self.replies)
        if self.judgements:
            Judgement.objects.bulk_create(self.judgements)
        if self.withheld:
            WithheldMessage.objects.bulk_create([row for row, _ in self.withheld])
            self.feed.lock({row.author_id for row, _ in self.withheld})
        for row, item in self.withheld:
            self.feed.append(stream=row.author_id, fact=MessageWithheld(item=item), by=row.author_id, on_timeline=False)
        self.memory.keep_small(self.authors)


def fact_of(command: SendMessage, body: ClearedText, verdict: Verdict, *, reply: Reply | None = None) -> MessagePosted:
    """What everybody in the room learns."""
    return MessagePosted(
        key=command.key, body=body, purpose=command.purpose or None, remarks=remarks_from(verdict), reply_to=reply
    )


def row_of(command: SendMessage, *, seq: int, at: datetime, situation: Situation, verdict: Verdict) -> "MessageRow":
    """What is stored."""
    return MessageRow(
        room=command.room,
        seq=seq,
        author=command.person,
        key=command.key,
        body=command.body,
        purpose=command.purpose,
        at=at,
        judged_as=judged_as(situation, verdict),
    )


class MessageRow(msgspec.Struct):
    """A message as it is stored."""

    room: uuid.UUID
    seq: int
    author: uuid.UUID
    key: str
    body: str
    purpose: str
    at: datetime
    judged_as: str


INSERT_MESSAGE = Statement(
    postgresql="INSERT INTO rooms_message (room_id, seq, author_id, key, body, purpose, at, judged_as)"
    " SELECT * FROM json_to_recordset(%s::json) AS r(room uuid, seq bigint, author uuid, key text, body text,"
    " purpose text, at timestamptz, judged_as text)",
    sqlite="INSERT INTO rooms_message (room_id, seq, author_id, key, body, purpose, at, judged_as)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
)


# The same row beside its event (`feed.claim`).
BESIDE = Beside(
    types=(
        ("author", "uuid"),
        ("key", "text"),
        ("body", "text"),
        ("purpose", "text"),
        ("at", "timestamptz"),
        ("judged_as", "text"),
    ),
    postgresql="INSERT INTO rooms_message (room_id, seq, author_id, key, body, purpose, at, judged_as)"
    " SELECT stream, seq, author, key, body, purpose, at, judged_as FROM given",
    sqlite=INSERT_MESSAGE.sqlite,
)


class Address(msgspec.Struct):
    """Whose message, where, under which key."""

    room: uuid.UUID
    author: uuid.UUID
    key: str


_SAME_SQLITE = (
    "o.room_id = json_extract(a.value, '$[0]') AND o.author_id = json_extract(a.value, '$[1]')"
    " AND o.key = json_extract(a.value, '$[2]')"
)
# Looked up one by one (LATERAL, CROSS JOIN), so that no planner ever prefers to read the whole table.
SENT_BEFORE = Statement(
    postgresql="SELECT a.room, a.author, a.key, m.seq, w.id"
    " FROM json_to_recordset(%s::json) AS a(room uuid, author uuid, key text)"
    " LEFT JOIN LATERAL (SELECT seq FROM rooms_message"
    " WHERE room_id = a.room AND author_id = a.author AND key = a.key LIMIT 1) m ON true"
    " LEFT JOIN LATERAL (SELECT id FROM rooms_withheldmessage"
    " WHERE room_id = a.room AND author_id = a.author AND key = a.key AND state <> 'posted' LIMIT 1) w ON true"
    " WHERE m.seq IS NOT NULL OR w.id IS NOT NULL",
    sqlite="SELECT o.room_id, o.author_id, o.key, o.seq, NULL"  # noqa: S608 - constants
    f" FROM json_each(?1) a CROSS JOIN rooms_message o WHERE {_SAME_SQLITE}"
    " UNION ALL SELECT o.room_id, o.author_id, o.key, NULL, o.id"
    f" FROM json_each(?1) a CROSS JOIN rooms_withheldmessage o WHERE {_SAME_SQLITE} AND o.state <> 'posted'",
)
# Enough where messages are written in the same step: two posted under one key cannot stand beside each other.
KEPT_BEFORE = Statement(
    postgresql="SELECT FROM given a CROSS JOIN LATERAL (SELECT FROM rooms_withheldmessage"
    " WHERE room_id = a.stream AND author_id = a.author AND key = a.key AND state <> 'posted' LIMIT 1) w",
    sqlite=f"SELECT 1 FROM json_each(?1) a CROSS JOIN rooms_withheldmessage o WHERE {_SAME_SQLITE}"  # noqa: S608
    " AND o.state <> 'posted' LIMIT 1",
)


def judged_as(situation: Situation, verdict: Verdict) -> str:
    """The circumstances of a judgement in one short text: relationship/plan/policy."""
    return f"{situation.relationship}/{situation.client_plan}/{verdict.policy}"


def withheld_item(row: WithheldMessage, *, releasable: bool = False, because: Sequence[uuid.UUID] = ()) -> WithheldItem:
    """A kept message as its author sees it, with the members whose standing asks for it."""
    return WithheldItem(
        id=row.id,
        room=row.room_id,
        key=row.key,
        after_seq=row.after_seq,
        body=row.body,
        purpose=row.purpose or None,
        verdict=row.verdict,
        releasable=releasable,
        edits=row.edits_seq,
        replies_to=row.reply_seq,
        because=list(because),
    )


def _known(addresses: Sequence[Address]) -> dict[_Key, Outcome]:
    """What became of keys that were sent before."""
    known: dict[_Key, Outcome] = {}
    for room, person, key, seq, withheld_id in ask(SENT_BEFORE, addresses):
        before = Posted(read_id(room), key, seq) if seq is not None else _kept_before(read_id(withheld_id))
        known[read_id(room), read_id(person), key] = before
    return known


def _kept_before(withheld_id: uuid.UUID) -> Outcome:
    row = WithheldMessage.objects.get(id=withheld_id)
    return AlreadyDiscarded() if row.state == WithheldMessage.State.DISCARDED else Kept(withheld_item(row))
