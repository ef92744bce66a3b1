"""What each step puts on the room's story: exactly these events, by this person, and how the pair stands after it."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, make_organisation, post, program_of, say
from tests.market.deal import (
    PLAIN,
    TERMS,
    WITH_PHONE,
    Deal,
    accepted,
    at_offer_state,
    job_of,
    offered,
    outcome_of,
    proposal_of,
    talk_of,
)
from vestibule.accounts.actions.create_organisation import set_plan
from vestibule.accounts.models import Organisation, Person, PlanPeriod
from vestibule.feed.models import Event
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.expire_offer import expire_due_offers
from vestibule.market.actions.make_offer import NewOffer, make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import Offer
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Member, Room

pytestmark = pytest.mark.django_db


def story(room: uuid.UUID, *, after: int = 0) -> list[dict[str, Any]]:
    """The room's events after a number, decoded."""
    bodies = Event.objects.filter(stream_id=room, seq__gt=after).order_by("seq").values_list("body", flat=True)
    return [json.loads(body) for body in bodies]


def told(room: uuid.UUID, *, after: int) -> list[tuple[str, str]]:
    """Kind and author of each event after a number."""
    return [(one["event"]["kind"], one["by"]) for one in story(room, after=after)]


def relationship(person: Person, room: uuid.UUID) -> str:
    """How the pair stands, as the API tells a member."""
    return str(program_of(person).get(f"/rooms/{room}").body["relationship"])


def the_room(deal: Deal) -> Room:
    return Room.objects.get(id=deal.room)


def test_talking_opens_a_room_with_the_proposal_on_its_table(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    client, freelancer = str(ana.id), str(bo.id)
    assert told(deal.room, after=0) == [
        ("room.opened", client),
        ("member.joined", client),
        ("member.joined", client),
        ("proposal.shared", freelancer),
    ]
    assert story(deal.room)[3]["event"] == {
        "kind": "proposal.shared",
        "proposal": str(deal.proposal.id),
        "job": str(deal.proposal.job_id),
        "job_title": "Logo for a bakery",
        "cover_text": "I have drawn logos for three bakeries.",
        "bid_minor": 45_000,
        "currency": "EUR",
    }
    # Both learn on their own stream that there is a room for them.
    for person in (ana, bo):
        last = Event.objects.filter(stream_id=person.id).order_by("-seq").first()
        assert last is not None
        assert json.loads(last.body)["event"] == {"kind": "room.joined", "room": str(deal.room)}


def test_a_proposal_that_was_not_shared_tells_nobody(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    other = proposal_of(bo, job_of(ana))
    before = Event.objects.count()
    withdraw_proposal(actor=bo, proposal_id=other.id, now=timezone.now())
    assert Event.objects.count() == before
    withdraw_proposal(actor=bo, proposal_id=deal.proposal.id, now=timezone.now())
    assert Event.objects.count() == before + 1


def test_a_shared_proposal_tells_its_room_what_becomes_of_it(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    edit_proposal(actor=bo, proposal_id=deal.proposal.id, cover_text="Two drafts", bid_minor=9, now=timezone.now())
    decline_proposal(actor=ana, proposal_id=deal.proposal.id, now=timezone.now())
    shared, declined = story(deal.room, after=4)
    assert (shared["event"]["kind"], shared["by"]) == ("proposal.shared", str(bo.id))
    assert (shared["event"]["cover_text"], shared["event"]["bid_minor"]) == ("Two drafts", 9)
    assert declined["event"] == {"kind": "proposal.declined", "proposal": str(deal.proposal.id)}
    assert declined["by"] == str(ana.id)


def test_the_offer_stands_complete_in_the_room(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    assert deal.offer is not None
    made, changed = story(deal.room, after=4)
    assert made["event"] == {
        "kind": "offer.made",
        "offer": str(deal.offer.id),
        "client": str(ana.id),
        "freelancer": str(bo.id),
        "terms": "A logo in two colours, three drafts.",
        "amount_minor": 45_000,
        "currency": "EUR",
        "expires_at": None,
        "milestones": [],
    }
    assert changed["event"] == {
        "kind": "relationship.changed",
        "client": str(ana.id),
        "freelancer": str(bo.id),
        "relationship": "offer_pending",
        "was": "none",
    }


@pytest.mark.parametrize(
    ("state", "kinds", "stands"),
    [
        ("none", [], "none"),
        ("made", ["offer.made", "relationship.changed"], "offer_pending"),
        (
            "withdrawn",
            ["offer.made", "relationship.changed", "offer.withdrawn", "relationship.changed"],
            "none",
        ),
        ("declined", ["offer.made", "relationship.changed", "offer.declined", "relationship.changed"], "none"),
        ("accepted", ["offer.made", "relationship.changed", "offer.accepted", "relationship.changed"], "active"),
        (
            "ended",
            [
                "offer.made",
                "relationship.changed",
                "offer.accepted",
                "relationship.changed",
                "contract.ended",
                "relationship.changed",
            ],
            "prior",
        ),
    ],
)
def test_each_step_of_an_offer_is_told_and_moves_the_pair(
    state: str, kinds: list[str], stands: str, ana: Person, bo: Person
) -> None:
    deal = at_offer_state(talk_of(ana, bo), state)
    assert [kind for kind, _ in told(deal.room, after=4)] == kinds
    assert relationship(ana, deal.room) == relationship(bo, deal.room) == stands


def test_who_has_worked_together_stays_so_whatever_is_offered_next(ana: Person, bo: Person) -> None:
    deal = at_offer_state(talk_of(ana, bo), "ended")
    head = len(story(deal.room))
    offered(deal)
    # Nothing changes between the two, so nothing is said about it.
    assert [kind for kind, _ in told(deal.room, after=head)] == ["offer.made"]
    assert relationship(ana, deal.room) == "prior"


def test_of_two_contracts_the_running_one_counts(ana: Person, bo: Person) -> None:
    first = accepted(talk_of(ana, bo))
    second = accepted(Deal(client=ana, freelancer=bo, proposal=first.proposal, room=first.room))
    assert first.contract is not None
    assert second.contract is not None
    end_contract(actor=bo, contract_id=first.contract.id, now=timezone.now())
    assert relationship(ana, first.room) == "active"
    end_contract(actor=ana, contract_id=second.contract.id, now=timezone.now())
    assert relationship(ana, first.room) == "prior"


def test_a_contract_counts_in_every_room_of_the_pair_and_in_no_other(ana: Person, bo: Person, eve: Person) -> None:
    deal, elsewhere, others = talk_of(ana, bo), talk_of(ana, bo), talk_of(ana, eve)
    accepted(deal)
    changes = [kind for kind, _ in told(elsewhere.room, after=4)]
    assert changes == ["relationship.changed", "relationship.changed"]
    assert relationship(bo, elsewhere.room) == "active"
    assert told(others.room, after=4) == []
    assert relationship(eve, others.room) == "none"


def test_a_number_is_kept_before_the_contract_stands_in_it_and_after_it(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    outcomes = [type(say(bo, the_room(deal), f"call me on {PHONE}"))]
    deal = offered(deal)
    outcomes.append(type(say(bo, the_room(deal), f"call me on {PHONE}")))
    deal = accepted(deal)
    outcomes.append(type(say(bo, the_room(deal), f"call me on {PHONE}")))
    assert story(deal.room)[-1]["event"]["remarks"][0]["clause"] == "contract_started"
    assert deal.contract is not None
    end_contract(actor=bo, contract_id=deal.contract.id, now=timezone.now())
    outcomes.append(type(say(ana, the_room(deal), f"call me on {PHONE}")))
    assert story(deal.room)[-1]["event"]["remarks"][0]["clause"] == "prior_client"
    assert outcomes == [Kept, Kept, Posted, Posted]


def test_an_enterprise_client_and_whoever_talks_with_one_may_exchange_numbers(
    ana: Person, bo: Person, eli: Person, works: Organisation
) -> None:
    strangers = talk_of(ana, bo)
    exempt = talk_of(eli, bo, organisation=works)
    for person in (ana, bo):
        assert isinstance(say(person, the_room(strangers), f"call me on {PHONE}"), Kept)
    for person in (eli, bo):
        assert isinstance(say(person, the_room(exempt), f"call me on {PHONE}"), Posted)
        assert story(exempt.room)[-1]["event"]["remarks"][0]["clause"] == "enterprise"


def test_an_enterprise_client_who_hires_in_their_own_name_is_like_everybody(
    bo: Person, eli: Person, works: Organisation
) -> None:
    assert isinstance(say(bo, the_room(talk_of(eli, bo, organisation=works)), f"call me on {PHONE}"), Posted)
    assert isinstance(say(bo, the_room(talk_of(eli, bo)), f"call me on {PHONE}"), Kept)


def test_when_the_plan_lapses_what_was_sent_stays_and_what_comes_is_judged_anew(bo: Person, eli: Person) -> None:
    today = timezone.now().date()
    works = make_organisation(eli, name="Northwind Works")
    set_plan(actor=None, organisation=works, plan="business", starts_on=today)
    deal = talk_of(eli, bo, organisation=works)
    before = post(bo, the_room(deal), f"call me on {PHONE}")
    PlanPeriod.objects.filter(organisation=works).update(plan="basic")
    assert isinstance(say(bo, the_room(deal), f"call me on {PHONE}"), Kept)
    assert PHONE in story(deal.room, after=before.seq - 1)[0]["event"]["body"]


def test_the_terms_of_an_offer_are_judged_like_a_message_in_the_room(
    ana: Person, bo: Person, eli: Person, works: Organisation
) -> None:
    def offer(deal: Deal, terms: str) -> str:
        made = NewOffer(terms=terms, amount_minor=100, currency="EUR")
        return outcome_of(lambda: make_offer(actor=deal.client, room_id=deal.room, offer=made, now=timezone.now()))

    strangers = talk_of(ana, bo)
    assert offer(strangers, WITH_PHONE) == "contact_rule"
    assert told(strangers.room, after=4) == []
    assert offer(strangers, PLAIN) == "done"
    assert offer(talk_of(eli, bo, organisation=works), WITH_PHONE) == "done"
    assert offer(_worked_together(strangers), WITH_PHONE) == "done"


def _worked_together(deal: Deal) -> Deal:
    """The open offer of the deal is accepted, and its contract ended."""
    contract = accept_offer(
        actor=deal.freelancer, offer_id=Offer.objects.get(room_id=deal.room, state="made").id, now=timezone.now()
    )
    end_contract(actor=deal.client, contract_id=contract.id, now=timezone.now())
    return deal


def test_there_is_no_deal_with_somebody_who_has_left(ana: Person, bo: Person) -> None:
    now = timezone.now()
    deal = offered(talk_of(ana, bo))
    assert deal.offer is not None
    offer_id = deal.offer.id
    # As it was for whoever left before leaving closed what was open.
    Member.objects.filter(room=deal.room, person=ana).update(left_seq=1)
    assert outcome_of(lambda: accept_offer(actor=bo, offer_id=offer_id, now=now)) == "client_gone"
    Member.objects.filter(room=deal.room, person=ana).update(left_seq=None)
    leave_room(actor=ana, room_id=deal.room, now=now)
    assert outcome_of(lambda: accept_offer(actor=bo, offer_id=offer_id, now=now)) == "offer_settled"
    again = lambda: open_room_from_proposal(actor=ana, proposal_id=deal.proposal.id, now=now)  # noqa: E731
    assert outcome_of(again) == "room_left_before"
    other = talk_of(ana, bo)
    leave_room(actor=bo, room_id=other.room, now=now)
    make = lambda: make_offer(actor=ana, room_id=other.room, offer=TERMS, now=now)  # noqa: E731
    assert outcome_of(make) == "nobody_to_offer_to"


def last_line(reader: Person, room: uuid.UUID, *, language: str = "en") -> str:
    """What the reader's list of rooms says last of this one."""
    Person.objects.filter(id=reader.id).update(language=language)
    page = browser_of(reader).get("/rooms/").content.decode()
    row = page.split(f'href="/rooms/{room}/"')[1]
    return row.split('<span class="room-row__last">')[1].split("</span>")[0]


@pytest.mark.parametrize(
    ("state", "to_ana", "to_bo", "to_bo_in_spanish"),
    [
        ("made", "You made an offer.", "Ana made an offer.", "Ana ha hecho una oferta."),
        ("withdrawn", "You withdrew the offer.", "Ana withdrew the offer.", "Ana ha retirado la oferta."),
        ("declined", "Bo declined the offer.", "You declined the offer.", "Has rechazado la oferta."),
        ("accepted", "Bo accepted the offer.", "You accepted the offer.", "Has aceptado la oferta."),
        ("ended", "You ended the contract.", "Ana ended the contract.", "Ana ha terminado el contrato."),
    ],
)
def test_the_list_says_who_did_what_about_an_offer(
    ana: Person, bo: Person, state: str, to_ana: str, to_bo: str, to_bo_in_spanish: str
) -> None:
    deal = at_offer_state(talk_of(ana, bo), state)
    assert last_line(ana, deal.room) == to_ana
    assert last_line(bo, deal.room) == to_bo
    assert last_line(bo, deal.room, language="es") == to_bo_in_spanish


def test_the_list_says_that_nobody_answered_in_time(ana: Person, bo: Person) -> None:
    now = timezone.now()
    deal = offered(talk_of(ana, bo), expires_at=now + timedelta(hours=2))
    assert expire_due_offers(actor=None, now=now + timedelta(hours=3)) == 1
    assert last_line(ana, deal.room) == "The offer has expired."
    assert last_line(bo, deal.room, language="es") == "La oferta ha caducado."


def test_an_offer_to_people_who_have_worked_together_is_told_as_well(ana: Person, bo: Person) -> None:
    # How the two stand does not change by it: the offer itself is the last line.
    deal = offered(at_offer_state(talk_of(ana, bo), "ended"))
    assert story(deal.room)[-1]["event"]["kind"] == "offer.made"
    assert last_line(bo, deal.room) == "Ana made an offer."
