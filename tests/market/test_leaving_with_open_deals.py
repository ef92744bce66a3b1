"""Whoever leaves a room leaves nothing open there: offers and proposals are closed, and everybody concerned is told."""

import json
import uuid
from functools import partial
from html import unescape

import pytest
from django.utils import timezone

from tests.cast import browser_of, program_of
from tests.market.deal import TERMS, Deal, accepted, at_once, offered, outcome_of, talk_of
from tests.rooms.crew import bring, make_crew
from vestibule.accounts.actions.leave_organisation import leave_organisation
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import Contract, Offer, Proposal
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.remove_colleague import remove_colleague
from vestibule.rooms.models import Engagement, Room

pytestmark = pytest.mark.django_db


def told(room: uuid.UUID) -> list[tuple[str, str]]:
    """Kind and author of what the room was told of deals and farewells, in order."""
    bodies = Event.objects.filter(stream_id=room).order_by("seq").values_list("body", flat=True)
    said = [(one["event"]["kind"], one["by"]) for one in map(json.loads, bodies)]
    kinds = ("offer.", "proposal.", "relationship.", "member.left")
    return [(kind, by) for kind, by in said if kind.startswith(kinds) and kind != "proposal.shared"]


def go(person: Person, deal: Deal) -> None:
    leave_room(actor=person, room_id=deal.room, now=timezone.now())


def test_a_client_who_leaves_takes_her_open_offer_back(ana: Person, bo: Person) -> None:
    elsewhere = talk_of(ana, bo)
    deal = offered(talk_of(ana, bo))
    go(ana, deal)
    by = str(ana.id)
    assert told(deal.room) == [
        ("offer.made", by),
        ("relationship.changed", by),
        ("offer.withdrawn", by),
        ("relationship.changed", by),
        ("member.left", by),
    ]
    # In their other room the two stand as before as well.
    assert told(elsewhere.room) == [("relationship.changed", by)] * 2
    assert program_of(bo).get(f"/rooms/{elsewhere.room}").body["relationship"] == "none"
    assert (Offer.objects.get().state, Engagement.objects.get().state) == ("withdrawn", "closed")
    assert deal.offer is not None
    accepting = partial(accept_offer, actor=bo, offer_id=deal.offer.id, now=timezone.now())
    assert outcome_of(accepting) == "offer_settled"
    # Her proposal from him stands: he may take it back himself.
    assert Proposal.objects.get(id=deal.proposal.id).state == "submitted"


def test_a_freelancer_who_leaves_declines_and_withdraws(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    go(bo, deal)
    assert [kind for kind, _ in told(deal.room)][2:] == [
        "offer.declined",
        "relationship.changed",
        "proposal.withdrawn",
        "member.left",
    ]
    assert Offer.objects.get().state == "declined"
    assert Proposal.objects.get().state == "withdrawn"
    assert program_of(ana).get(f"/rooms/{deal.room}/offers").body["items"][0]["state"] == "declined"


def test_what_is_open_elsewhere_stays_open(ana: Person, bo: Person) -> None:
    stays, goes = offered(talk_of(ana, bo)), talk_of(ana, bo)
    go(bo, goes)
    assert Offer.objects.get(room=stays.room).state == "made"
    assert Proposal.objects.get(id=stays.proposal.id).state == "submitted"
    assert program_of(ana).get(f"/rooms/{stays.room}").body["relationship"] == "offer_pending"


def test_a_contract_goes_on(ana: Person, bo: Person) -> None:
    deal = accepted(talk_of(ana, bo))
    go(ana, deal)
    assert Contract.objects.get().state == "active"


@pytest.mark.parametrize("way", ["removed", "leaves_the_organisation"])
def test_who_is_sent_away_leaves_nothing_open_either(way: str, ana: Person, bo: Person) -> None:
    crew = make_crew(ana, bo)
    bring(ana, crew.cleo, crew.room)
    make_offer(actor=crew.cleo, room_id=crew.room.id, offer=TERMS, now=timezone.now())
    if way == "removed":
        remove_colleague(actor=ana, room_id=crew.room.id, person_id=crew.cleo.id, now=timezone.now())
    else:
        leave_organisation(actor=crew.cleo, organisation_id=crew.bakery.id, now=timezone.now())
    assert Offer.objects.get().state == "withdrawn"
    assert [kind for kind, _ in told(crew.room.id)][-3:] == ["offer.withdrawn", "relationship.changed", "member.left"]
    # Another one can be made now.
    make_offer(actor=ana, room_id=crew.room.id, offer=TERMS, now=timezone.now())


def test_the_page_says_so_before(ana: Person, bo: Person) -> None:
    def words(person: Person, deal: Deal) -> list[str]:
        text = unescape(browser_of(person).get(f"/rooms/{deal.room}/people").content.decode())
        said = ("Your open offer is withdrawn.", "The offer to you is declined.", "Your proposal is withdrawn.")
        return [one for one in (*said, "Your contract goes on.") if one in text]

    talk = talk_of(ana, bo)
    assert (words(ana, talk), words(bo, talk)) == ([], ["Your proposal is withdrawn."])
    deal = offered(talk)
    assert words(ana, deal) == ["Your open offer is withdrawn."]
    assert words(bo, deal) == ["The offer to you is declined.", "Your proposal is withdrawn."]
    running = accepted(deal)
    assert words(ana, running) == ["Your contract goes on."]
    assert "Your contract goes on." in words(bo, running)


@pytest.mark.django_db(transaction=True)
def test_leaving_and_answering_at_once_never_leave_an_offer_open(ana: Person, bo: Person) -> None:
    for _ in range(20):
        deal = offered(talk_of(ana, bo))
        assert deal.offer is not None
        now = timezone.now()
        outcomes = at_once(
            [
                partial(outcome_of, partial(leave_room, actor=ana, room_id=deal.room, now=now)),
                partial(outcome_of, partial(accept_offer, actor=bo, offer_id=deal.offer.id, now=now)),
                partial(outcome_of, partial(withdraw_proposal, actor=bo, proposal_id=deal.proposal.id, now=now)),
            ]
        )
        state = Offer.objects.get(id=deal.offer.id).state
        assert (outcomes[0], outcomes[2]) == ("done", "done")
        assert state == ("accepted" if outcomes[1] == "done" else "withdrawn")
        for contract in Contract.objects.filter(state="active"):
            end_contract(actor=bo, contract_id=contract.id, now=timezone.now())
    assert Room.objects.count() == 20
