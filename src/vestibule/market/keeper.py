"""What the market does on its own: it closes offers whose time is over. What is over cannot be accepted anyway."""

from django.utils import timezone

from vestibule.feed.chores import Chore
from vestibule.market.actions.expire_offer import expire_due_offers


def close_offers() -> bool:
    """Close what is due, all of it."""
    expire_due_offers(actor=None, now=timezone.now())
    return False


keeper = Chore("market-keeper", close_offers, every_s=20.0)
