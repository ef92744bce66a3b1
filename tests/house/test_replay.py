"""State before + events = fresh state, for every kind of event, with the reducer that runs in the browser.

The state is what the API gives; the reducer is client/src/session/reduce.ts, run in Node.
"""

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.accounts.photos import picture_file
from tests.cast import PHONE, keep, post, program_of
from tests.house.notices_replayed import NOTICES
from tests.house.order_replayed import ORDER
from tests.house.people_replayed import PEOPLE, WITH_NEWCOMER, colleague_in, with_colleague
from tests.house.routes import uncovered
from tests.house.sources import ROOT
from tests.house.words_replayed import WORDS, Case, with_talk
from tests.market.deal import TERMS, Deal, accepted, offered, talk_of
from tests.program import Program
from tools.node import node_path_prefix
from vestibule.accounts.actions.change_profile import Profile, change_profile, set_picture
from vestibule.accounts.models import Person
from vestibule.feed.models import Stream
from vestibule.feed.read import read_since
from vestibule.market.actions.answer_invitation import answer_invitation
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.expire_offer import expire_due_offers
from vestibule.market.actions.leave_contract import leave_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import Invitation
from vestibule.market.offer_texts import NewMilestone
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.revise_withheld import discard_withheld, release_withheld, revise_withheld
from vestibule.rooms.actions.save_draft import save_draft
from vestibule.rooms.models import Room, WithheldMessage
from vestibule.site.protocol import event_types

State = dict[str, Any]
Replay = Callable[[State, list[dict[str, Any]]], State]


def _now() -> Any:  # noqa: ANN401 - a datetime
    return timezone.now()


def _room(deal: Deal) -> Room:
    return Room.objects.get(id=deal.room)


def _kept(deal: Deal) -> uuid.UUID:
    return WithheldMessage.objects.get(room=deal.room, state="kept").id


def _with_kept(deal: Deal) -> Deal:
    keep(deal.freelancer, _room(deal))
    return deal


def _read(deal: Deal) -> None:
    for person in (deal.client, deal.freelancer):
        move_read_mark(person_id=person.id, room_id=deal.room, seq=10**6, now=_now())


def _draft(deal: Deal) -> None:
    for person in (deal.client, deal.freelancer):
        save_draft(actor=person, room_id=deal.room, body="Hello, I", now=_now())


def _offer(deal: Deal) -> uuid.UUID:
    assert deal.offer is not None
    return deal.offer.id


def _contract(deal: Deal) -> uuid.UUID:
    assert deal.contract is not None
    return deal.contract.id


def _offer_in_parts(deal: Deal) -> None:
    parts = [NewMilestone(title="Drafts", amount_minor=15_000), NewMilestone(title="The rest", amount_minor=30_000)]
    make_offer(actor=deal.client, room_id=deal.room, offer=replace(TERMS, milestones=parts), now=_now())


def _expiring(deal: Deal) -> Deal:
    return offered(deal, expires_at=_now() + timedelta(days=3))


def _expire(deal: Deal) -> None:
    expire_due_offers(actor=None, now=_now() + timedelta(days=4))


def _invited(deal: Deal) -> Deal:
    """Somebody else's browser was slow: the invitation is older than the room."""
    Invitation.objects.create(job=deal.proposal.job, freelancer=deal.freelancer, sent_at=_now())
    return deal


def _accept_invitation(deal: Deal) -> None:
    invitation = Invitation.objects.get(freelancer=deal.freelancer)
    answer_invitation(actor=deal.freelancer, invitation_id=invitation.id, accepts=True, now=_now())


def _free(deal: Deal) -> Deal:
    """The contract runs, and a message from before is still kept."""
    return accepted(_with_kept(deal))


CASES = {
    "a message": Case({"message.posted"}, with_talk),
    "a message with a remark": Case(
        {"message.posted"}, lambda deal: post(deal.client, _room(deal), f"call {PHONE}"), accepted
    ),
    "a long message": Case({"message.posted"}, lambda deal: post(deal.client, _room(deal), " so \n it 😀 goes " * 40)),
    **WORDS,
    **PEOPLE,
    **ORDER,
    **NOTICES,
    "a read mark": Case({"read.moved"}, _read, with_talk),
    "a message is withheld": Case(
        {"message.withheld"}, lambda deal: [keep(deal.freelancer, _room(deal)), keep(deal.client, _room(deal))]
    ),
    "a withheld message is changed and stays": Case(
        {"message.withheld"},
        lambda deal: revise_withheld(
            actor=deal.freelancer, withheld_id=_kept(deal), body=f"text me: {PHONE}", now=_now()
        ),
        _with_kept,
    ),
    "a withheld message is mended": Case(
        {"withheld.gone", "message.posted"},
        lambda deal: revise_withheld(actor=deal.freelancer, withheld_id=_kept(deal), body="ask me here", now=_now()),
        _with_kept,
    ),
    "a withheld message is discarded": Case(
        {"withheld.gone"},
        lambda deal: discard_withheld(actor=deal.freelancer, withheld_id=_kept(deal), now=_now()),
        _with_kept,
    ),
    "a withheld message is released": Case(
        {"withheld.gone", "message.posted"},
        lambda deal: release_withheld(actor=deal.freelancer, withheld_id=_kept(deal), now=_now()),
        _free,
    ),
    "the other has another name": Case(
        {"member.changed"},
        lambda deal: change_profile(actor=deal.client, profile=Profile(display_name="Ana Maria"), now=_now()),
    ),
    "the other has a picture": Case(
        {"member.changed"},
        lambda deal: set_picture(actor=deal.freelancer, uploaded=picture_file(), now=_now()),
        with_talk,
    ),
    "a draft is kept": Case({"draft.saved"}, _draft),
    "the other leaves": Case(
        {"member.left", "room.left"}, lambda deal: leave_room(actor=deal.freelancer, room_id=deal.room, now=_now())
    ),
    "a proposal is changed": Case(
        {"proposal.shared"},
        lambda deal: edit_proposal(
            actor=deal.freelancer, proposal_id=deal.proposal.id, cover_text="I draw logos.", now=_now()
        ),
    ),
    "a proposal is withdrawn": Case(
        {"proposal.withdrawn"},
        lambda deal: withdraw_proposal(actor=deal.freelancer, proposal_id=deal.proposal.id, now=_now()),
    ),
    "a proposal is declined": Case(
        {"proposal.declined"},
        lambda deal: decline_proposal(actor=deal.client, proposal_id=deal.proposal.id, now=_now()),
    ),
    "an invitation is accepted into a room that is there": Case({"invitation.accepted"}, _accept_invitation, _invited),
    "an offer": Case({"offer.made", "relationship.changed"}, offered),
    "an offer is withdrawn": Case(
        {"offer.withdrawn", "relationship.changed"},
        lambda deal: withdraw_offer(actor=deal.client, offer_id=_offer(deal), now=_now()),
        offered,
    ),
    "an offer with milestones": Case({"offer.made"}, _offer_in_parts),
    "an offer expires": Case({"offer.expired", "relationship.changed"}, _expire, _expiring),
    "a contract is left without fault": Case(
        {"contract.left", "relationship.changed"},
        lambda deal: leave_contract(actor=deal.freelancer, contract_id=_contract(deal), words="No code.", now=_now()),
        accepted,
    ),
    "an offer is declined": Case(
        {"offer.declined", "relationship.changed"},
        lambda deal: decline_offer(actor=deal.freelancer, offer_id=_offer(deal), now=_now()),
        offered,
    ),
    "an offer is accepted": Case(
        {"offer.accepted", "relationship.changed"},
        accepted,
        lambda deal: offered(_with_kept(deal)),
    ),
    "a contract ends": Case(
        {"contract.ended", "relationship.changed"},
        lambda deal: end_contract(actor=deal.client, contract_id=_contract(deal), now=_now()),
        _free,
    ),
    "a second offer": Case(
        {"offer.made"}, lambda deal: make_offer(actor=deal.client, room_id=deal.room, offer=TERMS, now=_now()), _free
    ),
    "another room": Case({"room.joined"}, lambda deal: talk_of(deal.client, deal.freelancer)),
}
# Replayed by a test of its own: there is no state before a room's first event but an empty one.
FROM_NOTHING = {"room.opened", "member.joined", "proposal.shared"}


def state_of(program: Program, me: Person, room: uuid.UUID) -> State:
    """The state as a client builds it from the API."""
    rooms = program.get("/rooms").body["items"]
    detail = program.get(f"/rooms/{room}")
    opened = None
    if detail.status == 200:
        page = program.get(f"/rooms/{room}/timeline", limit=200).body
        offers = program.get(f"/rooms/{room}/offers").body["items"]
        opened = {
            "detail": detail.body,
            "timeline": page["items"],
            "before": page["before"],
            "after": page["after"],
            "changes": page["changes"],
            "reactions": page["reactions"],
            "unfurled": page["unfurled"],
            "offers": offers,
            "left": False,
        }
    head = Stream.objects.get(id=me.id).head
    waiting = {"unread_notices": program.get("/notices", limit=1).body["unread"]}
    return {"me": str(me.id), "person_head": head, "rooms": rooms, "room": opened, "unknown_rooms": [], **waiting}


def events_after(state: State, me: Person) -> list[dict[str, Any]]:
    """What came since on the streams of the state, in the order in which it happened."""
    after = {uuid.UUID(room["id"]): room["head"] for room in state["rooms"]}
    after[me.id] = state["person_head"]
    found = [json.loads(event.body) for event in read_since(me.id, after, limit=1000)]
    return sorted(found, key=lambda event: (event["at"], event["stream"] == str(me.id)))


@pytest.fixture(scope="session")
def replayed() -> Iterator[Replay]:
    """The state after events, by the client's own reducer: one Node for all tests, a line for each question."""
    path = os.pathsep.join(filter(None, [node_path_prefix(), os.environ["PATH"]]))
    node = shutil.which("node", path=path)
    assert node is not None
    command = [node, "--disable-warning=ExperimentalWarning", str(ROOT / "client/src/session/replay-cli.ts")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:

        def ask(state: State, events: list[dict[str, Any]]) -> State:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(json.dumps({"state": state, "events": events}) + "\n")
            running.stdin.flush()
            answer = running.stdout.readline()
            assert answer, "the reducer has failed"
            after: State = json.loads(answer)
            return after

        yield ask


def comparable(state: State, *, gone: bool = False) -> State:
    """A state without what its order does not mean: rooms by id. Of a room that was left only that it was."""
    rooms = {room["id"]: room for room in state["rooms"]}
    opened = None if gone or state["room"] is None else dict(state["room"])
    if opened:
        # How far the others have read is no event: whispered, and asked for anew.
        opened["detail"] = {name: value for name, value in opened["detail"].items() if name != "reads"}
    return {**state, "rooms": rooms, "room": opened}


def _expected(fresh: State, events: list[dict[str, Any]]) -> State:
    """What was joined meanwhile the reducer names, for its summary has to be asked for."""
    joined = [event["event"]["room"] for event in events if event["event"]["kind"] == "room.joined"]
    known = [room for room in fresh["rooms"] if room["id"] not in joined]
    return {**fresh, "rooms": known, "unknown_rooms": joined}


@pytest.fixture
def deal(ana: Person, bo: Person) -> Deal:
    """Strangers who talk."""
    return talk_of(ana, bo)


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["client", "freelancer"])
@pytest.mark.parametrize("name", CASES)
def test_state_before_and_events_are_the_fresh_state(name: str, side: str, deal: Deal, replayed: Replay) -> None:
    case = CASES[name]
    deal = case.begin(deal)
    me: Person = getattr(deal, side)
    program = program_of(me)
    before = state_of(program, me, deal.room)
    other = deal.freelancer if me == deal.client else deal.client
    other_before = state_of(program_of(other), other, deal.room)
    case.act(deal)
    events = events_after(before, me)
    fresh = _expected(state_of(program, me, deal.room), events)
    after = replayed(before, events)
    is_gone = fresh["room"] is None
    assert (after["room"] or {}).get("left", False) is is_gone
    assert comparable(after, gone=is_gone) == comparable(fresh)
    kinds = {event["event"]["kind"] for event in [*events, *events_after(other_before, other)]}
    assert case.kinds <= kinds
    # The comparison is not blind: without its last event the state is another one.
    if events:
        assert comparable(replayed(before, events[:-1]), gone=is_gone) != comparable(fresh)


@pytest.mark.django_db
@pytest.mark.parametrize("name", WITH_NEWCOMER)
def test_a_newcomer_has_the_fresh_state_too_without_what_was_before(name: str, deal: Deal, replayed: Replay) -> None:
    case = CASES[name]
    deal = with_colleague(case.begin(deal))
    me = colleague_in(deal)
    before = state_of(program_of(me), me, deal.room)
    case.act(deal)
    events = events_after(before, me)
    assert events
    assert comparable(replayed(before, events)) == comparable(state_of(program_of(me), me, deal.room))


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["client", "freelancer"])
def test_a_room_can_be_told_from_its_first_event(side: str, deal: Deal, replayed: Replay) -> None:
    me: Person = getattr(deal, side)
    program = program_of(me)
    fresh = state_of(program, me, deal.room)
    nothing = {
        "title": "",
        "head": 0,
        "read_seq": 0,
        "unread": 0,
        "last": None,
        "members": [],
        "relationships": [],
        "relationship": "none",
    }
    before = {
        **fresh,
        "rooms": [{**room, **nothing} for room in fresh["rooms"]],
        "room": {**fresh["room"], "detail": {**fresh["room"]["detail"], **nothing}, "timeline": []},
    }
    events = fresh["room"]["timeline"]
    assert {event["event"]["kind"] for event in events} >= FROM_NOTHING
    assert comparable(replayed(before, events)) == comparable(fresh)


def test_every_kind_of_event_has_a_case() -> None:
    kinds = {kind.kind() for kind in event_types()}
    replayed_kinds = set().union(*(case.kinds for case in CASES.values())) | FROM_NOTHING
    assert uncovered(kinds | {"rumour.spread"}, replayed_kinds) == ["no row for rumour.spread"]
    assert uncovered(kinds, replayed_kinds) == []
