"""Whether somebody who comes later may see what was said before: only if every text in it may go to them."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from vestibule.feed.models import Event
from vestibule.judging.gate import judge_for
from vestibule.policy import Situation
from vestibule.rooms.models import Member
from vestibule.rooms.standing import CONTEXT_MESSAGES, Ground, Seat, Standing, plans_in, read_engagements

# A longer talk is not gone through: it begins anew for whoever comes.
MOST_EVENTS = 1000
# Judged for strangers when they were written, or no words of anybody's.
_NO_TEXTS = frozenset({"kind", "key", "person", "remarks", "purpose", "currency", "about_kind", "relationship"})


class _Envelope(msgspec.Struct):
    by: uuid.UUID | None
    event: dict[str, Any]


_decode = msgspec.json.Decoder(_Envelope).decode


def may_all_be_shown(room_id: uuid.UUID, *, to: Seat, on: date) -> bool:
    """Whether every text in the room so far, each wording of it, may go from its author to this person today.

    What a text adds up to with those that its author wrote before counts too.
    """
    events = list(
        Event.objects.filter(stream_id=room_id).order_by("seq").values_list("body", flat=True)[: MOST_EVENTS + 1]
    )
    if len(events) > MOST_EVENTS:
        return False
    grounds = _grounds_towards(room_id, to, on)
    said: dict[uuid.UUID | None, list[str]] = {}
    for envelope in map(_decode, events):
        before = said.setdefault(envelope.by, [])
        for text in _texts_in(envelope.event):
            situations = _situations(envelope, grounds, tuple(before[-CONTEXT_MESSAGES:]))
            if envelope.by != to.person and judge_for(text, situations, on=on).outcome != "allow":
                return False
            before.append(text)
    return True


def _grounds_towards(room_id: uuid.UUID, to: Seat, on: date) -> dict[uuid.UUID, Ground]:
    """How everybody who ever was in the room stands to the person."""
    rows = Member.objects.filter(room_id=room_id).order_by("id")
    seats = {row.person_id: Seat(row.person_id, row.side, row.organisation_id) for row in rows}
    standing = Standing({room_id: {**seats, to.person: to}})
    read_engagements(standing)
    standing.plans = plans_in(standing.seats.values(), on=on)
    return standing.ground_of_each(room_id, to.person)


def _situations(envelope: _Envelope, grounds: Mapping[uuid.UUID, Ground], before: tuple[str, ...]) -> list[Situation]:
    """Those of a message's author; what others put into the room may be anybody's words, so the strictest counts."""
    is_message = envelope.event["kind"].startswith("message.")
    own = grounds.get(envelope.by) if is_message and envelope.by is not None else None
    theirs = (
        {own} if own is not None else {*grounds.values(), ("none", "basic")} if is_message else set(grounds.values())
    )
    return [
        Situation("message", relationship, plan, None, before)  # type: ignore[arg-type]
        for relationship, plan in theirs
    ] or [Situation(context=before)]


def _texts_in(value: object) -> Iterator[str]:
    """Every text in a fact, wherever it stands."""
    if isinstance(value, str):
        if value and not _is_id(value):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NO_TEXTS and not name.endswith("_at"):
                yield from _texts_in(one)


def _is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
