"""Nothing of a message is anywhere before its verdict, and nothing of a withheld one ever is (guarantee 7, A17)."""

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.utils import timezone

from tests.cast import EMAIL, PHONE, browser_of, keep, make_offer, pair_in, post, program_of, say, start_contract
from tests.house_server import House, Wire
from tests.race import all_at_once
from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.feed.models import Event
from vestibule.judging import gate
from vestibule.policy import Situation, Verdict
from vestibule.rooms.actions import send_messages as sending
from vestibule.rooms.actions.record_engagement import lock_pair, record_start
from vestibule.rooms.actions.revise_withheld import release_withheld
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Room

CANARY = "canary-8d21"


@contextmanager
def slow_judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The real judge, who thinks about the canary until told to go on: (is thinking, may go on)."""
    thinks, may_go_on = threading.Event(), threading.Event()
    true = gate.clear

    def clear(text: str, situations: Sequence[Situation], **rest: object) -> tuple[Verdict, object]:
        if CANARY in text:
            thinks.set()
            assert may_go_on.wait(20)
        return true(text, situations, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "clear", clear)
    yield thinks, may_go_on
    may_go_on.set()
    monkeypatch.undo()


def _all_that(reader: Person, room: Room, wire: Wire) -> str:
    """Everything that somebody can come by of a room now, by every door."""
    program, browser = program_of(reader), browser_of(reader)
    wire.put(op="catch_up", stream=uuid.uuid4(), after=0)
    wire.until_op("refused")
    api = [
        program.get(path).body
        for path in (
            "/rooms",
            f"/rooms/{room.id}",
            f"/rooms/{room.id}/timeline",
            f"/rooms/{room.id}/events",
            f"/rooms/{room.id}/withheld",
        )
    ]
    pages = [browser.get(path).content.decode() for path in ("/rooms/", f"/rooms/{room.id}/?before=999")]
    return str([wire.frames, api, pages])


def test_while_the_verdict_is_being_made_there_is_nothing_to_see(
    house: House, ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, reader = house.enter(bo), house.enter(ana)
    # Tokens and sessions are made, and their use is noted, before: on SQLite the judging transaction holds the one
    # write turn.
    program, token_browser = program_of(ana), browser_of(ana)
    assert program.get("/me").status == 200
    assert token_browser.get("/rooms/").status_code == 200
    with slow_judge(monkeypatch) as (thinks, may_go_on):
        sender.put(op="send", room=room.id, key="k", body=f"{CANARY} hello")
        assert thinks.wait(20)
        reader.put(op="catch_up", stream=uuid.uuid4(), after=0)
        reader.until_op("refused")
        seen = [program.get(path).body for path in ("/rooms", f"/rooms/{room.id}", f"/rooms/{room.id}/events")]
        seen.append(token_browser.get(f"/rooms/{room.id}/?before=99").content.decode())
        assert seen[0]["items"][0]["unread"] == 0
        assert CANARY not in str([seen, reader.frames])
        assert not Event.objects.filter(stream=room.id, seq__gt=3).exists()
        may_go_on.set()
        assert CANARY in reader.until_event("message.posted")["event"]["body"]
    assert CANARY in _all_that(ana, room, reader)


@pytest.mark.parametrize("detail", [PHONE, EMAIL])
def test_what_is_withheld_is_nowhere_but_with_its_author(
    house: House, ana: Person, bo: Person, room: Room, detail: str
) -> None:
    sender, reader = house.enter(bo), house.enter(ana)
    sender.put(op="send", room=room.id, key="k1", body=f"{CANARY} reach me at {detail}")
    kept = sender.until_op("kept")["item"]
    sender.put(op="send", room=room.id, key="k2", body="a harmless one")
    reader.until_event("message.posted")
    seen = _all_that(ana, room, reader)
    assert "a harmless one" in seen
    assert CANARY not in seen
    assert detail not in seen
    assert kept["id"] not in seen
    assert CANARY in _all_that(bo, room, sender)
    # Once the contract has started the author releases it, and only then is it there.
    start_contract(room)
    reader.until_event("relationship.changed")
    assert CANARY not in _all_that(ana, room, reader)
    release_withheld(actor=bo, withheld_id=uuid.UUID(kept["id"]), now=timezone.now())
    released = reader.until_event("message.posted")["event"]
    assert (detail in released["body"], released["was_withheld"]) == (True, True)


@pytest.mark.django_db
def test_a_release_before_the_contract_stays_withheld(ana: Person, bo: Person, room: Room) -> None:
    kept = keep(bo, room)
    make_offer(room)
    assert isinstance(release_withheld(actor=bo, withheld_id=kept.item.id, now=timezone.now()), Kept)
    assert not Event.objects.filter(stream=room.id, kind="message.posted").exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_is_judged_by_the_state_at_its_own_place(ana: Person, bo: Person, room: Room) -> None:
    """A18: the contract starts while details are being sent; each stands after the start, or was kept before it."""
    pair = pair_in(room)
    offers = [make_offer(room)]

    def accept() -> None:
        with writing(now=timezone.now()) as feed:
            lock_pair(feed, pair)
            seq = feed.heads[room.id]
            record_start(feed=feed, engagement_id=offers[0].id, actor_id=bo.id, seq=seq)

    def send(number: int) -> list[object]:
        return [say(bo, room, f"call me on {PHONE}", key=f"k{number}-{turn}") for turn in range(6)]

    came = all_at_once([accept, *(lambda n=n: send(n) for n in range(4))])
    assert came[0] is None
    started = Event.objects.get(stream=room.id, kind="relationship.changed", body__contains='"active"').seq
    outcomes = [outcome for batch in came[1:] for outcome in batch]
    assert len(outcomes) == 24
    for outcome in outcomes:
        if isinstance(outcome, Posted):
            assert outcome.seq > started
        else:
            assert outcome.item.after_seq < started
    assert isinstance(say(bo, room, f"now on {PHONE}"), Posted)


@pytest.mark.django_db
def test_the_strictest_reader_decides(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    from vestibule.rooms.models import Member

    start_contract(room)
    assert isinstance(say(bo, room, f"call {PHONE}", key="k1"), Posted)
    third = Member.objects.create(room=room, person=eve, side="client", joined_seq=0)
    assert isinstance(say(bo, room, f"call {PHONE}", key="k2"), Kept)
    third.delete()
    assert isinstance(post(bo, room, f"call {PHONE}", key="k3"), Posted)
