"""The pages of invitations."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.models import Person
from vestibule.market.actions.answer_invitation import answer_invitation
from vestibule.market.actions.withdraw_invitation import withdraw_invitation
from vestibule.market.invitations import invitations_of
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.typed import sign_in_first

PAGE = 25


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """Invitations that one sent or received, newest first."""
    actor, on = _person(request), timezone.now().date()
    found = invitations_of(actor, after=time_and_id(request.GET.get("cursor")), limit=PAGE, on=on)
    older = pack_cursor(found[-1].sent_at.isoformat(), str(found[-1].id)) if len(found) == PAGE else None
    return render(request, "market/invitations.html", {"section": "jobs", "invitations": found, "older": older})


@require_POST
@sign_in_first("invitations")
def post_acceptance(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The freelancer accepts: into the room."""
    accepted = answer_invitation(actor=_person(request), invitation_id=invitation_id, accepts=True, now=timezone.now())
    return redirect("room", room_id=accepted.room_id)


@require_POST
@sign_in_first("invitations")
def post_refusal(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The freelancer says no."""
    answer_invitation(actor=_person(request), invitation_id=invitation_id, accepts=False, now=timezone.now())
    messages.success(request, _("The invitation is declined."))
    return redirect("invitations")


@require_POST
@sign_in_first("invitations")
def post_withdrawal(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """The client takes it back."""
    withdraw_invitation(actor=_person(request), invitation_id=invitation_id, now=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("invitations")


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)
