"""Pages of an organisation: its people, links that invite, plans."""

import uuid
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.actions.accept_invitation import accept_invitation
from vestibule.accounts.actions.invite_to_organisation import (
    LIVES_DAYS,
    MAY_GIVE,
    invite_to_organisation,
    revoke_invitation,
)
from vestibule.accounts.actions.leave_organisation import change_role, leave_organisation, remove_member
from vestibule.accounts.models import Person
from vestibule.accounts.organisations import invited_by, organisation_for
from vestibule.kit.refusals import InvalidInput, Refusal


@require_GET
@login_required
def organisation_detail(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    return _detail(request, organisation_id)


def _detail(request: HttpRequest, organisation_id: uuid.UUID, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401 - a template's values
    found = organisation_for(cast("Person", request.user), organisation_id, now=timezone.now())
    words = {"owner": _("Owner"), "manager": _("Manager"), "member": _("Member")}
    context = {
        "organisation": found,
        "role_words": words,
        "may_give": [(role, words[role]) for role in reversed(MAY_GIVE[found.role])],
        "all_roles": list(words.items()),
        "lives": LIVES_DAYS,
        "life": 7,
        **more,
    }
    return render(request, "accounts/organisation_detail.html", context, status=status)


@require_POST
@login_required
def post_invite(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Make a link and show it, this once."""
    actor, days = cast("Person", request.user), request.POST.get("days", "")
    try:
        _made, code = invite_to_organisation(
            actor=actor,
            organisation_id=organisation_id,
            role=request.POST.get("role", ""),
            days=int(days) if days.isascii() and days.isdigit() else 0,
            now=timezone.now(),
        )
    except InvalidInput as refusal:
        return _detail(request, organisation_id, status=refusal.status, invite_error=refusal.text)
    return _detail(request, organisation_id, link=link_to(code))


def link_to(code: uuid.UUID) -> str:
    """The whole address of an invitation."""
    return f"{settings.VESTIBULE.origins[0]}{reverse('organisation-join', args=[code])}"


@require_POST
@login_required
def post_revoke_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    found = revoke_invitation(actor=cast("Person", request.user), invitation_id=invitation_id, now=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect("organisation-detail", found.organisation_id)


@require_POST
@login_required
def post_member(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Another role for a member, or out."""
    actor, now = cast("Person", request.user), timezone.now()
    try:
        person_id = uuid.UUID(request.POST.get("person", ""))
    except ValueError:
        return redirect("organisation-detail", organisation_id)
    try:
        if "remove" in request.POST:
            remove_member(actor=actor, organisation_id=organisation_id, person_id=person_id, now=now)
        else:
            role = request.POST.get("role", "")
            change_role(actor=actor, organisation_id=organisation_id, person_id=person_id, role=role)
    except Refusal as refusal:
        return _refused(request, organisation_id, refusal)
    messages.success(request, _("Saved."))
    return redirect("organisation-detail", organisation_id)


def _refused(request: HttpRequest, organisation_id: uuid.UUID, refusal: Refusal) -> HttpResponse:
    """Said on the page, for those who may see it; for all others it is not there."""
    return _detail(request, organisation_id, status=refusal.status, problem=refusal.text)


@require_POST
@login_required
def post_leave(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    try:
        leave_organisation(actor=cast("Person", request.user), organisation_id=organisation_id, now=timezone.now())
    except Refusal as refusal:
        return _refused(request, organisation_id, refusal)
    messages.success(request, _("You have left."))
    return redirect("organisation")


@require_http_methods(["GET", "POST"])
@login_required
def join_page(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """What the link is about; only the button joins, so a program that opens links takes nothing from anybody."""
    now = timezone.now()
    invited, problem = invited_by(code, now=now), ""
    if request.method == "POST":
        try:
            joined = accept_invitation(actor=cast("Person", request.user), code=code, now=now)
        except Refusal as refusal:
            problem = refusal.text
        else:
            messages.success(request, _("Welcome. You can now hire in its name."))
            return redirect("organisation-detail", joined.id)
    return render(
        request, "accounts/join.html", {"invited": invited, "problem": problem}, status=409 if problem else 200
    )
