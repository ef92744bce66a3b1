"""The first page of whoever is signed in: what waits for them."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vestibule.accounts.models import Person
from vestibule.market.waiting import waiting_for


@require_GET
@login_required
def waiting_page(request: HttpRequest) -> HttpResponse:
    waiting = waiting_for(cast("Person", request.user), now=timezone.now())
    return render(request, "market/waiting.html", {"section": "waiting", "waiting": waiting})
