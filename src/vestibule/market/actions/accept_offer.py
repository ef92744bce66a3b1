"""Saying yes: the contract starts."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.ids import new_id
from vestibule.market.deals import locked_offer, refuse_expired
from vestibule.market.events import OfferAccepted
from vestibule.market.models import Contract, Offer
from vestibule.market.rules import ClientGone, NotYours, OfferSettled
from vestibule.market.states import advance
from vestibule.rooms.actions.record_engagement import record_start
from vestibule.rooms.models import Member


def accept_offer(*, actor: Person, offer_id: uuid.UUID, now: datetime) -> Contract:
    """The freelancer accepts; from the number of that event on the contract runs, in every room of the pair.

    Raises `NotFound`, `NotAllowed` for the client, `OfferExpired`, `OfferSettled`, `ClientGone` when the
    client has left the room.
    """
    with writing(now=now) as feed:
        offer = locked_offer(feed, actor, offer_id)
        if offer.freelancer_id != actor.id:
            raise NotYours(sentence="Only the freelancer accepts an offer.")
        refuse_expired(offer, now)
        if offer.state != Offer.State.MADE:
            raise OfferSettled
        if not Member.objects.filter(room_id=offer.room_id, person_id=offer.client_id, left_seq=None).exists():
            raise ClientGone
        advance(Offer, offer.id, expected=Offer.State.MADE, to=Offer.State.ACCEPTED)
        offer.state = Offer.State.ACCEPTED
        contract = Contract.objects.create(id=new_id(), offer=offer, started_at=now)
        fact = OfferAccepted(offer=offer.id, contract=contract.id)
        seq, _ = feed.append(stream=offer.room_id, fact=fact, by=actor.id)
        record_start(feed=feed, engagement_id=offer.engagement_id, actor_id=actor.id, seq=seq)
        return contract
