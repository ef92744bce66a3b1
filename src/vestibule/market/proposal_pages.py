"""The pages of proposals."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.forms import ProposalForm
from vestibule.market.models import Proposal
from vestibule.market.queries import proposal_card, proposals_of, visible_proposal
from vestibule.market.rules import NotYours, ProposalSettled
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.speech import amount_to_edit
from vestibule.web.typed import sign_in_first, typed_before

PAGE = 25


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """One's own proposals, newest first."""
    found = proposals_of(_person(request), after=time_and_id(request.GET.get("cursor")), limit=PAGE)
    older = pack_cursor(found[-1].sent_at.isoformat(), str(found[-1].id)) if len(found) == PAGE else None
    return render(request, "market/proposals.html", {"section": "jobs", "proposals": found, "older": older})


@require_http_methods(["GET", "POST"])
@sign_in_first("proposal-edit")
def edit_page(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Change an open proposal."""
    actor = _person(request)
    proposal = visible_proposal(actor, proposal_id)
    if proposal.freelancer_id != actor.id:
        raise NotYours
    if proposal.state != Proposal.State.SUBMITTED:
        raise ProposalSettled
    form = ProposalForm(
        request.POST or None,
        initial={
            "cover_text": proposal.cover_text,
            "amount": amount_to_edit(proposal.bid_minor, proposal.currency),
            "currency": proposal.currency,
            **typed_before(request),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_proposal(
                actor=actor,
                proposal_id=proposal_id,
                cover_text=form.cleaned_data["cover_text"],
                bid_minor=form.cleaned_data["amount_minor"],
                currency=form.cleaned_data["currency"],
                now=timezone.now(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("job", job_id=proposal.job_id)
    context = {"section": "jobs", "form": form, "proposal": proposal_card(proposal)}
    return render(request, "market/proposal_form.html", context, status=422 if form.errors else 200)


@require_POST
@sign_in_first("job")
def post_withdrawal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The freelancer takes it back."""
    proposal = withdraw_proposal(actor=_person(request), proposal_id=proposal_id, now=timezone.now())
    messages.success(request, _("Your proposal is withdrawn."))
    return redirect("job", job_id=proposal.job_id)


@require_POST
@sign_in_first("job")
def post_refusal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The client says no."""
    proposal = decline_proposal(actor=_person(request), proposal_id=proposal_id, now=timezone.now())
    messages.success(request, _("The proposal is declined."))
    return redirect("job", job_id=proposal.job_id)


@require_POST
@sign_in_first("job")
def post_room(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The client wants to talk: into the room."""
    room = open_room_from_proposal(actor=_person(request), proposal_id=proposal_id, now=timezone.now())
    return redirect("room", room_id=room)


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)
