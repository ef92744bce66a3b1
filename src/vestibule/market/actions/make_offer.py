"""Offering a contract in the room."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotFound
from vestibule.market.deals import close_offer
from vestibule.market.events import MilestoneCard, OfferExpired, OfferMade
from vestibule.market.models import Milestone, Offer
from vestibule.market.offer_texts import NewOffer, check_offer, cleared_in_room, cleared_milestones
from vestibule.market.rules import FreelancerNotChosen, FreelancerNotHere, NobodyToOfferTo, NotYours, OfferPending
from vestibule.rooms.actions.record_engagement import PairInRoom, lock_pair, record_offer
from vestibule.rooms.models import Member
from vestibule.rooms.queries import visible_room

__all__ = ["NewOffer", "make_offer"]


def make_offer(*, actor: Person, room_id: uuid.UUID, offer: NewOffer, now: datetime) -> Offer:
    """A client in the room offers a freelancer there a contract. One open offer for each room.

    Everybody in the room reads its words, so they are judged for all of them; how the two stand to each other is
    theirs alone. Raises `NotFound`, `NotAllowed` for a freelancer, `NobodyToOfferTo`, `FreelancerNotChosen`,
    `FreelancerNotHere`, `OfferPending`, and the refusals of text, money, expiry and milestones.
    """
    visible_room(actor, room_id)
    with writing(now=now) as feed:
        pair = _pair_in(room_id, actor, offer.freelancer)
        lock_pair(feed, pair)
        # Read again under the lock: somebody may have left, or made an offer, while this waited.
        pair = _pair_in(room_id, actor, pair.freelancer)
        check_offer(offer, now=now)
        _make_way(feed, room_id, now)
        terms = cleared_in_room(offer.terms.strip(), room_id=room_id, actor=actor, field="terms", now=now)
        milestones = cleared_milestones(offer, room_id=room_id, actor=actor, terms=terms, now=now)
        offer_id = new_id()
        fact = OfferMade(
            offer=offer_id,
            client=pair.client,
            freelancer=pair.freelancer,
            terms=terms,
            amount_minor=offer.amount_minor,
            currency=offer.currency,
            expires_at=offer.expires_at,
            milestones=tuple(MilestoneCard(one.title, one.amount_minor, one.due_on) for one in milestones),
        )
        seq, _ = feed.append(stream=room_id, fact=fact, by=actor.id)
        engagement = record_offer(feed=feed, pair=pair, actor_id=actor.id, offered_seq=seq)
        made = Offer.objects.create(
            id=offer_id,
            room_id=room_id,
            engagement=engagement,
            client_id=pair.client,
            freelancer_id=pair.freelancer,
            terms=terms,
            amount_minor=offer.amount_minor,
            currency=offer.currency,
            expires_at=offer.expires_at,
            made_at=now,
        )
        for one in milestones:
            one.offer = made
        Milestone.objects.bulk_create(milestones)
        keep_circumstances([(made, "terms"), *((one, "title") for one in milestones)], at=now)
        return made


def _make_way(feed: Writing, room_id: uuid.UUID, now: datetime) -> None:
    """One open offer for each room; one whose time is over makes way."""
    pending = Offer.objects.filter(room_id=room_id, state=Offer.State.MADE).first()
    if pending is None:
        return
    if pending.expires_at is None or pending.expires_at > now:
        raise OfferPending
    close_offer(feed, pending, to=Offer.State.EXPIRED, fact=OfferExpired(offer=pending.id), by=None)


def _pair_in(room_id: uuid.UUID, actor: Person, chosen: uuid.UUID | None) -> PairInRoom:
    seats = {seat.person_id: seat.side for seat in Member.objects.filter(room_id=room_id, left_seq=None)}
    if actor.id not in seats:
        raise NotFound
    if seats[actor.id] != Member.Side.CLIENT:
        raise NotYours(sentence="The client makes the offer.")
    freelancers = [person for person, side in seats.items() if side == Member.Side.FREELANCER]
    return PairInRoom(room=room_id, client=actor.id, freelancer=_one_of(freelancers, chosen))


def _one_of(freelancers: Sequence[uuid.UUID], chosen: uuid.UUID | None) -> uuid.UUID:
    """The chosen one of those who are here, or the only one."""
    if not freelancers:
        raise NobodyToOfferTo
    if chosen is None and len(freelancers) > 1:
        raise FreelancerNotChosen(field="freelancer")
    if chosen is not None and chosen not in freelancers:
        raise FreelancerNotHere(field="freelancer")
    return chosen or freelancers[0]
