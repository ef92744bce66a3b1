"""Pages about one's own account that allauth does not have."""

import uuid
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.accounts.actions.make_token import make_token, revoke_token
from vestibule.accounts.models import Person
from vestibule.kit.refusals import InvalidInput


@require_http_methods(["GET", "POST"])
@login_required
def keys_page(request: HttpRequest) -> HttpResponse:
    """The person's keys; a new one shows its secret this once."""
    actor = cast("Person", request.user)
    context: dict[str, Any] = {"label": "", "error": None, "secret": None}
    status = 200
    if request.method == "POST":
        context["label"] = request.POST.get("label", "")
        try:
            _, context["secret"] = make_token(actor=actor, label=context["label"], now=timezone.now())
            context["label"] = ""
        except InvalidInput as refusal:
            context["error"], status = refusal.text, refusal.status
    context["tokens"] = list(actor.personal_tokens.order_by("created_at"))
    return render(request, "accounts/keys.html", context, status=status)


@require_POST
@login_required
def post_revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    revoke_token(actor=cast("Person", request.user), token_id=token_id)
    return redirect("keys")
