"""Offering work."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Organisation, Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import InvalidInput
from vestibule.market.job_texts import JobDetails, cleared_job, fill_in, keep_job_circumstances, list_job
from vestibule.market.models import JobPost
from vestibule.market.rules import NotAClient


def post_job(
    *,
    actor: Person,
    title: str,
    body: str,
    now: datetime,
    details: JobDetails | None = None,
    organisation_id: uuid.UUID | None = None,
    as_draft: bool = False,
) -> JobPost:
    """Post a job, for an organisation that the actor belongs to or in their own name.

    Raises `NotAllowed` for people who do not hire, `InvalidInput` and `TextNotAllowed` at the field.
    """
    if not actor.is_client:
        raise NotAClient
    cleared = cleared_job(title, body, details or JobDetails(), on=now.date(), language=actor.language)
    with writing(now=now):
        job = JobPost(
            client=actor,
            organisation=_organisation(actor, organisation_id),
            state=JobPost.State.DRAFT if as_draft else JobPost.State.OPEN,
            posted_at=now,
        )
        fill_in(job, cleared)
        job.save(force_insert=True)
        keep_job_circumstances(job, at=now)
        if job.state == JobPost.State.OPEN:
            list_job(job)
        return job


def _organisation(actor: Person, organisation_id: uuid.UUID | None) -> Organisation | None:
    if organisation_id is None:
        return None
    found = Organisation.objects.filter(id=organisation_id, members__person=actor).first()
    if found is None:
        raise InvalidInput(field="organisation", sentence="You do not belong to this organisation.")
    return found
