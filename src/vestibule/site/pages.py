"""Pages that belong to the site as a whole: the start, the demonstration, the health check."""

import uuid

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.sessions import sign_in
from vestibule.kit.refusals import NotFound
from vestibule.site.demo import sample_people


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in; for everybody else what this place is."""
    if request.user.is_authenticated:
        return redirect("waiting")
    return render(request, "web/landing.html")


@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """The sample people, each with a button. Does not exist outside demo mode."""
    _only_in_demo_mode()
    return render(request, "web/demo.html", {"people": sample_people()})


@require_POST
def enter_demo(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Enter as a sample person: one without a password, in demo mode only."""
    _only_in_demo_mode()
    person = next((one.person for one in sample_people() if one.person.id == person_id), None)
    if person is None:
        raise NotFound
    sign_in(request, person)
    return redirect("start")


def _only_in_demo_mode() -> None:
    if not settings.VESTIBULE.demo:
        raise NotFound


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
