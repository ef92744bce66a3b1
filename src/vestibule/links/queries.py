"""Questions about what was found behind links, asked for messages that the reader can read."""

import uuid

import msgspec

from vestibule.links.models import Look


class LinkCard(msgspec.Struct, frozen=True):
    """A page that a message links to: the link as written, the site it led to, what the page says of itself."""

    address: str
    site: str
    title: str
    description: str


def cards_between(room: uuid.UUID, first: int, last: int) -> dict[tuple[int, int], list[LinkCard]]:
    """The cards of the messages with these numbers, by number and revision. One query, two where there are any."""
    looks = Look.objects.filter(room=room, seq__range=(first, last), event_seq__isnull=False)
    return {
        (look.seq, look.revision): [
            LinkCard(address=page.address, site=page.site, title=page.title, description=page.description)
            for page in sorted(look.pages.all(), key=lambda page: page.place)
        ]
        for look in looks.order_by("seq").prefetch_related("pages")
    }


def forget_cards(room: uuid.UUID, seq: int) -> list[int]:
    """Take away what was found behind the links of a message. The numbers of the events that told of it."""
    looks = Look.objects.filter(room=room, seq=seq)
    told = [number for number in looks.values_list("event_seq", flat=True) if number is not None]
    looks.delete()
    return told
