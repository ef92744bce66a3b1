"""Talking about a proposal."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import job_room, lock_job, locked_proposal, refuse_left_room, share
from vestibule.market.models import JobRoom, Proposal
from vestibule.market.proposals import visible_proposal
from vestibule.market.rules import NotYours, ProposalSettled


def open_room_from_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime) -> uuid.UUID:
    """The client opens the room in which the two talk about the job, and the proposal is put on its table.

    There is one room for each pair and job: asking again, at once or later, leads to the same one. Returns its id.
    Raises `NotFound`, `NotAllowed` for the freelancer, `ProposalSettled`, and `RoomLeftBefore` when there is a room
    and one of the two has left it.
    """
    found = visible_proposal(actor, proposal_id, now=now)
    with writing(now=now) as feed:
        # The job's row holds a second click back, and an accepted invitation, until the first one's room is there.
        lock_job(found.job_id)
        proposal = locked_proposal(actor, proposal_id)
        if proposal.job.client_id != actor.id:
            raise NotYours(sentence="The client opens the room.")
        known = JobRoom.objects.filter(job=proposal.job, freelancer=proposal.freelancer).first()
        if known is not None:
            refuse_left_room(known.room_id, actor.id, proposal.freelancer_id)
        if proposal.room_id is not None:
            return proposal.room_id
        if proposal.state != Proposal.State.SUBMITTED:
            raise ProposalSettled
        proposal.room_id = job_room(feed, proposal.job, proposal.freelancer, actor=actor)
        proposal.save(update_fields=["room"])
        share(feed, proposal, room_id=proposal.room_id, by=proposal.freelancer)
        return proposal.room_id
