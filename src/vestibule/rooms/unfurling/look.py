"""Looking behind the links of a message, once."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from vestibule.kit.links import addresses_in
from vestibule.links.models import FoundPage, Look
from vestibule.links.page_text import page_text
from vestibule.links.queries import LinkCard
from vestibule.ports.egress import Egress, EgressRefusedError
from vestibule.rooms.actions.show_links import FoundLink, show_links
from vestibule.rooms.models import Message

log = structlog.get_logger(__name__)

MOST_LINKS = 3


def links_of(message: Message, *, own: Collection[str] = ()) -> list[str]:
    """The links of a message that may be opened: the first few, none to the house itself.

    Whoever opens a link that lets somebody into a system may use it up, so those are left alone.
    """
    if message.deleted_at is not None or message.purpose == "system_access":
        return []
    return [one for one in addresses_in(message.body) if not one.lower().startswith(tuple(own))][:MOST_LINKS]


def look_behind(
    *,
    room: uuid.UUID,
    seq: int,
    egress: Egress,
    own: Collection[str] = (),
    may_look: Callable[[uuid.UUID], bool] = lambda _author: True,
    clock: Callable[[], datetime],
) -> list[LinkCard]:
    """Open the links of the message as it reads now, and show the room what is there. Blocks for seconds.

    Nothing when somebody has looked before, when there is nothing to show, or when `may_look` says no of its author.
    """
    message = Message.objects.filter(room_id=room, seq=seq).first()
    links = links_of(message, own=own) if message is not None else []
    if message is None or not links or not may_look(message.author_id):
        return []
    look = _claim(message, clock())
    if look is None:
        return []
    found = [_seen_before(message, one) or _open(one, egress) for one in links]
    return show_links(look=look, found=[one for one in found if one is not None], now=clock())


def _claim(message: Message, now: datetime) -> Look | None:
    """The right to look at this wording: one process and one thread gets it."""
    try:
        with transaction.atomic():
            return Look.objects.create(room=message.room_id, seq=message.seq, revision=message.revision, at=now)
    except IntegrityError:
        return None


def _seen_before(message: Message, address: str) -> FoundLink | None:
    """What an earlier wording of the message linked to is not opened again."""
    pages = FoundPage.objects.filter(look__room=message.room_id, look__seq=message.seq, address=address)
    page = pages.order_by("-look__revision").first()
    if page is None:
        return None
    return FoundLink(address, page.site, "", page.title, page.description)


def _open(address: str, egress: Egress) -> FoundLink | None:
    try:
        page = egress.fetch_page(address)
    except EgressRefusedError as refused:
        log.info("link.not_opened", reason=refused.reason)
        return None
    said = page_text(page.html)
    if said is None:
        return None
    return FoundLink(address, page.host.removeprefix("www."), page.address, said.title, said.description)
