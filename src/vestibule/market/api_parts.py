"""What the market's API doors share."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Schema

from vestibule.accounts.models import Person
from vestibule.market.queries import Place, job_card, visible_job
from vestibule.web.api import as_json, pack_cursor

LARGEST_PAGE = 200
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
Words = Annotated[str, Field(max_length=200)]
SkillNames = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=5)]
Amount = Annotated[int | None, Field(ge=1, le=10**12)]


class Strict(Schema):
    model_config = {"extra": "forbid"}


def today() -> date:
    """The day on which plans are looked at."""
    return timezone.now().date()


def job_answer(actor: Person, job_id: uuid.UUID, *, status: int = 200) -> HttpResponse:
    """A job post as the actor sees it."""
    return as_json(job_card(actor, visible_job(actor, job_id), on=today()), status=status)


def page_answer(items: Sequence[object], places: Sequence[Place], limit: int) -> HttpResponse:
    """A page of a list, and the cursor for the next one while it is full."""
    following = None
    if len(items) == limit:
        at, last_id = places[-1]
        following = pack_cursor(at.isoformat(), str(last_id))
    return as_json({"items": items, "next": following})
