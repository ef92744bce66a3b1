"""What the marketplace adds to a room's story, as complete past facts. The client's types are generated from these."""

import uuid

from vestibule.feed.append import Fact


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


class OfferMade(Fact, frozen=True, tag_field="kind", tag="offer.made"):
    """The client offers a contract. `amount_minor` counts the currency's smallest unit."""

    offer: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID
    terms: str
    amount_minor: int
    currency: str


class OfferWithdrawn(Fact, frozen=True, tag_field="kind", tag="offer.withdrawn"):
    """The client took the offer back."""

    offer: uuid.UUID


class OfferDeclined(Fact, frozen=True, tag_field="kind", tag="offer.declined"):
    """The freelancer said no to the offer."""

    offer: uuid.UUID


class OfferAccepted(Fact, frozen=True, tag_field="kind", tag="offer.accepted"):
    """The freelancer said yes: at this number of the room the contract has started."""

    offer: uuid.UUID
    contract: uuid.UUID


class ContractEnded(Fact, frozen=True, tag_field="kind", tag="contract.ended"):
    """One of the two ended the contract; `by` of the event says who."""

    contract: uuid.UUID
