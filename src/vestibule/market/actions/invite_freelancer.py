"""Asking a freelancer to talk about a job."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.refusals import Refusal
from vestibule.market.events import InvitationReceived
from vestibule.market.models import Invitation, JobPost, JobRoom
from vestibule.market.people import visible_freelancer
from vestibule.market.queries import visible_job
from vestibule.market.rules import (
    AlreadyInvited,
    AlreadyTalking,
    JobNotOpen,
    NotYours,
    OwnJob,
    TooManyInvitations,
    check,
)
from vestibule.market.texts import cleared_invitation

AN_HOUR, RECENTLY = timedelta(hours=1), timedelta(days=30)


def invite_freelancer(
    *, actor: Person, job_id: uuid.UUID, freelancer_id: uuid.UUID, words: str, now: datetime
) -> Invitation:
    """The client of an open job asks a freelancer to talk. One open invitation for each job and freelancer.

    Raises `NotFound` and `FreelancerUnknown` for jobs and freelancers that the actor does not see, `NotAllowed` for
    others than the job's client, `JobNotOpen`, `AlreadyInvited`, `AlreadyTalking`, `TooManyInvitations`, and the
    refusals of the words.
    """
    visible_job(actor, job_id)
    freelancer = visible_freelancer(actor, freelancer_id)
    with writing(now=now) as feed:
        # Whoever opens a room about the job, closes it or invites to it waits for its row.
        job = JobPost.objects.select_for_update(no_key=True).get(id=job_id)
        check(_refuse(actor, job, freelancer) or _refuse_more(actor, now))
        made = Invitation.objects.create(
            job=job,
            freelancer=freelancer,
            words=cleared_invitation(words, job=job, freelancer=freelancer, on=now.date(), language=actor.language),
            sent_at=now,
        )
        keep_circumstances([(made, "words")], at=now)
        fact = InvitationReceived(invitation=made.id, job=job.id)
        feed.append(stream=freelancer.id, fact=fact, by=actor.id, on_timeline=False)
        return made


def _refuse(actor: Person, job: JobPost, freelancer: Person) -> Refusal | None:
    if job.client_id != actor.id:
        return NotYours(sentence="Only the client of a job invites to it.")
    if freelancer.id == actor.id:
        return OwnJob()
    if job.state != JobPost.State.OPEN:
        return JobNotOpen()
    if JobRoom.objects.filter(job=job, freelancer=freelancer).exists():
        return AlreadyTalking()
    if job.invitations.filter(freelancer=freelancer, state=Invitation.State.SENT).exists():
        return AlreadyInvited()
    return None


def _refuse_more(actor: Person, now: datetime) -> Refusal | None:
    """Whoever is invited is mailed by our hand, so nobody may invite everybody.

    Clients whose invitations are taken may send more.
    """
    sent = Invitation.objects.filter(job__client=actor)
    waiting = sent.filter(sent_at__gt=now - AN_HOUR).exclude(state=Invitation.State.ACCEPTED).count()
    if waiting < settings.VESTIBULE.invitations_an_hour:
        return None
    accepted = sent.filter(sent_at__gt=now - RECENTLY, state=Invitation.State.ACCEPTED).count()
    return TooManyInvitations() if waiting >= settings.VESTIBULE.invitations_an_hour + accepted else None
