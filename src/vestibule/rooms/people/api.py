"""Who is in a room, over the API: bringing colleagues and sending them away."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.rooms.actions.bring_colleague import bring_colleague
from vestibule.rooms.actions.remove_colleague import remove_colleague
from vestibule.rooms.api import Limit, Strict
from vestibule.rooms.events import PersonCard
from vestibule.rooms.people.queries import colleagues_to_bring, seat_in
from vestibule.web.api import CursorInvalid, as_json, idempotent, pack_cursor, unpack_cursor
from vestibule.web.described import described

router = Router(tags=["rooms"])


class BringableAnswer(Schema):
    """Somebody whom you could bring in, and the organisation that you both belong to."""

    id: uuid.UUID
    name: str
    picture: uuid.UUID | None
    organisation: uuid.UUID
    organisation_name: str


class ColleaguePage(Schema):
    items: list[BringableAnswer]
    next: str | None


class NewMember(Strict):
    """With `with_history` they read what was said before too: possible where every text in it may go to them."""

    person: uuid.UUID
    with_history: bool = Field(default=False)


@router.get("/rooms/{room_id}/colleagues", response=ColleaguePage, summary="Whom I could bring into the room")
def list_colleagues(
    request: HttpRequest, room_id: uuid.UUID, cursor: str | None = None, limit: Limit = 50
) -> dict[str, Any]:
    found = colleagues_to_bring(seat_in(asker(request), room_id), after=_place(cursor), limit=limit)
    return {"items": found, "next": pack_cursor(str(found[-1].place)) if len(found) == limit else None}


def _place(cursor: str | None) -> int:
    if not cursor:
        return 0
    (place,) = unpack_cursor(cursor, 1)
    if not (place.isdecimal() and len(place) < 18):
        raise CursorInvalid(field="cursor")
    return int(place)


@router.post(
    "/rooms/{room_id}/members", response={201: described(PersonCard)}, summary="Bring a colleague into the room"
)
@idempotent
def post_member(request: HttpRequest, room_id: uuid.UUID, data: NewMember) -> HttpResponse:
    """Somebody of your organisation who works on your side. They read along from now on."""
    card = bring_colleague(
        actor=asker(request),
        room_id=room_id,
        person_id=data.person,
        with_history=data.with_history,
        now=timezone.now(),
    )
    return as_json(card, status=201)


@router.delete(
    "/rooms/{room_id}/members/{member_id}", response={204: None}, summary="Remove a colleague who was brought in"
)
def delete_member(request: HttpRequest, room_id: uuid.UUID, member_id: uuid.UUID) -> Status[None]:
    """One whom you brought, or who was brought in for an organisation that you own or manage."""
    remove_colleague(actor=asker(request), room_id=room_id, person_id=member_id, now=timezone.now())
    return Status(204, None)
