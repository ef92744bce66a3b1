"""Taking a proposal back."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import locked_proposal, settle_proposal
from vestibule.market.events import ProposalWithdrawn
from vestibule.market.models import Proposal
from vestibule.market.rules import NotYours


def withdraw_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime) -> Proposal:
    """The freelancer takes the proposal back; where it is shared in a room, the room is told.

    Raises `NotFound`, `NotAllowed` for the client, `ProposalSettled`.
    """
    with writing(now=now) as feed:
        proposal = locked_proposal(actor, proposal_id)
        if proposal.freelancer_id != actor.id:
            raise NotYours(sentence="Only who wrote a proposal withdraws it.")
        fact = ProposalWithdrawn(proposal=proposal.id)
        return settle_proposal(feed, proposal, to=Proposal.State.WITHDRAWN, fact=fact, by=actor.id)
