"""Opening a closed job post again."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.actions.edit_job import refuse_others
from vestibule.market.job_texts import cleared_job, details_of, list_job
from vestibule.market.models import JobPost
from vestibule.market.queries import visible_job
from vestibule.market.rules import JobNotClosed, check
from vestibule.market.states import advance


def reopen_job(*, actor: Person, job_id: uuid.UUID, now: datetime) -> JobPost:
    """The job takes proposals again and is found as a new one. Its texts are judged by the rule of today.

    Raises `NotFound`, `NotAllowed` for others than its client, `JobNotClosed`, and the refusals of its texts.
    """
    with writing(now=now):
        job = visible_job(actor, job_id)
        check(refuse_others(actor=actor, job=job))
        if job.state != JobPost.State.CLOSED:
            raise JobNotClosed
        cleared_job(job.title, job.body, details_of(job), on=now.date(), language=actor.language)
        advance(JobPost, job.id, expected=JobPost.State.CLOSED, to=JobPost.State.OPEN, posted_at=now)
        job = visible_job(actor, job_id)
        list_job(job)
        return job
