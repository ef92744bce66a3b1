"""Offering a contract in the room."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import TextNotAllowed, clear
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound
from vestibule.market.events import OfferMade
from vestibule.market.models import Offer
from vestibule.market.rules import (
    LONGEST_TERMS,
    NobodyToOfferTo,
    NotYours,
    OfferPending,
    check,
    refuse_money,
    refuse_text,
)
from vestibule.rooms.actions.record_engagement import PairInRoom, lock_pair, record_offer
from vestibule.rooms.models import Member
from vestibule.rooms.queries import visible_room
from vestibule.rooms.standing import standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """What is offered: the terms in words, and the price in the currency's smallest unit."""

    terms: str
    amount_minor: int
    currency: str


def make_offer(*, actor: Person, room_id: uuid.UUID, offer: NewOffer, now: datetime) -> Offer:
    """The room's client offers its freelancer a contract. One open offer for each room.

    Raises `NotFound`, `NotAllowed` for the freelancer, `NobodyToOfferTo`, `OfferPending`, and the refusals of text
    and money.
    """
    visible_room(actor, room_id)
    with writing(now=now) as feed:
        pair = _pair_in(room_id, actor)
        lock_pair(feed, pair)
        # Read again under the lock: somebody may have left, or made an offer, while this waited.
        pair = _pair_in(room_id, actor)
        check(
            refuse_text(offer.terms, field="terms", longest=LONGEST_TERMS),
            refuse_money(offer.amount_minor, offer.currency, field="amount_minor"),
        )
        if Offer.objects.filter(room_id=room_id, state=Offer.State.MADE).exists():
            raise OfferPending
        terms = _cleared_terms(actor, room_id, offer.terms, now)
        offer_id = new_id()
        fact = OfferMade(
            offer=offer_id,
            client=pair.client,
            freelancer=pair.freelancer,
            terms=terms,
            amount_minor=offer.amount_minor,
            currency=offer.currency,
        )
        seq, _ = feed.append(stream=room_id, fact=fact, by=actor.id)
        engagement = record_offer(feed=feed, pair=pair, actor_id=actor.id, offered_seq=seq)
        return Offer.objects.create(
            id=offer_id,
            room_id=room_id,
            engagement=engagement,
            client_id=pair.client,
            freelancer_id=pair.freelancer,
            terms=terms,
            amount_minor=offer.amount_minor,
            currency=offer.currency,
            made_at=now,
        )


def _pair_in(room_id: uuid.UUID, actor: Person) -> PairInRoom:
    seats = {seat.person_id: seat.side for seat in Member.objects.filter(room_id=room_id, left_seq=None)}
    if actor.id not in seats:
        raise NotFound
    if seats[actor.id] != Member.Side.CLIENT:
        raise NotYours(sentence="The client makes the offer.")
    freelancers = [person for person, side in seats.items() if side == Member.Side.FREELANCER]
    if len(freelancers) != 1:
        raise NobodyToOfferTo
    return PairInRoom(room=room_id, client=actor.id, freelancer=freelancers[0])


def _cleared_terms(actor: Person, room_id: uuid.UUID, terms: str, now: datetime) -> ClearedText:
    situations = standing_of([room_id], on=now.date()).situations(room_id, actor.id, surface="offer")
    verdict, cleared = clear(terms.strip(), situations, on=now.date(), language=actor.language)
    if cleared is None:
        raise TextNotAllowed(verdict, field="terms")
    return cleared
