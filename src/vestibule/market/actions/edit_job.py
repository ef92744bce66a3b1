"""Changing a job post, and opening a draft."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.job_texts import (
    JobDetails,
    cleared_job,
    details_of,
    fill_in,
    keep_job_circumstances,
    list_job,
)
from vestibule.market.models import JobPost
from vestibule.market.queries import visible_job
from vestibule.market.rules import JobClosed, NotYours, check
from vestibule.market.states import advance


def edit_job(
    *,
    actor: Person,
    job_id: uuid.UUID,
    now: datetime,
    title: str | None = None,
    body: str | None = None,
    details: JobDetails | None = None,
    publish: bool = False,
) -> JobPost:
    """Give a job post another title, body or details; with `publish` a draft becomes open.

    Raises `NotFound`, `NotAllowed` for others than its client, `JobClosed`, and the refusals of its texts.
    """
    found = visible_job(actor, job_id)
    check(refuse_edit(actor=actor, job=found))
    with writing(now=now):
        job = JobPost.objects.select_for_update(no_key=True).get(id=job_id)
        check(refuse_edit(actor=actor, job=job))
        cleared = cleared_job(
            job.title if title is None else title,
            job.body if body is None else body,
            details or details_of(job),
            on=now.date(),
            language=actor.language,
        )
        job.save(update_fields=fill_in(job, cleared))
        keep_job_circumstances(job, at=now)
        if publish and job.state == JobPost.State.DRAFT:
            advance(JobPost, job.id, expected=JobPost.State.DRAFT, to=JobPost.State.OPEN, posted_at=now)
        job = JobPost.objects.select_related("client", "organisation").get(id=job_id)
        if job.state == JobPost.State.OPEN:
            list_job(job)
        return job


def refuse_edit(*, actor: Person, job: JobPost) -> NotYours | JobClosed | None:
    """Why this person cannot change this post, or nothing."""
    return refuse_others(actor=actor, job=job) or (JobClosed() if job.state == JobPost.State.CLOSED else None)


def refuse_others(*, actor: Person, job: JobPost) -> NotYours | None:
    """A refusal for everybody but the post's client."""
    return NotYours(sentence="This is somebody else's job post.") if job.client_id != actor.id else None
