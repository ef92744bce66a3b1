"""The lane judges the next batch while the database writes the last: nobody can tell from what is stored."""

import threading
import uuid
from collections.abc import Sequence

import pytest
from django.db import connection

from tests.cast import PHONE, line, make_room, post
from tests.rooms.test_numbers import holes, out_of_order
from vestibule.accounts.models import Person
from vestibule.kit import failpoints
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage
from vestibule.rooms.lane import Lane, _Batch, _follow, _Waiting
from vestibule.rooms.memory import RoomMemory
from vestibule.rooms.models import Message, Room


def wish(person: Person, room: Room, key: str, body: str = "harmless") -> SendMessage:
    return SendMessage(person=person.id, room=room.id, key=key, body=body)


class Told(dict[str, Outcome]):
    """What the senders heard, by key; nobody hears twice."""

    def hear(self, key: str, outcome: Outcome) -> None:
        assert key not in self
        self[key] = outcome


class Steps:
    """A lane that takes its batches by hand."""

    def __init__(self) -> None:
        self.memory = RoomMemory()
        self.told = Told()
        self.under_way: _Batch | None = None

    def take(self, *commands: SendMessage) -> None:
        waiting = [(one, lambda outcome, key=one.key: self.told.hear(key, outcome)) for one in commands]
        self.go_on(waiting)

    def go_on(self, waiting: Sequence[_Waiting]) -> None:
        batch = _Batch(self.memory)
        if self.under_way and not batch.asks(waiting):
            for one in waiting:
                batch.judge([one])
            waiting = []
        self.under_way = _follow(self.under_way, batch, waiting)

    def end(self) -> None:
        self.go_on([])

    def seqs(self, *keys: str) -> list[int]:
        return [one.seq for key in keys if isinstance(one := self.told[key], Posted)]


def once(act: str, room: Room, person: Person) -> None:
    """Let somebody else speak in the room just before the next batch is written."""

    def interrupt() -> None:
        failpoints.disarm()
        post(person, room, act)

    failpoints.arm("feed.before_write", interrupt)


@pytest.fixture
def steps(bo: Person, room: Room) -> Steps:
    made = Steps()
    made.take(wish(bo, room, "first"))
    made.end()
    return made


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_is_judged_before_the_last_is_stored_continues_it(steps: Steps, bo: Person, room: Room) -> None:
    steps.take(wish(bo, room, "a"), wish(bo, room, "b"))
    assert bool(steps.under_way) == (connection.vendor == "postgresql")
    steps.take(wish(bo, room, "c"))
    steps.take(wish(bo, room, "d"))
    steps.end()
    assert steps.seqs("a", "b", "c", "d") == [5, 6, 7, 8]
    assert not list(holes(room.id))


@pytest.mark.django_db(transaction=True)
def test_a_detail_split_over_two_batches_under_way_is_seen(steps: Steps, bo: Person, room: Room) -> None:
    parts = PHONE.split(" ")
    for number, part in enumerate(parts):
        steps.take(wish(bo, room, str(number), part))
    steps.end()
    assert any(isinstance(steps.told[str(number)], Kept) for number in range(len(parts)))
    assert isinstance(steps.told["0"], Posted)


@pytest.mark.django_db(transaction=True)
def test_what_was_judged_by_a_batch_that_came_too_late_is_judged_again(
    steps: Steps, ana: Person, bo: Person, room: Room
) -> None:
    other = make_room(ana, bo)
    steps.take(wish(bo, other, "known"))
    once("meanwhile", room, ana)
    steps.take(wish(bo, room, "late"), wish(bo, other, "beside"))
    steps.take(wish(bo, room, "after"), wish(bo, other, "after-beside"))
    steps.end()
    assert steps.seqs("late", "after") == [6, 7]
    assert not out_of_order(bo, other, ["known", "beside", "after-beside"])
    assert not [*holes(room.id), *holes(other.id)]


@pytest.mark.django_db(transaction=True)
def test_a_key_used_twice_in_a_row_is_one_message(steps: Steps, bo: Person, room: Room) -> None:
    again = Told()
    steps.take(wish(bo, room, "a"))
    waiting = [(wish(bo, room, "a"), lambda outcome: again.hear("a", outcome))]
    steps.go_on(waiting)
    steps.end()
    assert (again["a"], Message.objects.filter(key="a").count()) == (Posted(room.id, "a", 5), 1)


@pytest.mark.django_db(transaction=True)
def test_a_failure_under_way_loses_nothing_of_this_batch_nor_of_the_next(steps: Steps, bo: Person, room: Room) -> None:
    def fail_once() -> None:
        failpoints.disarm()
        raise ZeroDivisionError

    failpoints.arm("feed.after_commit", fail_once)
    steps.take(wish(bo, room, "a"))
    steps.take(wish(bo, room, "b"))
    steps.end()
    assert steps.seqs("a", "b") == [5, 6]
    assert not list(holes(room.id))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL prepares statements")
@pytest.mark.django_db(transaction=True)
def test_prepared_statements_that_were_dropped_are_prepared_again(steps: Steps, bo: Person, room: Room) -> None:
    steps.take(wish(bo, room, "a"))
    steps.end()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    steps.take(wish(bo, room, "b"))
    assert steps.under_way
    steps.end()
    assert steps.seqs("a", "b") == [5, 6]


@pytest.mark.django_db(transaction=True)
def test_a_running_lane_gives_every_message_its_outcome_in_order(ana: Person, bo: Person, room: Room) -> None:
    lane, rooms = Lane(), [room, make_room(ana, bo), make_room(ana, bo)]
    heard: dict[uuid.UUID, list[str]] = {one.id: [] for one in rooms}
    everything = threading.Barrier(2)
    left = iter(range(3 * 60 - 1, -1, -1))

    def hear(outcome: Outcome) -> None:
        assert isinstance(outcome, Posted), outcome
        heard[outcome.room].append(outcome.key)
        if not next(left):
            everything.wait(30)

    lane.start()
    try:
        for number in range(60):
            for one in rooms:
                lane.submit(wish(bo, one, f"{number}", line(number)), hear)
        everything.wait(30)
    finally:
        lane.close()
    for one in rooms:
        assert heard[one.id] == [f"{number}" for number in range(60)]
        assert not list(holes(one.id))
