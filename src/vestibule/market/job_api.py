"""Job posts over the API: finding, posting, changing, keeping."""

import uuid
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from vestibule.accounts.api import asker
from vestibule.accounts.queries import organisation_acting_for
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.reopen_job import reopen_job
from vestibule.market.actions.save_job import save_job, save_job_no_more
from vestibule.market.api_parts import Amount, Limit, SkillNames, Strict, Words, job_answer, page_answer, today
from vestibule.market.cards import JobCard
from vestibule.market.job_search import JobWish, search_jobs
from vestibule.market.job_texts import Budget, JobDetails, details_of
from vestibule.market.models import JobPost
from vestibule.market.queries import jobs_of, saved_jobs_of, visible_job
from vestibule.web.api import idempotent, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["market"])


class BudgetBody(Strict):
    """What you mean to pay, for the whole or for an hour, in the currency's smallest unit."""

    kind: Literal["fixed", "hourly"]
    from_minor: int | None = None
    to_minor: int
    currency: str


class NewJobPost(Strict):
    """`organisation` left out: the one that you act for, if there is one; null: your own name.

    `questions` are asked of everybody who answers.
    """

    title: str
    body: str
    skills: list[str] = []
    questions: list[str] = []
    budget: BudgetBody | None = None
    organisation: uuid.UUID | None = None
    state: Literal["draft", "open"] = "open"


class JobPostChange(Strict):
    """What is left out stays. `state` can only open a draft; closing and opening again have doors of their own."""

    title: str | None = None
    body: str | None = None
    skills: list[str] | None = None
    questions: list[str] | None = None
    budget: BudgetBody | None = None
    state: Literal["open"] | None = None


class JobQuery(Schema):
    """What to narrow open jobs by. `pays_at_least` counts the smallest unit of `currency`, which it needs."""

    q: Words = ""
    skill: SkillNames = []
    budget: Literal["", "fixed", "hourly"] = ""
    currency: str = ""
    pays_at_least: Amount = None
    exempt: bool = False

    def wish(self) -> JobWish:
        return JobWish(
            text=self.q,
            skills=self.skill,
            budget_kind=self.budget,
            currency=self.currency,
            pays_at_least_minor=self.pays_at_least,
            is_exempt=self.exempt,
        )


class JobPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(JobCard))
    next: str | None


@router.get("/jobs", response=JobPage, summary="Open jobs that match, with mine=true my own, saved=true those I keep")
def list_jobs(
    request: HttpRequest,
    narrow: Query[JobQuery],
    mine: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    saved: bool = False,  # noqa: FBT001, FBT002
    cursor: str | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    actor, after = asker(request), time_and_id(cursor)
    if mine:
        jobs = jobs_of(actor, after=after, limit=limit, on=today())
    elif saved:
        jobs = saved_jobs_of(actor, after=after, limit=limit, on=today())
    else:
        jobs = search_jobs(actor, narrow.wish(), after=after, limit=limit, on=today())
    return page_answer(jobs, [(job.posted_at, job.id) for job in jobs], limit)


@router.post("/jobs", response={201: described(JobCard)}, summary="Post a job")
@idempotent
def post_new_job(request: HttpRequest, data: NewJobPost) -> HttpResponse:
    actor = asker(request)
    organisation_id = data.organisation
    if "organisation" not in data.model_fields_set:
        acting_for = organisation_acting_for(actor)
        organisation_id = acting_for.id if acting_for is not None else None
    job = post_job(
        actor=actor,
        title=data.title,
        body=data.body,
        details=JobDetails(skills=data.skills, questions=data.questions, budget=_budget(data.budget)),
        organisation_id=organisation_id,
        as_draft=data.state == "draft",
        now=timezone.now(),
    )
    return job_answer(actor, job.id, status=201)


@router.get("/jobs/{job_id}", response=described(JobCard), summary="One job")
def get_job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_answer(asker(request), job_id)


@router.patch("/jobs/{job_id}", response=described(JobCard), summary="Change a job post, or open a draft")
def patch_job(request: HttpRequest, job_id: uuid.UUID, data: JobPostChange) -> HttpResponse:
    actor = asker(request)
    edit_job(
        actor=actor,
        job_id=job_id,
        title=data.title,
        body=data.body,
        details=_changed(data, visible_job(actor, job_id)),
        publish=data.state == "open",
        now=timezone.now(),
    )
    return job_answer(actor, job_id)


@router.post("/jobs/{job_id}/close", response=described(JobCard), summary="Close a job")
@idempotent
def post_close(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    close_job(actor=asker(request), job_id=job_id, now=timezone.now())
    return job_answer(asker(request), job_id)


@router.post("/jobs/{job_id}/reopen", response=described(JobCard), summary="Open a closed job again")
@idempotent
def post_reopening(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    reopen_job(actor=asker(request), job_id=job_id, now=timezone.now())
    return job_answer(asker(request), job_id)


@router.put("/jobs/{job_id}/saved", response=described(JobCard), summary="Keep a job in my list")
def put_saved(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    save_job(actor=asker(request), job_id=job_id, now=timezone.now())
    return job_answer(asker(request), job_id)


@router.delete("/jobs/{job_id}/saved", response=described(JobCard), summary="Take a job off my list")
def delete_saved(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    save_job_no_more(actor=asker(request), job_id=job_id, now=timezone.now())
    return job_answer(asker(request), job_id)


def _budget(given: BudgetBody | None) -> Budget:
    return Budget(**given.model_dump()) if given is not None else Budget()


def _changed(data: JobPostChange, job: JobPost) -> JobDetails:
    """The details with what was sent in place of what stands there; a budget of null takes it away."""
    now = details_of(job)
    return JobDetails(
        skills=now.skills if data.skills is None else data.skills,
        questions=now.questions if data.questions is None else data.questions,
        budget=_budget(data.budget) if "budget" in data.model_fields_set else now.budget,
    )
