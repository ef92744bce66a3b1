"""The pages of freelancers and clients: finding, looking at, showing oneself, inviting."""

import uuid
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.market.actions.invite_freelancer import invite_freelancer
from vestibule.market.actions.look_at_profiles import look_at_profiles
from vestibule.market.actions.save_profile import save_profile
from vestibule.market.invitations import jobs_to_invite_to
from vestibule.market.models import Profile
from vestibule.market.people import client_of, profile_of, search_freelancers, skills_of_freelancers
from vestibule.market.people_forms import FreelancerSearchForm, InvitationForm, ProfileForm, profile_values
from vestibule.market.queries import open_jobs_of
from vestibule.market.rules import NotAFreelancer
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.typed import sign_in_first, typed_before

PAGE = 25


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """Freelancers who can be found, narrowed by what the address says."""
    form = FreelancerSearchForm(request.GET)
    wish = form.wish()
    found = search_freelancers(wish, after=time_and_id(request.GET.get("cursor")), limit=PAGE)
    look_at_profiles(actor=_person(request), profiles=found, on=timezone.now().date())
    older = pack_cursor(found[-1].made_at.isoformat(), str(found[-1].person.id)) if len(found) == PAGE else None
    context = {
        "section": "freelancers",
        "form": form,
        "narrows": wish.narrows,
        "profiles": found,
        "chosen": form.skills,
        "facets": skills_of_freelancers(wish),
        "older": older,
        "query": narrowing(request.GET),
    }
    return render(request, "market/freelancers.html", context)


@require_GET
@login_required
def freelancer_page(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """A freelancer's profile; for a client with a form that invites them."""
    return _show(request, person_id)


@require_POST
@sign_in_first("freelancer")
def post_invitation(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Invite this freelancer to one of the client's jobs."""
    actor = _person(request)
    profile_of(actor, person_id)
    form = InvitationForm(request.POST, jobs=jobs_to_invite_to(actor, person_id))
    if form.is_valid():
        try:
            invite_freelancer(
                actor=actor,
                job_id=form.job_id(),
                freelancer_id=person_id,
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Your invitation is sent. When it is accepted, a room opens."))
            return redirect("freelancer", person_id=person_id)
    return _show(request, person_id, form=form, status=422)


@require_http_methods(["GET", "POST"])
@sign_in_first("profile-edit")
def edit_page(request: HttpRequest) -> HttpResponse:
    """Show oneself to clients."""
    actor = _person(request)
    if not actor.is_freelancer:
        raise NotAFreelancer
    known = Profile.objects.filter(person=actor).first()
    form = ProfileForm(request.POST or None, initial={**profile_values(known), **typed_before(request)})
    if request.method == "POST" and form.is_valid():
        try:
            save_profile(actor=actor, profile=form.profile(), now=timezone.now())
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("freelancer", person_id=actor.id)
    context = {"section": "freelancers", "form": form, "known": known}
    return render(request, "market/profile_form.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def client_page(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Somebody who hires, and what they look for at present."""
    actor, on = _person(request), timezone.now().date()
    client = client_of(actor, person_id, on=on)
    jobs = open_jobs_of(actor, person_id, limit=PAGE, on=on)
    return render(request, "market/client.html", {"section": "jobs", "client": client, "jobs": jobs})


def narrowing(query: QueryDict) -> str:
    """The address's query without its cursor, to be kept while leafing through."""
    return urlencode([(name, one) for name, values in query.lists() if name != "cursor" for one in values if one])


def _show(
    request: HttpRequest, person_id: uuid.UUID, *, form: InvitationForm | None = None, status: int = 200
) -> HttpResponse:
    actor = _person(request)
    profile = profile_of(actor, person_id)
    look_at_profiles(actor=actor, profiles=[profile], on=timezone.now().date())
    jobs = jobs_to_invite_to(actor, person_id) if actor.is_client and actor.id != person_id else []
    if form is None:
        initial = {"job": request.GET.get("job", ""), **typed_before(request)}
        form = InvitationForm(initial=initial, jobs=jobs) if jobs else None
    context = {
        "section": "freelancers",
        "profile": profile,
        "is_own": actor.id == person_id,
        "form": form,
        "may_invite": actor.is_client and actor.id != person_id,
    }
    return render(request, "market/freelancer.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)
