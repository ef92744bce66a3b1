"""Proposals: answers to what a post asks, how far each has got, what waits, and lists in any order."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.cast import PHONE, browser_of, make_person, post, program_of
from tests.market.deal import COVER, TERMS, accepted, job_of, offered, profiled, talk_of
from vestibule.accounts.models import Person
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.job_texts import JobDetails
from vestibule.market.models import JobPost, Proposal, ProposalAnswer
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db

ASKED = ("Which bakery was the last one?", "How many drafts do you make?")
SAID = ["The one at the harbour.", "Three, as a rule."]


def asking(client: Person) -> JobPost:
    """A post with two questions."""
    job = job_of(client)
    edit_job(actor=client, job_id=job.id, details=JobDetails(questions=ASKED), now=timezone.now())
    return JobPost.objects.get(id=job.id)


class TestAnswers:
    def test_the_client_reads_them_beside_the_questions(self, ana: Person, bo: Person) -> None:
        job = asking(ana)
        body = {"cover_text": COVER.cover_text, "bid_minor": 100, "currency": "EUR", "answers": SAID}
        sent = program_of(bo).post(f"/jobs/{job.id}/proposals", body)
        assert sent.status == 201
        expected = [{"question": asked, "answer": said} for asked, said in zip(ASKED, SAID, strict=True)]
        assert sent.body["answers"] == expected
        assert program_of(ana).get(f"/jobs/{job.id}/proposals").body["items"][0]["answers"] == expected
        page = browser_of(ana).get(f"/jobs/{job.id}/").content.decode()
        for words in (*ASKED, *SAID):
            assert words in page

    def test_the_form_has_a_field_for_each_and_keeps_what_was_typed(self, ana: Person, bo: Person) -> None:
        job = asking(ana)
        browser, path = browser_of(bo), f"/jobs/{job.id}/proposals"
        empty = browser.get(f"/jobs/{job.id}/").content.decode()
        assert [f'name="answer_{place}"' in empty for place in range(3)] == [True, True, False]
        typed = {"cover_text": "I draw.", "amount": "100", "currency": "EUR", "answer_0": SAID[0], "answer_1": ""}
        refused = browser.post(path, typed)
        assert refused.status_code == 422
        assert SAID[0] in refused.content.decode()
        refused = browser.post(path, {**typed, "answer_1": f"Ring {PHONE}"})
        assert refused.status_code == 422
        assert "Change the marked part" in refused.content.decode()
        assert not Proposal.objects.exists()
        assert browser.post(path, {**typed, "answer_1": SAID[1]}).status_code == 302
        assert [str(one.answer) for one in ProposalAnswer.objects.order_by("place")] == SAID

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ([], "answers"),
            (SAID[:1], "answers"),
            ([*SAID, "More."], "answers"),
            ([SAID[0], " "], "answers.1"),
            ([f"Ring {PHONE}", SAID[1]], "answers.0"),
            (["My number begins with +1 415", "and ends with 555 0134"], "answers.1"),
            ([SAID[0], "a" * 2001], "answers.1"),
        ],
    )
    def test_what_is_no_answer_is_refused_at_its_place(
        self, answers: list[str], field: str, ana: Person, bo: Person
    ) -> None:
        job = asking(ana)
        body = {"cover_text": COVER.cover_text, "bid_minor": 100, "currency": "EUR"}
        refused = program_of(bo).post(f"/jobs/{job.id}/proposals", {**body, "answers": answers})
        assert (refused.status, refused.body["field"]) == (422, field)
        assert program_of(bo).post(f"/jobs/{job.id}/proposals", {**body, "answers": SAID}).status == 201

    def test_they_are_changed_with_the_proposal(self, ana: Person, bo: Person) -> None:
        job = asking(ana)
        sent = send_proposal(actor=bo, job_id=job.id, proposal=replace(COVER, answers=SAID), now=timezone.now())
        path = f"/proposals/{sent.id}"
        assert program_of(bo).patch(path, {"bid_minor": 7}).body["answers"][0]["answer"] == SAID[0]
        changed = program_of(bo).patch(path, {"answers": ["None.", "Two."]})
        assert [one["answer"] for one in changed.body["answers"]] == ["None.", "Two."]
        form = browser_of(bo).get(f"{path}/edit").content.decode()
        assert "None." in form
        assert ASKED[1] in form

    def test_a_question_that_changed_leaves_the_old_one_beside_its_answer(self, ana: Person, bo: Person) -> None:
        job = asking(ana)
        sent = send_proposal(actor=bo, job_id=job.id, proposal=replace(COVER, answers=SAID), now=timezone.now())
        edit_job(actor=ana, job_id=job.id, details=JobDetails(questions=["Why you?"]), now=timezone.now())
        shown = program_of(ana).get(f"/proposals/{sent.id}").body["answers"]
        assert [one["question"] for one in shown] == list(ASKED)
        refused = program_of(bo).patch(f"/proposals/{sent.id}", {"answers": SAID})
        assert (refused.status, refused.body["code"]) == (422, "answers_missing")


class TestHowFar:
    def test_a_proposal_goes_its_way(self, ana: Person, bo: Person) -> None:
        def stage() -> str:
            (item,) = program_of(bo).get("/proposals").body["items"]
            (seen,) = program_of(ana).get(f"/jobs/{item['job']}/proposals").body["items"]
            assert seen["stage"] == item["stage"]
            return str(item["stage"])

        job = job_of(ana)
        sent = send_proposal(actor=bo, job_id=job.id, proposal=COVER, now=timezone.now())
        assert stage() == "sent"
        room = uuid.UUID(program_of(ana).post(f"/proposals/{sent.id}/room").body["room"])
        assert stage() == "talks"
        now = timezone.now()
        make_offer(actor=ana, room_id=room, offer=replace(TERMS, expires_at=now + timedelta(hours=2)), now=now)
        assert stage() == "offer"
        offer = program_of(bo).get(f"/rooms/{room}/offers").body["items"][0]["id"]
        contract = program_of(bo).post(f"/offers/{offer}/accept").body["contract"]["id"]
        assert stage() == "contract"
        end_contract(actor=ana, contract_id=contract, now=timezone.now())
        assert stage() == "ended"
        withdraw_proposal(actor=bo, proposal_id=sent.id, now=timezone.now())
        assert stage() == "withdrawn"

    def test_an_offer_whose_time_is_over_waits_for_nobody(self, ana: Person, bo: Person) -> None:
        from vestibule.market.proposals import visible_proposal

        now = timezone.now()
        deal = offered(talk_of(ana, bo), expires_at=now + timedelta(hours=2))
        soon, late = now + timedelta(hours=1), now + timedelta(hours=3)
        assert visible_proposal(bo, deal.proposal.id, now=soon).stage == "offer"  # type: ignore[attr-defined]
        assert visible_proposal(bo, deal.proposal.id, now=late).stage == "talks"  # type: ignore[attr-defined]

    def test_the_page_says_what_waits(self, ana: Person, bo: Person) -> None:
        deal = offered(talk_of(ana, bo))
        post(ana, Room.objects.get(id=deal.room), "Shall we begin?")
        send_proposal(actor=bo, job_id=job_of(ana).id, proposal=COVER, now=timezone.now())
        page = browser_of(bo).get("/proposals/").content.decode()
        for words in ("Answer the offer", "Offer open 1", "Not answered 1", "1 unread message"):
            assert words in " ".join(page.split()), words
        narrowed = browser_of(bo).get("/proposals/?stage=offer").content.decode()
        assert "Answer the offer" in narrowed
        assert "Not answered yet" not in narrowed
        assert "None of your proposals" in browser_of(bo).get("/proposals/?stage=declined").content.decode()
        assert browser_of(bo).get("/proposals/?stage=nonsense").status_code == 200


class TestLists:
    @pytest.fixture
    def job(self, ana: Person) -> JobPost:
        """Nine proposals in two currencies, some of them for the same price."""
        job = job_of(ana)
        for number, (bid, currency) in enumerate(zip((5, 3, 3, 9, 1, 5, 8, 2, 4), "EUUEEEEUE", strict=True)):
            name = "abcdefghi"[number] * 3
            wish = replace(COVER, bid_minor=bid * 100, currency={"E": "EUR", "U": "USD"}[currency])
            someone = make_person(name.title(), is_freelancer=True)
            send_proposal(actor=someone, job_id=job.id, proposal=wish, now=timezone.now() + timedelta(minutes=number))
        return job

    @pytest.mark.parametrize("order", ["newest", "lowest", "highest"])
    @pytest.mark.parametrize("limit", [1, 2, 4, 50])
    def test_page_by_page_each_comes_once_and_in_order(self, order: str, limit: int, ana: Person, job: JobPost) -> None:
        found, cursor = [], None
        while True:
            more: dict[str, str] = {"cursor": cursor} if cursor else {}
            answer = program_of(ana).get(f"/jobs/{job.id}/proposals", order=order, limit=limit, **more).body
            found += answer["items"]
            cursor = answer["next"]
            if cursor is None:
                break
        assert len({one["id"] for one in found}) == len(found) == 9
        if order == "newest":
            times = [one["sent_at"] for one in found]
            assert times == sorted(times, reverse=True)
        else:
            sign = 1 if order == "lowest" else -1
            bids = [(one["currency"], sign * one["bid_minor"]) for one in found]
            assert bids == sorted(bids)

    def test_by_price_and_by_how_far(self, ana: Person, job: JobPost) -> None:
        path = f"/jobs/{job.id}/proposals"
        cheap = program_of(ana).get(path, bid_at_most=400, currency="EUR", order="lowest").body["items"]
        assert [one["bid_minor"] for one in cheap] == [100, 400]
        program_of(ana).post(f"/proposals/{cheap[0]['id']}/decline")
        assert len(program_of(ana).get(path, stage="declined").body["items"]) == 1
        assert len(program_of(ana).get(path, stage="sent").body["items"]) == 8
        assert program_of(ana).get(path, bid_at_most=400).body["code"] == "currency_unknown"
        assert program_of(ana).get(path, order="lowest", cursor="WyJhIl0").body["code"] == "cursor_invalid"
        for nonsense in ({"order": "best"}, {"stage": "new"}, {"bid_at_most": "x"}):
            assert program_of(ana).get(path, **nonsense).status == 422

    def test_on_the_page(self, ana: Person, job: JobPost) -> None:
        def shown(query: str) -> str:
            return " ".join(browser_of(ana).get(f"/jobs/{job.id}/?{query}").content.decode().split())

        assert "9.00 EUR" in shown("")
        assert "9.00 EUR" not in shown("at_most=4&currency=EUR")
        assert "1.00 EUR" in shown("at_most=4&currency=EUR")
        page = shown("order=lowest")
        assert page.index("1.00 EUR") < page.index("9.00 EUR")
        assert "No proposal matches" in shown("stage=declined")
        assert "Write an amount such as" in shown("at_most=much")

    def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
        self, ana: Person, bo: Person, job: JobPost, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        profiled(bo)
        browser = browser_of(ana)
        browser.get(f"/jobs/{job.id}/")
        with django_assert_max_num_queries(12):
            assert browser.get(f"/jobs/{job.id}/?order=lowest").content.decode().count('id="proposal-') == 9
        deals = [talk_of(ana, bo) for _ in range(4)]
        accepted(deals[0])
        browser = browser_of(bo)
        browser.get("/proposals/")
        with django_assert_max_num_queries(12):
            assert browser.get("/proposals/").content.decode().count('class="list__item"') == 4
