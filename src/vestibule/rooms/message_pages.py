"""What can be done with a message without script: reword it, delete it, react to it, read how it read before."""

import uuid
from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.models import Person
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.react_to_message import react_to_message
from vestibule.rooms.pages import form_error, number_in, show_room, target_of
from vestibule.rooms.presenter import zone_of
from vestibule.rooms.queries import visible_room
from vestibule.rooms.timeline import wordings_of
from vestibule.web.typed import sign_in_first


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _seq(raw: str | None) -> int:
    seq = number_in(raw)
    if not seq:
        raise NotFound
    return seq


@require_POST
@sign_in_first("room")
def post_edit(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Reword a message; what is refused stands in the composer again."""
    actor = _person(request)
    body = request.POST.get("body", "").replace("\r\n", "\n")
    purpose = request.POST.get("purpose", "")
    seq = _seq(request.POST.get("seq"))
    try:
        edit_message(actor=actor, room_id=room_id, seq=seq, body=body, purpose=purpose, now=timezone.now())
    except NotFound:
        raise
    except Refusal as refusal:
        target = target_of(actor, room_id, {"edit": str(seq)})
        form = {"body": body, "purpose": purpose, "key": str(new_id()), "error": form_error(refusal), "target": target}
        return show_room(request, room_id, form=form, status=refusal.status)
    return _back(room_id, seq)


@require_POST
@sign_in_first("room")
def post_delete(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Delete a message."""
    seq = _seq(request.POST.get("seq"))
    delete_message(actor=_person(request), room_id=room_id, seq=seq, now=timezone.now())
    return _back(room_id, seq)


@require_POST
@sign_in_first("room")
def post_reaction(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Put a sign (`on`) under a message, or take it back (`off`)."""
    seq, given = _seq(request.POST.get("seq")), request.POST.get("on")
    react_to_message(
        actor=_person(request),
        room_id=room_id,
        seq=seq,
        reaction=given or request.POST.get("off", ""),
        is_on=given is not None,
        now=timezone.now(),
    )
    return _back(room_id, seq)


@require_GET
@login_required
def revisions_page(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Every wording of a message, the latest first."""
    actor = _person(request)
    seq = _seq(request.GET.get("seq"))
    wordings = wordings_of(actor, room_id, seq)
    lines = [
        {"number": one.revision, "at": _local(one.at, actor), "body": one.body, "is_latest": number == 0}
        for number, one in enumerate(reversed(wordings))
    ]
    context = {"section": "rooms", "room": visible_room(actor, room_id), "seq": seq, "wordings": lines}
    return render(request, "rooms/revisions.html", context)


def _local(at: datetime, reader: Person) -> datetime:
    return at.astimezone(zone_of(reader))


def _back(room_id: uuid.UUID, seq: int) -> HttpResponse:
    answer = redirect("room", room_id=room_id)
    answer.headers["Location"] += f"#m{seq}"
    return answer
