"""Offers on their way through the gate."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vestibule.accounts.models import Person
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import TextNotAllowed, clear
from vestibule.market.models import Milestone
from vestibule.market.rules import (
    LONGEST_MILESTONE,
    LONGEST_TERMS,
    MOST_MILESTONES,
    ExpiryInvalid,
    MilestonesInvalid,
    check,
    refuse_money,
    refuse_text,
)
from vestibule.rooms.standing import standing_of

SHORTEST_TIME = timedelta(hours=1)
LONGEST_TIME = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMilestone:
    """A part of the work with its own price, due on a day or on none."""

    title: str
    amount_minor: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """What is offered: the terms in words, and the price in the currency's smallest unit.

    Milestones, if there are any, add up to the price. Without `expires_at` the offer stays open until it is answered.
    `freelancer` says to whom, which must be said where several are in the room.
    """

    terms: str
    amount_minor: int
    currency: str
    expires_at: datetime | None = None
    milestones: Sequence[NewMilestone] = ()
    freelancer: uuid.UUID | None = None


def check_offer(offer: NewOffer, *, now: datetime) -> None:
    """Whether the offer can be taken by its form. Raises `InvalidInput` at the field."""
    check(
        refuse_text(offer.terms, field="terms", longest=LONGEST_TERMS),
        refuse_money(offer.amount_minor, offer.currency, field="amount_minor"),
        _refuse_expiry(offer, now),
        _refuse_milestones(offer),
    )


def cleared_in_room(
    text: str, *, room_id: uuid.UUID, actor: Person, field: str, now: datetime, before: tuple[str, ...] = ()
) -> ClearedText:
    """A text on the surface `offer`, cleared for everybody in the room. Raises `TextNotAllowed` at the field."""
    situations = standing_of([room_id], on=now.date()).situations(
        room_id, actor.id, surface="offer", context=before if text else ()
    )
    verdict, cleared = clear(text, situations, on=now.date(), language=actor.language)
    if cleared is None:
        raise TextNotAllowed(verdict, field=field)
    return cleared


def cleared_milestones(
    offer: NewOffer, *, room_id: uuid.UUID, actor: Person, terms: str, now: datetime
) -> list[Milestone]:
    """The milestones with cleared titles, not stored yet. What begins in one and ends in the next is one detail."""
    made: list[Milestone] = []
    said = [terms]
    for place, one in enumerate(offer.milestones):
        title = cleared_in_room(
            " ".join(one.title.split()),
            room_id=room_id,
            actor=actor,
            field="milestones",
            now=now,
            before=tuple(said),
        )
        said.append(title)
        made.append(Milestone(place=place, title=title, amount_minor=one.amount_minor, due_on=one.due_on))
    return made


def _refuse_expiry(offer: NewOffer, now: datetime) -> ExpiryInvalid | None:
    if offer.expires_at is None or SHORTEST_TIME <= offer.expires_at - now <= LONGEST_TIME:
        return None
    return ExpiryInvalid(field="expires_at")


def _refuse_milestones(offer: NewOffer) -> MilestonesInvalid | None:
    if not offer.milestones:
        return None
    if len(offer.milestones) > MOST_MILESTONES:
        return MilestonesInvalid(field="milestones", sentence="At most %(most)s milestones.", most=MOST_MILESTONES)
    for one in offer.milestones:
        check(
            refuse_text(" ".join(one.title.split()), field="milestones", longest=LONGEST_MILESTONE),
            refuse_money(one.amount_minor, offer.currency, field="milestones"),
        )
    if sum(one.amount_minor for one in offer.milestones) != offer.amount_minor:
        return MilestonesInvalid(field="milestones", sentence="The milestones must add up to the price.")
    return None
