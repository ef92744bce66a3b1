"""Two clicks at once: of several steps that exclude each other exactly one is taken."""

import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from tests.cast import PHONE, make_person, say
from tests.market.deal import COVER, TERMS, Deal, at_once, job_of, offered, outcome_of, proposal_of, talk_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import Contract, JobRoom, Offer, Proposal
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 200


def _kinds(room: uuid.UUID) -> list[str]:
    numbers = list(Event.objects.filter(stream_id=room).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)), "the room's numbers have a hole"
    return list(Event.objects.filter(stream_id=room).order_by("seq").values_list("kind", flat=True))


def test_of_accept_decline_and_withdraw_exactly_one_wins(ana: Person, bo: Person) -> None:
    talk = talk_of(ana, bo)
    winners: Counter[str] = Counter()
    for _ in range(ROUNDS):
        deal = offered(talk)
        assert deal.offer is not None
        offer, now, before = deal.offer.id, timezone.now(), len(_kinds(deal.room))
        outcomes = at_once(
            [
                partial(outcome_of, partial(accept_offer, actor=bo, offer_id=offer, now=now)),
                partial(outcome_of, partial(decline_offer, actor=bo, offer_id=offer, now=now)),
                partial(outcome_of, partial(withdraw_offer, actor=ana, offer_id=offer, now=now)),
            ]
        )
        assert sorted(outcomes) == ["done", "offer_settled", "offer_settled"]
        winner = ("accepted", "declined", "withdrawn")[outcomes.index("done")]
        winners[winner] += 1
        assert Offer.objects.get(id=offer).state == winner
        said = [kind for kind in _kinds(deal.room)[before:] if kind.startswith("offer.")]
        assert said == [f"offer.{winner}"]
        contract = Contract.objects.filter(offer_id=offer).first()
        assert (contract is not None) == (winner == "accepted")
        if contract is not None:
            end_contract(actor=ana, contract_id=contract.id, now=now)
    # Had one of them always been first, this would not have been a race.
    assert len(winners) > 1, winners


def test_two_acceptances_make_one_contract(ana: Person, bo: Person) -> None:
    talk = talk_of(ana, bo)
    for _ in range(20):
        deal = offered(talk)
        assert deal.offer is not None
        accept = partial(accept_offer, actor=bo, offer_id=deal.offer.id, now=timezone.now())
        outcomes = at_once([partial(outcome_of, accept)] * 3)
        assert sorted(outcomes) == ["done", "offer_settled", "offer_settled"]
        assert Contract.objects.filter(offer=deal.offer).count() == 1


def test_two_ends_are_one_end(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    assert deal.offer is not None
    contract = accept_offer(actor=bo, offer_id=deal.offer.id, now=timezone.now())
    ends = [partial(end_contract, actor=who, contract_id=contract.id, now=timezone.now()) for who in (ana, bo)]
    assert sorted(at_once([partial(outcome_of, end) for end in ends])) == ["contract_over", "done"]
    assert _kinds(deal.room).count("contract.ended") == 1


def test_a_room_has_one_open_offer_however_often_the_button_is_clicked(ana: Person, bo: Person) -> None:
    for _ in range(10):
        deal = talk_of(ana, bo)
        make = partial(make_offer, actor=ana, room_id=deal.room, offer=TERMS, now=timezone.now())
        assert sorted(at_once([partial(outcome_of, make)] * 3)) == ["done", "offer_pending", "offer_pending"]


def test_a_pair_and_a_job_have_one_room_however_often_talk_is_clicked(ana: Person, bo: Person) -> None:
    for number in range(1, 21):
        proposal = proposal_of(bo, job_of(ana))
        talk = partial(open_room_from_proposal, actor=ana, proposal_id=proposal.id, now=timezone.now())
        rooms = at_once([talk, talk])
        assert rooms[0] == rooms[1]
        assert Room.objects.filter(about_id=proposal.job_id).count() == 1
        assert _kinds(rooms[0]).count("proposal.shared") == 1
        # Another job is another room.
        assert JobRoom.objects.values("room").distinct().count() == number


def test_a_second_proposal_for_the_same_job_comes_into_the_same_room(ana: Person, bo: Person) -> None:
    deal, now = talk_of(ana, bo), timezone.now()
    withdraw_proposal(actor=bo, proposal_id=deal.proposal.id, now=now)
    again = proposal_of(bo, deal.proposal.job)
    assert open_room_from_proposal(actor=ana, proposal_id=again.id, now=now) == deal.room
    assert _kinds(deal.room)[3:] == ["proposal.shared", "proposal.withdrawn", "proposal.shared"]


def test_of_two_proposals_at_once_one_is_sent(ana: Person, bo: Person) -> None:
    for _ in range(10):
        job = job_of(ana)
        send = partial(send_proposal, actor=bo, job_id=job.id, proposal=COVER, now=timezone.now())
        assert sorted(at_once([partial(outcome_of, send)] * 2)) == ["already_proposed", "done"]
        assert Proposal.objects.filter(job=job).count() == 1


def _accepted_at(room: uuid.UUID) -> int:
    return Event.objects.get(stream_id=room, kind="offer.accepted").seq


def test_a_message_is_judged_by_the_state_at_its_own_place(ana: Person) -> None:
    """A number sent while the offer is being accepted: before that place it is kept, after it it stands."""
    outcomes: Counter[str] = Counter()
    for number in range(40):
        deal: Deal = offered(talk_of(ana, make_person(f"bo{number}", is_freelancer=True)))
        assert deal.offer is not None
        room = Room.objects.get(id=deal.room)
        accept = partial(accept_offer, actor=deal.freelancer, offer_id=deal.offer.id, now=timezone.now())
        speak = partial(say, deal.freelancer, room, f"call me on {PHONE}")
        # Whoever starts first is a little ahead: each starts first half of the time.
        attempts: list[Callable[[], object]] = [speak, accept] if number % 2 else [accept, speak]
        said = at_once(attempts)[attempts.index(speak)]
        assert isinstance(said, Posted | Kept)
        if isinstance(said, Posted):
            assert said.seq > _accepted_at(deal.room)
        else:
            assert said.item.after_seq < _accepted_at(deal.room)
        outcomes[type(said).__name__] += 1
    assert set(outcomes) == {"Posted", "Kept"}, outcomes
