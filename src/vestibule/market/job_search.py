"""Finding open job posts by words, skills, money and the badge of their client."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from vestibule.accounts.models import Person
from vestibule.feed.sql import id_parameter
from vestibule.kit.money import CURRENCIES
from vestibule.market.cards import JobCard
from vestibule.market.job_texts import LISTINGS
from vestibule.market.lines import lines_of
from vestibule.market.models import JobListing, JobPost
from vestibule.market.queries import Place, job_cards
from vestibule.market.rules import BudgetInvalid, CurrencyUnknown
from vestibule.market.words import LONGEST_QUERY, Walk, mark_of, newest

# How many of the newest posts that match are looked at for the skills to narrow by.
LOOKED_AT = 200
MOST_FACETS = 12
MOST_WANTED_SKILLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWish:
    """What somebody looks for: every part narrows.

    `pays_at_least_minor` counts the smallest unit of `currency` and asks for a budget of `budget_kind` that reaches
    it. `is_exempt` asks for clients whose plan carries the badge today.
    """

    text: str = ""
    skills: Sequence[str] = ()
    budget_kind: str = ""
    currency: str = ""
    pays_at_least_minor: int | None = None
    is_exempt: bool = False

    @property
    def narrows(self) -> bool:
        return self != JobWish()


def search_jobs(
    actor: Person, wish: JobWish, *, on: date, after: Place | None = None, limit: int, others_only: bool = False
) -> list[JobCard]:
    """Open posts that match, the latest opened first. With `others_only` the actor's own are left out.

    Raises `BudgetInvalid` and `CurrencyUnknown` at the field.
    """
    found = _ids(actor, wish, on=on, after=after, limit=limit, others_only=others_only)
    rows = {row.id: row for row in JobPost.objects.filter(id__in=found).select_related("client", "organisation")}
    return job_cards(actor, [rows[one] for one in found], on=on)


def skills_to_narrow_by(actor: Person, wish: JobWish, *, on: date) -> list[str]:
    """The skills that the newest matching posts ask for most often, without those that are chosen already."""
    found = _ids(actor, wish, on=on, after=None, limit=LOOKED_AT, others_only=False)
    texts = JobPost.objects.filter(id__in=found).exclude(skills="").values_list("skills", flat=True)
    return most_named(texts, wish.skills)


def most_named(texts: Any, chosen: Sequence[str]) -> list[str]:  # noqa: ANN401 - strings from a query
    """The lines that stand in these texts most often, each as it is most often written."""
    taken = {one.casefold() for one in chosen}
    counted: Counter[str] = Counter()
    writing: dict[str, Counter[str]] = {}
    for line in (line for text in texts for line in lines_of(text)):
        if line.casefold() not in taken:
            counted[line.casefold()] += 1
            writing.setdefault(line.casefold(), Counter())[line] += 1
    return [writing[one].most_common(1)[0][0] for one, _ in counted.most_common(MOST_FACETS)]


def _ids(
    actor: Person, wish: JobWish, *, on: date, after: Place | None, limit: int, others_only: bool
) -> list[uuid.UUID]:
    plain = _conditions(wish, on)
    if others_only:
        plain["t.client_id <> %s"] = [id_parameter(actor.id)]
    walk = Walk(
        table=LISTINGS,
        text=wish.text[:LONGEST_QUERY],
        marks=[mark_of("skill", one) for one in wish.skills[:MOST_WANTED_SKILLS]],
        plain=plain,
        before=_number_at(after) if after is not None else None,
        limit=limit,
    )
    keys = newest(walk)
    ids = dict(JobListing.objects.filter(id__in=keys).values_list("id", "job_id"))
    return [ids[key] for key in keys if key in ids]


def _number_at(place: Place) -> int:
    """Where a page ended: at this post, or, when it has been closed since, at what was opened before it."""
    at, job_id = place
    known = JobListing.objects.filter(job_id=job_id).values_list("id", flat=True).first()
    if known is None:
        older = JobListing.objects.filter(posted_at__lte=at).order_by("-posted_at").values_list("id", flat=True)
        known = (older.first() or 0) + 1
    return known


def _conditions(wish: JobWish, on: date) -> dict[str, list[object]]:
    conditions: dict[str, list[object]] = {}
    if wish.budget_kind:
        if wish.budget_kind not in {"fixed", "hourly"}:
            raise BudgetInvalid(field="budget", sentence="A budget is fixed or hourly.")
        conditions["t.budget_kind = %s"] = [wish.budget_kind]
    if wish.currency:
        if wish.currency not in CURRENCIES:
            raise CurrencyUnknown(field="currency")
        conditions["t.currency = %s"] = [wish.currency]
    if wish.pays_at_least_minor is not None:
        if not wish.currency:
            raise CurrencyUnknown(field="currency")
        conditions["t.budget_to_minor >= %s"] = [wish.pays_at_least_minor]
    if wish.is_exempt:
        day = on if connection.vendor == "postgresql" else on.isoformat()
        conditions[
            "t.organisation_id IN (SELECT organisation_id FROM accounts_planperiod WHERE plan IN"
            " ('business', 'enterprise') AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s))"
        ] = [day, day]
    return conditions
