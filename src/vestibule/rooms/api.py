"""Rooms over the API. Everything the socket carries can be had here too."""

import uuid
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.feed.models import Stream
from vestibule.feed.read import read_since
from vestibule.judging.books import book_on, books
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal
from vestibule.kit.zones import start_of, zone_named
from vestibule.policy import Situation, SituationError, judge, parse_at, parse_situation
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.react_to_message import react_to_message
from vestibule.rooms.actions.revise_withheld import discard_withheld, release_withheld, revise_withheld
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage
from vestibule.rooms.checking import CheckedRoom, ReaderVerdict
from vestibule.rooms.details import RoomDetail, room_detail
from vestibule.rooms.events import ReactionName, WithheldItem
from vestibule.rooms.lane import lane
from vestibule.rooms.queries import (
    RoomSummary,
    active_at_of,
    summaries,
    visible_room,
    withheld_of,
)
from vestibule.rooms.quoting import ReplyWish
from vestibule.rooms.rules import LONGEST_MESSAGE
from vestibule.rooms.timeline import (
    LARGEST_PAGE,
    EarlierWording,
    ReactionCount,
    Unfurled,
    place_on,
    timeline_page,
    wordings_of,
)
from vestibule.web.api import LARGEST_NUMBER, as_json, idempotent, pack_cursor, raw_json, time_and_id
from vestibule.web.described import are_structs, described, is_struct

router = Router(tags=["rooms"])

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
Number = Annotated[int, Query(ge=0, le=LARGEST_NUMBER)]
Place = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
LARGEST_REVISION = 2**31 - 1


class Strict(Schema):
    model_config = {"extra": "forbid"}


class ReplyTo(Strict):
    """The message to answer: its latest wording without `revision`, all of it (or the beginning) without `quote`."""

    seq: int = Field(ge=1, le=LARGEST_NUMBER)
    revision: int | None = Field(default=None, ge=1, le=LARGEST_REVISION)
    quote: str | None = None


class NewMessage(Strict):
    """`key` is yours to choose: the same key again is the same message."""

    key: str
    body: str
    purpose: str | None = None
    reply_to: ReplyTo | None = None


class NewWording(Strict):
    """Without `purpose` the declared one stays."""

    body: str
    purpose: str | None = None


class Revision(Strict):
    body: str | None = None
    purpose: str | None = None


class ReadMark(Strict):
    seq: int = Field(ge=0, le=LARGEST_NUMBER)


class TextInRoom(Strict):
    body: str = Field(max_length=LONGEST_MESSAGE)
    purpose: str | None = None
    reply_to: ReplyTo | None = None


class TextAnywhere(Strict):
    """The inputs of docs/policy; what is left out is a stranger's message on the basic plan, today."""

    text: str = Field(max_length=65_536)
    surface: str = "message"
    relationship: str = "none"
    client_plan: str = "basic"
    purpose: str | None = None
    context: list[str] = []
    at: str | None = None


class MessagePostedAnswer(Schema):
    """It stands in the room at `seq`."""

    status: Literal["posted"]
    seq: int
    event: Any = Field(json_schema_extra=is_struct("Envelope"))


class MessageKeptAnswer(Schema):
    """Not delivered: kept for its author, with the verdict."""

    status: Literal["kept"]
    item: Any = Field(json_schema_extra=is_struct(WithheldItem))


MessageAnswer = MessagePostedAnswer | MessageKeptAnswer


class RoomPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(RoomSummary))
    next: str | None


class WithheldPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(WithheldItem))
    next: str | None


class TimelineAnswer(Schema):
    """Events in ascending order; `before` asks for older ones, `after` for newer ones.

    `changes` has the latest edit or the deletion of each message among them; `reactions` what stands under them;
    `unfurled` the pages that they link to.
    """

    items: list[Any] = Field(json_schema_extra=are_structs("Envelope"))
    before: int | None
    after: int | None
    changes: list[Any] = Field(json_schema_extra=are_structs("Envelope"))
    reactions: list[Any] = Field(json_schema_extra=are_structs(ReactionCount))
    unfurled: list[Any] = Field(json_schema_extra=are_structs(Unfurled))


class WordingsPage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(EarlierWording))
    next: str | None


class EventsAnswer(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs("Envelope"))
    head: int


class FindingAnswer(Schema):
    """`start` and `end` are code points of the text, half-open."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float
    obfuscated: bool
    read_as: str


class ReasonAnswer(Schema):
    clause: str
    findings: list[int]
    why: str
    remedies: list[str]


class VerdictAnswer(Schema):
    verdict: Literal["allow", "ask", "withhold"]
    policy: str
    findings: list[FindingAnswer]
    reasons: list[ReasonAnswer]


class CheckAnswer(Schema):
    """`because` names those whose standing asks for the verdict; `readers` has what it would be for each alone."""

    verdict: VerdictAnswer
    because: list[uuid.UUID]
    readers: list[Any] = Field(json_schema_extra=are_structs(ReaderVerdict))


@router.get("/rooms", response=RoomPage, summary="My rooms, newest activity first")
def list_rooms(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> HttpResponse:
    actor = asker(request)
    found = summaries(actor, on=timezone.now().date(), after=time_and_id(cursor), limit=limit)
    following = None
    if len(found) == limit:
        following = pack_cursor(active_at_of(found[-1].id).isoformat(), str(found[-1].id))
    return as_json({"items": found, "next": following})


@router.get("/rooms/{room_id}", response=described(RoomDetail), summary="One room with all that its page needs")
def get_room(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    detail: RoomDetail = room_detail(asker(request), room_id, now=timezone.now())
    return as_json(detail)


@router.get("/rooms/{room_id}/timeline", response=TimelineAnswer, summary="History, page by page")
def get_timeline(
    request: HttpRequest,
    room_id: uuid.UUID,
    before: Number | None = None,
    after: Number | None = None,
    around: Number | None = None,
    on: date | None = None,
    limit: Limit = 50,
) -> HttpResponse:
    """The newest places, or those `before`, `after` or `around` a number, or around a day of your time zone."""
    actor = asker(request)
    if on is not None:
        around = place_on(actor, room_id, since=start_of(on, zone_named(actor.time_zone)))
    page = timeline_page(actor, room_id, before=before, after=after, around=around, limit=limit)
    return raw_json(page.as_json())


@router.get("/rooms/{room_id}/events", response=EventsAnswer, summary="What came after a number")
def get_events(request: HttpRequest, room_id: uuid.UUID, after: Number = 0, limit: Limit = 50) -> HttpResponse:
    actor = asker(request)
    visible_room(actor, room_id)
    events = read_since(actor.id, {room_id: after}, limit=limit)
    head = Stream.objects.values_list("head", flat=True).get(id=room_id)
    return raw_json(b'{"items":[' + b",".join(one.body for one in events) + b'],"head":%d}' % head)


@router.post(
    "/rooms/{room_id}/messages",
    response={200: MessageAnswer, 201: MessageAnswer, 202: MessageAnswer},
    summary="Say something",
)
def post_message(request: HttpRequest, room_id: uuid.UUID, data: NewMessage) -> HttpResponse:
    # `key` makes it safe to repeat; an idempotency record would only be a second copy of the text.
    actor = asker(request)
    outcome = lane.send(
        SendMessage(
            person=actor.id,
            room=room_id,
            key=data.key,
            body=data.body,
            purpose=data.purpose or "",
            reply_to=ReplyWish(**data.reply_to.model_dump()) if data.reply_to else None,
        )
    )
    return _status_answer(actor.id, outcome, fresh_status=201, kept_status=202)


@router.patch(
    "/rooms/{room_id}/messages/{seq}", response={200: MessageAnswer, 202: MessageAnswer}, summary="Reword my message"
)
def patch_message(request: HttpRequest, room_id: uuid.UUID, seq: Place, data: NewWording) -> HttpResponse:
    # The same wording again changes nothing: no idempotency record, which would only be a second copy of the text.
    actor = asker(request)
    outcome = edit_message(
        actor=actor, room_id=room_id, seq=seq, body=data.body, purpose=data.purpose, now=timezone.now()
    )
    return _status_answer(actor.id, outcome, kept_status=202)


@router.delete("/rooms/{room_id}/messages/{seq}", response={204: None}, summary="Delete my message")
def remove_message(request: HttpRequest, room_id: uuid.UUID, seq: Place) -> Status[None]:
    delete_message(actor=asker(request), room_id=room_id, seq=seq, now=timezone.now())
    return Status(204, None)


@router.get(
    "/rooms/{room_id}/messages/{seq}/revisions", response=WordingsPage, summary="How a message read, as posted first"
)
def list_revisions(request: HttpRequest, room_id: uuid.UUID, seq: Place) -> HttpResponse:
    return as_json({"items": wordings_of(asker(request), room_id, seq), "next": None})


@router.put("/rooms/{room_id}/messages/{seq}/reactions/{reaction}", response={204: None}, summary="React to a message")
def put_reaction(request: HttpRequest, room_id: uuid.UUID, seq: Place, reaction: ReactionName) -> Status[None]:
    react_to_message(actor=asker(request), room_id=room_id, seq=seq, reaction=reaction, is_on=True, now=timezone.now())
    return Status(204, None)


@router.delete(
    "/rooms/{room_id}/messages/{seq}/reactions/{reaction}", response={204: None}, summary="Take a reaction back"
)
def delete_reaction(request: HttpRequest, room_id: uuid.UUID, seq: Place, reaction: ReactionName) -> Status[None]:
    react_to_message(actor=asker(request), room_id=room_id, seq=seq, reaction=reaction, is_on=False, now=timezone.now())
    return Status(204, None)


@router.post("/rooms/{room_id}/checks", response=CheckAnswer, summary="What would happen to this text here")
def post_room_check(request: HttpRequest, room_id: uuid.UUID, data: TextInRoom) -> HttpResponse:
    person = asker(request)
    found = CheckedRoom(person_id=person.id, room_id=room_id, now=timezone.now()).check(
        body=data.body,
        purpose=data.purpose or "",
        language=person.language,
        reply_to=ReplyWish(**data.reply_to.model_dump()) if data.reply_to else None,
    )
    return as_json({"verdict": found.verdict.as_dict(), "because": found.because, "readers": found.readers})


@router.post("/rooms/{room_id}/read", response={204: None}, summary="Move my read mark")
@idempotent
def post_read(request: HttpRequest, room_id: uuid.UUID, data: ReadMark) -> Status[None]:
    move_read_mark(person_id=asker(request).id, room_id=room_id, seq=data.seq, now=timezone.now())
    return Status(204, None)


@router.post("/rooms/{room_id}/leave", response={204: None}, summary="Leave the room")
@idempotent
def post_leave(request: HttpRequest, room_id: uuid.UUID) -> Status[None]:
    """What you have open there is closed with it: offers and proposals of yours are withdrawn, offers to you declined.

    A contract that runs goes on.
    """
    leave_room(actor=asker(request), room_id=room_id, now=timezone.now())
    return Status(204, None)


@router.get("/rooms/{room_id}/withheld", response=WithheldPage, summary="My kept messages here")
def list_withheld(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    actor = asker(request)
    visible_room(actor, room_id)
    return as_json({"items": withheld_of(actor, room_id, now=timezone.now()), "next": None})


@router.patch("/withheld/{withheld_id}", response=MessageAnswer, summary="Mend a kept message")
def patch_withheld(request: HttpRequest, withheld_id: uuid.UUID, data: Revision) -> HttpResponse:
    actor = asker(request)
    outcome = revise_withheld(
        actor=actor, withheld_id=withheld_id, body=data.body, purpose=data.purpose, now=timezone.now()
    )
    return _status_answer(actor.id, outcome)


@router.post("/withheld/{withheld_id}/release", response=MessageAnswer, summary="Send a kept message as it is")
def post_release(request: HttpRequest, withheld_id: uuid.UUID) -> HttpResponse:
    actor = asker(request)
    return _status_answer(actor.id, release_withheld(actor=actor, withheld_id=withheld_id, now=timezone.now()))


@router.delete("/withheld/{withheld_id}", response={204: None}, summary="Discard a kept message")
def delete_withheld(request: HttpRequest, withheld_id: uuid.UUID) -> Status[None]:
    discard_withheld(actor=asker(request), withheld_id=withheld_id, now=timezone.now())
    return Status(204, None)


@router.post("/checks", response=VerdictAnswer, summary="What the contact rule says about a text")
def post_check(request: HttpRequest, data: TextAnywhere) -> HttpResponse:
    try:
        situation: Situation = parse_situation(data.model_dump())
        at = parse_at(data.model_dump())
    except SituationError as error:
        raise InvalidInput(field=error.field, sentence=str(error)) from error
    book = books().newest if at is None else book_on(at)
    return as_json(judge(data.text, situation, book).as_dict())


def _status_answer(
    person: uuid.UUID, outcome: Outcome, *, fresh_status: int = 200, kept_status: int = 200
) -> HttpResponse:
    if isinstance(outcome, Refusal):
        raise outcome
    if isinstance(outcome, Kept):
        return as_json({"status": "kept", "item": outcome.item}, status=kept_status)
    event = outcome.event or _stored_event(person, outcome)
    body = b'{"status":"posted","seq":%d,"event":%s}' % (outcome.seq, event)
    return raw_json(body, status=fresh_status if outcome.event else 200)


def _stored_event(person: uuid.UUID, posted: Posted) -> bytes:
    found = read_since(person, {posted.room: posted.seq - 1}, limit=1)
    if not found:
        raise NotFound
    return found[0].body
