"""Invitations over the API."""

import uuid
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from vestibule.accounts.api import asker
from vestibule.market.actions.answer_invitation import answer_invitation
from vestibule.market.actions.invite_freelancer import invite_freelancer
from vestibule.market.actions.withdraw_invitation import withdraw_invitation
from vestibule.market.api_parts import Limit, Strict, page_answer, today
from vestibule.market.cards import InvitationCard
from vestibule.market.invitations import invitation_cards, invitations_of, invitations_to
from vestibule.market.queries import visible_invitation, visible_job
from vestibule.web.api import as_json, idempotent, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["market"])


class NewInvitation(Strict):
    """Whom to invite, and what to say to them; `words` may be empty."""

    freelancer: uuid.UUID
    words: str = ""


class InvitationPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(InvitationCard))
    next: str | None


@router.get("/invitations", response=InvitationPage, summary="Invitations that I sent or received, newest first")
def list_invitations(
    request: HttpRequest,
    state: Literal["", "sent", "withdrawn", "declined", "accepted"] = "",
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    found = invitations_of(asker(request), state=state, after=time_and_id(cursor), limit=limit, on=today())
    return page_answer(found, [(one.sent_at, one.id) for one in found], limit)


@router.get("/jobs/{job_id}/invitations", response=InvitationPage, summary="Who was invited: all to the client")
def list_invitations_to(
    request: HttpRequest, job_id: uuid.UUID, cursor: str | None = None, limit: Limit = 50
) -> HttpResponse:
    job = visible_job(asker(request), job_id)
    found = invitations_to(asker(request), job, after=time_and_id(cursor), limit=limit, on=today())
    return page_answer(found, [(one.sent_at, one.id) for one in found], limit)


@router.post("/jobs/{job_id}/invitations", response={201: described(InvitationCard)}, summary="Invite a freelancer")
@idempotent
def post_invitation(request: HttpRequest, job_id: uuid.UUID, data: NewInvitation) -> HttpResponse:
    made = invite_freelancer(
        actor=asker(request), job_id=job_id, freelancer_id=data.freelancer, words=data.words, now=timezone.now()
    )
    return _answer(request, made.id, status=201)


@router.get("/invitations/{invitation_id}", response=described(InvitationCard), summary="One invitation")
def get_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    return _answer(request, invitation_id)


@router.post(
    "/invitations/{invitation_id}/accept", response=described(InvitationCard), summary="Accept: the room opens"
)
@idempotent
def post_acceptance_of_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    answer_invitation(actor=asker(request), invitation_id=invitation_id, accepts=True, now=timezone.now())
    return _answer(request, invitation_id)


@router.post("/invitations/{invitation_id}/decline", response=described(InvitationCard), summary="Decline")
@idempotent
def post_refusal_of_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    answer_invitation(actor=asker(request), invitation_id=invitation_id, accepts=False, now=timezone.now())
    return _answer(request, invitation_id)


@router.post(
    "/invitations/{invitation_id}/withdraw", response=described(InvitationCard), summary="Take an invitation back"
)
@idempotent
def post_withdrawal_of_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    withdraw_invitation(actor=asker(request), invitation_id=invitation_id, now=timezone.now())
    return _answer(request, invitation_id)


def _answer(request: HttpRequest, invitation_id: uuid.UUID, *, status: int = 200) -> HttpResponse:
    row = visible_invitation(asker(request), invitation_id)
    return as_json(invitation_cards([row], on=today())[0], status=status)
