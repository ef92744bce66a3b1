"""Whoever goes through the directory to take it along, or through all freelancers to have them mailed, is stopped.

A32: ids that lead to no other, no totals, so many profiles a day. A29: so many invitations an hour without an answer.
"""

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.cast import browser_of, make_person, program_of
from tests.market.deal import invited, job_of, outcome_of, profiled
from tests.race import all_at_once
from vestibule.accounts.models import Person
from vestibule.market.actions.answer_invitation import answer_invitation
from vestibule.market.actions.look_at_profiles import look_at_profiles
from vestibule.market.models import Invitation, ProfilesShown
from vestibule.market.people import profile_of
from vestibule.market.rules import TooManyProfiles

MOST = 50
TODAY = date(2026, 3, 2)


@pytest.fixture
def strict(settings: Settings) -> None:
    settings.VESTIBULE = replace(settings.VESTIBULE, profiles_a_day=MOST, invitations_an_hour=5)


@pytest.fixture
def crowd(db: None) -> list[Person]:
    """Twelve freelancers more than anybody may look at in a day."""
    people = [make_person(f"Noa {number:02}", is_freelancer=True) for number in range(MOST + 12)]
    for person in people:
        profiled(person)
    return people


@pytest.mark.usefixtures("strict")
def test_a_crawler_gets_a_days_profiles_and_no_more(ana: Person, bo: Person, crowd: list[Person]) -> None:
    rival = program_of(bo)
    seen: set[str] = set()
    answer = rival.get("/freelancers?limit=10")
    while answer.status == 200:
        page = answer.body
        seen.update(one["person"]["id"] for one in page["items"])
        answer = rival.get(f"/freelancers?limit=10&cursor={page['next']}")
    assert (answer.status, answer.code) == (429, "too_many_profiles")
    assert len(seen) == MOST
    # Neither one by one, nor on pages.
    unseen = next(str(one.id) for one in crowd if str(one.id) not in seen)
    assert rival.get(f"/freelancers/{unseen}").status == 429
    assert browser_of(bo).get("/freelancers/").status_code == 429
    assert browser_of(bo).get(f"/freelancers/{unseen}/").status_code == 429
    # The own one is nobody else's, and others look as before.
    profiled(bo)
    assert rival.get("/me/profile").status == 200
    assert rival.get(f"/freelancers/{bo.id}").status == 200
    assert browser_of(ana).get(f"/freelancers/{unseen}/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_the_next_day_begins_anew(ana: Person, bo: Person) -> None:
    profiled(bo)
    card = profile_of(ana, bo.id)
    look_at_profiles(actor=ana, profiles=[card] * MOST, on=TODAY)
    with pytest.raises(TooManyProfiles):
        look_at_profiles(actor=ana, profiles=[card], on=TODAY)
    look_at_profiles(actor=ana, profiles=[card], on=TODAY + timedelta(days=1))
    assert ProfilesShown.objects.get(person=ana).shown == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("strict")
def test_a_crawler_with_many_connections_gets_no_more(ana: Person, bo: Person) -> None:
    profiled(bo)
    card = profile_of(ana, bo.id)
    looks = all_at_once([lambda: look_at_profiles(actor=ana, profiles=[card] * 10, on=TODAY)] * 12)
    assert [isinstance(one, TooManyProfiles) for one in looks].count(False) == MOST // 10
    assert ProfilesShown.objects.get(person=ana).shown == MOST


def test_an_id_leads_to_no_other_and_nothing_tells_how_many_there_are(ana: Person, crowd: list[Person]) -> None:
    program = program_of(ana)
    page = program.get("/freelancers?limit=20").body
    ids = [uuid.UUID(one["person"]["id"]) for one in page["items"]]
    assert {one.version for one in ids} == {4}
    assert set(page) == {"items", "next"}
    shown = json.dumps(page) + browser_of(ana).get("/freelancers/").content.decode()
    assert not re.search(rf"\b({len(crowd)}|{len(crowd) + 1})\b", re.sub(r"[0-9a-f-]{36}|Noa \d\d", "", shown))
    # A neighbour of an id is nobody.
    beside = uuid.UUID(int=ids[0].int + 1)
    assert program.get(f"/freelancers/{beside}").status == 404


@pytest.mark.usefixtures("strict")
def test_the_sixth_invitation_of_an_hour_waits_for_an_answer(ana: Person, crowd: list[Person]) -> None:
    job = job_of(ana)
    first = [invited(ana, one, job=job) for one in crowd[:5]]
    assert outcome_of(lambda: invited(ana, crowd[5], job=job)) == "too_many_invitations"
    # Also for another job, and also where one was taken back.
    program = program_of(ana)
    assert program.post(f"/invitations/{first[0].id}/withdraw").status == 200
    answer = program.post(f"/jobs/{job_of(ana).id}/invitations", {"freelancer": str(crowd[5].id), "words": ""})
    assert (answer.status, answer.code) == (429, "too_many_invitations")
    # One that is taken waits no longer, and earns one more.
    answer_invitation(actor=crowd[1], invitation_id=first[1].id, accepts=True, now=timezone.now())
    came = [outcome_of(partial(invited, ana, one, job=job)) for one in crowd[5:8]]
    assert came == ["done", "done", "too_many_invitations"]
    Invitation.objects.update(sent_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert outcome_of(lambda: invited(ana, crowd[8], job=job)) == "done"
