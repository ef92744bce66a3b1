"""The pages for those who say that the rule was applied wrongly."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vestibule.accounts.models import Person
from vestibule.judging.retelling import stored_told_in
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.reviews.actions.object_to_verdict import object_to_kept, object_to_message, object_to_refusal
from vestibule.reviews.queries import objections_of
from vestibule.reviews.words import answer_words, kind_words, surface_words
from vestibule.rooms.models import WithheldMessage
from vestibule.rooms.quoting import readable_message
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.typed import sign_in_first

PAGE = 30


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def objections_page(request: HttpRequest) -> HttpResponse:
    """What one objected to, and what came of it; forms whose text was refused are sent here too."""
    return _post_refused(request) if request.method == "POST" else _list_page(request)


@require_GET
@login_required
def _list_page(request: HttpRequest) -> HttpResponse:
    found = objections_of(_person(request), after=time_and_id(request.GET.get("cursor")), limit=PAGE)
    last = found[-1] if len(found) == PAGE else None
    context = {
        "items": [
            {
                "card": one,
                "kind": kind_words(one.kind),
                "surface": surface_words(one.surface),
                "answer": answer_words(one.answer, one.kind),
            }
            for one in found
        ],
        "older": pack_cursor(last.made_at.isoformat(), str(last.id)) if last is not None else None,
    }
    return render(request, "reviews/objections.html", context)


@sign_in_first("objections")
def _post_refused(request: HttpRequest) -> HttpResponse:
    surface, text = request.GET.get("surface", ""), request.POST.get("objected_text", "")
    try:
        object_to_refusal(actor=_person(request), surface=surface, text=text.replace("\r\n", "\n"), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        _thank(request)
    return redirect("objections")


@require_http_methods(["GET", "POST"])
@login_required
def kept_page(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    """Saying of one's own message that was kept back: this is no contact information."""
    actor = _person(request)
    kept = WithheldMessage.objects.visible_to(actor).filter(id=withheld_id).first()
    if kept is None:
        raise NotFound
    if request.method == "POST":
        object_to_kept(actor=actor, withheld_id=withheld_id, now=timezone.now())
        _thank(request)
        return redirect("objections")
    context = {"text": kept.body, "verdict": stored_told_in(kept.verdict, actor.language), "room": kept.room_id}
    return render(request, "reviews/object.html", {**context, "is_own": True, "seq": None})


@require_http_methods(["GET", "POST"])
@login_required
def message_page(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Saying of somebody else's message: this should have been caught."""
    actor = _person(request)
    written = request.POST.get("seq", "") or request.GET.get("seq", "")
    seq = int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else 0
    message = readable_message(room=room_id, person=actor.id, seq=seq)
    if message is None or message.author_id == actor.id or message.deleted_at is not None:
        raise NotFound
    if request.method == "POST":
        object_to_message(actor=actor, room_id=room_id, seq=seq, now=timezone.now())
        _thank(request)
        return redirect("objections")
    context = {"text": message.body, "verdict": None, "room": room_id, "is_own": False, "seq": seq}
    return render(request, "reviews/object.html", context)


def _thank(request: HttpRequest) -> None:
    messages.success(request, _("Thank you. Somebody will look at it, and you will be told."))
