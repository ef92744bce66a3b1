"""Keeping order over the API: one's own list, drafts, pinned messages, open questions."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.pin_message import pin_message
from vestibule.rooms.actions.place_room import place_room
from vestibule.rooms.actions.save_draft import save_draft
from vestibule.rooms.api import Strict
from vestibule.rooms.order.queries import DraftCard, draft_of
from vestibule.rooms.queries import visible_room
from vestibule.rooms.reads import MemberRead, reads_in
from vestibule.rooms.rules import LONGEST_MESSAGE
from vestibule.web.api import LARGEST_NUMBER, as_json, idempotent
from vestibule.web.described import are_structs, described

router = Router(tags=["rooms"])


class ReadsPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(MemberRead))


class PlaceChange(Strict):
    """What is left out stays as it is."""

    is_pinned: bool | None = None
    is_archived: bool | None = None
    is_muted: bool | None = None


class DraftText(Strict):
    """An empty body lets go of the draft."""

    body: str = Field(max_length=LONGEST_MESSAGE)
    purpose: str = ""


class PinWish(Strict):
    seq: int = Field(ge=1, le=LARGEST_NUMBER)
    is_pinned: bool = True


class QuestionWish(Strict):
    seq: int = Field(ge=1, le=LARGEST_NUMBER)
    is_open: bool = True


@router.post("/rooms/{room_id}/place", response={204: None}, summary="Pin, archive or mute a room for myself")
@idempotent
def post_place(request: HttpRequest, room_id: uuid.UUID, data: PlaceChange) -> Status[None]:
    place_room(actor=asker(request), room_id=room_id, now=timezone.now(), **data.model_dump())
    return Status(204, None)


@router.get("/rooms/{room_id}/reads", response=ReadsPage, summary="How far the others have read")
def list_reads(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Of those who let it be known. Whoever is discreet learns it of nobody."""
    actor = asker(request)
    visible_room(actor, room_id)
    return as_json({"items": reads_in(actor, room_id)})


@router.get("/rooms/{room_id}/draft", response=described(DraftCard), summary="My draft in the room")
def get_draft(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    actor = asker(request)
    visible_room(actor, room_id)
    return as_json(draft_of(actor, room_id))


@router.post("/rooms/{room_id}/draft", response=described(DraftCard), summary="Keep my draft in the room")
def post_draft(request: HttpRequest, room_id: uuid.UUID, data: DraftText) -> HttpResponse:
    # The same text again changes nothing; an idempotency record would only be a second copy of it.
    actor = asker(request)
    row = save_draft(actor=actor, room_id=room_id, body=data.body, purpose=data.purpose, now=timezone.now())
    return as_json(DraftCard(row.body, row.purpose, row.revision))


@router.post("/rooms/{room_id}/pins", response={204: None}, summary="Pin a message, or unpin it")
@idempotent
def post_pin(request: HttpRequest, room_id: uuid.UUID, data: PinWish) -> Status[None]:
    pin_message(actor=asker(request), room_id=room_id, seq=data.seq, is_pinned=data.is_pinned, now=timezone.now())
    return Status(204, None)


@router.post("/rooms/{room_id}/questions", response={204: None}, summary="Mark a message as open question, or answered")
@idempotent
def post_question(request: HttpRequest, room_id: uuid.UUID, data: QuestionWish) -> Status[None]:
    mark_question(actor=asker(request), room_id=room_id, seq=data.seq, is_open=data.is_open, now=timezone.now())
    return Status(204, None)
