"""What the marketplace adds to a room's story, as complete past facts. The client's types are generated from these."""

import uuid
from datetime import date, datetime

import msgspec

from vestibule.feed.append import Fact


class InvitationReceived(Fact, frozen=True, tag_field="kind", tag="invitation.received"):
    """On a person's own stream: a client asks them to talk about a job."""

    invitation: uuid.UUID
    job: uuid.UUID


class ProposalReceived(Fact, frozen=True, tag_field="kind", tag="proposal.received"):
    """On a person's own stream: a freelancer has answered their job post."""

    proposal: uuid.UUID
    job: uuid.UUID


class ProposalTurnedDown(Fact, frozen=True, tag_field="kind", tag="proposal.turned_down"):
    """On a person's own stream: the client said no to their proposal before there was a room to say it in."""

    proposal: uuid.UUID
    job: uuid.UUID


class InvitationAccepted(Fact, frozen=True, tag_field="kind", tag="invitation.accepted"):
    """The client had invited the freelancer to this job with these words, perhaps none; that is why they talk."""

    invitation: uuid.UUID
    job: uuid.UUID
    job_title: str
    words: str


class ProposalShared(Fact, frozen=True, tag_field="kind", tag="proposal.shared"):
    """The proposal that brought the two together, as it read when it came into the room or was changed there."""

    proposal: uuid.UUID
    job: uuid.UUID
    job_title: str
    cover_text: str
    bid_minor: int
    currency: str


class ProposalWithdrawn(Fact, frozen=True, tag_field="kind", tag="proposal.withdrawn"):
    """The freelancer took the proposal back."""

    proposal: uuid.UUID


class ProposalDeclined(Fact, frozen=True, tag_field="kind", tag="proposal.declined"):
    """The client said no to the proposal."""

    proposal: uuid.UUID


class MilestoneCard(msgspec.Struct, frozen=True):
    """A part of an offer with its own price, due on a day or on none."""

    title: str
    amount_minor: int
    due_on: date | None = None


class OfferMade(Fact, frozen=True, tag_field="kind", tag="offer.made"):
    """The client offers a contract. `amount_minor` counts the currency's smallest unit; milestones add up to it.

    From `expires_at` on it cannot be accepted any more.
    """

    offer: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID
    terms: str
    amount_minor: int
    currency: str
    expires_at: datetime | None = None
    milestones: tuple[MilestoneCard, ...] = ()


class OfferWithdrawn(Fact, frozen=True, tag_field="kind", tag="offer.withdrawn"):
    """The client took the offer back."""

    offer: uuid.UUID


class OfferDeclined(Fact, frozen=True, tag_field="kind", tag="offer.declined"):
    """The freelancer said no to the offer."""

    offer: uuid.UUID


class OfferExpired(Fact, frozen=True, tag_field="kind", tag="offer.expired"):
    """Nobody answered the offer in time."""

    offer: uuid.UUID


class OfferAccepted(Fact, frozen=True, tag_field="kind", tag="offer.accepted"):
    """The freelancer said yes: at this number of the room the contract has started."""

    offer: uuid.UUID
    contract: uuid.UUID


class ContractEnded(Fact, frozen=True, tag_field="kind", tag="contract.ended"):
    """One of the two ended the contract; `by` of the event says who."""

    contract: uuid.UUID


class ContractLeft(Fact, frozen=True, tag_field="kind", tag="contract.left"):
    """The freelancer left without fault: the material was not what was described. No pay, no score."""

    contract: uuid.UUID
    words: str
