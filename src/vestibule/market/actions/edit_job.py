"""Changing a job post, and opening a draft."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.models import JobPost
from vestibule.market.queries import visible_job
from vestibule.market.rules import JobClosed, NotYours, check
from vestibule.market.states import advance
from vestibule.market.texts import cleared_job


def edit_job(
    *,
    actor: Person,
    job_id: uuid.UUID,
    now: datetime,
    title: str | None = None,
    body: str | None = None,
    publish: bool = False,
) -> JobPost:
    """Give a job post another title or body; with `publish` a draft becomes open.

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
            on=now.date(),
            language=actor.language,
        )
        job.title, job.body = cleared.title, cleared.body
        job.save(update_fields=["title", "body"])
        if publish and job.state == JobPost.State.DRAFT:
            advance(JobPost, job.id, expected=JobPost.State.DRAFT, to=JobPost.State.OPEN, posted_at=now)
        return JobPost.objects.select_related("client", "organisation").get(id=job_id)


def refuse_edit(*, actor: Person, job: JobPost) -> NotYours | JobClosed | None:
    """Why this person cannot change this post, or nothing."""
    if job.client_id != actor.id:
        return NotYours(sentence="This is somebody else's job post.")
    return JobClosed() if job.state == JobPost.State.CLOSED else None
