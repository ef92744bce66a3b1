"""Inviting a freelancer: who may, what it leads to, and that it leads there once."""

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, make_room, program_of
from tests.market.deal import at_once, invited, job_of, outcome_of, profiled, proposal_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.answer_invitation import answer_invitation
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.invite_freelancer import invite_freelancer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.withdraw_invitation import withdraw_invitation
from vestibule.market.models import Invitation, JobPost, JobRoom

pytestmark = pytest.mark.django_db

ANSWERS = """
action   state      ana                 bo                  eve        eli        mo
accept   sent       not_yours           done                not_found  not_found  not_found
accept   accepted   not_yours           invitation_settled  not_found  not_found  not_found
accept   declined   not_yours           invitation_settled  not_found  not_found  not_found
accept   withdrawn  not_yours           invitation_settled  not_found  not_found  not_found
decline  sent       not_yours           done                not_found  not_found  not_found
decline  accepted   not_yours           invitation_settled  not_found  not_found  not_found
decline  declined   not_yours           invitation_settled  not_found  not_found  not_found
decline  withdrawn  not_yours           invitation_settled  not_found  not_found  not_found
withdraw sent       done                not_yours           not_found  not_found  not_found
withdraw accepted   invitation_settled  not_yours           not_found  not_found  not_found
withdraw declined   invitation_settled  not_yours           not_found  not_found  not_found
withdraw withdrawn  invitation_settled  not_yours           not_found  not_found  not_found
"""
ROWS = [
    (action, state, who, outcome)
    for action, state, *outcomes in (line.split() for line in ANSWERS.strip().splitlines()[1:])
    for who, outcome in zip(("ana", "bo", "eve", "eli", "mo"), outcomes, strict=True)
]


def attempt(action: str, actor: Person, invitation: Invitation) -> str:
    now = timezone.now()
    if action == "withdraw":
        return outcome_of(lambda: withdraw_invitation(actor=actor, invitation_id=invitation.id, now=now))
    return outcome_of(
        lambda: answer_invitation(actor=actor, invitation_id=invitation.id, accepts=action == "accept", now=now)
    )


@pytest.mark.parametrize(("action", "state", "who", "outcome"), ROWS)
def test_who_may_do_what_with_an_invitation(
    action: str, state: str, who: str, outcome: str, request: pytest.FixtureRequest, ana: Person, bo: Person
) -> None:
    invitation = invited(ana, bo)
    if state != "sent":
        by, step = (ana, "withdraw") if state == "withdrawn" else (bo, state.removesuffix("ed").removesuffix("n"))
        step = {"declin": "decline", "accept": "accept"}.get(step, step)
        assert attempt(step, by, invitation) == "done"
    assert attempt(action, request.getfixturevalue(who), invitation) == outcome


def test_inviting_is_for_the_client_of_an_open_job_and_once(ana: Person, bo: Person, eve: Person, eli: Person) -> None:
    profiled(bo)
    job = job_of(ana)

    def outcome(actor: Person, to: Person = bo, which: JobPost = job) -> str:
        now = timezone.now()
        return outcome_of(
            lambda: invite_freelancer(actor=actor, job_id=which.id, freelancer_id=to.id, words="", now=now)
        )

    assert outcome(eli) == "not_yours"
    assert outcome(bo) == "not_yours"
    # Who shows no profile cannot be found, so not be invited.
    assert outcome(ana, eve) == "freelancer_unknown"
    assert outcome(ana, ana) == "freelancer_unknown"
    assert outcome(ana, which=job_of(ana, as_draft=True)) == "job_not_open"
    assert outcome(ana) == "done"
    assert outcome(ana) == "already_invited"
    other = job_of(ana)
    open_room_from_proposal(actor=ana, proposal_id=proposal_of(bo, other).id, now=timezone.now())
    assert outcome(ana, which=other) == "already_talking"


def test_acceptance_opens_the_one_room_and_says_why(ana: Person, bo: Person) -> None:
    invitation = invited(ana, bo)
    proposal = proposal_of(bo, invitation.job)
    accepted = program_of(bo).post(f"/invitations/{invitation.id}/accept", {}).body
    room = accepted["room"]
    kinds = list(Event.objects.filter(stream_id=room).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["room.opened", "member.joined", "member.joined", "invitation.accepted"]
    page = browser_of(ana).get(f"/rooms/{room}/").content.decode()
    assert "Bo accepted the invitation to talk." in page
    assert "Your bread fits." in page
    # The proposal for the same job leads into the same room.
    assert str(open_room_from_proposal(actor=ana, proposal_id=proposal.id, now=timezone.now())) == room
    assert JobRoom.objects.count() == 1


def test_a_declined_invitation_opens_nothing_and_can_be_sent_anew(ana: Person, bo: Person) -> None:
    invitation = invited(ana, bo)
    assert attempt("decline", bo, invitation) == "done"
    assert JobRoom.objects.count() == 0
    again = invited(ana, bo, job=invitation.job)
    assert attempt("accept", bo, again) == "done"


def test_who_was_invited_sees_the_post_also_when_it_is_closed(ana: Person, bo: Person, eve: Person) -> None:
    invitation = invited(ana, bo)
    close_job(actor=ana, job_id=invitation.job_id, now=timezone.now())
    assert program_of(bo).get(f"/jobs/{invitation.job_id}").status == 200
    assert program_of(eve).get(f"/jobs/{invitation.job_id}").status == 404


def test_the_way_by_forms_alone_from_the_search_to_the_room(ana: Person, bo: Person) -> None:
    profiled(bo)
    job = job_of(ana)
    client, freelancer = browser_of(ana), browser_of(bo)
    assert f"/freelancers/{bo.id}/" in client.get("/freelancers/", {"q": "logos"}).content.decode()
    refused = client.post(f"/freelancers/{bo.id}/invite", {"job": str(job.id), "words": f"Ring {PHONE}"})
    assert refused.status_code == 422
    assert f"Ring {PHONE}</textarea>" in refused.content.decode()
    assert client.post(f"/freelancers/{bo.id}/invite", {"job": str(job.id), "words": "Do come"}).status_code == 302
    invitation = Invitation.objects.get()
    assert "Do come" in freelancer.get("/invitations/").content.decode()
    answer = freelancer.post(f"/invitations/{invitation.id}/accept")
    invitation.refresh_from_db()
    assert answer.headers["Location"] == f"/rooms/{invitation.room_id}/"
    # There is nothing left to invite this person to.
    assert "You have no open job" in client.get(f"/freelancers/{bo.id}/").content.decode()


def test_the_rule_of_invitations_asks_how_the_two_stand(ana: Person, bo: Person) -> None:
    profiled(bo)
    make_room(ana, bo)
    job = job_of(ana)

    def outcome(words: str) -> str:
        now = timezone.now()
        return outcome_of(
            lambda: invite_freelancer(actor=ana, job_id=job.id, freelancer_id=bo.id, words=words, now=now)
        )

    assert outcome(f"Ring me on {PHONE}") == "contact_rule"
    assert outcome("x" * 2_001) == "text_too_long"
    assert outcome("Come and talk here.") == "done"


@pytest.mark.django_db(transaction=True)
def test_an_invitation_and_a_proposal_at_once_open_one_room(ana: Person, bo: Person) -> None:
    profiled(bo)
    for _ in range(20):
        invitation = invited(ana, bo)
        proposal, now = proposal_of(bo, invitation.job), timezone.now()
        outcomes = at_once(
            [
                lambda one=invitation, now=now: outcome_of(  # type: ignore[misc]
                    lambda: answer_invitation(actor=bo, invitation_id=one.id, accepts=True, now=now)
                ),
                lambda one=proposal, now=now: outcome_of(  # type: ignore[misc]
                    lambda: open_room_from_proposal(actor=ana, proposal_id=one.id, now=now)
                ),
            ]
        )
        assert outcomes == ["done", "done"]
        assert JobRoom.objects.filter(job=invitation.job).count() == 1
