"""Offers in a room with several freelancers: to whom, who answers, and how each of them stands afterwards."""

from html import unescape

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, post, program_of
from tests.market.deal import TERMS, outcome_of
from tests.rooms.crew import Crew, bring, make_crew
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.models import Offer
from vestibule.rooms.actions.leave_room import leave_room

pytestmark = pytest.mark.django_db

OFFER = {"terms": "A logo in two colours.", "amount_minor": 45_000, "currency": "EUR"}
FORM = {"terms": "A logo in two colours.", "amount": "450", "currency": "EUR", "days": "14"}


@pytest.fixture
def crew(ana: Person, bo: Person) -> Crew:
    """Ana talks with bo and his colleague ben."""
    made = make_crew(ana, bo)
    bring(made.bo, made.ben, made.room)
    return made


def test_who_offers_says_to_whom_and_that_one_alone_answers(crew: Crew) -> None:
    path = f"/rooms/{crew.room.id}/offers"
    refused = program_of(crew.ana).post(path, OFFER)
    assert (refused.status, refused.code, refused.body["field"]) == (422, "freelancer_not_chosen", "freelancer")
    made = program_of(crew.ana).post(path, {**OFFER, "freelancer": str(crew.ben.id)})
    assert (made.status, made.body["freelancer"]) == (201, str(crew.ben.id))
    offer = made.body["id"]
    assert program_of(crew.bo).post(f"/offers/{offer}/accept", {}).code == "not_yours"
    assert program_of(crew.bo).post(f"/offers/{offer}/decline", {}).code == "not_yours"
    assert program_of(crew.ben).post(f"/offers/{offer}/accept", {}).body["state"] == "accepted"


def test_a_contract_with_one_of_them_exempts_that_pair_and_no_other(crew: Crew) -> None:
    made = program_of(crew.ana).post(f"/rooms/{crew.room.id}/offers", {**OFFER, "freelancer": str(crew.ben.id)})
    program_of(crew.ben).post(f"/offers/{made.body['id']}/accept", {})
    # Bo reads along, and there is no contract with him.
    kept = keep(crew.ana, crew.room, f"call me on {PHONE}")
    assert kept.item.because == [crew.bo.id]
    assert keep(crew.bo, crew.room, f"call me on {PHONE}").item.because == [crew.ana.id]
    leave_room(actor=crew.bo, room_id=crew.room.id, now=timezone.now())
    post(crew.ana, crew.room, f"call me on {PHONE}")


def test_its_words_are_judged_for_everybody_who_reads_them(crew: Crew) -> None:
    made = program_of(crew.ana).post(f"/rooms/{crew.room.id}/offers", {**OFFER, "freelancer": str(crew.ben.id)})
    program_of(crew.ben).post(f"/offers/{made.body['id']}/accept", {})
    telling = {**OFFER, "terms": f"More of it. Ring {PHONE}.", "freelancer": str(crew.ben.id)}
    path = f"/rooms/{crew.room.id}/offers"
    assert program_of(crew.ana).post(path, telling).code == "contact_rule"
    leave_room(actor=crew.bo, room_id=crew.room.id, now=timezone.now())
    assert program_of(crew.ana).post(path, telling).status == 201


def test_nobody_outside_the_room_and_nobody_of_the_own_side_can_be_chosen(crew: Crew, eve: Person) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    path = f"/rooms/{crew.room.id}/offers"
    for whom in (eve, crew.cleo, crew.ana):
        refused = program_of(crew.ana).post(path, {**OFFER, "freelancer": str(whom.id)})
        assert (refused.status, refused.code) == (422, "freelancer_not_here")
    assert not Offer.objects.exists()
    # A colleague of the client's may make one too, and withdraws it herself.
    made = program_of(crew.cleo).post(path, {**OFFER, "freelancer": str(crew.bo.id)})
    assert (made.status, made.body["client"]) == (201, str(crew.cleo.id))
    assert program_of(crew.ana).post(f"/offers/{made.body['id']}/withdraw", {}).code == "not_yours"


def test_without_script_the_form_asks_and_keeps_what_was_typed(crew: Crew) -> None:
    page = f"/rooms/{crew.room.id}/"
    shown = unescape(browser_of(crew.ana).get(page).content.decode())
    assert 'name="freelancer"' in shown
    assert f'<option value="{crew.ben.id}">Ben</option>' in shown
    for missing in ({}, {"freelancer": "nonsense"}):
        refused = browser_of(crew.ana).post(f"{page}offers", {**FORM, **missing})
        text = unescape(refused.content.decode())
        assert refused.status_code == 422
        assert 'aria-describedby="offer-freelancer-error"' in text
        assert "A logo in two colours." in text
    assert browser_of(crew.ana).post(f"{page}offers", {**FORM, "freelancer": str(crew.ben.id)}).status_code == 302
    assert "For Ben" in browser_of(crew.bo).get(page).content.decode()
    assert "For you" in browser_of(crew.ben).get(page).content.decode()


def test_where_there_is_one_freelancer_nobody_is_asked(ana: Person, bo: Person) -> None:
    crew = make_crew(ana, bo)
    page = f"/rooms/{crew.room.id}/"
    assert 'name="freelancer"' not in browser_of(ana).get(page).content.decode()
    assert browser_of(ana).post(f"{page}offers", FORM).status_code == 302
    assert Offer.objects.get().freelancer_id == bo.id
    assert "For Bo" not in browser_of(ana).get(page).content.decode()


def test_where_no_freelancer_is_left_there_is_no_offer_to_make(crew: Crew) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    for one in (crew.bo, crew.ben):
        leave_room(actor=one, room_id=crew.room.id, now=timezone.now())
    make = lambda: make_offer(actor=crew.ana, room_id=crew.room.id, offer=TERMS, now=timezone.now())  # noqa: E731
    assert outcome_of(make) == "nobody_to_offer_to"
    assert 'class="offer-form"' not in browser_of(crew.ana).get(f"/rooms/{crew.room.id}/").content.decode()
    assert not Event.objects.filter(stream_id=crew.room.id, kind="offer.made").exists()
