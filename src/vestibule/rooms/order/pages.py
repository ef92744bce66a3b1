"""Keeping order by forms, without script."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.pin_message import pin_message
from vestibule.rooms.actions.place_room import place_room
from vestibule.web.typed import sign_in_first

_YES = {"1": True, "0": False}


@require_POST
@sign_in_first("room")
def post_place(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    place_room(
        actor=cast("Person", request.user),
        room_id=room_id,
        is_pinned=_YES.get(request.POST.get("pin", "")),
        is_archived=_YES.get(request.POST.get("archive", "")),
        is_muted=_YES.get(request.POST.get("mute", "")),
        now=timezone.now(),
    )
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_pin(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    seq = _number(request)
    is_pinned = request.POST.get("on", "1") == "1"
    pin_message(actor=cast("Person", request.user), room_id=room_id, seq=seq, is_pinned=is_pinned, now=timezone.now())
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_question(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    seq = _number(request)
    is_open = request.POST.get("on", "1") == "1"
    mark_question(actor=cast("Person", request.user), room_id=room_id, seq=seq, is_open=is_open, now=timezone.now())
    return redirect("room", room_id=room_id)


def _number(request: HttpRequest) -> int:
    raw = request.POST.get("seq", "")
    if not (raw.isdecimal() and len(raw) < 18):
        raise NotFound
    return int(raw)
