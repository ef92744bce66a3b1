"""The room pages: complete without script; with it the page's elements take over."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

import msgspec
import structlog
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.models import Person
from vestibule.kit.encoding import to_plain
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.kit.zones import parse_day, start_of, zone_named
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.revise_withheld import discard_withheld, release_withheld, revise_withheld
from vestibule.rooms.actions.save_draft import save_draft
from vestibule.rooms.actions.send_messages import SendMessage
from vestibule.rooms.details import MOST_LISTED, room_among_others
from vestibule.rooms.lane import lane
from vestibule.rooms.models import WithheldMessage
from vestibule.rooms.offer_form import offer_form
from vestibule.rooms.order.pace import usual_pace
from vestibule.rooms.order.queries import DraftCard, draft_of
from vestibule.rooms.presenter import room_page_context, rooms_page_context
from vestibule.rooms.queries import listed_rooms, next_of, own_head
from vestibule.rooms.quoting import ReplyWish, readable_message
from vestibule.rooms.timeline import place_on, timeline_page
from vestibule.web.api import time_and_id
from vestibule.web.typed import sign_in_first, typed_before

log = structlog.get_logger(__name__)

# What the app above knows of a room's offers; the site sets it, so that rooms need not know the market.
OffersOf = Callable[[Person, uuid.UUID], list[dict[str, Any]]]
AboutOf = Callable[[Person, uuid.UUID], Mapping[str, Any] | None]
_offers_of: OffersOf = lambda _actor, _room: []  # noqa: E731
_about_of: AboutOf = lambda _actor, _room: None  # noqa: E731
_EMPTY_MESSAGE = {"body": "", "purpose": "", "error": None, "target": None}


def show_with(*, offers_of: OffersOf, about_of: AboutOf) -> None:
    """Let the room page show what another app keeps about the room."""
    global _offers_of, _about_of
    _offers_of, _about_of = offers_of, about_of


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON values for a template
    return to_plain(value)


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    actor = _person(request)
    now = timezone.now()
    # Where the own stream stands is read first: what changes meanwhile is still to come, never lost.
    head = own_head(actor)
    after = time_and_id(request.GET.get("cursor"))
    rooms = listed_rooms(actor, on=now.date(), after=after, limit=MOST_LISTED)
    context = rooms_page_context(rooms=_plain(rooms), me=actor, person_head=head, now=now)
    context["page_data"] |= {"rooms_next": next_of(rooms)}
    return render(request, "rooms/list.html", context)


@require_GET
@login_required
def room_page(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    return show_room(request, room_id)


def show_room(
    request: HttpRequest,
    room_id: uuid.UUID,
    *,
    form: dict[str, Any] | None = None,
    offer: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The room's page. What was typed and refused stands in its form again: the composer's or the offer's.

    `form` has `body`, `purpose`, `key`; `offer` is an `offer_form`; both have `error`, which is
    None or has `field`, `text` and, where the contact rule refused, `verdict`. Raises `NotFound`.
    """
    actor = _person(request)
    now = timezone.now()
    detail, rooms = room_among_others(actor, room_id, now=now)
    before, after, around = _place(request, actor, room_id)
    page = timeline_page(actor, room_id, before=before, after=after, around=around)
    typed = typed_before(request)
    draft = draft_of(actor, room_id)
    form = form or _empty_form(actor, room_id, {**request.GET.dict(), **typed}, draft)
    # Loading the page is reading it only when it shows the newest places.
    if request.method == "GET" and page.after is None and detail.head > detail.read_seq:
        _note_reading(actor, room_id, detail.head, now)
    context = room_page_context(
        room=_plain(detail),
        timeline=msgspec.json.decode(page.as_json()),
        rooms=_plain(rooms),
        me=actor,
        offers=_offers_of(actor, room_id),
        form=form,
        now=now,
        pace=usual_pace([member.id for member in detail.members if member.id != actor.id]),
    )
    context["page_data"] |= {"rooms_next": next_of(rooms), "draft": _plain(draft)}
    extra = {"about": _about_of(actor, room_id), "offer_form": offer or offer_form(typed)}
    return render(request, "rooms/room.html", {**context, **extra}, status=status)


def _empty_form(actor: Person, room_id: uuid.UUID, given: Mapping[str, str], draft: DraftCard) -> dict[str, Any]:
    """The composer as the page opens it: with the draft, answering a message (`reply`) or rewording one (`edit`)."""
    target = target_of(actor, room_id, given)
    before = {"body": draft.body, "purpose": draft.purpose}
    if target and target["kind"] == "edit":
        before = {"body": target["body"]}
    typed = _kept(given, "body", "purpose") if "body" in given else {}
    return {**_EMPTY_MESSAGE, "key": str(new_id()), "target": target, **before, **typed}


def target_of(actor: Person, room_id: uuid.UUID, given: Mapping[str, str]) -> dict[str, Any] | None:
    """The message that the composer is about, if what is given names one that can be answered or reworded."""
    kind = "edit" if "edit" in given else "reply"
    seq = number_in(given.get(kind))
    message = readable_message(room=room_id, person=actor.id, seq=seq) if seq else None
    if message is None or message.deleted_at is not None or (kind == "edit" and message.author_id != actor.id):
        return None
    author = actor if message.author_id == actor.id else message.author
    return {"kind": kind, "seq": seq, "name": author.display_name, "body": message.body}


def _kept(typed: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: typed[name].replace("\r\n", "\n") for name in names if name in typed}


def _note_reading(actor: Person, room_id: uuid.UUID, seq: int, now: datetime) -> None:
    """Move the read mark if it can be stored. A full disk must not keep anybody from reading."""
    try:
        move_read_mark(person_id=actor.id, room_id=room_id, seq=seq, now=now)
    except DatabaseError as error:
        log.warning("rooms.read_mark_not_stored", error=type(error).__name__)


def _place(request: HttpRequest, actor: Person, room_id: uuid.UUID) -> tuple[int | None, int | None, int | None]:
    """Which places the address asks for: `before`, `after` or `around` a number, or `on` a day."""
    day = parse_day(request.GET.get("on"))
    if day is not None:
        return None, None, place_on(actor, room_id, since=start_of(day, zone_named(actor.time_zone)))
    before, after, around = (number_in(request.GET.get(name)) for name in ("before", "after", "around"))
    return before, after, around


def number_in(raw: str | None) -> int | None:
    """The number that somebody gave, or nothing where it is none."""
    return int(raw) if raw and raw.isdecimal() and len(raw) < 18 else None


@require_POST
@sign_in_first("room")
def post_message(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    body = request.POST.get("body", "").replace("\r\n", "\n")
    purpose = request.POST.get("purpose", "")
    key = request.POST.get("key", "")
    reply = request.POST.get("reply", "")
    seq = number_in(reply)
    wish = SendMessage(
        person=_person(request).id,
        room=room_id,
        key=key,
        body=body,
        purpose=purpose,
        reply_to=ReplyWish(seq=seq) if seq else None,
    )
    outcome = lane.send(wish)
    if isinstance(outcome, NotFound):
        raise outcome
    if isinstance(outcome, Refusal):
        target = target_of(_person(request), room_id, {"reply": reply})
        form = {"body": body, "purpose": purpose, "key": key, "error": form_error(outcome), "target": target}
        return show_room(request, room_id, form=form, status=outcome.status)
    if draft_of(_person(request), room_id).body == body:
        save_draft(actor=_person(request), room_id=room_id, body="", now=timezone.now())
    return redirect("room", room_id=room_id)


def form_error(refusal: Refusal) -> dict[str, Any]:
    """What a form on the room's page shows of a refusal."""
    return {"field": refusal.field, "text": refusal.text, **refusal.details()}


@require_POST
@sign_in_first("room")
def post_revision(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    room_id = _room_of(_person(request), withheld_id)
    body = request.POST.get("body")
    try:
        revise_withheld(
            actor=_person(request),
            withheld_id=withheld_id,
            body=body.replace("\r\n", "\n") if body is not None else None,
            purpose=request.POST.get("purpose"),
            now=timezone.now(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        # The kept text stays as it was; what was typed now goes back into the composer, so that it is not lost.
        form = {"body": body or "", "purpose": "", "key": str(new_id()), "error": form_error(refusal)}
        return show_room(request, room_id, form=form, status=refusal.status)
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_release(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    room_id = _room_of(_person(request), withheld_id)
    release_withheld(actor=_person(request), withheld_id=withheld_id, now=timezone.now())
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_discard(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    room_id = _room_of(_person(request), withheld_id)
    discard_withheld(actor=_person(request), withheld_id=withheld_id, now=timezone.now())
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_leave(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    leave_room(actor=_person(request), room_id=room_id, now=timezone.now())
    return redirect("rooms")


def _room_of(actor: Person, withheld_id: uuid.UUID) -> uuid.UUID:
    row = WithheldMessage.objects.visible_to(actor).filter(id=withheld_id).first()
    if row is None:
        raise NotFound
    return row.room_id
