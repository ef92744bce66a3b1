"""What becomes of somebody's deals when their account is deleted, and what of them is theirs to take along."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.withdraw_invitation import withdraw_invitation
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import Contract, Invitation, JobPost, Offer, Profile, ProfilesShown, Proposal, SavedJob


def close_deals(*, person: Person, erase_texts: bool, now: datetime) -> None:
    """Take back what is open, end what runs, and forget the profile; the other side keeps what was agreed."""
    for offer in Offer.objects.filter(client=person, state=Offer.State.MADE):
        withdraw_offer(actor=person, offer_id=offer.id, now=now)
    for offer in Offer.objects.filter(freelancer=person, state=Offer.State.MADE):
        decline_offer(actor=person, offer_id=offer.id, now=now)
    sides = Q(offer__client=person) | Q(offer__freelancer=person)
    for contract in Contract.objects.filter(sides, state=Contract.State.ACTIVE):
        end_contract(actor=person, contract_id=contract.id, now=now)
    for proposal in Proposal.objects.filter(freelancer=person, state=Proposal.State.SUBMITTED):
        withdraw_proposal(actor=person, proposal_id=proposal.id, now=now)
    for invitation in Invitation.objects.filter(job__client=person, state=Invitation.State.SENT):
        withdraw_invitation(actor=person, invitation_id=invitation.id, now=now)
    for job in JobPost.objects.filter(client=person, state=JobPost.State.OPEN):
        close_job(actor=person, job_id=job.id, now=now)
    JobPost.objects.filter(client=person, state=JobPost.State.DRAFT).delete()
    SavedJob.objects.filter(person=person).delete()
    Profile.objects.filter(person=person).delete()
    ProfilesShown.objects.filter(person=person).delete()


def own_jobs(person: Person) -> list[dict[str, Any]]:
    """The job posts that the person wrote."""
    posts = JobPost.objects.filter(client=person).order_by("posted_at")
    return [
        {"title": str(one.title), "text": str(one.body), "state": one.state, "at": one.posted_at.isoformat()}
        for one in posts
    ]


def own_proposals(person: Person) -> list[dict[str, Any]]:
    """The proposals that the person sent."""
    sent = (
        Proposal.objects.filter(freelancer=person).select_related("job").prefetch_related("answers").order_by("sent_at")
    )
    return [
        {
            "job": str(one.job.title),
            "text": str(one.cover_text),
            "answers": [{"question": str(it.question), "answer": str(it.answer)} for it in _in_order(one.answers)],
            "bid_minor": one.bid_minor,
            "currency": one.currency,
            "state": one.state,
            "at": one.sent_at.isoformat(),
        }
        for one in sent
    ]


def own_offers(person: Person) -> list[dict[str, Any]]:
    """The offers between the person and others, on either side: both have agreed to the words or may do so."""
    made = Offer.objects.filter(Q(client=person) | Q(freelancer=person)).select_related("client", "freelancer")
    made = made.prefetch_related("milestones")
    return [
        {
            "from": str(one.client.display_name),
            "to": str(one.freelancer.display_name),
            "terms": str(one.terms),
            "milestones": [
                {"title": str(it.title), "amount_minor": it.amount_minor, "due_on": it.due_on and str(it.due_on)}
                for it in _in_order(one.milestones)
            ],
            "amount_minor": one.amount_minor,
            "currency": one.currency,
            "state": one.state,
        }
        for one in made.order_by("id")
    ]


def own_invitations(person: Person) -> list[dict[str, Any]]:
    """The invitations that the person sent or received."""
    rows = Invitation.objects.visible_to(person).select_related("job__client", "freelancer").order_by("sent_at")
    return [
        {
            "job": str(one.job.title),
            "from": str(one.job.client.display_name),
            "to": str(one.freelancer.display_name),
            "words": str(one.words),
            "state": one.state,
            "at": one.sent_at.isoformat(),
        }
        for one in rows
    ]


def own_saved_jobs(person: Person) -> list[dict[str, Any]]:
    """The posts that the person keeps."""
    kept = SavedJob.objects.filter(person=person).select_related("job").order_by("saved_at")
    return [{"job": str(one.job.title), "at": one.saved_at.isoformat()} for one in kept]


def _in_order(rows: Any) -> list[Any]:  # noqa: ANN401 - the related rows of either kind
    return sorted(rows.all(), key=lambda one: one.place)


def own_profile(person: Person) -> list[dict[str, Any]]:
    """The freelancer's profile, where there is one."""
    found = Profile.objects.filter(person=person)
    return [
        {"headline": str(one.headline), "about": str(one.about), "skills": str(one.skills), "links": str(one.links)}
        for one in found
    ]
