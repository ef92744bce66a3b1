"""Saying of a sample of a replay whether the book's new answer is right."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import InvalidInput, NotFound
from vestibule.reviews.models import Flip
from vestibule.reviews.rules import require_staff


def judge_sample(*, actor: Person, flip_id: uuid.UUID, opinion: str, now: datetime) -> Flip:
    """Give one's opinion; a later one takes the place of an earlier. Raises `NotFound` and `InvalidInput`."""
    require_staff(actor)
    if opinion not in Flip.Opinion.values:
        raise InvalidInput(field="opinion")
    with writing(now=now):
        found = Flip.objects.select_for_update().filter(id=flip_id).first()
        if found is None:
            raise NotFound
        found.opinion, found.judged_by, found.judged_at = opinion, actor, now
        found.save(update_fields=["opinion", "judged_by", "judged_at"])
    return found
