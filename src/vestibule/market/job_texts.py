"""Job posts on their way through the gate, and into the list that searches walk through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vestibule.judging.circumstances import keep_circumstances
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear_or_refuse
from vestibule.market.lines import (
    LONGEST_QUESTION,
    LONGEST_SKILL,
    MOST_QUESTIONS,
    MOST_SKILLS,
    in_lines,
    lines_of,
    refuse_lines,
)
from vestibule.market.models import JobListing, JobPost
from vestibule.market.rules import LONGEST_BODY, LONGEST_TITLE, BudgetInvalid, check, refuse_money, refuse_text
from vestibule.market.words import forget_words, index_words, mark_of
from vestibule.policy import Situation

LISTINGS = JobListing._meta.db_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a client means to pay, for the whole (`fixed`) or for an hour (`hourly`), in the smallest unit.

    Without a kind nothing is said about it. `from_minor` may be left open.
    """

    kind: str = ""
    from_minor: int | None = None
    to_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDetails:
    """What a job post says besides title and body."""

    skills: Sequence[str] = ()
    # Asked of everybody who answers.
    questions: Sequence[str] = ()
    budget: Budget = Budget()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedJob:
    """The texts of a job post, all let through, and its budget, checked."""

    title: ClearedText
    body: ClearedText
    skills: ClearedText
    questions: ClearedText
    budget: Budget


def cleared_job(title: str, body: str, details: JobDetails, *, on: date, language: str) -> ClearedJob:
    """The texts, cleared for everybody's eyes. Raises `InvalidInput` and `TextNotAllowed` at the field."""
    line, text = " ".join(title.split()), body.strip()
    skills, questions = in_lines(details.skills), in_lines(details.questions)
    check(
        refuse_text(line, field="title", longest=LONGEST_TITLE),
        refuse_text(text, field="body", longest=LONGEST_BODY),
        refuse_lines(skills, field="skills", most=MOST_SKILLS, longest=LONGEST_SKILL),
        refuse_lines(questions, field="questions", most=MOST_QUESTIONS, longest=LONGEST_QUESTION),
        _refuse_budget(details.budget),
    )

    def cleared(text: str, field: str, *before: str) -> ClearedText:
        # What stands above is read first: what begins there and ends here is one detail.
        situation = Situation(context=tuple(filter(None, before)) if text else ())
        return clear_or_refuse(text, surface="job_post", field=field, on=on, situation=situation, language=language)

    return ClearedJob(
        title=cleared(line, "title"),
        body=cleared(text, "body", line),
        skills=cleared(skills, "skills", line, text),
        questions=cleared(questions, "questions", line, text, skills),
        budget=details.budget,
    )


def details_of(job: JobPost) -> JobDetails:
    """What a post says besides title and body, as it stands."""
    budget = Budget(
        kind=job.budget_kind, from_minor=job.budget_from_minor, to_minor=job.budget_to_minor, currency=job.currency
    )
    return JobDetails(skills=lines_of(job.skills), questions=lines_of(job.questions), budget=budget)


def fill_in(job: JobPost, cleared: ClearedJob) -> list[str]:
    """Write the cleared texts into the record; the names of the fields that this concerns."""
    job.title, job.body, job.skills, job.questions = cleared.title, cleared.body, cleared.skills, cleared.questions
    budget = cleared.budget
    job.budget_kind, job.currency = budget.kind, budget.currency
    job.budget_from_minor, job.budget_to_minor = budget.from_minor, budget.to_minor
    budget_fields = ["budget_kind", "currency", "budget_from_minor", "budget_to_minor"]
    return ["title", "body", "skills", "questions", *budget_fields]


def keep_job_circumstances(job: JobPost, *, at: datetime) -> None:
    """Beside a post that was filled in and stored: how its texts came through the gate."""
    keep_circumstances([(job, column) for column in ("title", "body", "skills", "questions")], at=at)


def list_job(job: JobPost) -> None:
    """Let searches find an open post as it reads now. It keeps its place in the order of opening."""
    listing, _ = JobListing.objects.update_or_create(
        job=job,
        defaults={
            "client_id": job.client_id,
            "organisation_id": job.organisation_id,
            "budget_kind": job.budget_kind,
            "budget_to_minor": job.budget_to_minor,
            "currency": job.currency,
            "posted_at": job.posted_at,
        },
    )
    marks = [mark_of("skill", one) for one in lines_of(job.skills)]
    index_words(LISTINGS, listing.id, text=[job.title, job.body, job.skills], marks=marks)


def unlist_job(job: JobPost) -> None:
    """Let searches find the post no more."""
    for listing in JobListing.objects.filter(job=job):
        forget_words(LISTINGS, listing.id)
        listing.delete()


def _refuse_budget(budget: Budget) -> BudgetInvalid | None:
    if not budget.kind:
        is_empty = budget == Budget()
        return (
            None if is_empty else BudgetInvalid(field="budget", sentence="Say whether it is for the whole or hourly.")
        )
    if budget.kind not in {"fixed", "hourly"}:
        return BudgetInvalid(field="budget", sentence="A budget is fixed or hourly.")
    if budget.to_minor is None:
        return BudgetInvalid(field="budget_to_minor", sentence="Say how much at most.")
    check(refuse_money(budget.to_minor, budget.currency, field="budget_to_minor"))
    if budget.from_minor is not None:
        check(refuse_money(budget.from_minor, budget.currency, field="budget_from_minor"))
        if budget.from_minor > budget.to_minor:
            return BudgetInvalid(field="budget_from_minor", sentence="This is more than the most you would pay.")
    return None
