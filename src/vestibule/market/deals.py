"""The steps that actions on proposals, offers and contracts have in common.

Lock order: the row of a job, that of a proposal or invitation, the rooms of the pair, the row of an offer or contract.
"""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Fact, Writing
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound
from vestibule.market.events import ProposalShared
from vestibule.market.models import Contract, Invitation, JobPost, JobRoom, Offer, Proposal
from vestibule.market.queries import visible_contract, visible_offer
from vestibule.market.rules import InvitationSettled, OfferExpired, OfferSettled, ProposalSettled, RoomLeftBefore
from vestibule.market.states import advance
from vestibule.market.texts import words_for_room
from vestibule.rooms.actions.open_room import About, NewMember, open_room
from vestibule.rooms.actions.record_engagement import PairInRoom, lock_pair, record_closing
from vestibule.rooms.models import Member


def locked_proposal(actor: Person, proposal_id: uuid.UUID) -> Proposal:
    """The proposal with its row locked. Raises `NotFound` for whoever is neither its freelancer nor the client."""
    rows = Proposal.objects.visible_to(actor).select_related("job__client", "job__organisation", "freelancer")
    found = rows.select_for_update(of=("self",), no_key=True).filter(id=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def lock_job(job_id: uuid.UUID) -> None:
    """Hold back whoever else changes this job or opens a room about it, until the transaction ends."""
    JobPost.objects.select_for_update(no_key=True).filter(id=job_id).values_list("id").first()


def locked_invitation(actor: Person, invitation_id: uuid.UUID) -> Invitation:
    """The invitation with its row locked. Raises `NotFound` for whoever is neither its client nor its freelancer."""
    rows = Invitation.objects.visible_to(actor).select_related("job__client", "job__organisation", "freelancer")
    found = rows.select_for_update(of=("self",), no_key=True).filter(id=invitation_id).first()
    if found is None:
        raise NotFound
    return found


def refuse_settled(invitation: Invitation) -> None:
    """Raises `InvitationSettled` for what is not open any more."""
    if invitation.state != Invitation.State.SENT:
        raise InvitationSettled


def settle_invitation(invitation: Invitation, *, to: str) -> Invitation:
    """The open invitation is accepted, declined or withdrawn. Raises `InvitationSettled`."""
    refuse_settled(invitation)
    advance(Invitation, invitation.id, expected=Invitation.State.SENT, to=to)
    invitation.state = to
    return invitation


def job_room(feed: Writing, job: JobPost, freelancer: Person, *, actor: Person) -> uuid.UUID:
    """The one room of this pair and job, opened now if there is none. The job's row must be locked.

    Raises `RoomLeftBefore` when there is one and somebody has left it.
    """
    known = JobRoom.objects.filter(job=job, freelancer=freelancer).first()
    if known is not None:
        refuse_left_room(known.room_id, job.client_id, freelancer.id)
        return known.room_id
    room_id = new_id()
    # While the pair's other rooms are locked nobody changes how the two stand to each other.
    lock_pair(feed, PairInRoom(room=room_id, client=job.client_id, freelancer=freelancer.id))
    open_room(
        actor=actor,
        feed=feed,
        room_id=room_id,
        title=job.title,
        about=About(kind="job", id=job.id),
        members=(
            NewMember(person=job.client, side="client", organisation=job.organisation),
            NewMember(person=freelancer, side="freelancer"),
        ),
        now=feed.now,
    )
    JobRoom.objects.create(job=job, freelancer=freelancer, room_id=room_id)
    return room_id


def refuse_left_room(room_id: uuid.UUID, *pair: uuid.UUID) -> None:
    """Raises `RoomLeftBefore` for a room in which one of the two is no more, whoever else is there."""
    if Member.objects.filter(room_id=room_id, person_id__in=pair, left_seq=None).count() < 2:
        raise RoomLeftBefore


def share(feed: Writing, proposal: Proposal, *, room_id: uuid.UUID, by: Person) -> None:
    """Put the proposal as it reads now on the room's table, its words where everybody there may read them."""
    feed.lock([room_id])
    words = words_for_room(
        proposal.cover_text,
        room_id=room_id,
        author_id=proposal.freelancer_id,
        surface="proposal",
        on=feed.now.date(),
    )
    fact = ProposalShared(
        proposal=proposal.id,
        job=proposal.job_id,
        job_title=proposal.job.title,
        cover_text=words,
        bid_minor=proposal.bid_minor,
        currency=proposal.currency,
    )
    feed.append(stream=room_id, fact=fact, by=by.id)


def settle_proposal(feed: Writing, proposal: Proposal, *, to: str, fact: Fact, by: uuid.UUID) -> Proposal:
    """The open proposal is withdrawn or declined, and its room, if it has one, is told. Raises `ProposalSettled`."""
    if proposal.state != Proposal.State.SUBMITTED:
        raise ProposalSettled
    advance(Proposal, proposal.id, expected=Proposal.State.SUBMITTED, to=to)
    proposal.state = to
    if proposal.room_id is not None:
        feed.append(stream=proposal.room_id, fact=fact, by=by)
    return proposal


def locked_offer(feed: Writing, actor: Person, offer_id: uuid.UUID) -> Offer:
    """The offer as it stands once every room of its pair is locked. Raises `NotFound` for outsiders."""
    lock_pair(feed, _pair_of(visible_offer(actor, offer_id)))
    return visible_offer(actor, offer_id)


def refuse_expired(offer: Offer, now: datetime) -> None:
    """Raises `OfferExpired` for an offer whose time is over, whether or not its state says so already."""
    is_over = offer.expires_at is not None and offer.expires_at <= now and offer.state == Offer.State.MADE
    if is_over or offer.state == Offer.State.EXPIRED:
        raise OfferExpired


def close_offer(feed: Writing, offer: Offer, *, to: str, fact: Fact, by: uuid.UUID | None) -> Offer:
    """The open offer is withdrawn, declined or over; the pair stands as before it. Raises `OfferSettled`."""
    if offer.state != Offer.State.MADE:
        raise OfferSettled
    advance(Offer, offer.id, expected=Offer.State.MADE, to=to)
    offer.state = to
    feed.append(stream=offer.room_id, fact=fact, by=by)
    record_closing(feed=feed, engagement_id=offer.engagement_id, actor_id=by)
    return offer


def locked_contract(feed: Writing, actor: Person, contract_id: uuid.UUID) -> Contract:
    """The contract as it stands once every room of its pair is locked. Raises `NotFound` for outsiders."""
    lock_pair(feed, _pair_of(visible_contract(actor, contract_id).offer))
    return visible_contract(actor, contract_id)


def lock_pair_of(feed: Writing, offer: Offer) -> None:
    """Lock every room of the two between whom the offer is."""
    lock_pair(feed, _pair_of(offer))


def _pair_of(offer: Offer) -> PairInRoom:
    return PairInRoom(room=offer.room_id, client=offer.client_id, freelancer=offer.freelancer_id)
