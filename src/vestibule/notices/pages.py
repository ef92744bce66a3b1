"""The pages of notices, complete without script; with it the list keeps itself up to date."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.feed.models import Stream
from vestibule.kit.encoding import to_plain
from vestibule.notices.actions.read_notices import read_notices
from vestibule.notices.actions.stop_mails import stop_mails, stop_stopping
from vestibule.notices.links import subscription_of
from vestibule.notices.models import Kind, unread_count
from vestibule.notices.queries import notice_card, notices_of, visible_notice
from vestibule.notices.wording import address_of, plain_title
from vestibule.rooms.models import Room
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.typed import sign_in_first

PAGE = 30


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """What one was told of, the newest first."""
    actor = _person(request)
    # Where the own stream stands is read first: what comes meanwhile is still to come.
    head = Stream.objects.values_list("head", flat=True).get(id=actor.id)
    cursor = request.GET.get("cursor")
    found = notices_of(actor, after=time_and_id(cursor), limit=PAGE)
    cards, unread = [notice_card(one) for one in found], unread_count(actor)
    last = found[-1] if len(found) == PAGE else None
    older = pack_cursor(last.at.isoformat(), str(last.id)) if last is not None else None
    context = {
        "section": "notices",
        "cards": cards,
        "unread": unread,
        "older": older,
        "is_first": not cursor,
        # What the page's script starts from (client/src/notices/page.ts).
        "notices_data": {
            "me": str(actor.id),
            "head": head,
            "language": actor.language,
            "time_zone": actor.time_zone,
            "items": to_plain(cards),
            "next": older,
            "unread": unread,
        },
    }
    return render(request, "notices/list.html", context)


@require_GET
@login_required
def show_page(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Where a mail leads: on to what the notice is about. Looking at it there is what reads it."""
    return redirect(address_of(visible_notice(_person(request), notice_id)))


@require_POST
@sign_in_first("notices")
def post_open(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Read it, and on to what it is about."""
    notice = visible_notice(_person(request), notice_id)
    read_notices(actor=_person(request), notice_id=notice_id, now=timezone.now())
    return redirect(address_of(notice))


@require_POST
@sign_in_first("notices")
def post_read(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    read_notices(actor=_person(request), notice_id=notice_id, now=timezone.now())
    return redirect("notices")


@require_POST
@sign_in_first("notices")
def post_all_read(request: HttpRequest) -> HttpResponse:
    read_notices(actor=_person(request), now=timezone.now())
    messages.success(request, _("All is read."))
    return redirect("notices")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribe_page(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing: mail scanners look. One click of a mail program is a POST with RFC 8058's field.

    No sign-in and no form token: who has the link was sent it, and it ends nothing but mails.
    """
    token = request.GET.get("t", "")
    found = subscription_of(token)
    state = "asked"
    if request.POST.get("List-Unsubscribe") == "One-Click":
        stop_mails(actor=None, token=token)
        state = "stopped"
    elif request.POST.get("again") == "1":
        stop_stopping(actor=None, token=token)
        state = "again"
    room = Room.objects.filter(id=found.room).first() if found.room is not None else None
    context: dict[str, Any] = {
        "state": state,
        "room_title": plain_title(str(room.title)) if room is not None else "",
        "kind_words": Kind(found.kind).label if found.kind else "",
    }
    return render(request, "notices/unsubscribe.html", context)
