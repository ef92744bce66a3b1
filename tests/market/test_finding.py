"""Finding jobs and freelancers by words, skills, money, badge and availability, a page at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import browser_of, make_person, program_of
from tests.market.deal import job_of, profiled
from vestibule.accounts.models import Organisation, Person
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.reopen_job import reopen_job
from vestibule.market.job_texts import Budget, JobDetails
from vestibule.market.models import JobListing, JobPost
from vestibule.market.words import mark_of, words_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def posted(client: Person, title: str, body: str = "As soon as you can.", **more: Any) -> JobPost:  # noqa: ANN401
    details = {name: more.pop(name) for name in ("skills", "budget") if name in more}
    return post_job(actor=client, title=title, body=body, details=JobDetails(**details), now=timezone.now(), **more)


def titles(person: Person, **wish: Any) -> list[str]:  # noqa: ANN401 - query parameters
    return [job["title"] for job in program_of(person).get("/jobs", **wish).body["items"]]


def hourly(to: int, currency: str = "EUR") -> Budget:
    return Budget(kind="hourly", to_minor=to, currency=currency)


def test_words_find_posts_by_title_body_and_skills_however_they_are_bent(ana: Person, bo: Person) -> None:
    posted(ana, "Logo for a bakery", "We bake with sourdough.")
    posted(ana, "Retouching photos", "Sixty pictures of ceramics.")
    posted(ana, "A site", skills=["C++", "Café design"])
    assert titles(bo) == ["A site", "Retouching photos", "Logo for a bakery"]
    assert titles(bo, q="logos") == ["Logo for a bakery"]
    assert titles(bo, q="photo retouched") == ["Retouching photos"]
    assert titles(bo, q="the sourdough bakery") == ["Logo for a bakery"]
    assert titles(bo, q="c++") == ["A site"]
    assert titles(bo, q="CAFE") == ["A site"]
    assert titles(bo, q="logo ceramics") == []
    assert titles(bo, q="c") == []


@pytest.mark.parametrize("typed", ['"', "a OR b*", "NEAR(x y)", "words:", "'; DROP TABLE", "((", "-", "%", "\\", "🦊"])
def test_whatever_is_typed_is_looked_for_as_words(typed: str, ana: Person, bo: Person) -> None:
    posted(ana, "Logo")
    assert program_of(bo).get("/jobs", q=typed).status == 200
    assert browser_of(bo).get("/jobs/", {"q": typed}).status_code == 200
    assert browser_of(bo).get("/freelancers/", {"q": typed}).status_code == 200


def test_skills_narrow_whoever_writes_them_and_all_of_them_must_be_there(ana: Person, bo: Person) -> None:
    posted(ana, "One", skills=["Django", "CSS"])
    posted(ana, "Two", skills=["django"])
    posted(ana, "Three", "Django is mentioned only.")
    assert titles(bo, skill="DJANGO") == ["Two", "One"]
    assert [job["title"] for job in program_of(bo).get("/jobs?skill=django&skill=css").body["items"]] == ["One"]
    page = browser_of(bo).get("/jobs/", {"skill": "django"}).content.decode()
    assert 'href="/jobs/?skill=django&amp;skill=CSS"' in page


def test_money_and_the_badge_narrow(ana: Person, eli: Person, bo: Person, works: Organisation) -> None:
    posted(ana, "Cheap", budget=hourly(2_000))
    posted(ana, "Dear", budget=hourly(9_000))
    posted(ana, "Dollars", budget=hourly(9_000, "USD"))
    posted(ana, "Whole", budget=Budget(kind="fixed", from_minor=5_000, to_minor=90_000, currency="EUR"))
    posted(eli, "Ships", organisation_id=works.id)
    assert titles(bo, budget="hourly", currency="EUR", pays_at_least=5_000) == ["Dear"]
    assert titles(bo, currency="EUR", pays_at_least=5_000) == ["Whole", "Dear"]
    assert titles(bo, budget="fixed") == ["Whole"]
    assert titles(bo, exempt="true") == ["Ships"]
    works.plan_periods.all().delete()
    assert titles(bo, exempt="true") == []
    assert program_of(bo).get("/jobs", pays_at_least=5_000).body["field"] == "currency"


def test_what_is_closed_is_found_no_more_and_what_is_opened_again_is_the_newest(ana: Person, bo: Person) -> None:
    first, _ = posted(ana, "First logo"), posted(ana, "Second logo")
    posted(ana, "Draft of a logo", as_draft=True)
    assert titles(bo, q="logo") == ["Second logo", "First logo"]
    close_job(actor=ana, job_id=first.id, now=timezone.now())
    assert titles(bo, q="logo") == ["Second logo"]
    reopen_job(actor=ana, job_id=first.id, now=timezone.now())
    assert titles(bo, q="logo") == ["First logo", "Second logo"]
    edit_job(actor=ana, job_id=first.id, title="First sign", now=timezone.now())
    assert titles(bo, q="logo") == ["Second logo"]
    assert titles(bo, q="sign") == ["First sign"]


def test_pages_follow_each_other_without_a_hole_even_when_their_edge_is_closed(ana: Person, bo: Person) -> None:
    for number in range(7):
        posted(ana, f"Logo {'abcdefg'[number]}")
    seen: list[str] = []
    page = program_of(bo).get("/jobs", q="logo", limit=3).body
    seen += [job["title"] for job in page["items"]]
    edge = page["items"][-1]["id"]
    close_job(actor=ana, job_id=edge, now=timezone.now())
    while page["next"]:
        page = program_of(bo).get("/jobs", q="logo", limit=3, cursor=page["next"]).body
        seen += [job["title"] for job in page["items"]]
    assert seen == [f"Logo {letter}" for letter in "gfedcba"]


def test_freelancers_are_found_by_what_they_say_and_ask(ana: Person, bo: Person, eve: Person) -> None:
    profiled(bo, headline="Booking sites", about="Climbing halls.", rate_minor=6_000, currency="EUR")
    profiled(eve, headline="Glass and light", skills=["Retouching"], availability="busy")

    def names(**wish: Any) -> list[str]:  # noqa: ANN401
        return [one["person"]["name"] for one in program_of(ana).get("/freelancers", **wish).body["items"]]

    assert names() == ["Eve", "Bo"]
    assert names(q="booked halls") == ["Bo"]
    assert names(q="eve") == ["Eve"]
    assert names(skill="retouching") == ["Eve"]
    assert names(available="true") == ["Bo"]
    assert names(currency="EUR", rate_at_most=6_000) == ["Bo"]
    assert names(currency="EUR", rate_at_most=5_999) == []
    profiled(bo, headline="Booking sites", is_listed=False)
    assert names() == ["Eve"]
    profiled(bo, headline="Signs")
    assert names(q="booking") == []
    assert names(q="sign") == ["Bo"]
    page = program_of(ana).get("/freelancers", limit=1).body
    assert names(limit=1, cursor=page["next"]) == ["Bo"]


def _jobs(ana: Person, number: int) -> None:
    for _ in range(number):
        posted(ana, "Logo", skills=["Django"], budget=hourly(100))


def _profiles(_ana: Person, number: int) -> None:
    for one in range(number):
        profiled(make_person(f"Person{one}x{number}", is_freelancer=True))


@pytest.mark.parametrize(
    ("path", "fill"), [("/jobs/?q=logo", _jobs), ("/freelancers/?q=logo", _profiles), ("/jobs/?skill=Django", _jobs)]
)
def test_a_search_asks_the_same_questions_whatever_it_finds(
    path: str, fill: Callable[[Person, int], None], ana: Person, bo: Person
) -> None:
    browser, asked = browser_of(bo), []
    for number in (5, 45):
        fill(ana, number)
        # The first look of a day at profiles is written down by one statement more.
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= MOST_QUERIES, asked


def test_the_list_and_its_words_hold_open_posts_alone(ana: Person) -> None:
    job, draft = job_of(ana), job_of(ana, as_draft=True)
    assert set(JobListing.objects.values_list("job_id", flat=True)) == {job.id}
    edit_job(actor=ana, job_id=draft.id, publish=True, now=timezone.now())
    assert JobListing.objects.count() == 2


def test_words_and_marks_are_plain_letters() -> None:
    assert words_of("Ünder .NET, C# or C++!") == ["under", "dotnet", "csharp", "or", "cplusplus"]
    assert mark_of("skill", " Node  JS") == mark_of("skill", "node js")
    assert mark_of("skill", "c++").isalnum()
