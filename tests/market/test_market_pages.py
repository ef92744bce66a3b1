"""The market's pages in a browser without script."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PHONE, browser_of
from tests.market.deal import EMAIL, PLAIN, WITH_PHONE, accepted, job_of, offered, proposal_of, talk_of
from vestibule.accounts.models import Organisation, Person
from vestibule.market.actions.close_job import close_job
from vestibule.market.models import Contract, JobPost, Offer, Proposal

pytestmark = pytest.mark.django_db

TYPED = {"cover_text": "I have drawn\nlogos.", "amount": "450.50", "currency": "EUR"}


def page(browser: Client, path: str, *, status: int = 200) -> str:
    """The page's text."""
    answer = browser.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def sent(browser: Client, path: str, fields: dict[str, str] | None = None, *, status: int = 302) -> str:
    """Send a form; where it leads to, or the page that came back."""
    answer = browser.post(path, fields or {})
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.headers["Location"] if status == 302 else unescape(answer.content.decode())


def test_two_people_go_the_whole_way_with_forms_alone(ana: Person, bo: Person) -> None:
    client, freelancer = browser_of(ana), browser_of(bo)
    job = sent(client, "/jobs/new", {"title": "Logo for a bakery", "body": "With sourdough.\r\nAnd rye."})
    assert "Logo for a bakery" in page(freelancer, "/jobs/")
    assert "Answer this job" in page(freelancer, job)
    sent(freelancer, f"{job}proposals", TYPED)
    assert "450.50 EUR" in page(freelancer, "/proposals/")
    talk = re.search(r'action="(/proposals/[^"]+/room)"', page(client, job))
    assert talk is not None
    room = sent(client, talk[1])
    assert page(freelancer, room)
    sent(client, f"{room}offers", {"terms": "A logo", "amount": "450,5", "currency": "EUR"})
    assert Offer.objects.get().amount_minor == 45_050
    yes = re.search(r'action="(/offers/[^"]+/accept)"', page(freelancer, room))
    assert yes is not None
    assert sent(freelancer, yes[1]) == room
    end = re.search(r'action="(/contracts/[^"]+/end)"', page(client, room))
    assert end is not None
    assert sent(client, end[1]) == room
    assert Contract.objects.get().state == "ended"
    assert JobPost.objects.get().body == "With sourdough.\nAnd rye."


@pytest.mark.parametrize("path", ["/jobs/", "/jobs/new", "/proposals/", "/account/organisation/"])
def test_whoever_is_not_signed_in_is_asked_to(path: str, ana: Person) -> None:
    answer = browser_of(None).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={path}")
    assert browser_of(ana).get(path).status_code == 200


def test_a_refused_job_keeps_what_was_typed_and_shows_what_is_the_matter(eli: Person, works: Organisation) -> None:
    typed = {"title": "A logo", "body": f"<b>Call</b> {PHONE} today", "organisation": "own"}
    answer = browser_of(eli).post("/jobs/new", typed)
    assert answer.status_code == 422
    raw, text = answer.content.decode(), unescape(answer.content.decode())
    assert f"&lt;b&gt;Call&lt;/b&gt; {PHONE} today</textarea>" in raw
    assert 'value="A logo"' in text
    assert f'<mark class="finding finding--strong">{PHONE}</mark>' in raw
    assert "Not sent: contains a phone number" in text
    assert "clause “base”" in text
    assert 'aria-describedby="id_body_helptext id_body_error"' in text
    assert '<option value="own" selected>' in text
    assert JobPost.objects.count() == 0
    assert sent(browser_of(eli), "/jobs/new", {**typed, "body": PLAIN}).startswith("/jobs/")


def test_what_is_missing_is_said_at_its_field(ana: Person) -> None:
    text = sent(browser_of(ana), "/jobs/new", {"title": "x" * 121, "body": ""}, status=422)
    assert 'id="id_title_error"' in text
    assert 'id="id_body_error"' in text
    assert "x" * 121 in text


def test_a_draft_is_its_owners_until_it_is_opened(ana: Person, bo: Person) -> None:
    client, freelancer = browser_of(ana), browser_of(bo)
    job = sent(client, "/jobs/new", {"title": "Secret logo", "body": PLAIN, "draft": "1"})
    assert "Draft" in page(client, "/jobs/")
    assert "Secret logo" not in page(freelancer, "/jobs/")
    page(freelancer, job, status=404)
    sent(client, f"{job}edit", {"title": "Open logo", "body": PLAIN})
    page(freelancer, job, status=404)
    sent(client, f"{job}publish")
    assert "Open logo" in page(freelancer, job)


def test_a_closed_job_takes_no_more_proposals(ana: Person, bo: Person, eve: Person) -> None:
    job = job_of(ana)
    proposal_of(bo, job)
    assert "Answer this job" in page(browser_of(eve), f"/jobs/{job.id}/")
    sent(browser_of(ana), f"/jobs/{job.id}/close")
    page(browser_of(eve), f"/jobs/{job.id}/", status=404)
    assert "Answer this job" not in page(browser_of(bo), f"/jobs/{job.id}/")
    assert "Proposals" in page(browser_of(ana), f"/jobs/{job.id}/")


def test_only_its_client_can_change_a_job(ana: Person, bo: Person) -> None:
    job = job_of(ana)
    assert "Logo for a bakery" in page(browser_of(ana), f"/jobs/{job.id}/edit")
    page(browser_of(bo), f"/jobs/{job.id}/edit", status=403)
    sent(browser_of(bo), f"/jobs/{job.id}/close", status=403)
    close_job(actor=ana, job_id=job.id, now=timezone.now())
    page(browser_of(ana), f"/jobs/{job.id}/edit", status=409)


def test_the_badge_stands_on_tile_and_post_and_comes_from_the_plan(
    ana: Person, bo: Person, eli: Person, works: Organisation
) -> None:
    badge, freelancer = 'class="plan-badge"', browser_of(bo)
    basic = job_of(ana)
    assert badge not in page(freelancer, "/jobs/")
    assert badge not in page(freelancer, f"/jobs/{basic.id}/")
    exempt = job_of(eli, organisation=works)
    assert badge in page(freelancer, "/jobs/")
    assert badge in page(freelancer, f"/jobs/{exempt.id}/")


def test_a_refused_proposal_keeps_text_and_price(ana: Person, bo: Person) -> None:
    job, freelancer = job_of(ana), browser_of(bo)
    text = sent(freelancer, f"/jobs/{job.id}/proposals", {**TYPED, "cover_text": WITH_PHONE}, status=422)
    assert f"{WITH_PHONE}</textarea>" in text
    assert 'value="450.50"' in text
    assert f'<mark class="finding finding--strong">{PHONE}</mark>' in text
    assert "Keep it: once a contract has started" in text
    wrong = sent(freelancer, f"/jobs/{job.id}/proposals", {**TYPED, "amount": "4,505,00"}, status=422)
    assert "such as 1200" in wrong
    assert 'value="4,505,00"' in wrong
    assert Proposal.objects.count() == 0
    sent(freelancer, f"/jobs/{job.id}/proposals", TYPED)
    again = sent(freelancer, f"/jobs/{job.id}/proposals", TYPED, status=422)
    assert "You have answered this job." in again


def test_a_proposal_can_be_changed_withdrawn_and_declined(ana: Person, bo: Person, eve: Person) -> None:
    job = job_of(ana)
    own, other = proposal_of(bo, job), proposal_of(eve, job)
    freelancer = browser_of(bo)
    assert 'value="450.00"' in page(freelancer, f"/proposals/{own.id}/edit")
    sent(freelancer, f"/proposals/{own.id}/edit", {**TYPED, "cover_text": f"Mail {EMAIL}"}, status=422)
    sent(freelancer, f"/proposals/{own.id}/edit", TYPED)
    assert Proposal.objects.get(id=own.id).bid_minor == 45_050
    sent(freelancer, f"/proposals/{own.id}/withdraw")
    page(freelancer, f"/proposals/{own.id}/edit", status=409)
    sent(browser_of(ana), f"/proposals/{other.id}/decline")
    assert "Declined" in page(browser_of(eve), "/proposals/")
    for door in ("edit", "withdraw", "decline", "room"):
        sent(freelancer, f"/proposals/{other.id}/{door}", status=404)


def test_a_refused_offer_comes_back_into_its_form_in_the_room(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    path, client = f"/rooms/{deal.room}/offers", browser_of(ana)
    text = sent(client, path, {"terms": WITH_PHONE, "amount": "100", "currency": "SEK"}, status=422)
    assert f"{WITH_PHONE}</textarea>" in text
    assert f'<mark class="finding finding--strong">{PHONE}</mark>' in text
    assert 'value="100"' in text
    assert "<option selected>SEK</option>" in text
    wrong = sent(client, path, {"terms": "My words", "amount": "a lot", "currency": "SEK"}, status=422)
    assert "My words</textarea>" in wrong
    assert 'value="a lot"' in wrong
    assert Offer.objects.count() == 0
    sent(client, path, {"terms": "My words", "amount": "100", "currency": "SEK"})
    second = sent(client, path, {"terms": "Other words", "amount": "100", "currency": "SEK"}, status=409)
    assert "Other words</textarea>" in second
    assert "There is an open offer in this room." in second


def test_the_doors_of_a_room_are_shut_for_others(ana: Person, bo: Person, eve: Person) -> None:
    deal = accepted(offered(talk_of(ana, bo)))
    assert deal.offer is not None
    assert deal.contract is not None
    doors = [
        f"/rooms/{deal.room}/offers",
        *(f"/offers/{deal.offer.id}/{answer}" for answer in ("accept", "decline", "withdraw")),
        f"/contracts/{deal.contract.id}/end",
    ]
    terms = {"terms": "Mine", "amount": "1", "currency": "EUR"}
    for door in doors:
        sent(browser_of(eve), door, terms, status=404)
    assert sent(browser_of(ana), doors[-1]) == f"/rooms/{deal.room}/"


def test_a_form_without_its_token_changes_nothing(ana: Person) -> None:
    typed = {"title": "Logo", "body": PLAIN}
    assert browser_of(ana, checks_csrf=True).post("/jobs/new", typed).status_code == 403
    assert JobPost.objects.count() == 0
    sent(browser_of(ana), "/jobs/new", typed)


def test_a_client_founds_an_organisation_and_sees_its_plan(ana: Person, mo: Person, eli: Person, works: object) -> None:
    client = browser_of(ana)
    refused = sent(client, "/account/organisation/", {"name": f"Bakery {PHONE}"}, status=422)
    assert f'value="Bakery {PHONE}"' in refused
    sent(client, "/account/organisation/", {"name": "Ana's Bakery"})
    assert "Basic plan" in page(client, "/account/organisation/")
    assert 'class="plan-badge"' in page(browser_of(eli), "/account/organisation/")
    sent(browser_of(mo), "/account/organisation/", {"name": "Mo's"}, status=403)


def test_the_list_goes_on_with_older_jobs(ana: Person, bo: Person) -> None:
    jobs = [job_of(ana) for _ in range(27)]
    first = page(browser_of(bo), "/jobs/")
    older = re.search(r'href="(/jobs/\?cursor=[^"]+)"', first)
    assert older is not None
    second = page(browser_of(bo), older[1])
    assert [first.count(f'href="/jobs/{job.id}/"') + second.count(f'href="/jobs/{job.id}/"') for job in jobs] == [
        1
    ] * 27
