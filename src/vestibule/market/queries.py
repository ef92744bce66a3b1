"""Questions about jobs, proposals, offers and contracts, always asked for somebody."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vestibule.accounts.models import Organisation, Person
from vestibule.accounts.queries import plans_on
from vestibule.kit.encoding import to_plain
from vestibule.kit.refusals import NotFound
from vestibule.market.cards import (
    BudgetCard,
    ContractCard,
    ContractState,
    JobCard,
    OfferCard,
    OrganisationName,
    person_name,
)
from vestibule.market.events import MilestoneCard
from vestibule.market.lines import lines_of
from vestibule.market.models import Contract, Invitation, JobPost, Offer, Proposal, SavedJob
from vestibule.rooms.queries import visible_room
from vestibule.web.templatetags.design import money

Place = tuple[datetime, uuid.UUID]
Row = TypeVar("Row", bound=models.Model)


def visible_job(actor: Person, job_id: uuid.UUID) -> JobPost:
    """The job post, or `NotFound` for whoever may not see it."""
    return _or_not_found(JobPost.objects.visible_to(actor).select_related("client", "organisation"), job_id)


def visible_invitation(actor: Person, invitation_id: uuid.UUID) -> Invitation:
    """The invitation, or `NotFound` for whoever is neither its freelancer nor the job's client."""
    rows = Invitation.objects.visible_to(actor).select_related("job__client", "job__organisation", "freelancer")
    return _or_not_found(rows, invitation_id)


def visible_offer(actor: Person, offer_id: uuid.UUID) -> Offer:
    """The offer, or `NotFound` for whoever is not in its room."""
    return _or_not_found(Offer.objects.visible_to(actor), offer_id)


def visible_contract(actor: Person, contract_id: uuid.UUID) -> Contract:
    """The contract, or `NotFound` for whoever is not in its room."""
    return _or_not_found(Contract.objects.visible_to(actor).select_related("offer"), contract_id)


def jobs_of(actor: Person, *, after: Place | None = None, limit: int, on: date) -> list[JobCard]:
    """The actor's own jobs in every state, newest first."""
    rows = JobPost.objects.filter(client=actor).select_related("client", "organisation")
    return job_cards(actor, list(page_of(rows, "posted_at", after, limit)), on=on)


def open_jobs_of(actor: Person, client_id: uuid.UUID, *, limit: int, on: date) -> list[JobCard]:
    """The open posts of one client, newest first."""
    rows = JobPost.objects.filter(client_id=client_id, state=JobPost.State.OPEN)
    return job_cards(actor, list(rows.select_related("client", "organisation").order_by("-posted_at")[:limit]), on=on)


def saved_jobs_of(actor: Person, *, after: Place | None = None, limit: int, on: date) -> list[JobCard]:
    """The posts that the actor keeps and may still see, newest post first."""
    kept = SavedJob.objects.filter(person=actor).values("job_id")
    rows = JobPost.objects.visible_to(actor).filter(id__in=kept).select_related("client", "organisation")
    return job_cards(actor, list(page_of(rows, "posted_at", after, limit)), on=on)


def offers_in(
    actor: Person, room_id: uuid.UUID, *, after: Place | None = None, limit: int, now: datetime
) -> list[OfferCard]:
    """The offers made in a room, newest first. Raises `NotFound` for whoever is not in it."""
    room = visible_room(actor, room_id)
    rows = Offer.objects.visible_to(actor).filter(room=room).select_related("contract").prefetch_related("milestones")
    return [offer_card(row, now=now) for row in page_of(rows, "made_at", after, limit)]


def job_cards(actor: Person, rows: Sequence[JobPost], *, on: date) -> list[JobCard]:
    """Job posts as the actor sees them, in a fixed number of queries."""
    plans = plans_on(on, organisations={row.organisation_id for row in rows if row.organisation_id})
    ids = [row.id for row in rows]
    counts = dict(
        Proposal.objects.filter(job_id__in=ids, job__client=actor, state=Proposal.State.SUBMITTED)
        .values_list("job_id")
        .annotate(Count("id"))
    )
    own = dict(
        Proposal.objects.filter(job_id__in=ids, freelancer=actor, state=Proposal.State.SUBMITTED).values_list(
            "job_id", "id"
        )
    )
    kept = set(SavedJob.objects.filter(person=actor, job_id__in=ids).values_list("job_id", flat=True))
    return [_job_card(actor, row, plans, counts, own, kept) for row in rows]


def job_card(actor: Person, row: JobPost, *, on: date) -> JobCard:
    """One job post as the actor sees it."""
    return job_cards(actor, [row], on=on)[0]


def offer_card(row: Offer, *, now: datetime) -> OfferCard:
    """An offer as the members of its room see it at this moment."""
    contract = getattr(row, "contract", None) if row.state == Offer.State.ACCEPTED else None
    is_over = row.state == Offer.State.MADE and row.expires_at is not None and row.expires_at <= now
    milestones = sorted(row.milestones.all(), key=lambda one: one.place)
    return OfferCard(
        id=row.id,
        room=row.room_id,
        client=row.client_id,
        freelancer=row.freelancer_id,
        terms=row.terms,
        amount_minor=row.amount_minor,
        currency=row.currency,
        state="expired" if is_over else row.state,  # type: ignore[arg-type]  # the database knows no other
        contract=ContractState(contract.id, contract.state, contract.is_without_fault) if contract else None,
        made_at=row.made_at,
        expires_at=row.expires_at,
        milestones=[MilestoneCard(one.title, one.amount_minor, one.due_on) for one in milestones],
    )


def contract_card(row: Contract) -> ContractCard:
    """A contract as the members of its room see it."""
    return ContractCard(
        id=row.id,
        offer=row.offer_id,
        room=row.offer.room_id,
        client=row.offer.client_id,
        freelancer=row.offer.freelancer_id,
        terms=row.offer.terms,
        amount_minor=row.offer.amount_minor,
        currency=row.offer.currency,
        state=row.state,  # type: ignore[arg-type]  # the database knows no other
        started_at=row.started_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by_id,
        is_without_fault=row.is_without_fault,
        leaving_words=row.leaving_words,
    )


def offers_for_page(actor: Person, room_id: uuid.UUID) -> list[dict[str, Any]]:
    """A room's offers as plain values for its page, newest first."""
    return [to_plain(card) for card in offers_in(actor, room_id, limit=50, now=timezone.now())]


def about_for_page(actor: Person, room_id: uuid.UUID) -> Mapping[str, Any] | None:
    """What the room is about, for its page: the job, and the proposal that was shared here."""
    room = visible_room(actor, room_id)
    if room.about_kind != "job":
        return None
    job = JobPost.objects.filter(id=room.about_id).first()
    if job is None:
        return None
    proposal = Proposal.objects.visible_to(actor).filter(room=room).select_related("job", "freelancer__profile")
    shared = proposal.order_by("-sent_at").first()
    return {
        "kind": "job",
        "id": str(job.id),
        "title": str(job.title),
        "text": str(job.body),
        "state": job.state,
        # Whoever came into the room without answering the post themselves may not see it once it is closed.
        "url": f"/jobs/{job.id}/" if JobPost.objects.visible_to(actor).filter(id=job.id).exists() else None,
        "facts": [(_("Proposed price"), money(shared.bid_minor, shared.currency))] if shared is not None else [],
    }


def _job_card(
    actor: Person,
    row: JobPost,
    plans: Mapping[uuid.UUID, str],
    counts: Mapping[uuid.UUID, int],
    own: Mapping[uuid.UUID, uuid.UUID],
    kept: Collection[uuid.UUID],
) -> JobCard:
    return JobCard(
        id=row.id,
        client=person_name(row.client),
        organisation=organisation_name(row.organisation, plans),
        title=row.title,
        body=row.body,
        skills=lines_of(row.skills),
        questions=lines_of(row.questions),
        budget=budget_card(row),
        state=row.state,  # type: ignore[arg-type]  # the database knows no other
        posted_at=row.posted_at,
        proposals=counts.get(row.id, 0) if row.client_id == actor.id else None,
        own_proposal=own.get(row.id),
        is_saved=row.id in kept,
    )


def organisation_name(row: Organisation | None, plans: Mapping[uuid.UUID, str]) -> OrganisationName | None:
    """An organisation with its plan, from which its badge is drawn."""
    return OrganisationName(row.id, row.name, plans[row.id]) if row is not None else None


def budget_card(row: JobPost) -> BudgetCard | None:
    """What the post says about money, if it does."""
    if not row.budget_kind or row.budget_to_minor is None:
        return None
    return BudgetCard(
        kind=row.budget_kind,  # type: ignore[arg-type]  # the database knows no other
        from_minor=row.budget_from_minor,
        to_minor=row.budget_to_minor,
        currency=row.currency,
    )


def page_of(rows: models.QuerySet[Row], at: str, after: Place | None, limit: int) -> Iterable[Row]:
    """At most `limit` of the rows, newest by the column `at`, older than the place."""
    if after is not None:
        moment, row_id = after
        rows = rows.filter(Q(**{f"{at}__lt": moment}) | Q(**{at: moment, "id__lt": row_id}))
    return rows.order_by(f"-{at}", "-id")[:limit]


def _or_not_found(rows: models.QuerySet[Row], row_id: uuid.UUID) -> Row:
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound
    return found
