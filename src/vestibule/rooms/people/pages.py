"""The page of a room's people: who is here, whom one can bring, how one leaves. Complete without script."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.models import Person
from vestibule.kit.encoding import to_plain
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.rooms.actions.bring_colleague import bring_colleague
from vestibule.rooms.actions.remove_colleague import remove_colleague
from vestibule.rooms.details import room_detail
from vestibule.rooms.going import words_of_leaving
from vestibule.rooms.people.lines import member_lines
from vestibule.rooms.people.queries import colleagues_to_bring, seat_in
from vestibule.web.typed import sign_in_first

MOST_CHOICES = 200


@require_GET
@login_required
def people_page(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Who is in the room, with what the reader can change about it."""
    return _show(request, room_id)


def _show(
    request: HttpRequest, room_id: uuid.UUID, *, refusal: Refusal | None = None, person: str = "", history: str = "0"
) -> HttpResponse:
    actor = cast("Person", request.user)
    seat = seat_in(actor, room_id)
    room = to_plain(room_detail(actor, room_id, now=timezone.now()))
    context = {
        "section": "rooms",
        "room": room,
        "members": member_lines(room, str(actor.id)),
        "colleagues": colleagues_to_bring(seat, limit=MOST_CHOICES),
        "leaving": words_of_leaving(actor, room_id),
        "problem": refusal.text if refusal is not None else "",
        "chosen": person,
        "history": history,
    }
    return render(request, "rooms/people.html", context, status=refusal.status if refusal is not None else 200)


@require_POST
@sign_in_first("room-people")
def post_member(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Bring a colleague in; what was chosen stands in the form again when that cannot be."""
    chosen, history = request.POST.get("person", ""), request.POST.get("history", "0")
    try:
        card = bring_colleague(
            actor=cast("Person", request.user),
            room_id=room_id,
            person_id=_id_in(chosen),
            with_history=history == "1",
            now=timezone.now(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, room_id, refusal=refusal, person=chosen, history=history)
    messages.success(request, _("%(name)s is in the room now.") % {"name": card.name})
    return redirect("room-people", room_id=room_id)


@require_POST
@sign_in_first("room-people")
def post_remove(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Send a colleague away who was brought in."""
    try:
        remove_colleague(
            actor=cast("Person", request.user),
            room_id=room_id,
            person_id=_id_in(request.POST.get("person", "")),
            now=timezone.now(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, room_id, refusal=refusal)
    messages.success(request, _("Removed."))
    return redirect("room-people", room_id=room_id)


def _id_in(raw: str) -> uuid.UUID:
    """The id that a form names; one that nobody has where it names none."""
    try:
        return uuid.UUID(raw)
    except ValueError:
        return uuid.UUID(int=0)
