"""Sending ahead: what a busy room needs is remembered, so its messages are judged and stored without asking first.

The outcome is the same as that of `send_messages`, to which everything goes that is not plain: rooms that are not
remembered or have moved meanwhile, keys that were sent before, replies, texts in which the rule finds anything.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from vestibule.feed.claim import Claim, Line
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear
from vestibule.policy import Situation, Verdict
from vestibule.rooms.actions.send_messages import (
    INSERT_MESSAGE,
    SENT_BEFORE,
    Address,
    MessageRow,
    Posted,
    SendMessage,
    fact_of,
    row_of,
)
from vestibule.rooms.memory import KnownRoom, RoomMemory
from vestibule.rooms.rules import refuse_message
from vestibule.rooms.standing import plans_in

Acknowledge = Callable[[Sequence[tuple[int, Posted]]], None]


def send_ahead(
    *, commands: Sequence[SendMessage], now: datetime, memory: RoomMemory, acknowledge: Acknowledge
) -> list[int]:
    """Store what can be stored at once, all or none of it; the places in `commands` of what cannot.

    `acknowledge` is called with the places and outcomes of what is committed, before other members are told. A room
    goes as a whole, so that its messages keep their order. Raises `DatabaseError` when nothing could be stored.
    """
    talks = _talks_in(commands, memory)
    _learn_plans([talk.known for talk in talks if talk.known], now)
    claim = Claim(now=now)
    ahead = [talk for talk in talks if talk.known and talk.judge(talk.known, now)]
    rooms = [talk.room for talk in ahead]
    with memory.unless_it_fails(rooms):
        if ahead and not _store(ahead, claim, acknowledge):
            memory.forget(rooms)
            return list(range(len(commands)))
    for talk in ahead:
        talk.be_remembered(memory)
    return sorted(place for talk in talks if talk.line is None for place, _ in talk.commands)


@dataclass(slots=True)
class _Judged:
    place: int
    command: SendMessage
    body: ClearedText
    verdict: Verdict
    situation: Situation


@dataclass(slots=True)
class _Talk:
    """What is to be said in one room now. `known` is what is remembered of the room, if that is enough."""

    room: uuid.UUID
    commands: list[tuple[int, SendMessage]]
    known: KnownRoom | None = None
    said: dict[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)
    judged: list[_Judged] = field(default_factory=list)
    line: Line | None = None

    def recall(self, memory: RoomMemory) -> None:
        known = memory.peek(self.room)
        if known is None:
            return
        authors = {command.person for _, command in self.commands}
        if all(person in known.said and known.standing.has_member(self.room, person) for person in authors):
            self.known = known
            self.said = {person: known.said[person] for person in authors}

    def judge(self, known: KnownRoom, now: datetime) -> bool:
        """Whether all of it is plain."""
        keys: set[tuple[uuid.UUID, str]] = set()
        for place, command in self.commands:
            if command.reply_to or refuse_message(key=command.key, body=command.body, purpose=command.purpose):
                return False
            context = self.said[command.person]
            situations = [
                Situation("message", relationship, plan, command.purpose or None, context)  # type: ignore[arg-type]
                for relationship, plan in known.grounds(self.room, command.person)
            ]
            verdict, cleared = clear(command.body, situations, on=now.date())
            if cleared is None or verdict.findings or (command.person, command.key) in keys:
                return False
            keys.add((command.person, command.key))
            self.said[command.person] = KnownRoom.with_newest(context, command.body)
            self.judged.append(_Judged(place, command, cleared, verdict, situations[0]))
        return True

    def number(self, line: Line, now: datetime) -> tuple[list[tuple[int, Posted]], list[MessageRow]]:
        """Number what was judged; what its senders are told, and what is stored."""
        self.line = line
        told: list[tuple[int, Posted]] = []
        rows: list[MessageRow] = []
        for one in self.judged:
            seq, event = line.append(fact_of(one.command, one.body, one.verdict), one.command.person)
            told.append((one.place, Posted(self.room, one.command.key, seq, event)))
            rows.append(row_of(one.command, seq=seq, at=now, situation=one.situation, verdict=one.verdict))
        return told, rows

    def be_remembered(self, memory: RoomMemory) -> None:
        if self.known is not None and self.line is not None:
            self.known.head = self.line.head
            self.known.said.update(self.said)
            memory.keep_small((self.room, person) for person in self.said)


def _talks_in(commands: Sequence[SendMessage], memory: RoomMemory) -> list[_Talk]:
    talks: dict[uuid.UUID, _Talk] = {}
    for place, command in enumerate(commands):
        talk = talks.get(command.room)
        if talk is None:
            talk = talks[command.room] = _Talk(command.room, [])
        talk.commands.append((place, command))
    for talk in talks.values():
        talk.recall(memory)
    return list(talks.values())


def _learn_plans(rooms: Sequence[KnownRoom], now: datetime) -> None:
    plans = plans_in((seats for room in rooms for seats in room.standing.seats.values()), on=now.date())
    for room in rooms:
        room.learn_plans(plans)


def _store(talks: Sequence[_Talk], claim: Claim, acknowledge: Acknowledge) -> bool:
    """Write it all, or nothing because somebody was there before."""
    told: list[tuple[int, Posted]] = []
    rows: list[MessageRow] = []
    for talk in talks:
        if talk.known is not None:
            posted, stored = talk.number(claim.line(talk.room, talk.known.head), claim.now)
            told += posted
            rows += stored
    claim.orders.append((INSERT_MESSAGE, rows))
    claim.acknowledge = lambda: acknowledge(told)
    try:
        return claim.write(unless=SENT_BEFORE, asked=[Address(row.room, row.author, row.key) for row in rows])
    except IntegrityError:
        # The same number or key at the same moment, by another process.
        return False
