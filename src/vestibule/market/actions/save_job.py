"""Keeping a job post in one's list."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.models import SavedJob
from vestibule.market.queries import visible_job


def save_job(*, actor: Person, job_id: uuid.UUID, now: datetime) -> None:
    """Keep the post; keeping it twice is keeping it once. Raises `NotFound`."""
    with writing(now=now):
        job = visible_job(actor, job_id)
        SavedJob.objects.get_or_create(person=actor, job=job, defaults={"saved_at": now})


def save_job_no_more(*, actor: Person, job_id: uuid.UUID, now: datetime) -> None:
    """Take the post off the list, if it stands there. Raises `NotFound`."""
    with writing(now=now):
        SavedJob.objects.filter(person=actor, job=visible_job(actor, job_id)).delete()
