"""Taking an offer back."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import close_offer, locked_offer
from vestibule.market.events import OfferWithdrawn
from vestibule.market.models import Offer
from vestibule.market.rules import NotYours


def withdraw_offer(*, actor: Person, offer_id: uuid.UUID, now: datetime) -> Offer:
    """The client takes the offer back. Raises `NotFound`, `NotAllowed` for the freelancer, `OfferSettled`."""
    with writing(now=now) as feed:
        offer = locked_offer(feed, actor, offer_id)
        if offer.client_id != actor.id:
            raise NotYours(sentence="Only who made an offer withdraws it.")
        return close_offer(feed, offer, to=Offer.State.WITHDRAWN, fact=OfferWithdrawn(offer=offer.id), by=actor.id)
