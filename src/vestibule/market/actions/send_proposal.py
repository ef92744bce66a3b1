"""Answering a job post."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import Refusal
from vestibule.market.events import ProposalReceived
from vestibule.market.models import JobPost, Proposal
from vestibule.market.queries import visible_job
from vestibule.market.rules import AlreadyProposed, JobNotOpen, NotAFreelancer, OwnJob, check
from vestibule.market.texts import NewProposal, cleared_answers, cleared_proposal, put_answers


def send_proposal(*, actor: Person, job_id: uuid.UUID, proposal: NewProposal, now: datetime) -> Proposal:
    """Propose to do the job, and answer what its client asks. One open proposal for each job and freelancer.

    Raises `NotFound`, `NotAllowed` for people who do not work or for their own job, `JobNotOpen`, `AlreadyProposed`,
    and the refusals of text and money.
    """
    visible_job(actor, job_id)
    with writing(now=now) as feed:
        # Whoever answers the same job or closes it waits for its row.
        job = JobPost.objects.select_for_update(no_key=True).get(id=job_id)
        check(_refuse(actor, job))
        cover_text = cleared_proposal(proposal, job=job, freelancer=actor, on=now.date())
        answers = cleared_answers(proposal.answers, job=job, freelancer=actor, cover_text=cover_text, on=now.date())
        sent = Proposal.objects.create(
            job=job,
            freelancer=actor,
            cover_text=cover_text,
            bid_minor=proposal.bid_minor,
            currency=proposal.currency,
            sent_at=now,
        )
        put_answers(sent, answers, at=now)
        fact = ProposalReceived(proposal=sent.id, job=job.id)
        feed.append(stream=job.client_id, fact=fact, by=actor.id, on_timeline=False)
        return sent


def _refuse(actor: Person, job: JobPost) -> Refusal | None:
    if job.client_id == actor.id:
        return OwnJob()
    if not actor.is_freelancer:
        return NotAFreelancer()
    if job.state != JobPost.State.OPEN:
        return JobNotOpen()
    if job.proposals.filter(freelancer=actor, state=Proposal.State.SUBMITTED).exists():
        return AlreadyProposed()
    return None
