"""A room of several: ana with her company, bo with his agency, and their colleagues at hand."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests.cast import make_organisation, make_person, make_room
from vestibule.accounts.models import Organisation, OrganisationMember, Person
from vestibule.feed.append import writing
from vestibule.rooms.actions.bring_colleague import bring_colleague
from vestibule.rooms.actions.record_engagement import (
    PairInRoom,
    lock_pair,
    record_closing,
    record_end,
    record_offer,
    record_start,
)
from vestibule.rooms.events import PersonCard
from vestibule.rooms.models import Engagement, Room


@dataclass(frozen=True)
class Crew:
    """Ana and bo talk; cleo works with ana at the bakery, ben with bo at the studio. Cleo and ben are not there yet."""

    room: Room
    ana: Person
    bo: Person
    cleo: Person
    ben: Person
    bakery: Organisation
    studio: Organisation


def employ(person: Person, organisation: Organisation, *, role: str = "member") -> Person:
    """The person has accepted an invitation of the organisation."""
    OrganisationMember.objects.create(organisation=organisation, person=person, role=role)
    return person


def make_crew(ana: Person, bo: Person, *, plan: str | None = None) -> Crew:
    """A room of two with colleagues outside."""
    bakery = make_organisation(ana, name="Harbour Bakery", plan=plan)
    studio = make_organisation(bo, name="Studio North")
    return Crew(
        room=make_room(ana, bo, organisation=bakery),
        ana=ana,
        bo=bo,
        cleo=employ(make_person("Cleo", is_client=True), bakery),
        ben=employ(make_person("Ben", is_freelancer=True), studio),
        bakery=bakery,
        studio=studio,
    )


def bring(by: Person, whom: Person, room: Room, *, with_history: bool = False) -> PersonCard:
    """Somebody brings a colleague in."""
    return bring_colleague(actor=by, room_id=room.id, person_id=whom.id, with_history=with_history, now=timezone.now())


def offer_between(client: Person, freelancer: Person, room: Room) -> Engagement:
    """The client has offered the freelancer a contract, as far as rooms know of it."""
    pair = PairInRoom(room=room.id, client=client.id, freelancer=freelancer.id)
    with writing(now=timezone.now()) as feed:
        lock_pair(feed, pair)
        return record_offer(feed=feed, pair=pair, actor_id=client.id, offered_seq=feed.heads[room.id])


def advance(engagement: Engagement, to: str) -> None:
    """The offer is accepted (`active`) or withdrawn (`closed`), or the contract ends (`ended`)."""
    pair = PairInRoom(room=engagement.room_id, client=engagement.client_id, freelancer=engagement.freelancer_id)
    with writing(now=timezone.now()) as feed:
        lock_pair(feed, pair)
        known: dict[str, Any] = {"feed": feed, "engagement_id": engagement.id, "actor_id": pair.client}
        seq = feed.heads[pair.room]
        if to == "active":
            record_start(**known, seq=seq)
        elif to == "ended":
            record_end(**known, seq=seq)
        else:
            record_closing(**known)


def contract_between(client: Person, freelancer: Person, room: Room) -> Engagement:
    """A contract of the two runs."""
    made = offer_between(client, freelancer, room)
    advance(made, "active")
    return made
