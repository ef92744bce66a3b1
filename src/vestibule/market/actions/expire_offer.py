"""Closing offers that nobody answered in time."""

import uuid
from datetime import datetime

from vestibule.feed.append import writing
from vestibule.market.deals import close_offer, lock_pair_of
from vestibule.market.events import OfferExpired
from vestibule.market.models import Offer

MOST_AT_ONCE = 500


def expire_due_offers(*, actor: None, now: datetime) -> int:
    """Every open offer whose time is over gets its event, each in its own transaction; how many there were.

    Nobody acts: it can be called at any time, by several processes at once.
    """
    due = Offer.objects.filter(state=Offer.State.MADE, expires_at__lte=now).order_by("expires_at")
    return sum(
        expire_offer(actor=actor, offer_id=one, now=now) for one in due.values_list("id", flat=True)[:MOST_AT_ONCE]
    )


def expire_offer(*, actor: None, offer_id: uuid.UUID, now: datetime) -> bool:
    """The offer is over if its time is; its room is told, and the pair stands as before it. Whether it was done now."""
    with writing(now=now) as feed:
        lock_pair_of(feed, Offer.objects.get(id=offer_id))
        offer = Offer.objects.get(id=offer_id)
        if offer.state != Offer.State.MADE or offer.expires_at is None or offer.expires_at > now:
            return False
        close_offer(feed, offer, to=Offer.State.EXPIRED, fact=OfferExpired(offer=offer.id), by=actor)
        return True
