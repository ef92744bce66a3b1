"""Sending ahead: what a busy room needs is remembered, so its messages are judged and stored without asking first.

The outcome is the same as that of `send_messages`, to which everything goes that is not plain: rooms that are not
remembered or have moved meanwhile, keys that were sent before, replies, texts in which the rule finds anything.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError

from vestibule.feed.claim import Claim
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
    put_on_stream,
)
from vestibule.rooms.memory import KnownRoom, RoomMemory
from vestibule.rooms.rules import refuse_message
from vestibule.rooms.standing import plans_in

_Judged = tuple[int, ClearedText, Verdict, Situation]
Acknowledge = Callable[[Sequence[tuple[int, Posted]]], None]


def send_ahead(
    *, commands: Sequence[SendMessage], now: datetime, memory: RoomMemory, acknowledge: Acknowledge
) -> list[int]:
    """Store what can be stored at once, all or none of it; the places in `commands` of what cannot.

    `acknowledge` is called with the places and outcomes of what is committed, before other members are told. A room
    goes as a whole, so that its messages keep their order. Raises `DatabaseError` when nothing could be stored.
    """
    rooms: dict[uuid.UUID, list[int]] = {}
    for index, command in enumerate(commands):
        rooms.setdefault(command.room, []).append(index)
    known = {room: it for room, places in rooms.items() if (it := _remembered(room, places, commands, memory))}
    _learn_plans(known, now)
    ahead = _Ahead(Claim(now=now), commands)
    left: list[int] = []
    for room, places in rooms.items():
        if room not in known or not ahead.take(known[room], room, places):
            left += places
    taken = [room for room in known if room in ahead.claim.heads]
    with memory.unless_it_fails(taken):
        if taken and not ahead.store(acknowledge):
            memory.forget(taken)
            return list(range(len(commands)))
    for room in taken:
        known[room].head = ahead.claim.heads[room]
        known[room].said.update(ahead.said[room])
    memory.keep_small((command.room, command.person) for command in commands)
    return sorted(left)


def _remembered(
    room: uuid.UUID, places: Sequence[int], commands: Sequence[SendMessage], memory: RoomMemory
) -> KnownRoom | None:
    known = memory.peek(room)
    if known is None:
        return None
    authors = {commands[index].person for index in places}
    is_enough = all(person in known.said and known.standing.has_member(room, person) for person in authors)
    return known if is_enough else None


def _learn_plans(rooms: dict[uuid.UUID, KnownRoom], now: datetime) -> None:
    """Plans change by date, without an event; no question is asked where nobody hires for an organisation."""
    plans = plans_in((seats for room in rooms.values() for seats in room.standing.seats.values()), on=now.date())
    for room in rooms.values():
        room.standing.plans = plans


class _Ahead:
    """What is written ahead in one go."""

    def __init__(self, claim: Claim, commands: Sequence[SendMessage]) -> None:
        self.claim = claim
        self.said: dict[uuid.UUID, dict[uuid.UUID, tuple[str, ...]]] = {}
        self._commands = commands
        self._today = claim.now.date()
        self._posted: list[tuple[int, Posted]] = []
        self._rows: list[MessageRow] = []

    def take(self, room: KnownRoom, stream: uuid.UUID, places: Sequence[int]) -> bool:
        """Judge and number what was said in a room. False, and nothing of it, if any of it is not plain."""
        heard = KnownRoom(room.head, room.standing, dict(room.said))
        judged = self._judge(heard, places)
        if judged is None:
            return False
        self.said[stream] = heard.said
        self.claim.remember(stream, room.head)
        for index, cleared, verdict, situation in judged:
            posted, row = put_on_stream(self.claim, self._commands[index], cleared, verdict, situation)
            self._posted.append((index, posted))
            self._rows.append(row)
        return True

    def _judge(self, room: KnownRoom, places: Sequence[int]) -> list[_Judged] | None:
        judged: list[_Judged] = []
        keys: set[tuple[uuid.UUID, str]] = set()
        for index in places:
            command = self._commands[index]
            if command.reply_to or refuse_message(key=command.key, body=command.body, purpose=command.purpose):
                return None
            situations = room.standing.situations(
                command.room,
                command.person,
                surface="message",
                purpose=command.purpose or None,  # type: ignore[arg-type]
                context=room.said[command.person],
            )
            verdict, cleared = clear(command.body, situations, on=self._today)
            if cleared is None or verdict.findings or (command.person, command.key) in keys:
                return None
            keys.add((command.person, command.key))
            room.say(command.person, command.body)
            judged.append((index, cleared, verdict, situations[0]))
        return judged

    def store(self, acknowledge: Acknowledge) -> bool:
        """Write it all, or nothing because somebody was there before."""
        self.claim.orders.append((INSERT_MESSAGE, self._rows))
        self.claim.acknowledge = lambda: acknowledge(self._posted)
        addresses = [Address(row.room, row.author, row.key) for row in self._rows]
        try:
            return self.claim.write(unless=SENT_BEFORE, asked=addresses)
        except IntegrityError:
            # The same number or key at the same moment, by another process.
            return False
