"""Taking one's data along, and going."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.actions.leave_vestibule import GRACE, leave_vestibule, stay
from vestibule.accounts.models import Person
from vestibule.accounts.own_data import own_data_file
from vestibule.kit.refusals import Refusal


@require_GET
@login_required
def data_page(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/data.html", {"grace_days": GRACE.days})


@require_POST
@login_required
def post_export(request: HttpRequest) -> HttpResponse:
    return file_answer(cast("Person", request.user))


def file_answer(person: Person) -> HttpResponse:
    """The file with all of one's own, to be kept and never shown in place."""
    answer = HttpResponse(own_data_file(person, now=timezone.now()), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="vestibule-my-data.zip"'
    return answer


@require_http_methods(["GET", "POST"])
@login_required
@reauthentication_required
def leave_page(request: HttpRequest) -> HttpResponse:
    """What going means; asks once more who is there before it says so."""
    problem = ""
    if request.method == "POST":
        try:
            leave_vestibule(
                actor=cast("Person", request.user),
                keeps_texts=request.POST.get("texts") != "erase",
                now=timezone.now(),
            )
        except Refusal as refusal:
            problem = refusal.text
        else:
            request.session.flush()
            return render(request, "accounts/left.html", {"grace_days": GRACE.days, "me": None})
    context = {"grace_days": GRACE.days, "problem": problem}
    return render(request, "accounts/leave.html", context, status=409 if problem else 200)


@require_POST
@login_required
def post_stay(request: HttpRequest) -> HttpResponse:
    stay(actor=cast("Person", request.user))
    messages.success(request, _("Good that you stay. Your account is kept."))
    return redirect("own-data")
