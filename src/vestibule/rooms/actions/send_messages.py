"""Sending: the way of every message, for a whole batch in one transaction."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from vestibule.feed.append import Writing, writing
from vestibule.feed.sql import id_parameter, read_id
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear
from vestibule.judging.models import Judgement
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.policy import Situation, Verdict
from vestibule.rooms.events import MessagePosted, MessageWithheld, WithheldItem
from vestibule.rooms.models import WithheldMessage
from vestibule.rooms.remarks import remarks_from
from vestibule.rooms.rules import AlreadyDiscarded, refuse_message
from vestibule.rooms.standing import Standing, recent_messages, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """A wish to say something. `key` is the sender's own: the same key is the same message, for ever."""

    person: uuid.UUID
    room: uuid.UUID
    key: str
    body: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
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
_Address = tuple[uuid.UUID, uuid.UUID, str]


def send_messages(
    *,
    commands: Sequence[SendMessage],
    now: datetime,
    acknowledge: Callable[[Sequence[Outcome]], None] | None = None,
) -> list[Outcome]:
    """Judge, number and store the messages in order, all in one transaction; one outcome for each.

    `acknowledge` is called with the outcomes once they are committed and before other members are told. A refusal
    is an outcome and touches nobody else's message. Raises `DatabaseError` when nothing could be stored.
    """
    outcomes: list[Outcome | None] = [
        refuse_message(key=one.key, body=one.body, purpose=one.purpose) for one in commands
    ]
    waiting = [index for index, outcome in enumerate(outcomes) if outcome is None]
    if waiting:
        with writing(now=now) as feed:
            batch = _Batch(feed, [commands[index] for index in waiting], now)
            for index in waiting:
                outcomes[index] = batch.send(commands[index])
            batch.store()
            settled = [outcome for outcome in outcomes if outcome is not None]
            if acknowledge is not None:
                feed.acknowledge = lambda: acknowledge(settled)
        return settled
    refused = [outcome for outcome in outcomes if outcome is not None]
    if acknowledge is not None:
        acknowledge(refused)
    return refused


class _Batch:
    """What one transaction knows and has to write."""

    def __init__(self, feed: Writing, commands: Sequence[SendMessage], now: datetime) -> None:
        self.feed = feed
        self.now = now
        rooms = {one.room for one in commands}
        feed.lock(rooms)
        self.standing: Standing = standing_of(rooms, on=now.date())
        self.known = _known_keys({_address(one) for one in commands})
        self.recent = recent_messages({(one.room, one.person) for one in commands})
        self.messages: list[tuple[Any, ...]] = []
        self.withheld: list[WithheldMessage] = []
        self.judgements: list[Judgement] = []

    def send(self, command: SendMessage) -> Outcome:
        if not self.standing.has_member(command.room, command.person):
            return NotFound(field="room")
        known = self.known.get(_address(command))
        if known is not None:
            return known
        outcome = self._judge_and_place(command)
        if isinstance(outcome, Posted):
            self.known[_address(command)] = Posted(outcome.room, outcome.key, outcome.seq)
        else:
            self.known[_address(command)] = outcome
        return outcome

    def _judge_and_place(self, command: SendMessage) -> Outcome:
        said = self.recent.setdefault((command.room, command.person), [])
        situations = self.standing.situations(
            command.room,
            command.person,
            surface="message",
            purpose=command.purpose or None,  # type: ignore[arg-type]
            context=tuple(said),
        )
        verdict, cleared = clear(command.body, situations, on=self.now.date())
        if verdict.findings:
            self.judgements.append(Judgement.of(verdict, situations[0], person=command.person, at=self.now))
        if cleared is None:
            return self._keep(command, verdict)
        said.append(command.body)
        return self._post(command, cleared, verdict, situations[0])

    def _post(self, command: SendMessage, body: ClearedText, verdict: Verdict, situation: Situation) -> Posted:
        fact = MessagePosted(key=command.key, body=body, purpose=command.purpose or None, remarks=remarks_from(verdict))
        seq, event = self.feed.append(stream=command.room, fact=fact, by=command.person)
        self.messages.append(
            (
                id_parameter(command.room),
                seq,
                id_parameter(command.person),
                command.key,
                str(body),
                command.purpose,
                self.now,
                judged_as(situation, verdict),
            )
        )
        return Posted(command.room, command.key, seq, event)

    def _keep(self, command: SendMessage, verdict: Verdict) -> Kept:
        row = WithheldMessage(
            id=new_id(),
            room_id=command.room,
            author_id=command.person,
            key=command.key,
            after_seq=self.feed.heads[command.room],
            body=command.body,
            purpose=command.purpose,
            verdict=verdict.as_dict(),
            at=self.now,
        )
        self.withheld.append(row)
        return Kept(withheld_item(row))

    def store(self) -> None:
        """Write everything but the events, which the feed writes, then put the kept ones on their authors' streams."""
        if self.messages:
            with connection.cursor() as cursor:
                cursor.executemany(_INSERT_MESSAGE, self.messages)
        WithheldMessage.objects.bulk_create(self.withheld)
        Judgement.objects.bulk_create(self.judgements)
        self.feed.lock({row.author_id for row in self.withheld})
        for row in self.withheld:
            self.feed.append(
                stream=row.author_id, fact=MessageWithheld(item=withheld_item(row)), by=row.author_id, on_timeline=False
            )


_INSERT_MESSAGE = (
    "INSERT INTO rooms_message (room_id, seq, author_id, key, body, purpose, at, judged_as)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def judged_as(situation: Situation, verdict: Verdict) -> str:
    """The circumstances of a judgement in one short text: relationship/plan/policy."""
    return f"{situation.relationship}/{situation.client_plan}/{verdict.policy}"


def withheld_item(row: WithheldMessage, *, releasable: bool = False) -> WithheldItem:
    """A kept message as its author sees it."""
    return WithheldItem(
        id=row.id,
        room=row.room_id,
        key=row.key,
        after_seq=row.after_seq,
        body=row.body,
        purpose=row.purpose or None,
        verdict=row.verdict,
        releasable=releasable,
    )


def _address(command: SendMessage) -> _Address:
    return (command.room, command.person, command.key)


def _known_keys(addresses: set[_Address]) -> dict[_Address, Outcome]:
    """What became of keys that were sent before."""
    values = ",".join(["(%s, %s, %s)"] * len(addresses))
    parameters: list[Any] = []
    for room, person, key in addresses:
        parameters += [id_parameter(room), id_parameter(person), key]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT room_id, author_id, key, seq, NULL AS kept FROM rooms_message"  # noqa: S608
            f" WHERE (room_id, author_id, key) IN (VALUES {values})"
            " UNION ALL SELECT room_id, author_id, key, 0, id FROM rooms_withheldmessage"
            f" WHERE state <> 'posted' AND (room_id, author_id, key) IN (VALUES {values})",
            [*parameters, *parameters],
        )
        rows = cursor.fetchall()
    known: dict[_Address, Outcome] = {}
    for room, person, key, seq, kept in rows:
        address = (read_id(room), read_id(person), key)
        known[address] = Posted(address[0], key, seq) if kept is None else _kept_before(read_id(kept))
    return known


def _kept_before(withheld_id: uuid.UUID) -> Outcome:
    row = WithheldMessage.objects.get(id=withheld_id)
    return AlreadyDiscarded() if row.state == WithheldMessage.State.DISCARDED else Kept(withheld_item(row))
