"""Talking about a proposal."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.kit.ids import new_id
from vestibule.market.deals import locked_proposal, share
from vestibule.market.models import JobRoom, Proposal
from vestibule.market.rules import NotYours, ProposalSettled, RoomLeftBefore
from vestibule.rooms.actions.open_room import About, NewMember, open_room
from vestibule.rooms.actions.record_engagement import PairInRoom, lock_pair
from vestibule.rooms.models import Member


def open_room_from_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime) -> uuid.UUID:
    """The client opens the room in which the two talk about the job, and the proposal is put on its table.

    There is one room for each pair and job: asking again, at once or later, leads to the same one. Returns its id.
    Raises `NotFound`, `NotAllowed` for the freelancer, `ProposalSettled`, and `RoomLeftBefore` when there is a room
    and one of the two has left it.
    """
    with writing(now=now) as feed:
        # The row's lock holds a second click back until the first one's room is there.
        proposal = locked_proposal(actor, proposal_id)
        if proposal.job.client_id != actor.id:
            raise NotYours(sentence="The client opens the room.")
        known = JobRoom.objects.filter(job=proposal.job, freelancer=proposal.freelancer).first()
        if known is not None:
            _refuse_left_room(known.room_id)
        if proposal.room_id is not None:
            return proposal.room_id
        if proposal.state != Proposal.State.SUBMITTED:
            raise ProposalSettled
        room_id = known.room_id if known is not None else _open(feed, proposal, actor, now)
        proposal.room_id = room_id
        proposal.save(update_fields=["room"])
        share(feed, proposal, room_id=room_id, by=proposal.freelancer)
        return room_id


def _open(feed: Writing, proposal: Proposal, client: Person, now: datetime) -> uuid.UUID:
    job, freelancer = proposal.job, proposal.freelancer
    room_id = new_id()
    # While the pair's other rooms are locked nobody changes how the two stand to each other.
    lock_pair(feed, PairInRoom(room=room_id, client=client.id, freelancer=freelancer.id))
    open_room(
        actor=client,
        feed=feed,
        room_id=room_id,
        title=job.title,
        about=About(kind="job", id=job.id),
        members=(
            NewMember(person=client, side="client", organisation=job.organisation),
            NewMember(person=freelancer, side="freelancer"),
        ),
        now=now,
    )
    JobRoom.objects.create(job=job, freelancer=freelancer, room_id=room_id)
    return room_id


def _refuse_left_room(room_id: uuid.UUID) -> None:
    if Member.objects.filter(room_id=room_id, left_seq=None).count() < 2:
        raise RoomLeftBefore
