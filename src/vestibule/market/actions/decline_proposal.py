"""Saying no to a proposal."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import locked_proposal, settle_proposal
from vestibule.market.events import ProposalDeclined
from vestibule.market.models import Proposal
from vestibule.market.rules import NotYours


def decline_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime) -> Proposal:
    """The client declines the proposal; where it is shared in a room, the room is told.

    Raises `NotFound`, `NotAllowed` for the freelancer, `ProposalSettled`.
    """
    with writing(now=now) as feed:
        proposal = locked_proposal(actor, proposal_id)
        if proposal.job.client_id != actor.id:
            raise NotYours(sentence="Only the client declines a proposal.")
        fact = ProposalDeclined(proposal=proposal.id)
        return settle_proposal(feed, proposal, to=Proposal.State.DECLINED, fact=fact, by=actor)
