"""Notices and mail choices over the API."""

import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.market.api_parts import Limit, Strict
from vestibule.notices.actions.choose_mails import NewChoices, choose_mails, choose_mails_of_room, choose_new_links
from vestibule.notices.actions.read_notices import read_notices
from vestibule.notices.models import unread_count
from vestibule.notices.queries import MailWishes, NoticeCard, mail_wishes, notice_card, notices_of
from vestibule.web.api import as_json, idempotent, pack_cursor, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["notices"])

Hour = Annotated[int, Field(ge=0, le=23)]
HowName = Literal["now", "digest", "off"]
KindName = Literal["message", "answer", "question", "invitation", "proposal", "offer", "contract", "kept", "review"]


class NoticePage(Schema):
    """Newest first; `unread` counts all of them."""

    items: list[Any] = Field(json_schema_extra=are_structs(NoticeCard))
    next: str | None
    unread: int


class ReadAnswer(Schema):
    """How many are left unread."""

    unread: int


class Quiet(Strict):
    """From one hour until another of the person's own time zone, over midnight where the second comes first."""

    from_hour: Hour
    until_hour: Hour


class MailChange(Strict):
    """What is left out stays as it is; `quiet_hours: null` ends the quiet hours.

    `has_texts`: mails about messages quote them, but for contact details, which stay on the site.
    """

    is_paused: bool | None = None
    has_texts: bool | None = None
    digest_hour: Hour | None = None
    quiet_hours: Quiet | None = None
    kinds: dict[KindName, HowName] = {}


class RoomMailChange(Strict):
    """`how` for this room; null for the same as all others."""

    how: HowName | None = None


@router.get("/notices", response=NoticePage, summary="What I was told of, the newest first")
def list_notices(
    request: HttpRequest, cursor: str | None = None, show: Literal["all", "unread"] = "all", limit: Limit = 50
) -> HttpResponse:
    actor = asker(request)
    found = notices_of(actor, after=time_and_id(cursor), only_unread=show == "unread", limit=limit)
    last = found[-1] if len(found) == limit else None
    following = pack_cursor(last.at.isoformat(), str(last.id)) if last is not None else None
    page = {"items": [notice_card(one) for one in found], "next": following, "unread": unread_count(actor)}
    return as_json(page)


@router.post("/notices/read", response=ReadAnswer, summary="Mark all notices as read")
@idempotent
def post_all_read(request: HttpRequest) -> dict[str, int]:
    return {"unread": read_notices(actor=asker(request), now=timezone.now())}


@router.post("/notices/{notice_id}/read", response=ReadAnswer, summary="Mark a notice as read")
@idempotent
def post_read(request: HttpRequest, notice_id: uuid.UUID) -> dict[str, int]:
    return {"unread": read_notices(actor=asker(request), notice_id=notice_id, now=timezone.now())}


@router.get("/me/mails", response=described(MailWishes), summary="What I get mails about, and when")
def get_mail_choices(request: HttpRequest) -> HttpResponse:
    return as_json(mail_wishes(asker(request)))


@router.patch("/me/mails", response=described(MailWishes), summary="Choose what I get mails about, and when")
@idempotent
def patch_mail_choices(request: HttpRequest, data: MailChange) -> HttpResponse:
    quiet: tuple[int, int] | tuple[()] | None = None
    if "quiet_hours" in data.model_fields_set:
        given = data.quiet_hours
        quiet = (given.from_hour, given.until_hour) if given is not None else ()
    wanted = NewChoices(
        is_paused=data.is_paused,
        has_texts=data.has_texts,
        digest_hour=data.digest_hour,
        quiet=quiet,
        kinds={str(kind): str(how) for kind, how in data.kinds.items()},
    )
    choose_mails(actor=asker(request), choices=wanted)
    return as_json(mail_wishes(asker(request)))


@router.post("/me/mails/new-links", response={204: None}, summary="Make the unsubscribe links of all mails so far void")
@idempotent
def post_new_links(request: HttpRequest) -> Status[None]:
    choose_new_links(actor=asker(request))
    return Status(204, None)


@router.post("/rooms/{room_id}/mails", response={204: None}, summary="Choose how I get mails about a room")
@idempotent
def post_room_mails(request: HttpRequest, room_id: uuid.UUID, data: RoomMailChange) -> Status[None]:
    choose_mails_of_room(actor=asker(request), room_id=room_id, how=data.how or "")
    return Status(204, None)
