"""A book over what was written elsewhere than in messages: names, titles, posts, profiles, proposals, offers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, make_person, program_of
from tests.market.deal import PROFILE, accepted, invited, job_of, offered, profiled, talk_of
from tests.site.test_replay_of_messages import STRICT_DRAFT
from vestibule.accounts.actions.leave_vestibule import GRACE, delete_account, leave_vestibule
from vestibule.accounts.models import Organisation, Person
from vestibule.judging.books import book_named
from vestibule.judging.circumstances import CircumstancesError, keep_circumstances
from vestibule.judging.models import JudgedText
from vestibule.judging.replay import StoredText, flips
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.leave_contract import leave_contract
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.job_texts import JobDetails
from vestibule.market.models import Contract, JobPost, Profile, Proposal
from vestibule.market.offer_texts import NewMilestone
from vestibule.market.texts import NewProposal
from vestibule.policy import Situation
from vestibule.reviews import replaying
from vestibule.reviews.actions.start_replay import start_replay
from vestibule.reviews.draft_books import draft_book
from vestibule.reviews.models import Flip, Look, Replay
from vestibule.reviews.replaying import run_replay
from vestibule.reviews.results import next_sample, result_of
from vestibule.reviews.stored import all_texts

pytestmark = pytest.mark.django_db
START = datetime(2020, 1, 1, tzinfo=UTC)
NEWEST = "2020-06-26"
QUESTIONS = ["Where did you learn it?", "When can you begin?"]


def written() -> dict[str, StoredText]:
    """What was written, by its words."""
    return {one.text: one for one in all_texts(since=START, until=timezone.now() + timedelta(days=1), limit=2)}


def flipped(book: str = NEWEST) -> list[str]:
    """What flips under a book, whole or not."""
    found = flips(written().values(), book_named(book))
    return [f"{one.was} -> {one.now}{'' if one.is_whole else ' (set aside)'}" for one in found if one is not None]


def begun(mo: Person, *, draft: str = "") -> Replay:
    until = timezone.now() + timedelta(days=1)
    return start_replay(actor=mo, book=NEWEST, draft=draft, since=START, until=until, now=timezone.now())


def answered_job(
    client: Person, freelancer: Person, *answers: str, organisation: Organisation | None = None
) -> Proposal:
    """A job with two questions, and the freelancer's answers."""
    job = post_job(
        actor=client,
        title="Logo for a bakery",
        body="We bake with sourdough.",
        details=JobDetails(skills=["Logo design"], questions=QUESTIONS),
        organisation_id=organisation.id if organisation is not None else None,
        now=timezone.now(),
    )
    proposal = NewProposal(cover_text="I draw.", bid_minor=45_000, currency="EUR", answers=answers)
    return send_proposal(actor=freelancer, job_id=job.id, proposal=proposal, now=timezone.now())


# -- in the circumstances of their time --------------------------------------------------------------------------------


def test_every_kind_of_text_is_judged_anew_and_nothing_flips(ana: Person, bo: Person) -> None:
    answered_job(ana, bo, "At school", "On Monday")
    profiled(bo, about="I like letters", links=["https://example.org/work"], credentials=["Scrum Master, No. 001234"])
    invited(ana, make_person("Fay", is_freelancer=True))
    milestones = [
        NewMilestone(title="Drawings", amount_minor=20_000),
        NewMilestone(title="The rest", amount_minor=25_000),
    ]
    deal = accepted(offered(talk_of(ana, bo), milestones=milestones, amount_minor=45_000))
    assert deal.contract is not None
    leave_contract(actor=bo, contract_id=deal.contract.id, words="There was no bakery", now=timezone.now())
    found = written()
    for words in (
        *("Ana", "Bo", "Logo for a bakery", "We bake with sourdough.", "At school", "On Monday", "I draw."),
        *("I like letters", "Scrum Master, No. 001234", "Your bread fits.", "Drawings", "The rest"),
        "There was no bakery",
    ):
        assert words in found, words
    surfaces = {one.surface for one in found.values()}
    assert surfaces == {"display_name", "job_post", "profile", "invite", "proposal", "offer"} | {"room_title"}
    assert flipped() == []
    assert all(one.is_whole for one in found.values())


def test_a_text_is_judged_after_what_stood_above_it(ana: Person, bo: Person) -> None:
    answered_job(ana, bo, "At school", "On Monday")
    found = written()
    assert found["On Monday"].situations[0].context == ("I draw.", "At school")
    assert found["Logo design"].situations[0].context == ("Logo for a bakery", "We bake with sourdough.")


def test_the_plan_of_that_time_still_counts(eli: Person, bo: Person, works: Organisation) -> None:
    answered_job(eli, bo, f"Ring me on {PHONE}", "On Monday", organisation=works)
    works.plan_periods.all().delete()
    one = written()[f"Ring me on {PHONE}"]
    assert (one.surface, one.situations[0].client_plan, one.outcome) == ("proposal", "enterprise", "allow")
    assert flipped() == []


def test_each_wording_takes_the_place_of_the_one_before(ana: Person) -> None:
    job = job_of(ana)
    known = JudgedText.objects.count()
    edit_job(actor=ana, job_id=job.id, body="We bake with rye and need a sign.", now=timezone.now())
    assert JudgedText.objects.count() == known
    assert {"We bake with rye and need a sign.", "Logo for a bakery"} <= written().keys()
    assert flipped() == []


def test_the_answers_are_judged_again_after_another_cover_text(eli: Person, ana: Person, bo: Person) -> None:
    proposal = answered_job(ana, bo, "2345678 is the number of my licence", "On Monday")
    edit_proposal(actor=bo, proposal_id=proposal.id, cover_text="I draw a lot.", now=timezone.now())
    assert written()["On Monday"].situations[0].context[0] == "I draw a lot."
    assert all(one.is_whole for one in written().values())
    assert flipped() == []


def test_no_detail_begins_in_a_later_cover_text_and_ends_in_the_answers(ana: Person, bo: Person) -> None:
    proposal = answered_job(ana, bo, "2345678", "On Monday")
    with pytest.raises(Refusal) as refused:
        edit_proposal(actor=bo, proposal_id=proposal.id, cover_text="my number is 0171", now=timezone.now())
    assert (refused.value.code, refused.value.field) == ("contact_rule", "answers.0")
    assert Proposal.objects.get().cover_text == "I draw."


def test_what_was_judged_after_words_that_are_gone_is_set_aside(eli: Person, bo: Person, works: Organisation) -> None:
    answered_job(eli, bo, f"Ring me on {PHONE}", "On Monday", organisation=works)
    JudgedText.objects.filter(column="cover_text").delete()
    book = draft_book(STRICT_DRAFT)
    found = [one for one in flips(written().values(), book) if one is not None]
    assert [(one.now, one.is_whole) for one in found] == [("withhold", False)]


def test_a_program_that_names_other_texts_than_were_judged_fails(ana: Person) -> None:
    job = job_of(ana)
    with pytest.raises(CircumstancesError, match="not known"):
        keep_circumstances([(JobPost.objects.get(id=job.id), "title")], at=timezone.now())
    posted = post_job(actor=ana, title="A sign", body="For the shop.", now=timezone.now())
    assert posted.body.passage is not None
    assert posted.body.passage.situations == (Situation("job_post", context=("A sign",)),)
    with pytest.raises(CircumstancesError, match="after other words"):
        keep_circumstances([(posted, "body")], at=timezone.now())


# -- what goes with its owner ------------------------------------------------------------------------------------------


def test_the_circumstances_go_where_the_text_goes(ana: Person, bo: Person) -> None:
    profiled(bo)
    job_of(ana, as_draft=True)
    proposal = answered_job(ana, bo, "At school", "On Monday")
    for gone in (Profile.objects.filter(person=bo), JobPost.objects.filter(state="draft"), proposal.answers.all()):
        columns = JudgedText.objects.count()
        gone.delete()
        assert JudgedText.objects.count() < columns
    assert {one.column for one in JudgedText.objects.all()} == {
        *("display_name", "title", "body", "skills", "questions"),
        "cover_text",
    }


def test_with_an_account_go_the_circumstances_of_its_name_and_profile(ana: Person, bo: Person) -> None:
    profiled(bo)
    assert "Bo" in written()
    leave_vestibule(actor=bo, keeps_texts=False, now=timezone.now())
    bo.refresh_from_db()
    delete_account(actor=bo, now=timezone.now() + GRACE + timedelta(hours=1))
    later = timezone.now() + GRACE + timedelta(days=1)
    left = {one.text for one in all_texts(since=START, until=later)}
    assert "Bo" not in left
    assert PROFILE.headline not in left
    assert not JudgedText.objects.filter(surface="profile").exists()


# -- for staff ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def exempt(eli: Person, bo: Person, works: Organisation) -> Proposal:
    """Answers with a number in each, which the client's plan allows."""
    return answered_job(eli, bo, f"Ring me on {PHONE}", f"On Monday, {PHONE}", organisation=works)


def test_a_replay_that_dies_among_them_goes_on_where_it_stopped(
    exempt: Proposal, mo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "STEP", 2)
    replay = begun(mo, draft=STRICT_DRAFT)

    def dies(at: Replay) -> None:
        if at.judged == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_replay(replay.id, told=dies)
    Replay.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))
    done = run_replay(replay.id)
    assert (done.state, done.judged) == ("done", done.total)
    assert done.total == JudgedText.objects.count() > 4
    assert list(Flip.objects.values_list("was", "now", "surface")) == [("allow", "withhold", "proposal")] * 2


def test_staff_see_where_they_flip_and_a_sample_and_every_look_is_written_down(
    exempt: Proposal, mo: Person, bo: Person
) -> None:
    replay = run_replay(begun(mo, draft=STRICT_DRAFT).id)
    (count,) = result_of(replay).counts
    assert (count.clause, count.surface, count.count) == ("nobody", "proposal", 2)
    page = browser_of(mo).get(f"/staff/replays/{replay.id}/").content.decode()
    assert 'data-label="Where">Proposal' in page
    with pytest.raises(NotFound):
        next_sample(bo, replay.id, now=timezone.now())
    assert browser_of(bo).get(f"/staff/replays/{replay.id}/sample").status_code == 404
    assert not Look.objects.exists()
    sample = browser_of(mo).get(f"/staff/replays/{replay.id}/sample").content.decode()
    assert "415 555" in sample
    assert "<span>Proposal</span>" in sample
    assert Look.objects.filter(staff=mo, what="sample").count() == 1
    found = program_of(mo).get(f"/staff/replays/{replay.id}/sample").body["items"][0]
    assert (found["surface"], found["client_plan"]) == ("proposal", "enterprise")


def test_what_was_reworded_meanwhile_is_no_sample(exempt: Proposal, mo: Person, bo: Person) -> None:
    replay = run_replay(begun(mo, draft=STRICT_DRAFT).id)
    edit_proposal(actor=bo, proposal_id=exempt.id, answers=["At school", "On Monday"], now=timezone.now())
    assert next_sample(mo, replay.id, now=timezone.now()) is None
    assert not Look.objects.exists()


def test_what_was_stored_before_is_left_out_and_counted(exempt: Proposal, mo: Person) -> None:
    assert begun(mo).left_out == 0
    Replay.objects.update(state="stopped", ended_at=timezone.now())
    JudgedText.objects.exclude(column="answer").delete()
    people = Person.objects.count()
    replay = run_replay(begun(mo, draft=STRICT_DRAFT).id)
    # The names of all, a company's, the post, the proposal.
    assert replay.left_out == people + 3
    assert replay.judged == 2
    page = browser_of(mo).get(f"/staff/replays/{replay.id}/").content.decode()
    assert f"{replay.left_out} posts, profiles, names and the like are left out" in page


def test_a_contract_without_words_is_nothing_left_out(ana: Person, bo: Person, mo: Person) -> None:
    accepted(talk_of(ana, bo))
    assert Contract.objects.get().leaving_words == ""
    assert begun(mo).left_out == 0
