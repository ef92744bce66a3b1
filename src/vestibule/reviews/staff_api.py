"""Objections, the corpus and replays over the API, for staff. For everybody else nothing of it is there."""

import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from vestibule.accounts.api import asker
from vestibule.policy import Kind
from vestibule.reviews.actions.answer_objection import LONGEST_LINE, answer_objection, answer_with_line
from vestibule.reviews.actions.judge_sample import judge_sample
from vestibule.reviews.actions.start_replay import start_again, start_replay, stop_replay
from vestibule.reviews.api import Limit
from vestibule.reviews.events import AnswerName
from vestibule.reviews.queries import ObjectionCase, OpenObjection, corpus_lines, look_at_objection, open_objections
from vestibule.reviews.results import ReplayCard, ReplayResult, Sample, next_sample, replays, visible_replay
from vestibule.reviews.rules import require_staff
from vestibule.web.api import as_json, idempotent, pack_cursor, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["staff"])

LONGEST_BOOK = 200_000


class Strict(Schema):
    model_config = {"extra": "forbid"}


class NewAnswer(Strict):
    answer: AnswerName


class NewLine(Strict):
    """The case with invented details, and what should have been found there, or what should not."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)]
    kind: Kind


class NewReplay(Strict):
    """Both days are included (UTC). `draft` is the text of a TOML file that is no known book yet."""

    book: Annotated[str, Field(max_length=40)] = ""
    draft: Annotated[str, Field(max_length=LONGEST_BOOK)] = ""
    since: date
    until: date


class NewOpinion(Strict):
    opinion: Literal["right", "wrong", "unclear"]


class OpenPage(Schema):
    """Oldest first."""

    items: list[Any] = Field(json_schema_extra=are_structs(OpenObjection))
    next: str | None


class ReplayList(Schema):
    """The latest fifty, newest first."""

    items: list[Any] = Field(json_schema_extra=are_structs(ReplayCard))


class Samples(Schema):
    """At most one, by chance among those that nobody has judged yet."""

    items: list[Any] = Field(json_schema_extra=are_structs(Sample))


class CorpusEntry(Schema):
    """A line as tests/policy/corpora have it."""

    language: str
    kind: str
    text: str
    part: str


class CorpusAnswer(Schema):
    items: list[CorpusEntry]


@router.get("/staff/objections", response=OpenPage, summary="What waits for an answer, the oldest first")
def list_open_objections(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> HttpResponse:
    found = open_objections(asker(request), after=time_and_id(cursor), limit=limit)
    last = found[-1] if len(found) == limit else None
    return as_json(
        {"items": found, "next": pack_cursor(last.made_at.isoformat(), str(last.id)) if last is not None else None}
    )


@router.get("/staff/objections/{objection_id}", response=described(ObjectionCase), summary="Look at one; it is logged")
def get_objection(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    return as_json(look_at_objection(asker(request), objection_id, now=timezone.now()))


@router.post("/staff/objections/{objection_id}/answer", response={204: None}, summary="Answer an objection")
@idempotent
def post_answer(request: HttpRequest, objection_id: uuid.UUID, data: NewAnswer) -> Status[None]:
    answer_objection(actor=asker(request), objection_id=objection_id, answer=data.answer, now=timezone.now())
    return Status(204, None)


@router.post("/staff/objections/{objection_id}/line", response={204: None}, summary="Make a corpus line of it")
@idempotent
def post_line(request: HttpRequest, objection_id: uuid.UUID, data: NewLine) -> Status[None]:
    answer_with_line(
        actor=asker(request), objection_id=objection_id, text=data.text, kind=data.kind, now=timezone.now()
    )
    return Status(204, None)


@router.get("/staff/corpus", response=CorpusAnswer, summary="Confirmed cases with invented details")
def get_corpus(request: HttpRequest, of: Literal["all", "caught", "spared"] = "all") -> HttpResponse:
    require_staff(asker(request))
    return as_json({"items": [json.loads(line) for line in corpus_lines(of=of)]})


@router.get("/staff/replays", response=ReplayList, summary="The latest replays")
def list_replays(request: HttpRequest) -> HttpResponse:
    return as_json({"items": replays(asker(request))})


@router.post("/staff/replays", response={201: described(ReplayResult)}, summary="Try a book over what was written")
@idempotent
def post_replay(request: HttpRequest, data: NewReplay) -> HttpResponse:
    made = start_replay(
        actor=asker(request),
        book=data.book,
        draft=data.draft,
        since=first_moment(data.since),
        until=last_moment(data.until),
        now=timezone.now(),
    )
    return as_json(visible_replay(asker(request), made.id), status=201)


@router.get("/staff/replays/{replay_id}", response=described(ReplayResult), summary="How far it is, and what flips")
def get_replay(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    return as_json(visible_replay(asker(request), replay_id))


@router.post("/staff/replays/{replay_id}/stop", response=described(ReplayResult), summary="Stop a replay")
@idempotent
def post_stop(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    stop_replay(actor=asker(request), replay_id=replay_id, now=timezone.now())
    return as_json(visible_replay(asker(request), replay_id))


@router.post("/staff/replays/{replay_id}/resume", response=described(ReplayResult), summary="Go on with a replay")
@idempotent
def post_resume(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    start_again(actor=asker(request), replay_id=replay_id, now=timezone.now())
    return as_json(visible_replay(asker(request), replay_id))


@router.get("/staff/replays/{replay_id}/sample", response=Samples, summary="A flip to judge; the look is logged")
def get_sample(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    found = next_sample(asker(request), replay_id, now=timezone.now())
    return as_json({"items": [found] if found is not None else []})


@router.post("/staff/samples/{flip_id}", response={204: None}, summary="Say whether the new answer is right")
@idempotent
def post_opinion(request: HttpRequest, flip_id: uuid.UUID, data: NewOpinion) -> Status[None]:
    judge_sample(actor=asker(request), flip_id=flip_id, opinion=data.opinion, now=timezone.now())
    return Status(204, None)


def first_moment(day: date) -> datetime:
    """The beginning of a day (UTC)."""
    return datetime.combine(day, time.min, UTC)


def last_moment(day: date) -> datetime:
    """The beginning of the next one; the last day that there is ends a day early."""
    return first_moment(day + timedelta(days=1)) if day < date.max else first_moment(day)
