"""What the contact rule would say of a text before it is sent, and because of whom. Stores nothing."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import msgspec

from vestibule.judging.gate import judge_for
from vestibule.kit.refusals import NotFound
from vestibule.policy import Situation, Verdict
from vestibule.policy.verdict import Outcome
from vestibule.rooms.events import Reply
from vestibule.rooms.quoting import ReplyWish, heard_with, quote_for
from vestibule.rooms.rules import refuse_message
from vestibule.rooms.standing import Ground, recent_messages, standing_of


class ReaderVerdict(msgspec.Struct, frozen=True):
    """What the rule says of a text if this member were its only reader."""

    person: uuid.UUID
    verdict: Outcome


@dataclass(frozen=True, slots=True)
class Checkup:
    """What would happen to a text: the verdict that counts, what it would be for each reader, and who is exempt."""

    verdict: Verdict
    readers: list[ReaderVerdict]
    without_exemption: list[uuid.UUID]

    @property
    def because(self) -> list[uuid.UUID]:
        """The members whose standing asks for the verdict; nobody where the text may go."""
        return [] if self.verdict.outcome == "allow" else self.without_exemption


class CheckedRoom:
    """Where one member stands in one room now: read once, for however many texts."""

    def __init__(self, *, person_id: uuid.UUID, room_id: uuid.UUID, now: datetime) -> None:
        """Raises `NotFound` for outsiders."""
        self._person_id, self._room_id, self._on = person_id, room_id, now.date()
        self._standing = standing_of([room_id], on=self._on)
        if not self._standing.has_member(room_id, person_id):
            raise NotFound
        self._said = recent_messages([(room_id, person_id)]).get((room_id, person_id), [])

    def check(self, *, body: str, purpose: str, language: str = "en", reply_to: ReplyWish | None = None) -> Checkup:
        """What would happen to a text that the member sends here now.

        What it would repeat of the message that it answers is heard with it, as when it is sent.

        Raises the refusals of a message's form.
        """
        refusal = refuse_message(key="check", body=body, purpose=purpose) if body.strip() else None
        if refusal is not None:
            raise refusal
        situations = self._situations(purpose, tuple(self._said))
        if reply_to is not None:
            reply = quote_for(
                room=self._room_id, sender=self._person_id, wish=reply_to, situations=situations, on=self._on
            )
            if isinstance(reply, Reply):
                situations = self._situations(purpose, (*self._said, *heard_with(reply)))
        verdict = judge_for(body, situations, on=self._on, language=language)
        by_ground: dict[Ground, Outcome] = {}
        for one in situations if len(situations) > 1 else ():
            by_ground[one.relationship, one.client_plan] = judge_for(body, [one], on=self._on).outcome
        # A colleague is no reason of their own where others are there: they may read what may go to these.
        readers = [
            ReaderVerdict(person, by_ground.get(ground, verdict.outcome))
            for person, ground in self._standing.ground_of_each(self._room_id, self._person_id).items()
        ]
        return Checkup(verdict, readers, self._standing.readers_without_exemption(self._room_id, self._person_id))

    def _situations(self, purpose: str, said: tuple[str, ...]) -> list[Situation]:
        return self._standing.situations(
            self._room_id,
            self._person_id,
            surface="message",
            purpose=purpose or None,  # type: ignore[arg-type]
            context=said,
        )
