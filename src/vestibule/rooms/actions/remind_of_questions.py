"""Reminding people of questions that still wait for them."""

from datetime import datetime, timedelta

from django.db.models import Q

from vestibule.feed.append import writing
from vestibule.rooms.events import QuestionReminded
from vestibule.rooms.models import Member, Question

REMINDS_AFTER = timedelta(hours=24)
MOST_AT_ONCE = 100


def remind_of_questions(*, now: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Tell those who owe an answer for a day, once for each question, on their own streams. Returns how many."""
    if not Question.objects.filter(_due(now)).exists():
        # The usual case takes no turn to write.
        return 0
    with writing(now=now) as feed:
        due = Question.objects.select_for_update().filter(_due(now))
        questions = list(due.order_by("said_at", "id")[:limit])
        seats = Member.objects.filter(room_id__in={one.room_id for one in questions}, left_seq=None)
        owing = [
            (question, seat.person_id)
            for question in questions
            for seat in seats
            if seat.room_id == question.room_id
            and seat.person_id != question.author_id
            # Who came later cannot read it.
            and seat.joined_seq < question.seq
        ]
        feed.lock({person for _, person in owing})
        for question, person in owing:
            fact = QuestionReminded(room=question.room_id, message=question.seq)
            feed.append(stream=person, fact=fact, by=question.author_id, on_timeline=False)
        Question.objects.filter(id__in=[one.id for one in questions]).update(reminded_at=now)
        return len(questions)


def _due(now: datetime) -> Q:
    return Q(answered_at=None, reminded_at=None, said_at__lte=now - REMINDS_AFTER)
