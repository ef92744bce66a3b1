"""What waits for somebody: what they have to answer, what is about to end, what they have not read."""

import uuid
from datetime import datetime, timedelta

import msgspec
from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.market.cards import InvitationCard, ProposalCard
from vestibule.market.invitations import invitation_cards
from vestibule.market.models import Invitation, Offer, Proposal
from vestibule.market.proposals import proposal_card, with_stage
from vestibule.rooms.unread import rooms_with_unread

MOST_OF_EACH = 20
SOON = timedelta(days=3)


class WaitingOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An open offer in a room; `is_mine_to_answer` or, for its client, about to end unanswered."""

    id: uuid.UUID
    room: uuid.UUID
    room_title: str
    amount_minor: int
    currency: str
    expires_at: datetime | None
    is_mine_to_answer: bool
    is_ending: bool


class WaitingRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room in which others said something that the reader has not read."""

    id: uuid.UUID
    title: str
    unread: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; each list holds at most `MOST_OF_EACH`, what presses most first."""

    invitations: list[InvitationCard]
    offers: list[WaitingOffer]
    proposals: list[ProposalCard]
    rooms: list[WaitingRoom]

    @property
    def is_nothing(self) -> bool:
        return not (self.invitations or self.offers or self.proposals or self.rooms)


def waiting_for(actor: Person, *, now: datetime) -> Waiting:
    """What waits for this person at this moment, in a fixed number of queries."""
    invitations = Invitation.objects.filter(freelancer=actor, state=Invitation.State.SENT)
    with_names = invitations.select_related("job__client", "job__organisation", "freelancer").order_by("sent_at")
    proposals = Proposal.objects.filter(job__client=actor, state=Proposal.State.SUBMITTED, room=None)
    return Waiting(
        invitations=invitation_cards(list(with_names[:MOST_OF_EACH]), on=now.date()),
        offers=_offers(actor, now),
        proposals=[proposal_card(row) for row in with_stage(proposals, now=now).order_by("sent_at")[:MOST_OF_EACH]],
        rooms=[
            WaitingRoom(id=one.id, title=one.title, unread=one.unread)
            for one in rooms_with_unread(actor, limit=MOST_OF_EACH)
        ],
    )


def _offers(actor: Person, now: datetime) -> list[WaitingOffer]:
    still_open = Q(expires_at=None) | Q(expires_at__gt=now)
    concerns = Q(freelancer=actor) | Q(client=actor, expires_at__lte=now + SOON)
    rows = Offer.objects.visible_to(actor).filter(still_open, concerns, state=Offer.State.MADE).select_related("room")
    return [
        WaitingOffer(
            id=row.id,
            room=row.room_id,
            room_title=row.room.title,
            amount_minor=row.amount_minor,
            currency=row.currency,
            expires_at=row.expires_at,
            is_mine_to_answer=row.freelancer_id == actor.id,
            is_ending=row.expires_at is not None and row.expires_at <= now + SOON,
        )
        for row in rows.order_by("expires_at", "made_at")[:MOST_OF_EACH]
    ]
