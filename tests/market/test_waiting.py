"""The first page: what waits for whom, and that it asks the same questions however much there is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import browser_of, make_person, make_room, post, program_of
from tests.market.deal import invited, job_of, offered, proposal_of, talk_of
from vestibule.accounts.models import Person
from vestibule.market.models import Offer
from vestibule.market.waiting import MOST_OF_EACH

pytestmark = pytest.mark.django_db


def waiting(person: Person) -> dict[str, Any]:
    return program_of(person).get("/waiting").body  # type: ignore[no-any-return]


def counts(person: Person) -> dict[str, int]:
    return {name: len(items) for name, items in waiting(person).items()}


def test_each_side_sees_what_is_theirs_to_answer(ana: Person, bo: Person, eve: Person) -> None:
    invited(ana, bo)
    proposal_of(eve, job_of(ana))
    deal = offered(talk_of(ana, bo), expires_at=timezone.now() + timedelta(days=2))
    room = make_room(ana, bo)
    post(bo, room, "When could we begin?")
    assert counts(ana) == {"invitations": 0, "offers": 1, "proposals": 1, "rooms": 1}
    assert counts(bo) == {"invitations": 1, "offers": 1, "proposals": 0, "rooms": 0}
    assert counts(eve) == {"invitations": 0, "offers": 0, "proposals": 0, "rooms": 0}
    mine, theirs = waiting(bo)["offers"][0], waiting(ana)["offers"][0]
    assert (mine["is_mine_to_answer"], mine["is_ending"]) == (True, True)
    assert (theirs["is_mine_to_answer"], theirs["is_ending"]) == (False, True)
    page = browser_of(bo).get("/waiting/").content.decode()
    assert f"/rooms/{deal.room}/#about" in page
    assert "Yours to answer" in page
    assert "Accept and talk" in page
    assert "1 unread message" in browser_of(ana).get("/waiting/").content.decode()
    assert "Nothing waits for you" in browser_of(eve).get("/waiting/").content.decode()


def test_what_is_over_or_far_from_its_end_does_not_wait(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo), expires_at=timezone.now() + timedelta(days=30))
    assert (counts(ana)["offers"], counts(bo)["offers"]) == (0, 1)
    now = timezone.now()
    Offer.objects.filter(room=deal.room).update(made_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    assert counts(bo)["offers"] == 0


def test_signing_in_leads_there(ana: Person) -> None:
    assert browser_of(ana).get("/").headers["Location"] == "/waiting/"
    assert browser_of(None).get("/").status_code == 200


def test_it_asks_the_same_questions_however_much_waits(ana: Person, bo: Person) -> None:
    asked = []
    for number in (5, 25):
        for one in range(number):
            other = make_person(f"Other{number}x{one}", is_freelancer=True)
            proposal_of(other, job_of(ana))
            post(other, make_room(ana, other), "Hello")
            invited(ana, bo)
        for person in (ana, bo):
            browser = browser_of(person)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get("/waiting/").status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 12, asked
    assert counts(ana)["rooms"] == counts(bo)["invitations"] == MOST_OF_EACH
