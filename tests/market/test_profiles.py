"""Profiles of freelancers and cards of clients: what they may say, and who sees them."""

from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import EMAIL, PHONE, browser_of, make_room, program_of
from tests.market.deal import invited, job_of, outcome_of, profiled, proposal_of
from vestibule.accounts.models import Organisation, Person
from vestibule.market.actions.close_job import close_job
from vestibule.market.models import JobPost, Profile

pytestmark = pytest.mark.django_db

FIELDS = {
    "headline": "Booking sites",
    "about": "Twelve years.\r\nTwo halls.",
    "skills": "Django,  CSS, django",
    "rate": "62,50",
    "currency": "EUR",
    "availability": "later",
    "available_from": "2030-05-01",
    "links": "https://github.com/bo-okafor/pedal-booking\n\nhttps://bo.example/contact",
    "credentials": "Scrum Master, Scrum Alliance, No. 001234567",
    "is_listed": "on",
}


def saved(browser: Any, **changes: str) -> Any:  # noqa: ANN401 - Django's own test client
    return browser.post("/profile/", {**FIELDS, **changes})


def test_a_freelancer_shows_themselves_and_changes_it(ana: Person, bo: Person) -> None:
    browser = browser_of(bo)
    assert saved(browser).headers["Location"] == f"/freelancers/{bo.id}/"
    row = Profile.objects.get()
    assert (row.skills, row.rate_minor, row.about) == ("Django\nCSS", 6_250, "Twelve years.\nTwo halls.")
    page = unescape(browser_of(ana).get(f"/freelancers/{bo.id}/").content.decode())
    for shown in ("Booking sites", "62.50 EUR", "Free from 1 May 2030", "No. 001234567", "Declared by the freelancer"):
        assert shown in page
    assert 'href="https://bo.example/contact" rel="nofollow ugc noopener noreferrer"' in page
    form = browser.get("/profile/").content.decode()
    assert 'value="Django, CSS"' in form
    assert 'value="62.50"' in form
    assert saved(browser, headline="Signs").status_code == 302
    assert Profile.objects.get().headline == "Signs"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("headline", ""),
        ("headline", f"Ring {PHONE}"),
        ("about", f"Write to {EMAIL}"),
        ("skills", ",".join(f"skill {letter * 2}" for letter in "abcdefghijklmnop")),
        ("skills", "x" * 41),
        ("rate", "much"),
        ("rate", "0"),
        ("available_from", ""),
        ("links", "my site"),
        ("links", "javascript:alert(1)"),
        ("links", "https://t.me/bo_okafor"),
        ("links", f"https://bo.example/?write={EMAIL}"),
        ("credentials", f"Guild, {PHONE}"),
    ],
)
def test_what_a_profile_may_not_say_is_said_at_its_field_and_nothing_typed_is_lost(
    field: str, text: str, bo: Person
) -> None:
    answer = saved(browser_of(bo), **{field: text})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert text in page
    assert "Twelve years." in page or field == "about"
    assert Profile.objects.count() == 0
    assert saved(browser_of(bo)).status_code == 302


def test_a_detail_does_not_come_through_in_two_fields(bo: Person) -> None:
    answer = saved(browser_of(bo), headline="Ring +1 415 555", about="0134 any time")
    assert answer.status_code == 422


def test_who_sees_a_profile_that_is_not_listed(ana: Person, bo: Person, eve: Person, eli: Person) -> None:
    profiled(bo, is_listed=False)

    def sees(person: Person) -> bool:
        return bool(program_of(person).get(f"/freelancers/{bo.id}").status == 200)

    assert [sees(one) for one in (bo, ana, eli, eve)] == [True, False, False, False]
    proposal_of(bo, job_of(ana))
    make_room(eli, bo)
    assert [sees(one) for one in (bo, ana, eli, eve)] == [True, True, True, False]
    profiled(bo)
    assert sees(eve)


def test_profiles_are_for_people_who_work(ana: Person) -> None:
    assert outcome_of(lambda: profiled(ana)) == "not_a_freelancer"
    assert browser_of(ana).get("/profile/").status_code == 403
    assert program_of(ana).get("/me/profile").status == 404


def test_a_program_reads_back_what_it_wrote(bo: Person) -> None:
    body = {"headline": "Signs", "skills": ["Wood"], "rate_minor": 100, "currency": "EUR", "availability": "busy"}
    program = program_of(bo)
    written = program.request("PUT", "/me/profile", body)
    assert written.status == 200
    assert program.get("/me/profile").body == written.body
    assert body.items() <= written.body.items()
    assert program.request("PUT", "/me/profile", {"headline": "", "about": "x"}).body["field"] == "headline"


def test_a_client_is_known_to_whoever_can_meet_them(
    ana: Person, bo: Person, eve: Person, eli: Person, works: Organisation
) -> None:
    def card(person: Person, of: Person) -> Any:  # noqa: ANN401
        answer = program_of(person).get(f"/clients/{of.id}")
        return answer.body if answer.status == 200 else None

    assert card(bo, ana) is None
    assert card(ana, ana) is not None
    job = job_of(ana)
    assert card(eve, ana)["open_jobs"] == 1
    close_job(actor=ana, job_id=job.id, now=timezone.now())
    assert card(eve, ana) is None
    invitation = invited(eli, bo)
    close_job(actor=eli, job_id=invitation.job_id, now=timezone.now())
    assert card(bo, eli)["organisation"]["plan"] == "enterprise"
    assert card(eve, eli) is None
    assert "Enterprise" in browser_of(bo).get(f"/clients/{eli.id}/").content.decode()
    assert card(bo, bo) is None


def test_a_saved_job_stays_on_ones_own_list(ana: Person, bo: Person, eve: Person) -> None:
    job = job_of(ana)
    browser = browser_of(bo)
    assert browser.post(f"/jobs/{job.id}/save").status_code == 302
    assert browser.post(f"/jobs/{job.id}/save").status_code == 302
    assert "Logo for a bakery" in browser.get("/jobs/saved").content.decode()
    assert program_of(bo).get("/jobs", saved="true").body["items"][0]["is_saved"] is True
    assert program_of(eve).get("/jobs", saved="true").body["items"] == []
    JobPost.objects.filter(id=job.id).update(state="closed")
    assert program_of(bo).get("/jobs", saved="true").body["items"] == []
    JobPost.objects.filter(id=job.id).update(state="open")
    assert program_of(bo).request("DELETE", f"/jobs/{job.id}/saved").body["is_saved"] is False
    assert "Nothing saved yet" in browser.get("/jobs/saved").content.decode()
