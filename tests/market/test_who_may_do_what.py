"""Every action, in every state, by everybody: what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from tests.market.deal import COVER, TERMS, at_offer_state, job_of, outcome_of, proposal_of, talk_of
from vestibule.accounts.models import Person
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.close_job import close_job
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import JobPost, Proposal

pytestmark = pytest.mark.django_db

# ana is the client and bo the freelancer of what it is about; eve works, eli hires, mo moderates: all outsiders.
JOBS = """
action         state   ana         bo            eve            eli               mo
edit_job       draft   done        not_found     not_found      not_found         not_found
edit_job       open    done        not_yours     not_yours      not_yours         not_yours
edit_job       closed  job_closed  not_yours     not_found      not_found         not_found
close_job      draft   done        not_found     not_found      not_found         not_found
close_job      open    done        not_yours     not_yours      not_yours         not_yours
close_job      closed  job_closed  not_yours     not_found      not_found         not_found
send_proposal  draft   own_job     not_found     not_found      not_found         not_found
send_proposal  open    own_job     done          done           not_a_freelancer  not_a_freelancer
send_proposal  closed  own_job     job_not_open  not_found      not_found         not_found
"""

PROPOSALS = """
action             state             ana               bo                eve        eli        mo
edit_proposal      submitted         not_yours         done              not_found  not_found  not_found
edit_proposal      shared            not_yours         done              not_found  not_found  not_found
edit_proposal      withdrawn         not_yours         proposal_settled  not_found  not_found  not_found
edit_proposal      declined          not_yours         proposal_settled  not_found  not_found  not_found
withdraw_proposal  submitted         not_yours         done              not_found  not_found  not_found
withdraw_proposal  shared            not_yours         done              not_found  not_found  not_found
withdraw_proposal  withdrawn         not_yours         proposal_settled  not_found  not_found  not_found
withdraw_proposal  declined          not_yours         proposal_settled  not_found  not_found  not_found
decline_proposal   submitted         done              not_yours         not_found  not_found  not_found
decline_proposal   shared            done              not_yours         not_found  not_found  not_found
decline_proposal   withdrawn         proposal_settled  not_yours         not_found  not_found  not_found
decline_proposal   declined          proposal_settled  not_yours         not_found  not_found  not_found
open_room          submitted         done              not_yours         not_found  not_found  not_found
open_room          shared            done              not_yours         not_found  not_found  not_found
open_room          shared_withdrawn  done              not_yours         not_found  not_found  not_found
open_room          withdrawn         proposal_settled  not_yours         not_found  not_found  not_found
open_room          declined          proposal_settled  not_yours         not_found  not_found  not_found
"""

OFFERS = """
action          state      ana            bo             eve        eli        mo
make_offer      none       done           not_yours      not_found  not_found  not_found
make_offer      made       offer_pending  not_yours      not_found  not_found  not_found
make_offer      withdrawn  done           not_yours      not_found  not_found  not_found
make_offer      declined   done           not_yours      not_found  not_found  not_found
make_offer      accepted   done           not_yours      not_found  not_found  not_found
make_offer      ended      done           not_yours      not_found  not_found  not_found
withdraw_offer  made       done           not_yours      not_found  not_found  not_found
withdraw_offer  withdrawn  offer_settled  not_yours      not_found  not_found  not_found
withdraw_offer  declined   offer_settled  not_yours      not_found  not_found  not_found
withdraw_offer  accepted   offer_settled  not_yours      not_found  not_found  not_found
withdraw_offer  ended      offer_settled  not_yours      not_found  not_found  not_found
decline_offer   made       not_yours      done           not_found  not_found  not_found
decline_offer   withdrawn  not_yours      offer_settled  not_found  not_found  not_found
decline_offer   declined   not_yours      offer_settled  not_found  not_found  not_found
decline_offer   accepted   not_yours      offer_settled  not_found  not_found  not_found
decline_offer   ended      not_yours      offer_settled  not_found  not_found  not_found
accept_offer    made       not_yours      done           not_found  not_found  not_found
accept_offer    withdrawn  not_yours      offer_settled  not_found  not_found  not_found
accept_offer    declined   not_yours      offer_settled  not_found  not_found  not_found
accept_offer    accepted   not_yours      offer_settled  not_found  not_found  not_found
accept_offer    ended      not_yours      offer_settled  not_found  not_found  not_found
end_contract    accepted   done           done           not_found  not_found  not_found
end_contract    ended      contract_over  contract_over  not_found  not_found  not_found
"""


@dataclass(frozen=True)
class Case:
    action: str
    state: str
    actor: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.action}-{self.state}-{self.actor}"


def cases(table: str) -> list[Case]:
    heading, *rows = (line.split() for line in table.strip().splitlines())
    return [
        Case(action, state, who, what)
        for action, state, *outcomes in rows
        for who, what in zip(heading[2:], outcomes, strict=True)
    ]


def actor(request: pytest.FixtureRequest, case: Case) -> Person:
    person = request.getfixturevalue(case.actor)
    assert isinstance(person, Person)
    return person


@pytest.mark.parametrize("case", cases(JOBS), ids=str)
def test_a_job_can_be_changed_closed_and_answered_by_the_right_people_only(
    case: Case, ana: Person, bo: Person, request: pytest.FixtureRequest
) -> None:
    job = job_of(ana, as_draft=case.state == "draft")
    now = timezone.now()
    if case.state == "closed":
        # Whoever has answered the post keeps seeing it.
        withdraw_proposal(actor=bo, proposal_id=proposal_of(bo, job).id, now=now)
        close_job(actor=ana, job_id=job.id, now=now)
    who = actor(request, case)
    attempts: dict[str, Callable[[], object]] = {
        "edit_job": lambda: edit_job(actor=who, job_id=job.id, title="Another title", now=now),
        "close_job": lambda: close_job(actor=who, job_id=job.id, now=now),
        "send_proposal": lambda: send_proposal(actor=who, job_id=job.id, proposal=COVER, now=now),
    }
    assert outcome_of(attempts[case.action]) == case.outcome


def _proposal_in(state: str, ana: Person, bo: Person) -> Proposal:
    proposal = proposal_of(bo, job_of(ana))
    now = timezone.now()
    if "shared" in state:
        open_room_from_proposal(actor=ana, proposal_id=proposal.id, now=now)
    if "withdrawn" in state:
        withdraw_proposal(actor=bo, proposal_id=proposal.id, now=now)
    if state == "declined":
        decline_proposal(actor=ana, proposal_id=proposal.id, now=now)
    return proposal


@pytest.mark.parametrize("case", cases(PROPOSALS), ids=str)
def test_a_proposal_is_between_its_freelancer_and_the_client(
    case: Case, ana: Person, bo: Person, request: pytest.FixtureRequest
) -> None:
    proposal = _proposal_in(case.state, ana, bo)
    who, now = actor(request, case), timezone.now()
    attempts: dict[str, Callable[[], object]] = {
        "edit_proposal": lambda: edit_proposal(actor=who, proposal_id=proposal.id, bid_minor=1, now=now),
        "withdraw_proposal": lambda: withdraw_proposal(actor=who, proposal_id=proposal.id, now=now),
        "decline_proposal": lambda: decline_proposal(actor=who, proposal_id=proposal.id, now=now),
        "open_room": lambda: open_room_from_proposal(actor=who, proposal_id=proposal.id, now=now),
    }
    assert outcome_of(attempts[case.action]) == case.outcome


@pytest.mark.parametrize("case", cases(OFFERS), ids=str)
def test_an_offer_is_made_by_the_client_and_answered_by_the_freelancer(
    case: Case, ana: Person, bo: Person, request: pytest.FixtureRequest
) -> None:
    deal = at_offer_state(talk_of(ana, bo), case.state)
    offer = deal.offer.id if deal.offer is not None else deal.room
    contract = deal.contract.id if deal.contract is not None else deal.room
    who, now = actor(request, case), timezone.now()
    attempts: dict[str, Callable[[], object]] = {
        "make_offer": lambda: make_offer(actor=who, room_id=deal.room, offer=TERMS, now=now),
        "withdraw_offer": lambda: withdraw_offer(actor=who, offer_id=offer, now=now),
        "decline_offer": lambda: decline_offer(actor=who, offer_id=offer, now=now),
        "accept_offer": lambda: accept_offer(actor=who, offer_id=offer, now=now),
        "end_contract": lambda: end_contract(actor=who, contract_id=contract, now=now),
    }
    assert outcome_of(attempts[case.action]) == case.outcome


def test_every_state_and_action_is_in_the_tables() -> None:
    offer_actions = {"make_offer", "withdraw_offer", "decline_offer", "accept_offer", "end_contract"}
    assert {case.state for case in cases(JOBS)} == set(JobPost.State.values)
    assert {case.state for case in cases(PROPOSALS)} >= set(Proposal.State.values)
    assert {case.action for case in cases(OFFERS)} == offer_actions


def test_only_people_who_hire_post_jobs(ana: Person, bo: Person) -> None:
    now = timezone.now()
    assert outcome_of(lambda: post_job(actor=ana, title="Logo", body="A logo.", now=now)) == "done"
    assert outcome_of(lambda: post_job(actor=bo, title="Logo", body="A logo.", now=now)) == "not_a_client"


def test_a_job_has_one_open_proposal_of_each_freelancer(ana: Person, bo: Person, eve: Person) -> None:
    job, now = job_of(ana), timezone.now()
    first = proposal_of(bo, job)
    again: Callable[[], object] = lambda: send_proposal(actor=bo, job_id=job.id, proposal=COVER, now=now)  # noqa: E731
    assert outcome_of(again) == "already_proposed"
    assert outcome_of(lambda: send_proposal(actor=eve, job_id=job.id, proposal=COVER, now=now)) == "done"
    withdraw_proposal(actor=bo, proposal_id=first.id, now=now)
    assert outcome_of(again) == "done"
