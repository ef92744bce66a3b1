"""Everything that was written in rooms, with the circumstances it was judged in, so that it can be judged anew."""

import json
import uuid
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from vestibule.judging.models import Judgement
from vestibule.judging.replay import StoredText
from vestibule.policy import Outcome, Situation, parse_situation
from vestibule.rooms.models import Message, WithheldMessage
from vestibule.rooms.standing import CONTEXT_MESSAGES


def stored_texts(*, since: datetime) -> Iterator[StoredText]:
    """Messages that stand in rooms, then those kept for their authors, from that moment on.

    What stands is named `room#seq`, what is kept by its id. What its author discarded is gone and not among them.
    """
    yield from _posted(since)
    yield from _kept(since)


def _posted(since: datetime) -> Iterator[StoredText]:
    rooms = Message.objects.filter(at__gte=since).values("room_id")
    said: dict[uuid.UUID, deque[str]] = {}
    current: uuid.UUID | None = None
    for message in Message.objects.filter(room_id__in=rooms).order_by("room_id", "seq").iterator(chunk_size=500):
        if message.room_id != current:
            current, said = message.room_id, {}
        before = said.setdefault(message.author_id, deque(maxlen=CONTEXT_MESSAGES))
        if message.at >= since:
            relationship, plan, _ = message.judged_as.split("/", 2)
            yield StoredText(
                id=f"{message.room_id}#{message.seq}",
                text=message.body,
                situation=_situation(relationship, plan, message.purpose, tuple(before)),
                outcome="allow",
                clause="-",
            )
        before.append(message.body)


def _kept(since: datetime) -> Iterator[StoredText]:
    rows = WithheldMessage.objects.filter(state=WithheldMessage.State.KEPT, at__gte=since).order_by("at", "id")
    for row in rows.iterator(chunk_size=500):
        before = Message.objects.filter(room_id=row.room_id, author_id=row.author_id, seq__lte=row.after_seq)
        said = list(before.order_by("-seq").values_list("body", flat=True)[:CONTEXT_MESSAGES])
        relationship, plan = _judged_in(row)
        yield StoredText(
            id=str(row.id),
            text=row.body,
            situation=_situation(relationship, plan, row.purpose, tuple(reversed(said))),
            outcome=cast(Outcome, row.verdict["verdict"]),
            clause=next((reason["clause"] for reason in row.verdict["reasons"] if reason["remedies"]), "-"),
        )


def _judged_in(row: WithheldMessage) -> tuple[str, str]:
    """The circumstances of the judgement that a kept message rests on: the latest with this very verdict."""
    records = Judgement.objects.filter(person=row.author_id, surface="message", at__gte=row.at).order_by("-at", "-id")
    wanted = _same(row.verdict)
    for record in records.filter(purpose=row.purpose).iterator(chunk_size=100):
        if _same(record.verdict) == wanted:
            return record.relationship, record.client_plan
    # Only strangers on the basic plan have texts withheld for what they say.
    return "none", "basic"


def _same(verdict: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(verdict, sort_keys=True)


def _situation(relationship: str, plan: str, purpose: str, context: tuple[str, ...]) -> Situation:
    return parse_situation(
        {"relationship": relationship, "client_plan": plan, "purpose": purpose or None, "context": context}
    )
