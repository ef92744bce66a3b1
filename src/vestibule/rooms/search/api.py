"""Searching over the API."""

import uuid
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from vestibule.accounts.api import asker
from vestibule.accounts.models import Person
from vestibule.kit.zones import start_of, zone_named
from vestibule.rooms.search.ask import Place, Wish
from vestibule.rooms.search.find import LARGEST_PAGE, LONGEST_QUERY, Hit, find_messages
from vestibule.web.api import LARGEST_NUMBER, CursorInvalid, as_json, pack_cursor, unpack_cursor
from vestibule.web.described import are_structs

router = Router(tags=["search"])

Words = Annotated[str, Query(max_length=LONGEST_QUERY)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


class FoundAnswer(Schema):
    """Messages, newest first. `did_you_mean` is another wording, where nothing was found.

    `is_complete` is false while older messages are still being taken into the index.
    """

    items: list[Any] = Field(json_schema_extra=are_structs(Hit))
    next: str | None
    did_you_mean: str | None
    is_complete: bool


@router.get("/search", response=FoundAnswer, summary="Find messages in my rooms")
def search(
    request: HttpRequest,
    q: Words = "",
    room: uuid.UUID | None = None,
    person: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    has: Literal["link"] | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> HttpResponse:
    """Words in any order, "words in a row" in quotation marks; the last word may be unfinished.

    `person` is who wrote it; `since` and `until` are days of your time zone, both included.
    """
    actor = asker(request)
    wish = Wish(
        text=q, room=room, author=person, has_link=has == "link", **span_of_days(actor, since=since, until=until)
    )
    found = find_messages(actor, wish, before=place_in(cursor), limit=limit)
    return as_json(
        {
            "items": found.items,
            "next": cursor_of(found.before),
            "did_you_mean": found.did_you_mean,
            "is_complete": found.is_complete,
        }
    )


def span_of_days(actor: Person, *, since: date | None, until: date | None) -> dict[str, datetime | None]:
    """Two days of the actor's time zone as moments: the start of the first, the end of the last."""
    zone = zone_named(actor.time_zone)
    return {
        "since": start_of(since, zone) if since and since > date.min else None,
        "until": start_of(until + timedelta(days=1), zone) if until and until < date.max - timedelta(days=1) else None,
    }


def cursor_of(place: Place | None) -> str | None:
    """The cursor that asks for what is older than this place."""
    return pack_cursor(str(place[0]), str(place[1])) if place else None


def place_in(cursor: str | None) -> Place | None:
    """The place that a cursor names. Raises `CursorInvalid`."""
    if not cursor:
        return None
    room, seq = unpack_cursor(cursor, 2)
    try:
        place = uuid.UUID(room), int(seq)
    except ValueError as error:
        raise CursorInvalid(field="cursor") from error
    if not 0 < place[1] <= LARGEST_NUMBER:
        raise CursorInvalid(field="cursor")
    return place
