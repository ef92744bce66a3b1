"""Sending ahead: what a busy room needs is remembered, so its messages are judged and stored without asking first.

The outcome is the same as that of `send_messages`, to which everything goes that is not plain: rooms that are not
remembered or have moved meanwhile, keys that were sent before, replies, texts in which the rule finds anything.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from vestibule.feed.claim import Claim, Line
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear
from vestibule.policy import Situation, Verdict
from vestibule.rooms.actions.send_messages import (
    INSERT_MESSAGE,
    KEPT_BEFORE,
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


class Ahead:
    """A batch in steps, so that the next one can be judged while the database writes this one.

    All of it is stored, or nothing. A room goes as a whole, so that its messages keep their order.
    From `judge` on the memory takes what is judged for stored. If storing it fails, its rooms are forgotten, and what
    was judged since must be given up.
    """

    def __init__(self, *, commands: Sequence[SendMessage], now: datetime, memory: RoomMemory) -> None:
        self._talks = _talks_in(commands, memory)
        self._memory = memory
        self._claim = Claim(now=now)
        self._going: list[_Talk] = []
        self._told: list[tuple[int, Posted]] = []
        self._rows: list[MessageRow] = []

    @property
    def left(self) -> list[int]:
        """The places of what does not go ahead."""
        return sorted(place for talk in self._talks if talk.line is None for place, _ in talk.commands)

    @property
    def is_under_way(self) -> bool:
        """Whether the database works on it by itself."""
        return self._claim.is_under_way

    @property
    def asks(self) -> bool:
        """Whether judging asks the database for anything, so that nothing may be under way there."""
        return any(talk.is_hiring() for talk in self._talks)

    def judge(self) -> None:
        """Judge and number what is plain. Asks the database only for plans."""
        with self._memory.unless_it_fails([talk.room for talk in self._talks]):
            _learn_plans([talk.known for talk in self._talks if talk.known], self._claim.now)
            self._going = [talk for talk in self._talks if talk.known and talk.judge(talk.known, self._claim.now)]
            for talk in self._going:
                talk.number(self._claim, self._told, self._rows)
                talk.be_remembered(self._memory)

    def begin(self) -> None:
        """Hand it to the database. Raises `DatabaseError`."""
        if self._going:
            self._claim.orders.append((INSERT_MESSAGE, self._rows))
            asked = [Address(row.room, row.author, row.key) for row in self._rows]
            with self._or_forget():
                self._claim.begin(unless=KEPT_BEFORE, asked=asked)

    def wait(self) -> bool:
        """Wait for the commit. False when nothing is stored, because somebody was there before: all of it is `left`.

        Raises `DatabaseError` when nothing could be stored.
        """
        is_stored = False
        if self._going:
            with self._or_forget():
                is_stored = self._claim.wait()
        if not is_stored:
            self.give_up()
        return is_stored

    def tell(self, acknowledge: Acknowledge) -> None:
        """Hand the places and outcomes of what is stored to `acknowledge`, then tell the other members."""
        self._claim.tell(lambda: acknowledge(self._told))

    def give_up(self) -> None:
        """Let all of it go the careful way."""
        self._memory.forget(talk.room for talk in self._going)
        self._going = []
        for talk in self._talks:
            talk.line = None

    @contextmanager
    def _or_forget(self) -> Iterator[None]:
        with self._memory.unless_it_fails([talk.room for talk in self._going]):
            try:
                yield
            except IntegrityError:
                # That key was posted before; or the same number or key at the same moment, by another process.
                self.give_up()


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

    def is_hiring(self) -> bool:
        """Whether anybody in the room is there for an organisation, whose plan counts."""
        return self.known is not None and any(
            seat.organisation for seat in self.known.standing.seats[self.room].values()
        )

    def number(self, claim: Claim, told: list[tuple[int, Posted]], rows: list[MessageRow]) -> None:
        """Number what was judged; what its senders are told, and what is stored."""
        if self.known is None:
            return
        line = self.line = claim.line(self.room, self.known.head)
        for one in self.judged:
            seq, event = line.append(fact_of(one.command, one.body, one.verdict), one.command.person)
            told.append((one.place, Posted(self.room, one.command.key, seq, event)))
            rows.append(row_of(one.command, seq=seq, at=claim.now, situation=one.situation, verdict=one.verdict))

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
