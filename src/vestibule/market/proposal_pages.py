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
from vestibule.market.forms import ProposalForm, answers_before
from vestibule.market.lines import lines_of
from vestibule.market.models import Proposal
from vestibule.market.people_pages import narrowing
from vestibule.market.proposal_forms import ProposalSearchForm, stage_links
from vestibule.market.proposals import proposal_card, proposals_of, stages_of, visible_proposal
from vestibule.market.rules import NotYours, ProposalSettled
from vestibule.rooms.unread import rooms_with_unread
from vestibule.web.speech import amount_to_edit
from vestibule.web.typed import sign_in_first, typed_before

PAGE = 25
MOST_UNREAD_ROOMS = 100


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """One's own proposals: how far each has got, and what waits."""
    actor, now = _person(request), timezone.now()
    form = ProposalSearchForm(request.GET)
    found = proposals_of(actor, form.wish(), cursor=request.GET.get("cursor"), limit=PAGE, now=now)
    context = {
        "section": "jobs",
        "proposals": found.items,
        "older": found.next,
        "stages": stage_links(stages_of(Proposal.objects.filter(freelancer=actor), now=now)),
        "stage": form.wish().stage,
        "query": narrowing(request.GET),
        "unread": {one.id: one.unread for one in rooms_with_unread(actor, limit=MOST_UNREAD_ROOMS)},
    }
    return render(request, "market/proposals.html", context)


@require_http_methods(["GET", "POST"])
@sign_in_first("proposal-edit")
def edit_page(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Change an open proposal."""
    actor = _person(request)
    proposal = visible_proposal(actor, proposal_id, now=timezone.now())
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
            **answers_before(proposal),
            **typed_before(request),
        },
        questions=lines_of(proposal.job.questions),
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        try:
            edit_proposal(
                actor=actor,
                proposal_id=proposal_id,
                cover_text=wanted.cover_text,
                bid_minor=wanted.bid_minor,
                currency=wanted.currency,
                answers=wanted.answers,
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
