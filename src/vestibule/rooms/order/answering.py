"""A reply to an open question answers it; whoever thinks otherwise marks it as open again."""

import uuid

from vestibule.feed.append import Writing
from vestibule.rooms.events import QuestionAnswered, Reply
from vestibule.rooms.models import Question


def note_answer(*, feed: Writing, room: uuid.UUID, reply: Reply, by: uuid.UUID) -> None:
    """If the reply is to an open question of somebody else, that is answered, behind the reply and in its transaction.

    The room's stream must be locked.
    """
    waiting = Question.objects.filter(room_id=room, seq=reply.seq, answered_at=None).exclude(author_id=by)
    if waiting.update(answered_at=feed.now):
        feed.append(stream=room, fact=QuestionAnswered(message=reply.seq, author=reply.by), by=by)
