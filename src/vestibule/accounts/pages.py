"""Pages about one's own account that allauth does not have."""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.accounts.actions.create_organisation import create_organisation
from vestibule.accounts.actions.make_token import make_token, revoke_token
from vestibule.accounts.models import Person
from vestibule.accounts.queries import organisations_of
from vestibule.kit.refusals import InvalidInput, Refusal

# How long a key may live, in days; without a number it lives until it is revoked.
LIVES = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("a year")),
    ("", gettext_lazy("until I revoke it")),
)


@require_http_methods(["GET", "POST"])
@login_required
def keys_page(request: HttpRequest) -> HttpResponse:
    """The person's keys; a new one shows its secret this once."""
    actor = cast("Person", request.user)
    context: dict[str, Any] = {"label": "", "error": None, "secret": None, "lives": LIVES, "life": "365"}
    status, now = 200, timezone.now()
    if request.method == "POST":
        context["label"], context["life"] = request.POST.get("label", ""), request.POST.get("life", "")
        try:
            end = _end_of(context["life"], now)
            _, context["secret"] = make_token(actor=actor, label=context["label"], expires_at=end, now=now)
            context["label"] = ""
        except InvalidInput as refusal:
            context["error"], status = refusal.text, refusal.status
    context["tokens"] = list(actor.personal_tokens.order_by("created_at"))
    context["now"] = now
    return render(request, "accounts/keys.html", context, status=status)


def _end_of(days: str, now: datetime) -> datetime | None:
    return now + timedelta(days=int(days)) if days in dict(LIVES) and days else None


@require_POST
@login_required
def post_revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    revoke_token(actor=cast("Person", request.user), token_id=token_id)
    return redirect("keys")


@require_http_methods(["GET", "POST"])
@login_required
def organisation_page(request: HttpRequest) -> HttpResponse:
    """The organisations one acts for, with their plans, and the form that founds one."""
    actor, now = cast("Person", request.user), timezone.now()
    context: dict[str, Any] = {"name": "", "error": None}
    status = 200
    if request.method == "POST":
        context["name"] = request.POST.get("name", "")
        try:
            create_organisation(actor=actor, name=context["name"], now=now)
            return redirect("organisation")
        except Refusal as refusal:
            context["error"], status = refusal.text, refusal.status
    context["organisations"] = organisations_of(actor, on=now.date())
    return render(request, "accounts/organisation.html", context, status=status)
