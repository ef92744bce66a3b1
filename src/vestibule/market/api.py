"""Proposals, offers and contracts over the API."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from vestibule.accounts.api import asker
from vestibule.accounts.models import Person
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.leave_contract import leave_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.api_parts import Amount, Limit, Strict, page_answer
from vestibule.market.cards import ContractCard, OfferCard, ProposalCard, ProposalOrder, ProposalStage
from vestibule.market.offer_texts import NewMilestone, NewOffer
from vestibule.market.proposals import ProposalWish, proposal_card, proposals_of, proposals_to, visible_proposal
from vestibule.market.queries import (
    contract_card,
    offer_card,
    offers_in,
    visible_contract,
    visible_job,
    visible_offer,
)
from vestibule.market.texts import NewProposal
from vestibule.web.api import as_json, idempotent, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["market"])


class NewProposalBody(Strict):
    """`bid_minor` counts the currency's smallest unit. `answers` has one for each question of the post, in order."""

    cover_text: str
    bid_minor: int
    currency: str
    answers: list[str] = []


class ProposalChange(Strict):
    """What is left out stays."""

    cover_text: str | None = None
    bid_minor: int | None = None
    currency: str | None = None
    answers: list[str] | None = None


class MilestoneBody(Strict):
    """A part of the work with its own price."""

    title: str
    amount_minor: int
    due_on: date | None = None


class NewOfferBody(Strict):
    """`amount_minor` counts the currency's smallest unit; milestones add up to it.

    Without `expires_at` the offer stays open until it is answered or withdrawn. `freelancer` must be named where
    several are in the room.
    """

    terms: str
    amount_minor: int
    currency: str
    expires_at: AwareDatetime | None = None
    milestones: list[MilestoneBody] = []
    freelancer: uuid.UUID | None = None


class Leaving(Strict):
    """What was not as described; it may be empty."""

    words: str = ""


class OpenedRoom(Schema):
    room: uuid.UUID


class ProposalPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(ProposalCard))
    next: str | None


class ProposalQuery(Schema):
    """What to narrow proposals by, and their order. `bid_at_most` counts the smallest unit of `currency`."""

    stage: ProposalStage | None = None
    order: ProposalOrder = "newest"
    currency: str = ""
    bid_at_most: Amount = None

    def wish(self) -> ProposalWish:
        return ProposalWish(
            stage=self.stage, order=self.order, currency=self.currency, bid_at_most_minor=self.bid_at_most
        )


class OfferPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(OfferCard))
    next: str | None


@router.get("/jobs/{job_id}/proposals", response=ProposalPage, summary="Proposals: all to the client, to others own")
def list_proposals(
    request: HttpRequest,
    job_id: uuid.UUID,
    narrow: Query[ProposalQuery],
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    job = visible_job(asker(request), job_id)
    found = proposals_to(asker(request), job, narrow.wish(), cursor=cursor, limit=limit, now=timezone.now())
    return as_json({"items": found.items, "next": found.next})


@router.post("/jobs/{job_id}/proposals", response={201: described(ProposalCard)}, summary="Answer a job")
@idempotent
def post_proposal(request: HttpRequest, job_id: uuid.UUID, data: NewProposalBody) -> HttpResponse:
    proposal = NewProposal(**data.model_dump())
    sent = send_proposal(actor=asker(request), job_id=job_id, proposal=proposal, now=timezone.now())
    return _proposal_answer(asker(request), sent.id, status=201)


@router.get("/proposals", response=ProposalPage, summary="My own proposals")
def list_own_proposals(
    request: HttpRequest, narrow: Query[ProposalQuery], cursor: str | None = None, limit: Limit = 50
) -> HttpResponse:
    found = proposals_of(asker(request), narrow.wish(), cursor=cursor, limit=limit, now=timezone.now())
    return as_json({"items": found.items, "next": found.next})


@router.get("/proposals/{proposal_id}", response=described(ProposalCard), summary="One proposal")
def get_proposal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    return _proposal_answer(asker(request), proposal_id)


@router.patch("/proposals/{proposal_id}", response=described(ProposalCard), summary="Change an open proposal")
def patch_proposal(request: HttpRequest, proposal_id: uuid.UUID, data: ProposalChange) -> HttpResponse:
    edit_proposal(
        actor=asker(request),
        proposal_id=proposal_id,
        cover_text=data.cover_text,
        bid_minor=data.bid_minor,
        currency=data.currency,
        answers=data.answers,
        now=timezone.now(),
    )
    return _proposal_answer(asker(request), proposal_id)


@router.post("/proposals/{proposal_id}/withdraw", response=described(ProposalCard), summary="Take a proposal back")
@idempotent
def post_proposal_withdrawal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    withdraw_proposal(actor=asker(request), proposal_id=proposal_id, now=timezone.now())
    return _proposal_answer(asker(request), proposal_id)


@router.post("/proposals/{proposal_id}/decline", response=described(ProposalCard), summary="Decline a proposal")
@idempotent
def post_proposal_refusal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    decline_proposal(actor=asker(request), proposal_id=proposal_id, now=timezone.now())
    return _proposal_answer(asker(request), proposal_id)


@router.post("/proposals/{proposal_id}/room", response=OpenedRoom, summary="Talk about a proposal in its room")
@idempotent
def post_proposal_room(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    room = open_room_from_proposal(actor=asker(request), proposal_id=proposal_id, now=timezone.now())
    return as_json({"room": room})


@router.get("/rooms/{room_id}/offers", response=OfferPage, summary="Offers made in a room, newest first")
def list_offers(request: HttpRequest, room_id: uuid.UUID, cursor: str | None = None, limit: Limit = 50) -> HttpResponse:
    found = offers_in(asker(request), room_id, after=time_and_id(cursor), limit=limit, now=timezone.now())
    return page_answer(found, [(one.made_at, one.id) for one in found], limit)


@router.post("/rooms/{room_id}/offers", response={201: described(OfferCard)}, summary="Offer a contract")
@idempotent
def post_offer(request: HttpRequest, room_id: uuid.UUID, data: NewOfferBody) -> HttpResponse:
    milestones = [NewMilestone(**one.model_dump()) for one in data.milestones]
    offer = NewOffer(**{**data.model_dump(), "milestones": milestones})
    made = make_offer(actor=asker(request), room_id=room_id, offer=offer, now=timezone.now())
    return as_json(offer_card(made, now=timezone.now()), status=201)


@router.get("/offers/{offer_id}", response=described(OfferCard), summary="One offer")
def get_offer(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    return as_json(offer_card(visible_offer(asker(request), offer_id), now=timezone.now()))


@router.post("/offers/{offer_id}/accept", response=described(OfferCard), summary="Accept: the contract starts")
@idempotent
def post_acceptance(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    contract = accept_offer(actor=asker(request), offer_id=offer_id, now=timezone.now())
    return as_json(offer_card(contract.offer, now=timezone.now()))


@router.post("/offers/{offer_id}/decline", response=described(OfferCard), summary="Decline an offer")
@idempotent
def post_offer_refusal(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    return as_json(
        offer_card(decline_offer(actor=asker(request), offer_id=offer_id, now=timezone.now()), now=timezone.now())
    )


@router.post("/offers/{offer_id}/withdraw", response=described(OfferCard), summary="Take an offer back")
@idempotent
def post_offer_withdrawal(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    return as_json(
        offer_card(withdraw_offer(actor=asker(request), offer_id=offer_id, now=timezone.now()), now=timezone.now())
    )


@router.get("/contracts/{contract_id}", response=described(ContractCard), summary="One contract")
def get_contract(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    return as_json(contract_card(visible_contract(asker(request), contract_id)))


@router.post("/contracts/{contract_id}/end", response=described(ContractCard), summary="End a contract")
@idempotent
def post_end(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    return as_json(contract_card(end_contract(actor=asker(request), contract_id=contract_id, now=timezone.now())))


@router.post(
    "/contracts/{contract_id}/leave", response=described(ContractCard), summary="Leave without fault: no pay, no score"
)
@idempotent
def post_leaving(request: HttpRequest, contract_id: uuid.UUID, data: Leaving) -> HttpResponse:
    left = leave_contract(actor=asker(request), contract_id=contract_id, words=data.words, now=timezone.now())
    return as_json(contract_card(left))


def _proposal_answer(actor: Person, proposal_id: uuid.UUID, *, status: int = 200) -> HttpResponse:
    return as_json(proposal_card(visible_proposal(actor, proposal_id, now=timezone.now())), status=status)
