"""Objections and lines of the corpus: to those who made them, and to staff."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import book_on
from vestibule.kit.refusals import NotFound
from vestibule.reviews.actions.answer_objection import original_of
from vestibule.reviews.invented import guessed_kind, with_invented_details
from vestibule.reviews.models import Answer, CorpusLine, Look, Objection
from vestibule.reviews.rules import require_staff


class ObjectionCard(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody objected to, for themselves: `answer` is empty until staff have looked."""

    id: uuid.UUID
    kind: str
    surface: str
    room: uuid.UUID | None
    made_at: datetime
    answer: str
    answered_at: datetime | None


class OpenObjection(msgspec.Struct, frozen=True, kw_only=True):
    """One that waits, in the list of staff: nothing of what was written."""

    id: uuid.UUID
    kind: str
    surface: str
    language: str
    made_at: datetime


class ObjectionCase(msgspec.Struct, frozen=True, kw_only=True):
    """All that staff need for an answer, and not who the people are. `context` was said before, oldest first.

    `line` is a proposal for the corpus once the engine was found wrong, `line_kind` what should (not) have been found,
    `line_left` the parts of the original that somebody has to replace by hand.
    """

    id: uuid.UUID
    kind: str
    surface: str
    relationship: str
    client_plan: str
    purpose: str
    language: str
    text: str
    context: list[str]
    verdict: dict[str, Any]
    made_at: datetime
    answer: str
    line: str = ""
    line_kind: str = ""
    line_left: list[str] = []
    has_line: bool = False


def objections_of(
    actor: Person, *, after: tuple[datetime, uuid.UUID] | None = None, limit: int = 50
) -> list[ObjectionCard]:
    """A page of what the actor objected to, the newest first."""
    rows = Objection.objects.visible_to(actor)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(made_at__lt=at) | Q(made_at=at, id__lt=last))
    return [objection_card(one) for one in rows.order_by("-made_at", "-id")[:limit]]


def objection_card(one: Objection) -> ObjectionCard:
    """An objection for whoever made it."""
    return ObjectionCard(
        id=one.id,
        kind=one.kind,
        surface=one.surface,
        room=one.room,
        made_at=one.made_at,
        answer=one.answer,
        answered_at=one.answered_at,
    )


def open_objections(
    actor: Person, *, after: tuple[datetime, uuid.UUID] | None = None, limit: int = 50
) -> list[OpenObjection]:
    """A page of what waits for staff, the oldest first, then what still waits for its line. Raises `NotFound`."""
    require_staff(actor)
    rows = Objection.objects.filter(Q(answer="") | Q(answer=Answer.ENGINE_WRONG, corpus_line=None))
    if after is not None:
        at, last = after
        rows = rows.filter(Q(made_at__gt=at) | Q(made_at=at, id__gt=last))
    return [
        OpenObjection(id=one.id, kind=one.kind, surface=one.surface, language=one.language, made_at=one.made_at)
        for one in rows.order_by("made_at", "id")[:limit]
    ]


def look_at_objection(actor: Person, objection_id: uuid.UUID, *, now: datetime) -> ObjectionCase:
    """All of one, and that this member of staff saw it is written down first. Raises `NotFound`."""
    require_staff(actor)
    found = Objection.objects.filter(id=objection_id).first()
    if found is None:
        raise NotFound
    if found.text:
        note_look(actor, Look.What.OBJECTION, found.id, now=now)
    return _with_line(found, now)


def note_look(actor: Person, what: str, thing: uuid.UUID, *, now: datetime) -> None:
    """Write down who was shown what, before it is shown."""
    with writing(now=now):
        Look.objects.create(staff=actor, what=what, thing=thing, at=now)


def _with_line(found: Objection, now: datetime) -> ObjectionCase:
    case = ObjectionCase(
        id=found.id,
        kind=found.kind,
        surface=found.surface,
        relationship=found.relationship,
        client_plan=found.client_plan,
        purpose=found.purpose,
        language=found.language,
        text=found.text,
        context=list(found.context),
        verdict=dict(found.verdict),
        made_at=found.made_at,
        answer=found.answer,
        has_line=CorpusLine.objects.filter(objection=found).exists(),
    )
    if found.answer != Answer.ENGINE_WRONG or not found.text:
        return case
    original = original_of(found)
    invented = with_invented_details(original, book_on(now.date()))
    kinds = [finding["kind"] for finding in found.verdict.get("findings", [])]
    return msgspec.structs.replace(
        case, line=invented.text, line_left=list(invented.left), line_kind=guessed_kind(original, kinds)
    )


def corpus_lines(*, of: str = "all") -> Iterator[str]:
    """The lines in the form of tests/policy/corpora, oldest first; `of` is `all`, `caught` or `spared`."""
    rows = CorpusLine.objects.order_by("made_at", "id")
    if of != "all":
        spared = Q(kind__startswith="spared:")
        rows = rows.filter(spared if of == "spared" else ~spared)
    for one in rows.iterator(chunk_size=500):
        values = {"language": one.language, "kind": one.kind, "text": one.text, "part": "held"}
        yield json.dumps(values, ensure_ascii=False)
