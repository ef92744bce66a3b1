"""Telling a room what is behind the links of a message: words of strangers, judged as if its author wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vestibule.feed.append import writing
from vestibule.judging.gate import clear, repeat
from vestibule.links.models import FoundPage, Look
from vestibule.links.queries import LinkCard
from vestibule.policy import Situation
from vestibule.rooms.events import MessageUnfurled
from vestibule.rooms.models import Member, Message
from vestibule.rooms.standing import recent_messages, standing_of


@dataclass(frozen=True, slots=True)
class FoundLink:
    """What a link led to. `led_to` is the address in the end, after what redirects there were."""

    address: str
    site: str
    led_to: str
    title: str
    description: str


def show_links(*, look: Look, found: Sequence[FoundLink], now: datetime) -> list[LinkCard]:
    """Put cards under the message for the pages that may be shown, if it still reads as it did when looked at.

    A page whose words, or whose address, the rule would not let its author say is left out without a trace. Returns
    the cards that the room was told of.
    """
    with writing(now=now) as feed:
        feed.lock([look.room])
        message = Message.objects.filter(room_id=look.room, seq=look.seq, deleted_at=None).first()
        if message is None or message.revision != look.revision:
            return []
        pages = _allowed(message, found, now)
        if not pages:
            return []
        cards = [
            LinkCard(address=one.address, site=one.site, title=one.title, description=one.description) for one in pages
        ]
        fact = MessageUnfurled(message=look.seq, revision=look.revision, cards=tuple(cards))
        look.event_seq, _ = feed.append(stream=look.room, fact=fact, by=None, on_timeline=False)
        look.save(update_fields=["event_seq"])
        for place, page in enumerate(pages):
            page.look, page.place = look, place
        FoundPage.objects.bulk_create(pages)
        return cards


def _allowed(message: Message, found: Sequence[FoundLink], now: datetime) -> list[FoundPage]:
    if Member.objects.filter(room=message.room_id, left_seq=None, joined_seq__gte=message.seq).exists():
        # Somebody has come since, for whom its address was never judged.
        return []
    standing = standing_of([message.room_id], on=now.date())
    if not standing.has_member(message.room_id, message.author_id):
        return []
    author = (message.room_id, message.author_id)
    said = tuple(recent_messages([author]).get(author, ()))
    situations = standing.situations(*author, surface="message", context=said)
    pages = [_page(message, one, situations, now) for one in found]
    return [one for one in pages if one is not None]


def _page(message: Message, one: FoundLink, situations: Sequence[Situation], now: datetime) -> FoundPage | None:
    # All that is shown, and where it leads, in one text: a detail may be spread over them.
    shown = f"{one.title}\n{one.description}\n{one.site}\n{one.led_to}"
    verdict, cleared = clear(shown, situations, on=now.date())
    if verdict.findings or cleared is None or one.address not in message.body:
        # What a contract would allow its author to say, nobody has said here.
        return None
    return FoundPage(
        address=repeat(message.body, one.address),
        site=repeat(cleared, one.site),
        title=repeat(cleared, one.title),
        description=repeat(cleared, one.description),
    )
