"""Questions about proposals: how far each has got, which of them somebody wants to see, in which order."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from vestibule.accounts.models import Person
from vestibule.kit.money import CURRENCIES
from vestibule.kit.refusals import NotFound
from vestibule.market.cards import STAGES, AnswerCard, ProposalCard, ProposalOrder, ProposalStage, person_name
from vestibule.market.models import Contract, JobPost, Offer, Proposal
from vestibule.market.rules import CurrencyUnknown
from vestibule.web.api import CursorInvalid, pack_cursor, time_and_id, unpack_cursor

Rows = models.QuerySet[Proposal]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWish:
    """Which proposals somebody looks for, and in which order; `bid_at_most_minor` is in `currency`, which it needs."""

    stage: ProposalStage | None = None
    order: ProposalOrder = "newest"
    currency: str = ""
    bid_at_most_minor: int | None = None

    @property
    def narrows(self) -> bool:
        return self != ProposalWish()


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Some proposals, and the cursor that asks for the next ones; none after the last page."""

    items: list[ProposalCard]
    next: str | None


def visible_proposal(actor: Person, proposal_id: uuid.UUID, *, now: datetime) -> Proposal:
    """The proposal, or `NotFound` for whoever is neither its freelancer nor the job's client."""
    found = with_stage(Proposal.objects.visible_to(actor), now=now).filter(id=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def proposals_to(
    actor: Person, job: JobPost, wish: ProposalWish, *, cursor: str | None = None, limit: int, now: datetime
) -> ProposalPage:
    """What was proposed for a job that the actor can see: all of it to its client, their own to a freelancer."""
    return _page(with_stage(Proposal.objects.visible_to(actor).filter(job=job), now=now), wish, cursor, limit)


def proposals_of(
    actor: Person, wish: ProposalWish, *, cursor: str | None = None, limit: int, now: datetime
) -> ProposalPage:
    """The actor's own proposals."""
    return _page(with_stage(Proposal.objects.filter(freelancer=actor), now=now), wish, cursor, limit)


def stages_of(rows: Rows, *, now: datetime) -> list[tuple[ProposalStage, int]]:
    """How many of the proposals have got how far, in the order of the way; stages without any are left out."""
    staged: Any = _staged(rows, now)
    counted = dict(staged.order_by().values_list("stage").annotate(Count("id")))
    return [(stage, counted[stage]) for stage in STAGES if stage in counted]


def with_stage(rows: Rows, *, now: datetime) -> Rows:
    """The proposals with all that their cards show; `stage` says how far each has got."""
    return _staged(rows, now).select_related("job", "freelancer__profile").prefetch_related("answers")


def _staged(rows: Rows, now: datetime) -> Rows:
    offers = Offer.objects.filter(room=OuterRef("room"), freelancer=OuterRef("freelancer"), state=Offer.State.MADE)
    is_open = Exists(offers.filter(Q(expires_at=None) | Q(expires_at__gt=now)))
    contracts = Contract.objects.filter(offer__room=OuterRef("room"), offer__freelancer=OuterRef("freelancer"))
    return rows.annotate(
        stage=Case(
            When(state=Proposal.State.WITHDRAWN, then=Value("withdrawn")),
            When(state=Proposal.State.DECLINED, then=Value("declined")),
            When(Exists(contracts.filter(state=Contract.State.ACTIVE)), then=Value("contract")),
            When(is_open, then=Value("offer")),
            When(Exists(contracts), then=Value("ended")),
            When(room__isnull=False, then=Value("talks")),
            default=Value("sent"),
            output_field=models.CharField(),
        )
    )


def proposal_card(row: Proposal) -> ProposalCard:
    """A proposal as both sides see it; the row comes from `with_stage`."""
    answers = sorted(row.answers.all(), key=lambda one: one.place)
    return ProposalCard(
        id=row.id,
        job=row.job_id,
        job_title=row.job.title,
        freelancer=person_name(row.freelancer),
        has_profile=hasattr(row.freelancer, "profile"),
        cover_text=row.cover_text,
        answers=[AnswerCard(one.question, one.answer) for one in answers],
        bid_minor=row.bid_minor,
        currency=row.currency,
        state=row.state,  # type: ignore[arg-type]  # the database knows no other
        stage=row.stage,  # type: ignore[attr-defined]  # annotated above
        room=row.room_id,
        sent_at=row.sent_at,
    )


def _page(rows: Rows, wish: ProposalWish, cursor: str | None, limit: int) -> ProposalPage:
    found = list(_ordered(_narrowed(rows, wish), wish.order, cursor)[:limit])
    following = _place(found[-1], wish.order) if len(found) == limit else None
    return ProposalPage([proposal_card(row) for row in found], following)


def _narrowed(rows: Rows, wish: ProposalWish) -> Rows:
    if wish.stage is not None:
        rows = rows.filter(Q(stage=wish.stage))
    if wish.bid_at_most_minor is None:
        return rows
    if wish.currency not in CURRENCIES:
        raise CurrencyUnknown(field="currency")
    return rows.filter(currency=wish.currency, bid_minor__lte=wish.bid_at_most_minor)


def _ordered(rows: Rows, order: ProposalOrder, cursor: str | None) -> Rows:
    """The rows after the cursor. Bids are compared within their currency only."""
    if order == "newest":
        place = time_and_id(cursor)
        if place is not None:
            at, row_id = place
            rows = rows.filter(Q(sent_at__lt=at) | Q(sent_at=at, id__lt=row_id))
        return rows.order_by("-sent_at", "-id")
    sign, beyond = ("", "gt") if order == "lowest" else ("-", "lt")
    if cursor:
        currency, bid, row_id = _bid_and_id(cursor)
        further = Q(**{f"bid_minor__{beyond}": bid}) | Q(**{"bid_minor": bid, f"id__{beyond}": row_id})
        rows = rows.filter(Q(currency__gt=currency) | Q(further, currency=currency))
    return rows.order_by("currency", f"{sign}bid_minor", f"{sign}id")


def _place(row: Proposal, order: ProposalOrder) -> str:
    if order == "newest":
        return pack_cursor(row.sent_at.isoformat(), str(row.id))
    return pack_cursor(row.currency, str(row.bid_minor), str(row.id))


def _bid_and_id(cursor: str) -> tuple[str, int, uuid.UUID]:
    currency, bid, row_id = unpack_cursor(cursor, 3)
    try:
        return currency, int(bid), uuid.UUID(row_id)
    except ValueError:
        raise CursorInvalid(field="cursor") from None
