"""Saying no to an offer."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import close_offer, locked_offer
from vestibule.market.events import OfferDeclined
from vestibule.market.models import Offer
from vestibule.market.rules import NotYours


def decline_offer(*, actor: Person, offer_id: uuid.UUID, now: datetime) -> Offer:
    """The freelancer declines the offer. Raises `NotFound`, `NotAllowed` for the client, `OfferSettled`."""
    with writing(now=now) as feed:
        offer = locked_offer(feed, actor, offer_id)
        if offer.freelancer_id != actor.id:
            raise NotYours(sentence="Only the freelancer declines an offer.")
        return close_offer(feed, offer, to=Offer.State.DECLINED, fact=OfferDeclined(offer=offer.id), by=actor.id)
