"""Accept, withdraw, edit, delete, send and leave at the same moment: it is right in some order."""

import os
import random
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import PHONE, make_person, post, say
from tests.market.deal import offered, talk_of
from tests.race import all_at_once
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.feed.read import read_since
from vestibule.kit.refusals import Refusal
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.models import Offer
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Message, Room

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("VESTIBULE_RACES", "60"))
CONTACT = f"call me on {PHONE}"
# Who leaves takes their open offer back; whether it was open still is for the first two to say.
SETTLES = {"accept": "accepted", "withdraw": "withdrawn", "leave": "withdrawn"}
Outcomes = dict[str, Any]


class Log:
    """The room's numbers as everybody will always see them."""

    def __init__(self, room: uuid.UUID) -> None:
        events = list(Event.objects.filter(stream_id=room).order_by("seq"))
        self.numbers = [one.seq for one in events]
        self.kinds = [one.kind for one in events]

    def place_of(self, kind: str) -> float:
        """Where it stands; behind everything if it never happened."""
        return self.kinds.index(kind) + 1 if kind in self.kinds else float("inf")


def complaints(log: Log, came: Outcomes) -> list[str]:
    """What cannot be right in any order."""
    accepted, left = log.place_of("offer.accepted"), log.place_of("member.left")
    found = []
    if log.numbers != list(range(1, len(log.numbers) + 1)):
        found.append("the numbers have a hole")
    taken = [was_done(came["accept"]), was_done(came["withdraw"])].count(True)
    # Once the client has left there is nobody to have a contract with, and they settle nothing there any more.
    if taken != 1 and not (taken == 0 and left < float("inf")):
        found.append("not exactly one of accept and withdraw was taken")
    if was_done(came["accept"]) != (accepted < float("inf")):
        found.append("the log says something else about the acceptance")
    for what in ("send", "edit"):
        outcome = came[what]
        if isinstance(outcome, Posted) and not accepted < outcome.seq < left:
            found.append(f"{what}: a detail went through outside the contract")
    sent = came["send"]
    if isinstance(sent, Kept) and accepted <= sent.item.after_seq < left:
        found.append("send: withheld although the contract ran")
    return found


def was_done(outcome: object) -> bool:
    return not isinstance(outcome, Exception)


def test_whatever_happens_at_once_has_an_order(ana: Person) -> None:
    chance, seen = random.Random(18), Counter[str]()
    for number in range(ROUNDS):
        bo = make_person(f"Bo Number {number}", is_freelancer=True)
        deal = offered(talk_of(ana, bo))
        assert deal.offer is not None
        room, now = Room.objects.get(id=deal.room), timezone.now()
        first, second = post(bo, room, "first"), post(bo, room, "second")
        acts: dict[str, Callable[[], object]] = {
            "accept": partial(accept_offer, actor=bo, offer_id=deal.offer.id, now=now),
            "withdraw": partial(withdraw_offer, actor=ana, offer_id=deal.offer.id, now=now),
            "send": partial(say, bo, room, CONTACT),
            "edit": partial(edit_message, actor=bo, room_id=room.id, seq=first.seq, body=CONTACT, now=now),
            "delete": partial(delete_message, actor=bo, room_id=room.id, seq=second.seq, now=now),
            "rewrite": partial(edit_message, actor=bo, room_id=room.id, seq=second.seq, body="again", now=now),
        }
        if number % 3 == 0:
            acts["leave"] = partial(leave_room, actor=ana, room_id=room.id, now=now)
        # Whoever starts first is a little ahead.
        order = chance.sample(list(acts), len(acts))
        came = dict(zip(order, all_at_once([acts[name] for name in order]), strict=True))
        assert all(was_done(one) or isinstance(one, Refusal) for one in came.values()), came
        log = Log(room.id)
        assert not complaints(log, came), (complaints(log, came), came, log.kinds)
        expected = next((to for act, to in SETTLES.items() if was_done(came[act])), "made")
        assert Offer.objects.get(id=deal.offer.id).state == expected
        assert Message.objects.get(room=room, seq=second.seq).body == ""
        seen.update(f"{name}: {type(outcome).__name__}" for name, outcome in came.items())
        if "leave" in came:
            until = log.place_of("member.left")
            assert max(event.seq for event in read_since(ana.id, {room.id: 0})) == until
    # Had it always gone the same way, these would not have been races.
    assert {"send: Posted", "send: Kept", "edit: Posted", "edit: Kept"} <= seen.keys(), seen
    assert {"rewrite: Posted", "rewrite: MessageIsDeleted"} <= seen.keys(), seen


def test_the_checker_sees_what_would_be_wrong(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    room = Room.objects.get(id=deal.room)
    assert deal.offer is not None
    early = post(bo, room, "hello")
    accept_offer(actor=bo, offer_id=deal.offer.id, now=timezone.now())
    late = post(bo, room, CONTACT)
    fair: Outcomes = {"accept": None, "withdraw": Refusal(), "send": late, "edit": late}
    assert not complaints(Log(room.id), fair)
    assert len(complaints(Log(room.id), {**fair, "send": early})) == 1
    assert len(complaints(Log(room.id), {**fair, "withdraw": None})) == 1
    Event.objects.get(stream_id=room.id, seq=early.seq).delete()
    assert "the numbers have a hole" in complaints(Log(room.id), fair)
