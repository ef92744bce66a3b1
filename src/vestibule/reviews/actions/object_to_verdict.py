"""Telling staff that the rule was applied wrongly: to one's own text, or to a message that one was sent."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from vestibule.accounts.models import Person
from vestibule.judging.as_seen import judge_as_seen
from vestibule.judging.books import book_on
from vestibule.judging.language import language_of
from vestibule.kit.refusals import InvalidInput, NotFound
from vestibule.policy import SURFACES, Situation
from vestibule.reviews.models import Objection
from vestibule.reviews.rules import RuleAllowsIt, YourOwnMessage, refuse_more
from vestibule.rooms.models import WithheldMessage
from vestibule.rooms.quoting import MessageIsDeleted, readable_message
from vestibule.rooms.stored_texts import text_of_kept, text_of_message

LONGEST_TEXT = 20_000
# Of a message that was let through nobody knows which words before it matter.
TOLD_BEFORE = 3


def object_to_kept(*, actor: Person, withheld_id: uuid.UUID, now: datetime) -> Objection:
    """Object to the verdict on one's own message that was kept back. The same again is the same objection.

    Raises `NotFound` and `TooManyObjections`.
    """
    kept = WithheldMessage.objects.visible_to(actor).filter(id=withheld_id).first()
    if kept is None:
        raise NotFound
    situation = text_of_kept(kept).situations[0]
    made = _objection(actor, Objection.Kind.NOT_CONTACT, kept.body, situation, f"{kept.id} {kept.body}")
    made.room, made.author, made.verdict = kept.room_id, actor.id, kept.verdict
    made.context = _needed(kept.body, situation, now)
    return _store(made, now)


def object_to_refusal(*, actor: Person, surface: str, text: str, now: datetime) -> Objection:
    """Object to the refusal of a text that is stored nowhere: of a profile, a post, a proposal.

    Raises `InvalidInput`, `RuleAllowsIt` where the rule would let it through, `TooManyObjections`.
    """
    if surface not in SURFACES:
        raise InvalidInput(field="surface")
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise InvalidInput(field="text")
    situation = Situation(surface=surface)
    verdict = judge_as_seen(text, situation, book_on(now.date()), language=actor.language)
    if verdict.outcome == "allow":
        raise RuleAllowsIt(field="text")
    made = _objection(actor, Objection.Kind.NOT_CONTACT, text, situation, f"{surface} {text}")
    made.author, made.verdict = actor.id, verdict.as_dict()
    return _store(made, now)


def object_to_message(*, actor: Person, room_id: uuid.UUID, seq: int, now: datetime) -> Objection:
    """Say of a message that somebody else wrote in one's room that the rule should have caught it.

    Raises `NotFound`, `YourOwnMessage`, `MessageIsDeleted` and `TooManyObjections`.
    """
    message = readable_message(room=room_id, person=actor.id, seq=seq)
    if message is None:
        raise NotFound
    if message.author_id == actor.id:
        raise YourOwnMessage
    if message.deleted_at is not None:
        raise MessageIsDeleted
    situation = text_of_message(message).situations[0]
    made = _objection(actor, Objection.Kind.MISSED, message.body, situation, f"{room_id}#{seq} {message.revision}")
    made.room, made.seq, made.author = room_id, seq, message.author_id
    made.verdict = judge_as_seen(message.body, situation, book_on(now.date())).as_dict()
    made.context = list(situation.context[-TOLD_BEFORE:])
    return _store(made, now)


def _objection(actor: Person, kind: str, text: str, situation: Situation, about: str) -> Objection:
    return Objection(
        kind=kind,
        person=actor,
        digest=hashlib.sha256(f"{kind} {about}".encode("utf-8", "surrogatepass")).hexdigest(),
        surface=situation.surface,
        relationship=situation.relationship,
        client_plan=situation.client_plan,
        purpose=situation.purpose or "",
        language=language_of(text),
        text=text,
    )


def _needed(text: str, situation: Situation, now: datetime) -> Sequence[str]:
    """As much of what was said before as the verdict rests on: mostly nothing."""
    book = book_on(now.date())
    wanted = judge_as_seen(text, situation, book).outcome
    said = list(situation.context)
    for count in range(len(said) + 1):
        tail = said[len(said) - count :]
        alone = Situation(
            situation.surface, situation.relationship, situation.client_plan, situation.purpose, tuple(tail)
        )
        if judge_as_seen(text, alone, book).outcome == wanted:
            return tail
    return said


def _store(made: Objection, now: datetime) -> Objection:
    before = Objection.objects.filter(person=made.person, digest=made.digest).first()
    if before is not None:
        return before
    refusal = refuse_more(made.person, now=now)
    if refusal is not None:
        raise refusal
    made.made_at = now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # The same person on two devices at the same moment.
        return Objection.objects.get(person=made.person, digest=made.digest)
    return made
