"""Closing a job post."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.actions.edit_job import refuse_edit
from vestibule.market.job_texts import unlist_job
from vestibule.market.models import JobPost
from vestibule.market.queries import visible_job
from vestibule.market.rules import check
from vestibule.market.states import advance


def close_job(*, actor: Person, job_id: uuid.UUID, now: datetime) -> JobPost:
    """The job takes no more proposals and is found no more; talks that it led to go on. It can be opened again.

    Raises `NotFound`, `NotAllowed` for others than its client, `JobClosed`.
    """
    with writing(now=now):
        job = visible_job(actor, job_id)
        check(refuse_edit(actor=actor, job=job))
        advance(JobPost, job.id, expected=job.state, to=JobPost.State.CLOSED)
        unlist_job(job)
        return visible_job(actor, job_id)
