"""Objections over the API, for whoever makes them."""

import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from vestibule.accounts.api import asker
from vestibule.reviews.actions.object_to_verdict import (
    LONGEST_TEXT,
    object_to_kept,
    object_to_message,
    object_to_refusal,
)
from vestibule.reviews.queries import ObjectionCard, objection_card, objections_of
from vestibule.web.api import as_json, idempotent, pack_cursor, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["reviews"])

Limit = Annotated[int, Query(ge=1, le=200)]
# Where texts are written of which nothing is kept when they are refused.
RefusedOn = Literal["profile", "proposal", "invite", "job_post", "offer", "display_name", "room_title"]


class RefusedText(Schema):
    """A text that was refused, and where."""

    model_config = {"extra": "forbid"}
    surface: RefusedOn
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class ObjectionPage(Schema):
    """Newest first."""

    items: list[Any] = Field(json_schema_extra=are_structs(ObjectionCard))
    next: str | None


@router.get("/objections", response=ObjectionPage, summary="What I objected to, and the answers")
def list_objections(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> HttpResponse:
    found = objections_of(asker(request), after=time_and_id(cursor), limit=limit)
    last = found[-1] if len(found) == limit else None
    return as_json(
        {"items": found, "next": pack_cursor(last.made_at.isoformat(), str(last.id)) if last is not None else None}
    )


@router.post(
    "/objections", response={201: described(ObjectionCard)}, summary="Say of a refused text: no contact information"
)
@idempotent
def post_objection(request: HttpRequest, data: RefusedText) -> HttpResponse:
    made = object_to_refusal(actor=asker(request), surface=data.surface, text=data.text, now=timezone.now())
    return as_json(objection_card(made), status=201)


@router.post(
    "/withheld/{withheld_id}/objection",
    response={201: described(ObjectionCard)},
    summary="Say of a kept message: no contact information",
)
@idempotent
def post_objection_to_kept(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    made = object_to_kept(actor=asker(request), withheld_id=withheld_id, now=timezone.now())
    return as_json(objection_card(made), status=201)


@router.post(
    "/rooms/{room_id}/messages/{seq}/objection",
    response={201: described(ObjectionCard)},
    summary="Say of somebody else's message: this should have been caught",
)
@idempotent
def post_objection_to_message(
    request: HttpRequest, room_id: uuid.UUID, seq: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> HttpResponse:
    made = object_to_message(actor=asker(request), room_id=room_id, seq=seq, now=timezone.now())
    return as_json(objection_card(made), status=201)
