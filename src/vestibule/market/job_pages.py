"""The pages of job posts."""

import uuid
from collections.abc import Sequence
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
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.edit_job import edit_job, refuse_edit
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.reopen_job import reopen_job
from vestibule.market.actions.save_job import save_job, save_job_no_more
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.cards import JobCard
from vestibule.market.forms import JobForm, NewJobForm, ProposalForm, job_values
from vestibule.market.invitations import invitations_to
from vestibule.market.job_search import search_jobs, skills_to_narrow_by
from vestibule.market.lines import lines_of
from vestibule.market.models import JobPost
from vestibule.market.people_forms import JobSearchForm
from vestibule.market.people_pages import narrowing
from vestibule.market.proposal_forms import ProposalSearchForm, stage_links
from vestibule.market.proposals import proposals_to, stages_of
from vestibule.market.queries import job_card, jobs_of, saved_jobs_of, visible_job
from vestibule.market.rules import NotAClient, check
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.typed import sign_in_first, typed_before

PAGE = 25
MOST_OWN_JOBS = 50


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """Open jobs of others, narrowed by what the address says; without that a client's own jobs stand above them."""
    actor, on = _person(request), timezone.now().date()
    cursor, form = request.GET.get("cursor"), JobSearchForm(request.GET)
    wish = form.wish()
    jobs = search_jobs(actor, wish, after=time_and_id(cursor), limit=PAGE, on=on, others_only=True)
    has_own = actor.is_client and not cursor and not wish.narrows
    context = {
        "section": "jobs",
        "form": form,
        "narrows": wish.narrows,
        "own": jobs_of(actor, limit=MOST_OWN_JOBS, on=on) if has_own else [],
        "jobs": jobs,
        "chosen": form.skills,
        "facets": skills_to_narrow_by(actor, wish, on=on),
        "older": _older(jobs),
        "cursor": cursor,
        "query": narrowing(request.GET),
    }
    return render(request, "market/jobs.html", context)


@require_GET
@login_required
def saved_page(request: HttpRequest) -> HttpResponse:
    """The posts that one keeps."""
    actor, on = _person(request), timezone.now().date()
    jobs = saved_jobs_of(actor, after=time_and_id(request.GET.get("cursor")), limit=PAGE, on=on)
    return render(request, "market/saved_jobs.html", {"section": "jobs", "jobs": jobs, "older": _older(jobs)})


@require_POST
@sign_in_first("job")
def post_save(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Keep a post."""
    save_job(actor=_person(request), job_id=job_id, now=timezone.now())
    return redirect("job", job_id=job_id)


@require_POST
@sign_in_first("job")
def post_unsave(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Keep a post no more."""
    save_job_no_more(actor=_person(request), job_id=job_id, now=timezone.now())
    return redirect("job", job_id=job_id)


@require_http_methods(["GET", "POST"])
@sign_in_first("job-new")
def new_page(request: HttpRequest) -> HttpResponse:
    """Write a job post; the button says whether it is opened or kept as a draft."""
    actor = _person(request)
    if not actor.is_client:
        raise NotAClient
    form = NewJobForm(request.POST or None, client=actor, initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        try:
            job = post_job(
                actor=actor,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                details=form.details(),
                organisation_id=form.organisation_id(),
                as_draft="draft" in request.POST,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Kept as a draft.") if job.state == "draft" else _("The job is open."))
            return redirect("job", job_id=job.id)
    return render(request, "market/job_form.html", {"section": "jobs", "form": form}, status=_status(form))


@require_GET
@login_required
def job_page(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """The post; below it, for its client, the proposals, and for a freelancer their own or the form for one."""
    return _show(request, job_id)


@require_http_methods(["GET", "POST"])
@sign_in_first("job-edit")
def edit_page(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Change a post."""
    actor = _person(request)
    job = visible_job(actor, job_id)
    check(refuse_edit(actor=actor, job=job))
    form = JobForm(request.POST or None, initial={**job_values(job), **typed_before(request)})
    if request.method == "POST" and form.is_valid():
        try:
            edit_job(
                actor=actor,
                job_id=job_id,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                details=form.details(),
                publish="publish" in request.POST,
                now=timezone.now(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("job", job_id=job_id)
    context = {"section": "jobs", "form": form, "job": job_card(actor, job, on=timezone.now().date())}
    return render(request, "market/job_form.html", context, status=_status(form))


@require_POST
@sign_in_first("job")
def post_close(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Close a post."""
    close_job(actor=_person(request), job_id=job_id, now=timezone.now())
    messages.success(request, _("The job is closed. Talks that it led to go on."))
    return redirect("job", job_id=job_id)


@require_POST
@sign_in_first("job")
def post_reopening(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Open a closed post again."""
    reopen_job(actor=_person(request), job_id=job_id, now=timezone.now())
    messages.success(request, _("The job is open."))
    return redirect("job", job_id=job_id)


@require_POST
@sign_in_first("job")
def post_publish(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Open a draft as it is."""
    edit_job(actor=_person(request), job_id=job_id, publish=True, now=timezone.now())
    messages.success(request, _("The job is open."))
    return redirect("job", job_id=job_id)


@require_POST
@sign_in_first("job")
def post_proposal(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Answer a post."""
    actor = _person(request)
    job = visible_job(actor, job_id)
    form = ProposalForm(request.POST, questions=lines_of(job.questions))
    if form.is_valid():
        try:
            send_proposal(actor=actor, job_id=job_id, proposal=form.wanted(), now=timezone.now())
        except NotFound:
            raise
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("Your proposal is sent. When the client wants to talk, a room opens."))
            return redirect("job", job_id=job_id)
    return _show(request, job_id, form=form, status=422)


def _show(
    request: HttpRequest, job_id: uuid.UUID, *, form: ProposalForm | None = None, status: int = 200
) -> HttpResponse:
    actor, now = _person(request), timezone.now()
    row = visible_job(actor, job_id)
    form = form or ProposalForm(initial=typed_before(request), questions=lines_of(row.questions))
    job = job_card(actor, row, on=now.date())
    search = ProposalSearchForm(request.GET)
    page = proposals_to(actor, row, search.wish(), cursor=request.GET.get("cursor"), limit=PAGE, now=now)
    is_own = row.client_id == actor.id
    context = {
        "search": search,
        "narrows": search.wish().narrows,
        "stage": search.wish().stage,
        "stages": stage_links(stages_of(row.proposals.all(), now=now)) if is_own else [],
        "query": narrowing(request.GET),
        "section": "jobs",
        "job": job,
        "is_own": is_own,
        "proposals": page.items,
        "invitations": invitations_to(actor, row, limit=PAGE, on=now.date()),
        "older": page.next,
        "can_propose": actor.is_freelancer
        and not is_own
        and row.state == JobPost.State.OPEN
        and (job.own_proposal is None or form.is_bound),
        "form": form,
    }
    return render(request, "market/job.html", context, status=status)


def _older(jobs: Sequence[JobCard]) -> str | None:
    return pack_cursor(jobs[-1].posted_at.isoformat(), str(jobs[-1].id)) if len(jobs) == PAGE else None


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _status(form: JobForm) -> int:
    return 422 if form.errors else 200
