"""The search page: complete without script."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from vestibule.accounts.models import Person
from vestibule.kit.zones import parse_day, zone_named
from vestibule.rooms.models import Member, Room
from vestibule.rooms.presenter import short_time
from vestibule.rooms.queries import visible_room
from vestibule.rooms.search.api import cursor_of, place_in, span_of_days
from vestibule.rooms.search.ask import Wish
from vestibule.rooms.search.find import LONGEST_QUERY, Hit, find_messages

MOST_PEOPLE = 100
_FIELDS = ("q", "room", "person", "from", "to", "link")


@require_GET
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    actor = cast("Person", request.user)
    asked = {name: request.GET[name] for name in _FIELDS if request.GET.get(name)}
    room_id = _id(asked.get("room"))
    room = visible_room(actor, room_id) if room_id else None
    days = span_of_days(actor, since=parse_day(asked.get("from")), until=parse_day(asked.get("to")))
    text = asked.get("q", "")[:LONGEST_QUERY]
    wish = Wish(text=text, room=room_id, author=_id(asked.get("person")), has_link="link" in asked, **days)
    found = find_messages(actor, wish, before=place_in(request.GET.get("cursor")))
    context = {
        "section": "rooms",
        "asked": asked,
        "room": room,
        "people": _people(actor, room_id),
        "is_asked": wish != replace(Wish(), room=room_id),
        "hits": [_line(hit, actor) for hit in found.items],
        "older": _address(asked, cursor=cursor_of(found.before)) if found.before else "",
        "is_continued": "cursor" in request.GET,
        "other": found.did_you_mean,
        "other_address": _address(asked, q=found.did_you_mean),
        "everywhere": _address({name: value for name, value in asked.items() if name != "room"}),
        "is_complete": found.is_complete,
    }
    return render(request, "rooms/search.html", context)


def _id(raw: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(raw) if raw else None
    except ValueError:
        return None


def _address(asked: Mapping[str, str], **changed: str | None) -> str:
    return "/search/?" + urlencode({**asked, **{name: value for name, value in changed.items() if value}})


def _people(actor: Person, room_id: uuid.UUID | None) -> list[dict[str, str]]:
    """Whom the actor talks with, by name; in one room or in any. The actor comes first."""
    rooms = Room.objects.visible_to(actor)
    seats = Member.objects.filter(room__in=rooms.filter(id=room_id) if room_id else rooms).exclude(person=actor)
    names = seats.order_by("person__display_name", "person_id").values_list("person_id", "person__display_name")
    others = [{"id": str(person), "name": name} for person, name in names.distinct()[:MOST_PEOPLE]]
    return [{"id": str(actor.id), "name": actor.display_name}, *others]


def _line(hit: Hit, actor: Person) -> dict[str, Any]:
    zone = zone_named(actor.time_zone)
    return {
        "address": f"/rooms/{hit.room}/?around={hit.seq}#m{hit.seq}",
        "by": {"id": hit.by, "name": hit.by_name, "is_me": hit.by == actor.id},
        "room_title": hit.room_title,
        "at": hit.at,
        "time": short_time(hit.at, zone, timezone.now()),
        "moment": date_format(hit.at.astimezone(zone), "DATETIME_FORMAT"),
        "pieces": _pieces(hit),
    }


def _pieces(hit: Hit) -> list[tuple[str, bool]]:
    """The excerpt in pieces, each with whether it was sought."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in hit.marks:
        pieces += [(hit.excerpt[at:start], False), (hit.excerpt[start:end], True)]
        at = end
    return [*pieces, (hit.excerpt[at:], False)]
