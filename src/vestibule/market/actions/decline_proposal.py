"""Saying no to a proposal."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import locked_proposal, settle_proposal
from vestibule.market.events import ProposalDeclined, ProposalTurnedDown
from vestibule.market.models import Proposal
from vestibule.market.rules import NotYours


def decline_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime) -> Proposal:
    """The client declines the proposal; where it is shared in a room, the room is told, else its freelancer.

    Raises `NotFound`, `NotAllowed` for the freelancer, `ProposalSettled`.
    """
    with writing(now=now) as feed:
        proposal = locked_proposal(actor, proposal_id)
        if proposal.job.client_id != actor.id:
            raise NotYours(sentence="Only the client declines a proposal.")
        fact = ProposalDeclined(proposal=proposal.id)
        settled = settle_proposal(feed, proposal, to=Proposal.State.DECLINED, fact=fact, by=actor.id)
        if settled.room_id is None:
            own = ProposalTurnedDown(proposal=settled.id, job=settled.job_id)
            feed.append(stream=settled.freelancer_id, fact=own, by=actor.id, on_timeline=False)
        return settled
