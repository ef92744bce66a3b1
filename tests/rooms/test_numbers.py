"""Numbers are dense per room, and the same key from the same sender is the same message, for ever (guarantees 1, 4)."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import PHONE, keep, line, make_room, post, program_of, say, start_contract
from tests.house_server import House
from tests.race import all_at_once
from vestibule.accounts.models import Person
from vestibule.feed.models import Event, Stream
from vestibule.kit import failpoints
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.revise_withheld import discard_withheld, release_withheld
from vestibule.rooms.actions.send_messages import Kept, Posted, SendMessage, send_messages
from vestibule.rooms.models import Message, Room, WithheldMessage


def holes(stream: uuid.UUID) -> Iterator[str]:
    """Where the numbers of a stream are not 1, 2, 3 … up to its head."""
    numbers = list(Event.objects.filter(stream=stream).order_by("id").values_list("seq", flat=True))
    head = Stream.objects.get(id=stream).head
    if sorted(numbers) != list(range(1, head + 1)):
        yield f"{sorted(numbers)} for head {head}"


def out_of_order(person: Person, room: Room, keys: list[str]) -> bool:
    """Whether the sender's messages stand in another order than they were sent."""
    stored = Message.objects.filter(room=room, author=person).order_by("seq").values_list("key", flat=True)
    return list(stored) != keys


@pytest.mark.django_db(transaction=True)
def test_the_checks_see_a_hole_and_a_wrong_order(ana: Person, bo: Person, room: Room) -> None:
    for number in range(3):
        post(bo, room, "line", key=f"k{number}")
    assert not list(holes(room.id))
    assert not out_of_order(bo, room, ["k0", "k1", "k2"])
    assert out_of_order(bo, room, ["k0", "k2", "k1"])
    Event.objects.filter(stream=room.id, seq=5).delete()
    assert list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_numbers_are_dense_whoever_sends_at_once(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo)

    def talk(person: Person, name: str) -> list[str]:
        for number in range(12):
            post(person, room, line(number), key=f"{name}{number}")
            post(person, other, line(number), key=f"{name}{number}")
            move_read_mark(person_id=person.id, room_id=room.id, seq=number, now=timezone.now())
        return [f"{name}{number}" for number in range(12)]

    came = all_at_once([lambda p=p, n=n: talk(p, n) for p, n in ((ana, "a"), (bo, "b"))])  # type: ignore[misc]
    for person, keys in zip((ana, bo), came, strict=True):
        assert isinstance(keys, list), keys
        assert not out_of_order(person, room, keys)
    assert [list(holes(stream)) for stream in (room.id, other.id, ana.id, bo.id)] == [[]] * 4
    assert Stream.objects.get(id=room.id).head == 3 + 24


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_takes_no_number(ana: Person, bo: Person, room: Room) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    failpoints.arm("feed.after_write", break_down)
    try:
        with pytest.raises(ZeroDivisionError):
            say(bo, room, "lost", key="k")
    finally:
        failpoints.disarm()
    assert not Message.objects.exists()
    assert post(bo, room, "kept", key="k").seq == 4
    assert not list(holes(room.id))


@pytest.mark.django_db
def test_the_same_key_is_the_same_message(ana: Person, bo: Person, room: Room) -> None:
    first = post(bo, room, "Hello", key="k")
    again = post(bo, room, "Hello", key="k")
    other_words = post(bo, room, "Something else", key="k")
    assert {first.seq, again.seq, other_words.seq} == {4}
    assert Message.objects.get(room=room, key="k").body == "Hello"


@pytest.mark.django_db
def test_the_key_belongs_to_its_sender_and_its_room(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo)
    sent = [post(bo, room, "x", key="k"), post(ana, room, "x", key="k"), post(bo, other, "x", key="k")]
    assert [one.seq for one in sent] == [4, 5, 4]


@pytest.mark.django_db
def test_the_same_key_twice_in_one_batch_is_one_message(ana: Person, bo: Person, room: Room) -> None:
    wish = SendMessage(person=bo.id, room=room.id, key="k", body="Hello")
    outcomes = send_messages(commands=[wish, wish], now=timezone.now())
    assert [outcome.seq for outcome in outcomes if isinstance(outcome, Posted)] == [4, 4]
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_withheld_message_keeps_its_key(ana: Person, bo: Person, room: Room) -> None:
    kept = keep(bo, room, key="k")
    again = say(bo, room, "quite harmless", key="k")
    assert isinstance(again, Kept)
    assert again.item.id == kept.item.id
    assert WithheldMessage.objects.count() == 1
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_after_its_release_the_key_is_the_posted_message(ana: Person, bo: Person, room: Room) -> None:
    kept = keep(bo, room, key="k")
    start_contract(room)
    released = release_withheld(actor=bo, withheld_id=kept.item.id, now=timezone.now())
    assert isinstance(released, Posted)
    assert post(bo, room, "again", key="k").seq == released.seq
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_after_it_was_discarded_the_key_says_so(ana: Person, bo: Person, room: Room) -> None:
    kept = keep(bo, room, key="k")
    discard_withheld(actor=bo, withheld_id=kept.item.id, now=timezone.now())
    assert getattr(say(bo, room, "again", key="k"), "code", "") == "already_discarded"
    assert post(bo, room, "again", key="k2").seq == 4


def test_a_retry_over_any_door_is_the_same_message(house: House, ana: Person, bo: Person, room: Room) -> None:
    tab, other_tab, program = house.enter(bo), house.enter(bo), program_of(bo)
    there = house.enter(ana)
    for wire in (tab, other_tab):
        wire.put(op="send", room=room.id, key="k", body="Hello")
    over_http = program.post(f"/rooms/{room.id}/messages", {"key": "k", "body": "Hello"})
    tab.put(op="send", room=room.id, key="k", body="Hello")
    assert tab.until_op("ack") == {"op": "ack", "room": str(room.id), "key": "k", "seq": 4}
    assert (over_http.status, over_http.body["seq"]) in {(200, 4), (201, 4)}
    assert over_http.body["event"]["event"]["body"] == "Hello"
    there.settle(room.id)
    assert there.seqs(room.id) == [4]
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_retries_at_once_are_one_message(ana: Person, bo: Person, room: Room) -> None:
    came = all_at_once([lambda: post(bo, room, "Hello", key="k").seq] * 8)
    assert came == [4] * 8
    assert Message.objects.count() == 1
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_a_second_message_at_a_number(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Hello", key="k")
    stored = Message.objects.get()
    for change in ({"key": "other"}, {"seq": 9}):
        stored.pk = None
        for name, value in change.items():
            setattr(stored, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            stored.save(force_insert=True)
        stored = Message.objects.get()


@pytest.mark.django_db
def test_any_run_of_sends_leaves_dense_numbers_and_one_message_a_key(ana: Person, bo: Person, room: Room) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), min_size=1, max_size=8))
    def send(wishes: list[tuple[str, str, bool]]) -> None:
        people = {"a": ana, "b": bo}
        batch = [
            SendMessage(person=people[who].id, room=room.id, key=key, body=f"call {PHONE}" if withheld else "harmless")
            for who, key, withheld in wishes
        ]
        send_messages(commands=batch, now=timezone.now())
        assert not list(holes(room.id))
        for person in (ana, bo):
            keys = [
                *Message.objects.filter(author=person).values_list("key", flat=True),
                *WithheldMessage.objects.filter(author=person).values_list("key", flat=True),
            ]
            assert len(keys) == len(set(keys))

    send()
