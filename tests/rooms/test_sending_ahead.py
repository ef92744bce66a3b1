"""What is sent ahead of any question to the database ends as if each message had been asked about first."""

import uuid
from collections.abc import Sequence

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import PHONE, line, make_room, post, say, start_contract
from tests.race import all_at_once
from tests.rooms.test_numbers import holes, out_of_order
from vestibule.accounts.models import Organisation, Person
from vestibule.feed.models import Event, Stream
from vestibule.kit import failpoints
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage, send_messages
from vestibule.rooms.ahead import Ahead
from vestibule.rooms.memory import RoomMemory
from vestibule.rooms.models import Message, Room, WithheldMessage

CONTACT = f"call {PHONE}"


def wish(person: Person, room: Room, key: str, body: str = "harmless") -> SendMessage:
    return SendMessage(person=person.id, room=room.id, key=key, body=body)


def send(commands: Sequence[SendMessage], memory: RoomMemory) -> tuple[list[Outcome], int]:
    """The way of the lane: ahead what can be, then the rest. The outcomes, and how many went ahead."""
    outcomes: dict[int, Outcome] = {}
    now = timezone.now()
    way = Ahead(now=now, memory=memory)
    way.judge(enumerate(commands))
    way.begin()
    if way.wait():
        way.tell(outcomes.update)
    ahead = len(outcomes)
    assert set(way.left) == set(range(len(commands))) - outcomes.keys()
    rest = [commands[index] for index in way.left]
    outcomes.update(zip(way.left, send_messages(commands=rest, now=now, memory=memory), strict=True))
    return [outcomes[index] for index in range(len(commands))], ahead


def remembering(*people: tuple[Person, Room]) -> RoomMemory:
    """A lane's memory after each of these has spoken."""
    memory = RoomMemory()
    send([wish(person, room, f"first-{number}") for number, (person, room) in enumerate(people)], memory)
    return memory


@pytest.mark.django_db(transaction=True)
def test_a_remembered_room_goes_ahead_and_others_do_not(ana: Person, bo: Person, room: Room) -> None:
    memory, other = remembering((bo, room)), make_room(ana, bo)
    outcomes, ahead = send([wish(bo, room, "a"), wish(bo, other, "b"), wish(bo, room, "c")], memory)
    assert [one.seq for one in outcomes if isinstance(one, Posted)] == [5, 4, 6]
    assert ahead == 2
    assert not out_of_order(bo, room, ["first-0", "a", "c"])
    assert not [*holes(room.id), *holes(other.id)]


@pytest.mark.django_db(transaction=True)
def test_who_was_not_heard_yet_goes_the_careful_way(ana: Person, bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    assert send([wish(ana, room, "a")], memory)[1] == 0
    assert send([wish(ana, room, "b"), wish(bo, room, "b")], memory)[1] == 2
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_a_room_that_moved_meanwhile_is_read_anew(ana: Person, bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    post(ana, room, "meanwhile")
    (outcome,), ahead = send([wish(bo, room, "a")], memory)
    assert (ahead, outcome.seq if isinstance(outcome, Posted) else None) == (0, 6)
    assert send([wish(bo, room, "b")], memory)[1] == 1
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_one_room_that_moved_leaves_nothing_of_the_others_half_written(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo)
    memory = remembering((bo, room), (bo, other))
    post(ana, other, "meanwhile")
    outcomes, ahead = send([wish(bo, room, "a"), wish(bo, other, "b")], memory)
    assert ahead == 0
    assert [one.seq for one in outcomes if isinstance(one, Posted)] == [5, 6]
    assert not [*holes(room.id), *holes(other.id)]


@pytest.mark.django_db(transaction=True)
def test_contact_details_never_go_ahead(ana: Person, bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    outcomes, ahead = send([wish(bo, room, "a"), wish(bo, room, "b", CONTACT), wish(bo, room, "c")], memory)
    assert ahead == 0
    assert [type(one) for one in outcomes] == [Posted, Kept, Posted]
    assert not Message.objects.filter(body__contains=PHONE).exists()


@pytest.mark.django_db(transaction=True)
def test_a_detail_split_over_messages_is_seen_ahead_too(bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    parts = PHONE.split(" ")
    outcomes = [
        outcome for number, part in enumerate(parts) for outcome in send([wish(bo, room, str(number), part)], memory)[0]
    ]
    twin = make_room_like(room)
    careful = [say(bo, twin, part) for part in ("harmless", *parts)][1:]
    assert [type(one) for one in outcomes] == [type(one) for one in careful]
    assert Kept in {type(one) for one in outcomes}


def make_room_like(room: Room) -> Room:
    """Another room of the same two people."""
    client, freelancer = (
        Person.objects.get(id=one.person_id) for one in sorted(room.members.all(), key=lambda one: one.side)
    )
    return make_room(client, freelancer)


@pytest.mark.django_db(transaction=True)
def test_a_contract_counts_from_its_place_on_and_until_its_end(ana: Person, bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    assert isinstance(send([wish(bo, room, "before", CONTACT)], memory)[0][0], Kept)
    start_contract(room)
    assert isinstance(send([wish(bo, room, "during", CONTACT)], memory)[0][0], Posted)


@pytest.mark.django_db(transaction=True)
def test_a_plan_counts_on_its_day_without_an_event(eli: Person, bo: Person, works: Organisation) -> None:
    room = make_room(eli, bo, organisation=works)
    memory = remembering((bo, room))
    assert isinstance(send([wish(bo, room, "exempt", CONTACT)], memory)[0][0], Posted)
    works.plan_periods.all().delete()
    assert isinstance(send([wish(bo, room, "lapsed", CONTACT)], memory)[0][0], Kept)


@pytest.mark.django_db(transaction=True)
def test_what_the_careful_way_learned_of_plans_counts_ahead_too(eli: Person, bo: Person, works: Organisation) -> None:
    room = make_room(eli, bo, organisation=works)
    memory = remembering((bo, room))
    assert send([wish(bo, room, "exempt")], memory)[1] == 1
    works.plan_periods.all().delete()
    send_messages(commands=[wish(eli, room, "careful")], now=timezone.now(), memory=memory)
    assert send([wish(bo, room, "lapsed")], memory)[1] == 1
    assert Message.objects.get(key="exempt").judged_as.startswith("none/enterprise/")
    assert Message.objects.get(key="lapsed").judged_as.startswith("none/basic/")


@pytest.mark.django_db(transaction=True)
def test_who_has_left_says_nothing_more(ana: Person, bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    leave_room(actor=bo, room_id=room.id, now=timezone.now())
    (outcome,), _ = send([wish(bo, room, "a")], memory)
    assert getattr(outcome, "code", "") == "not_found"
    assert not Message.objects.filter(key="a").exists()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_was_sent_before_is_the_same_message(bo: Person, room: Room) -> None:
    memory = remembering((bo, room))
    first = send([wish(bo, room, "a")], memory)[0][0]
    again = send([wish(bo, room, "a", "other words")], memory)[0][0]
    twice = send([wish(bo, room, "b"), wish(bo, room, "b")], memory)[0]
    assert isinstance(first, Posted)
    assert isinstance(again, Posted)
    assert (again.seq, again.event) == (first.seq, b"")
    assert len({one.seq for one in twice if isinstance(one, Posted)}) == 1
    kept = send([wish(bo, room, "c", CONTACT)], memory)[0][0]
    assert send([wish(bo, room, "c")], memory)[0] == [kept]
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_nothing_behind_and_is_forgotten(bo: Person, room: Room) -> None:
    memory = remembering((bo, room))

    def break_down() -> None:
        raise ZeroDivisionError

    failpoints.arm("feed.before_write", break_down)
    try:
        with pytest.raises(ZeroDivisionError):
            send([wish(bo, room, "lost")], memory)
    finally:
        failpoints.disarm()
    assert not Message.objects.filter(key="lost").exists()
    assert send([wish(bo, room, "lost")], memory)[1] == 0
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_two_lanes_at_once_leave_dense_numbers_and_everybodys_order(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo)

    def talk(person: Person, name: str) -> list[str]:
        memory = RoomMemory()
        keys = [f"{name}{number}" for number in range(12)]
        for number in range(0, 12, 2):
            batch = [
                wish(person, where, key, line(number)) for key in keys[number : number + 2] for where in (room, other)
            ]
            assert all(isinstance(one, Posted) for one in send(batch, memory)[0])
        return keys

    came = all_at_once([lambda: talk(ana, "a"), lambda: talk(bo, "b")])
    for person, keys in zip((ana, bo), came, strict=True):
        assert isinstance(keys, list), keys
        assert not out_of_order(person, room, keys)
    assert not [*holes(room.id), *holes(other.id)]
    assert Stream.objects.get(id=room.id).head == 3 + 24


_BATCHES = st.lists(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("uvwxyz"), st.sampled_from(["p", "c"])), max_size=4),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db(transaction=True)
def test_any_talk_ends_the_same_ahead_and_with_care(ana: Person, bo: Person) -> None:
    people, bodies = {"a": ana, "b": bo}, {"p": "harmless", "c": CONTACT}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_BATCHES)
    def talk(batches: list[list[tuple[str, str, str]]]) -> None:
        ahead, careful = make_room(ana, bo), make_room(ana, bo)
        memory = RoomMemory()
        for batch in batches:
            one, _ = send([wish(people[who], ahead, key, bodies[what]) for who, key, what in batch], memory)
            other = send_messages(
                commands=[wish(people[who], careful, key, bodies[what]) for who, key, what in batch], now=timezone.now()
            )
            assert [_told(outcome) for outcome in one] == [_told(outcome) for outcome in other]
        assert _stored(ahead.id) == _stored(careful.id)
        assert not list(holes(ahead.id))

    talk()


def _told(outcome: Outcome) -> object:
    if isinstance(outcome, Posted):
        return outcome.key, outcome.seq, bool(outcome.event)
    return outcome.item.key if isinstance(outcome, Kept) else outcome.code


def _stored(room: uuid.UUID) -> list[object]:
    return [
        list(Message.objects.filter(room_id=room).order_by("seq").values_list("seq", "author", "key", "judged_as")),
        list(WithheldMessage.objects.filter(room_id=room).order_by("at", "key").values_list("key", "after_seq")),
        list(Event.objects.filter(stream=room).order_by("seq").values_list("seq", "kind")),
    ]
