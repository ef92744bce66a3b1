"""Sending ahead: what a busy room needs is remembered, so its messages are judged and stored without asking first.

The outcome is the same as that of `send_messages`, to which everything goes that is not plain: rooms that are not
remembered or have moved meanwhile, keys that were sent before, replies, texts in which the rule finds anything.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from vestibule.feed.claim import Claim, Line
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear
from vestibule.policy import Situation, Verdict
from vestibule.rooms.actions.send_messages import (
    BESIDE,
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

Placed = tuple[int, SendMessage]
"""A message and its place in the batch."""
Acknowledge = Callable[[Sequence[tuple[int, Posted]]], None]


class Ahead:
    """A batch in steps, so that the next one can be judged while the database writes this one.

    All of it is stored, or nothing. Once a message of a room is left for the careful way, so are all that follow it
    there, and the order stands.
    From `judge` on the memory takes what is judged for stored. If storing it fails, its rooms are forgotten, and what
    was judged since must be given up.
    """

    def __init__(self, *, now: datetime, memory: RoomMemory) -> None:
        self._talks: dict[uuid.UUID, _Talk] = {}
        self._memory = memory
        self._claim = Claim(now=now)
        self._told: list[tuple[int, Posted]] = []
        self._rows: list[MessageRow] = []

    @property
    def left(self) -> list[int]:
        """The places of what does not go ahead."""
        return sorted(place for talk in self._talks.values() for place, _ in talk.left)

    @property
    def is_under_way(self) -> bool:
        """Whether the database works on it by itself."""
        return self._claim.is_under_way

    def asks(self, commands: Iterable[SendMessage]) -> bool:
        """Whether judging these asks the database for anything, so that nothing may be under way there."""
        rooms = {command.room: self._memory.peek(command.room) for command in commands}
        return any(known is not None and _is_hiring(room, known) for room, known in rooms.items())

    def judge(self, commands: Iterable[Placed]) -> None:
        """Judge and number what is plain of these, which follow what was judged before. Asks only for plans."""
        heard: dict[uuid.UUID, list[Placed]] = {}
        for placed in commands:
            heard.setdefault(placed[1].room, []).append(placed)
        with self._memory.unless_it_fails({*self._talks, *heard}):
            talks = [self._talk(room) for room in heard]
            _learn_plans([talk.known for talk in talks if talk.known], self._claim.now)
            for talk in talks:
                talk.hear(heard[talk.room], self._claim.now)
                talk.number(self._claim, self._told, self._rows)
                talk.be_remembered(self._memory)

    def begin(self) -> None:
        """Hand it to the database. Raises `DatabaseError`."""
        if self._goes:
            asked = [Address(row.room, row.author, row.key) for row in self._rows]
            with self._or_forget():
                self._claim.begin(beside=BESIDE, rows=self._rows, unless=KEPT_BEFORE, asked=asked)

    def wait(self) -> bool:
        """Wait for the commit. False when nothing is stored, because somebody was there before: all of it is `left`.

        Raises `DatabaseError` when nothing could be stored.
        """
        is_stored = False
        if self._goes:
            with self._or_forget():
                is_stored = self._claim.wait()
        if not is_stored:
            self.give_up()
        return is_stored

    def is_done_before(self, bell: int, *, wait: bool) -> bool:
        """See `UnderWay.is_done_before`."""
        return self._claim.is_done_before(bell, wait=wait)

    def tell(self, acknowledge: Acknowledge) -> None:
        """Hand the places and outcomes of what is stored to `acknowledge`, then tell the other members."""
        self._claim.tell(lambda: acknowledge(self._told))

    def give_up(self) -> None:
        """Let all of it go the careful way."""
        self._memory.forget(room for room, talk in self._talks.items() if talk.goes)
        for talk in self._talks.values():
            talk.give_up()

    @property
    def _goes(self) -> bool:
        return any(talk.goes for talk in self._talks.values())

    def _talk(self, room: uuid.UUID) -> "_Talk":
        talk = self._talks.get(room)
        if talk is None:
            talk = self._talks[room] = _Talk(room, self._memory.peek(room))
        return talk

    @contextmanager
    def _or_forget(self) -> Iterator[None]:
        with self._memory.unless_it_fails([room for room, talk in self._talks.items() if talk.goes]):
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
    """What is to be said in one room now. `known` is what is remembered of the room."""

    room: uuid.UUID
    known: KnownRoom | None
    goes: list[Placed] = field(default_factory=list)
    left: list[Placed] = field(default_factory=list)
    line: Line | None = None
    _keys: set[tuple[uuid.UUID, str]] = field(default_factory=set)
    _said: dict[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)
    _judged: list[_Judged] = field(default_factory=list)

    def hear(self, commands: Sequence[Placed], now: datetime) -> None:
        """Judge what comes next. All of these go ahead if all are plain."""
        if not self.left and self.known is not None and self._may_speak(self.known, commands):
            self._said = {command.person: self.known.said[command.person] for _, command in commands}
            if self._judge(self.known, commands, now):
                self.goes += commands
                return
        self._judged.clear()
        self.left += commands

    def number(self, claim: Claim, told: list[tuple[int, Posted]], rows: list[MessageRow]) -> None:
        """Number what was judged; what its senders are told, and what is stored."""
        if self.known is None or not self._judged:
            return
        line = self.line = self.line or claim.line(self.room, self.known.head)
        for one in self._judged:
            seq, event = line.append(fact_of(one.command, one.body, one.verdict), one.command.person)
            told.append((one.place, Posted(self.room, one.command.key, seq, event)))
            rows.append(row_of(one.command, seq=seq, at=claim.now, situation=one.situation, verdict=one.verdict))

    def be_remembered(self, memory: RoomMemory) -> None:
        if self.known is not None and self.line is not None and self._judged:
            self.known.head = self.line.head
            self.known.said.update(self._said)
            memory.keep_small((self.room, person) for person in self._said)
            self._judged.clear()

    def give_up(self) -> None:
        self.left[:0] = self.goes
        self.goes.clear()

    def _may_speak(self, known: KnownRoom, commands: Sequence[Placed]) -> bool:
        authors = {command.person for _, command in commands}
        return all(person in known.said and known.standing.has_member(self.room, person) for person in authors)

    def _judge(self, known: KnownRoom, commands: Sequence[Placed], now: datetime) -> bool:
        """Whether all of it is plain."""
        for place, command in commands:
            if command.reply_to or refuse_message(key=command.key, body=command.body, purpose=command.purpose):
                return False
            context = self._said[command.person]
            situations = [
                Situation("message", relationship, plan, command.purpose or None, context)  # type: ignore[arg-type]
                for relationship, plan in known.grounds(self.room, command.person)
            ]
            verdict, cleared = clear(command.body, situations, on=now.date())
            if cleared is None or verdict.findings or (command.person, command.key) in self._keys:
                return False
            self._keys.add((command.person, command.key))
            self._said[command.person] = KnownRoom.with_newest(context, command.body)
            self._judged.append(_Judged(place, command, cleared, verdict, situations[0]))
        return True


def _is_hiring(room: uuid.UUID, known: KnownRoom) -> bool:
    """Whether anybody in the room is there for an organisation, whose plan counts."""
    return any(seat.organisation for seat in known.standing.seats[room].values())


def _learn_plans(rooms: Sequence[KnownRoom], now: datetime) -> None:
    plans = plans_in((seats for room in rooms for seats in room.standing.seats.values()), on=now.date())
    for room in rooms:
        room.learn_plans(plans)
