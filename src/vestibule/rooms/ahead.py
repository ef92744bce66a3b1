"""Sending ahead: what a busy room needs is remembered, so its messages are judged and stored without asking first.

The outcome is the same as that of `send_messages`, to which everything goes that is not plain: rooms that are not
remembered or have moved meanwhile, keys that were sent before, replies, texts in which the rule finds anything.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError

from vestibule.feed.claim import Claim, Line, open_wire
from vestibule.feed.under_way import Wire
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

    def judge(self, commands: Iterable[Placed]) -> bool:
        """Judge and number what is plain of these, which follow what was judged before. Whether all of it is.

        Asks the database only for plans, of rooms where somebody is there for an organisation.
        """
        talks = self._hear(commands)
        try:
            _learn_plans([talk.known for talk in talks if talk.known and talk.known.is_hiring], self._claim.now)
            today = self._claim.now.date()
            for talk in talks:
                if talk.judge(today):
                    talk.number(self._claim, self._told, self._rows)
                    talk.be_remembered()
        except BaseException:
            self._memory.forget(self._talks)
            raise
        return not any(talk.left for talk in talks)

    def begin(self, wire: Wire | None = None) -> None:
        """Hand it to the database, by `wire` if there is one. Raises `DatabaseError`."""
        if self._goes:
            with self._or_forget():
                self._claim.begin(beside=BESIDE, rows=self._rows, unless=KEPT_BEFORE, asked=self._addresses, wire=wire)

    def is_answered(self) -> bool:
        """Whether `wait` need not wait. Raises `DatabaseError`; then give it up."""
        return self._claim.is_answered()

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

    def _addresses(self) -> list[Address]:
        return [Address(row.room, row.author, row.key) for row in self._rows]

    def _hear(self, commands: Iterable[Placed]) -> list["_Talk"]:
        """The talks that these commands belong to, in the order in which they begin."""
        talks: list[_Talk] = []
        for placed in commands:
            talk = self._talk(placed[1].room)
            if not talk.heard:
                talks.append(talk)
            talk.heard.append(placed)
        return talks

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


def wire_ahead() -> Wire:
    """A connection by which messages go ahead while Python goes on. Waits; raises `DatabaseError`."""
    return open_wire(BESIDE, KEPT_BEFORE)


class _Judged(NamedTuple):
    place: int
    command: SendMessage
    body: ClearedText
    verdict: Verdict
    situation: Situation


class _Talk:
    """What is to be said in one room now. `known` is what is remembered of the room."""

    __slots__ = ("_judged", "_keys", "_line", "_said", "goes", "heard", "known", "left", "room")

    def __init__(self, room: uuid.UUID, known: KnownRoom | None) -> None:
        self.room = room
        self.known = known
        self.heard: list[Placed] = []
        self.goes: list[Placed] = []
        self.left: list[Placed] = []
        self._line: Line | None = None
        # Of each key those who used it: asked for by the key, which is quicker to hash than a person's id.
        self._keys: dict[str, list[uuid.UUID]] = {}
        self._said: dict[uuid.UUID, tuple[str, ...]] = {}
        self._judged: list[_Judged] = []

    def judge(self, today: date) -> bool:
        """Judge what was heard since. All of it goes ahead if all is plain."""
        heard, self.heard = self.heard, []
        if self.known is None or self.left or not self._is_plain(self.known, heard, today):
            self.left += heard
            return False
        self.goes += heard
        return True

    def number(self, claim: Claim, told: list[tuple[int, Posted]], rows: list[MessageRow]) -> None:
        """Number what was judged; what its senders are told, and what is stored."""
        if self.known is None:
            return
        line = self._line = self._line or claim.line(self.room, self.known.head)
        for place, command, body, verdict, situation in self._judged:
            seq, event = line.append(fact_of(command, body, verdict), command.person)
            told.append((place, Posted(self.room, command.key, seq, event)))
            rows.append(row_of(command, seq=seq, at=claim.now, situation=situation, verdict=verdict))
        self.known.head = line.head

    def be_remembered(self) -> None:
        """What was said now was said before the next."""
        if self.known is not None:
            self.known.said.update(self._said)
            self.known.keep_small(self._said)

    def give_up(self) -> None:
        self.left[:0] = self.goes
        self.goes.clear()

    def _is_plain(self, known: KnownRoom, commands: Sequence[Placed], today: date) -> bool:
        """Judge these. Whether all of it is plain."""
        said = self._said = {}
        judged = self._judged = []
        for place, command in commands:
            person = command.person
            context = said.get(person) if said else None
            if context is None:
                context = known.said.get(person)
            if context is None or command.reply_to:
                return False
            if refuse_message(key=command.key, body=command.body, purpose=command.purpose):
                return False
            users = self._keys.setdefault(command.key, [])
            if person in users:
                return False
            users.append(person)
            situations = [
                Situation("message", relationship, plan, command.purpose or None, context)  # type: ignore[arg-type]
                for relationship, plan in known.grounds(self.room, person)
            ]
            verdict, cleared = clear(command.body, situations, on=today)
            if cleared is None or verdict.findings:
                return False
            said[person] = known.with_newest(context, command.body)
            judged.append(_Judged(place, command, cleared, verdict, situations[0]))
        return True


def _learn_plans(rooms: Sequence[KnownRoom], now: datetime) -> None:
    """Learn the plans that count in rooms where somebody is there for an organisation."""
    if rooms:
        plans = plans_in((seats for room in rooms for seats in room.standing.seats.values()), on=now.date())
        for room in rooms:
            room.learn_plans(plans)
