"""Keeping order in a room, as cases of the replay test."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import post
from tests.house.words_replayed import Case, with_talk
from tests.market.deal import Deal
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.pin_message import pin_message
from vestibule.rooms.actions.place_room import place_room
from vestibule.rooms.actions.remind_of_questions import remind_of_questions
from vestibule.rooms.models import Message, Room
from vestibule.rooms.quoting import ReplyWish


def _now() -> Any:  # noqa: ANN401 - a datetime
    return timezone.now()


def _pin(deal: Deal, *, is_pinned: bool) -> Deal:
    pin_message(actor=deal.client, room_id=deal.room, seq=_said(deal), is_pinned=is_pinned, now=_now())
    return deal


def _ask(deal: Deal, *, is_open: bool) -> Deal:
    mark_question(actor=deal.client, room_id=deal.room, seq=_said(deal), is_open=is_open, now=_now())
    return deal


def _said(deal: Deal) -> int:
    return Message.objects.filter(room=deal.room).order_by("seq").values_list("seq", flat=True)[0]


def _with_pinned(deal: Deal) -> Deal:
    return _pin(with_talk(deal), is_pinned=True)


def _with_question(deal: Deal) -> Deal:
    return _ask(with_talk(deal), is_open=True)


def _reply_to_question(deal: Deal) -> None:
    asked = Message.objects.get(room=deal.room, seq=_said(deal))
    other = deal.freelancer if asked.author == deal.client else deal.client
    post(other, Room.objects.get(id=deal.room), "On Monday.", reply_to=ReplyWish(seq=asked.seq))


def _place(deal: Deal, **place: bool) -> Deal:
    for person in (deal.client, deal.freelancer):
        place_room(actor=person, room_id=deal.room, now=_now(), **place)
    return deal


ORDER = {
    "a message is pinned": Case({"message.pinned"}, lambda deal: _pin(deal, is_pinned=True), with_talk),
    "a message is unpinned": Case({"message.unpinned"}, lambda deal: _pin(deal, is_pinned=False), _with_pinned),
    "a question is marked": Case({"question.opened"}, lambda deal: _ask(deal, is_open=True), with_talk),
    "a question is answered by a reply": Case(
        {"message.posted", "question.answered"}, _reply_to_question, _with_question
    ),
    "a question is answered": Case({"question.answered"}, lambda deal: _ask(deal, is_open=False), _with_question),
    "a question is reminded of": Case(
        {"question.reminded"},
        lambda _deal: remind_of_questions(now=_now() + timedelta(days=2)),
        _with_question,
    ),
    "a room is pinned and muted": Case({"room.placed"}, lambda deal: _place(deal, is_pinned=True, is_muted=True)),
    "a room is archived": Case(
        {"room.placed"}, lambda deal: _place(deal, is_archived=True), lambda deal: _place(deal, is_pinned=True)
    ),
}
