"""What becomes of somebody's open offers and proposals in a room that they leave: nobody waits for who is gone."""

import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing
from vestibule.market.deals import close_offer, settle_proposal
from vestibule.market.events import OfferDeclined, OfferWithdrawn, ProposalWithdrawn
from vestibule.market.models import Contract, Offer, Proposal
from vestibule.rooms.relationship import rooms_of_pair


def hold_matters(rooms: Collection[uuid.UUID], person: uuid.UUID) -> set[uuid.UUID]:
    """Hold the person's open proposals in these rooms; the rooms that are told that their offers there are over."""
    # Proposals are held before any room is locked, as by everybody who changes one.
    held = _open_proposals(rooms, person).select_for_update(of=("self",), no_key=True)
    list(held.order_by("id").values_list("id"))
    offers = _open_offers(rooms, person).values_list("client_id", "freelancer_id")
    return {room for client, freelancer in offers for room in rooms_of_pair(client, freelancer)}


def settle_matters(feed: Writing, room: uuid.UUID, person: uuid.UUID, by: uuid.UUID) -> None:
    """Withdraw what the person offered or proposed in the room, decline what was offered to them."""
    for offer in _open_offers([room], person):
        if offer.client_id == person:
            close_offer(feed, offer, to=Offer.State.WITHDRAWN, fact=OfferWithdrawn(offer=offer.id), by=by)
        else:
            close_offer(feed, offer, to=Offer.State.DECLINED, fact=OfferDeclined(offer=offer.id), by=by)
    for proposal in _open_proposals([room], person):
        fact = ProposalWithdrawn(proposal=proposal.id)
        settle_proposal(feed, proposal, to=Proposal.State.WITHDRAWN, fact=fact, by=by)


def words_of_leaving(actor: Person, room: uuid.UUID) -> list[str]:
    """What leaving does to the actor's deals in the room."""
    words = [
        _("Your open offer is withdrawn.") if offer.client_id == actor.id else _("The offer to you is declined.")
        for offer in _open_offers([room], actor.id)
    ]
    if _open_proposals([room], actor.id).exists():
        words.append(_("Your proposal is withdrawn."))
    sides = Q(offer__client=actor) | Q(offer__freelancer=actor)
    if Contract.objects.filter(sides, offer__room=room, state=Contract.State.ACTIVE).exists():
        words.append(_("Your contract goes on. If it is over, end it before you leave."))
    return words


def _open_offers(rooms: Collection[uuid.UUID], person: uuid.UUID) -> QuerySet[Offer]:
    sides = Q(client_id=person) | Q(freelancer_id=person)
    return Offer.objects.filter(sides, room_id__in=rooms, state=Offer.State.MADE).order_by("id")


def _open_proposals(rooms: Collection[uuid.UUID], person: uuid.UUID) -> QuerySet[Proposal]:
    return Proposal.objects.filter(room_id__in=rooms, freelancer_id=person, state=Proposal.State.SUBMITTED)
