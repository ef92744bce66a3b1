"""Marking a message as a question that waits for its answer, so that it is not lost in the talk."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import WrongState
from vestibule.rooms.events import QuestionAnswered, QuestionOpened
from vestibule.rooms.models import Question
from vestibule.rooms.order.queries import message_of_member

MOST_OPEN = 50


class TooManyQuestions(WrongState):
    code = "too_many_questions"
    sentence = "A room can have %(most)s open questions. Mark one as answered first."
    values = {"most": MOST_OPEN}


def mark_question(*, actor: Person, room_id: uuid.UUID, seq: int, is_open: bool = True, now: datetime) -> None:
    """Mark the message as an open question, or as answered; either side may do both, and twice changes nothing.

    Raises `NotFound`, `TooManyQuestions`.
    """
    with writing(now=now) as feed:
        feed.lock([room_id])
        message = message_of_member(actor, room_id, seq)
        open_ones = Question.objects.filter(room_id=room_id, answered_at=None)
        if open_ones.filter(seq=seq).exists() == is_open:
            return
        if not is_open:
            open_ones.filter(seq=seq).update(answered_at=now)
            fact = QuestionAnswered(message=seq, author=message.author_id)
            feed.append(stream=room_id, fact=fact, by=actor.id)
            return
        if open_ones.count() >= MOST_OPEN:
            raise TooManyQuestions
        Question.objects.update_or_create(
            room_id=room_id,
            seq=seq,
            defaults={
                "author_id": message.author_id,
                "said_at": message.at,
                "marked_by": actor,
                "answered_at": None,
                "reminded_at": None,
            },
        )
        opened = QuestionOpened(message=seq, author=message.author_id, said_at=message.at)
        feed.append(stream=room_id, fact=opened, by=actor.id)
