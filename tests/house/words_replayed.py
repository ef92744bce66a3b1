"""What becomes of words, as cases of the replay test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests.cast import PHONE, post
from tests.market.deal import Deal
from vestibule.links.models import Look
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.react_to_message import react_to_message
from vestibule.rooms.actions.show_links import FoundLink, show_links
from vestibule.rooms.models import Message, Room
from vestibule.rooms.quoting import ReplyWish


@dataclass(frozen=True)
class Case:
    """`begin` brings two strangers to the state before; `act` makes the events; `kinds` are those it must make."""

    kinds: set[str]
    act: Callable[[Deal], object]
    begin: Callable[[Deal], Deal] = lambda deal: deal


def _now() -> Any:  # noqa: ANN401 - a datetime
    return timezone.now()


def _room(deal: Deal) -> Room:
    return Room.objects.get(id=deal.room)


def with_talk(deal: Deal) -> Deal:
    """Three harmless messages, the last one the client's."""
    for number, who in enumerate((deal.client, deal.freelancer, deal.client)):
        post(who, _room(deal), "So it goes.", key=f"k{number}")
    return deal


def _seq(deal: Deal, key: str) -> int:
    return Message.objects.get(room=deal.room, key=key).seq


def _edited(deal: Deal, body: str, *, key: str = "k2") -> Deal:
    """The client's message reads differently, if the rule allows it."""
    edit_message(actor=deal.client, room_id=deal.room, seq=_seq(deal, key), body=body, now=_now())
    return deal


def _deleted(deal: Deal) -> Deal:
    delete_message(actor=deal.client, room_id=deal.room, seq=_seq(deal, "k2"), now=_now())
    return deal


def _replied(deal: Deal) -> Deal:
    wish = ReplyWish(seq=_seq(deal, "k2"), quote="So it")
    post(deal.freelancer, _room(deal), "How?", reply_to=wish)
    return deal


def _reacted(deal: Deal, reaction: str, *, is_on: bool = True) -> Deal:
    """Both agree, the freelancer first."""
    for person in (deal.freelancer, deal.client):
        react_to_message(
            actor=person, room_id=deal.room, seq=_seq(deal, "k2"), reaction=reaction, is_on=is_on, now=_now()
        )
    return deal


def _linked(deal: Deal) -> Deal:
    """The client's latest message has a link."""
    return _edited(with_talk(deal), "See https://example.org/work")


def _unfurled(deal: Deal) -> Deal:
    message = Message.objects.get(room=deal.room, key="k2")
    look = Look.objects.create(room=deal.room, seq=message.seq, revision=message.revision, at=_now())
    found = FoundLink("https://example.org/work", "example.org", "https://example.org/work", "Our work", "All of it.")
    assert show_links(look=look, found=[found], now=_now())
    return deal


WORDS = {
    "a link is unfurled": Case({"message.unfurled"}, _unfurled, _linked),
    "an edit of what was unfurled": Case(
        {"message.edited"}, lambda deal: _edited(deal, "See nothing."), lambda deal: _unfurled(_linked(deal))
    ),
    "a deletion of what was unfurled": Case({"message.deleted"}, _deleted, lambda deal: _unfurled(_linked(deal))),
    "a reply": Case({"message.posted"}, _replied, with_talk),
    "an edit": Case({"message.edited"}, lambda deal: _edited(deal, "So it went."), with_talk),
    "an edit of an edit": Case(
        {"message.edited"},
        lambda deal: _edited(deal, "So it will go."),
        lambda deal: _edited(with_talk(deal), "It went."),
    ),
    "an edit of an older message": Case(
        {"message.edited"}, lambda deal: _edited(deal, "So it went.", key="k0"), with_talk
    ),
    "an edit is withheld": Case({"message.withheld"}, lambda deal: _edited(deal, f"call {PHONE}"), with_talk),
    "a deletion": Case({"message.deleted"}, lambda deal: _deleted(_edited(_replied(deal), "It went.")), with_talk),
    "a deletion of what was edited, quoted and reacted to": Case(
        {"message.deleted"}, _deleted, lambda deal: _reacted(_edited(_replied(with_talk(deal)), "It went."), "heart")
    ),
    "a deletion of what has a kept edit": Case(
        {"message.deleted", "withheld.gone"},
        _deleted,
        lambda deal: _edited(with_talk(deal), f"call {PHONE}"),
    ),
    "reactions": Case(
        {"message.reacted"},
        lambda deal: _reacted(_reacted(deal, "smile"), "heart"),
        lambda deal: _reacted(with_talk(deal), "eyes"),
    ),
    "a reaction is taken back": Case(
        {"message.reacted"},
        lambda deal: _reacted(deal, "heart", is_on=False),
        lambda deal: _reacted(_reacted(with_talk(deal), "heart"), "done"),
    ),
}
