"""The lane judges the next batch while the database writes the last: nobody can tell from what is stored."""

import asyncio
import threading
import uuid
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from django.db import connection

from tests.cast import PHONE, line, make_room, post
from tests.rooms.test_numbers import holes, out_of_order
from vestibule.accounts.models import Person
from vestibule.feed.under_way import Wire
from vestibule.kit import failpoints
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage
from vestibule.rooms.lane import Lane
from vestibule.rooms.models import Message, Room


def wish(person: Person, room: Room, key: str, body: str = "harmless") -> SendMessage:
    return SendMessage(person=person.id, room=room.id, key=key, body=body)


class Told(dict[str, Outcome]):
    """What the senders heard, by key; nobody hears twice."""

    def hear(self, key: str, outcome: Outcome) -> None:
        assert key not in self
        self[key] = outcome


class HeldLane(Lane):
    """Hears of what the database did only when it may."""

    is_held = False

    def _on_wire(self) -> None:
        if not self.is_held:
            super()._on_wire()


class Steps:
    """A lane on a loop that turns when told to."""

    def __init__(self) -> None:
        self.lane = HeldLane()
        self.told = Told()
        self._asked = 0
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._start())

    async def _start(self) -> None:
        self.lane.start()
        while self.lane._aside is not None:
            await self.lane._aside

    def take(self, *commands: SendMessage, told: Told | None = None) -> None:
        """Let these come together, and what they set going be begun, yet not be done."""
        self._asked += len(commands)
        self.lane.is_held = True
        self._loop.run_until_complete(self._take(commands, self.told if told is None else told))

    async def _take(self, commands: Sequence[SendMessage], told: Told) -> None:
        for one in commands:
            self.lane.submit(one, partial(told.hear, one.key))
        await asyncio.sleep(0)

    @property
    def is_under_way(self) -> bool:
        return self.lane._under_way is not None

    def end(self) -> None:
        """Let everything be done."""
        self.lane.is_held = False
        self._loop.run_until_complete(self.lane.settle())

    def close(self) -> None:
        self.end()
        self._loop.run_until_complete(self.lane.close())
        self._loop.close()

    def seqs(self, *keys: str) -> list[int]:
        return [one.seq for key in keys if isinstance(one := self.told[key], Posted)]


def once(act: str, room: Room, person: Person) -> None:
    """Let somebody else speak in the room just before the next batch is written."""

    def interrupt() -> None:
        failpoints.disarm()
        # Not on the event loop, where Django lets nobody wait for the database.
        speaking = threading.Thread(target=speak)
        speaking.start()
        speaking.join()

    def speak() -> None:
        post(person, room, act)
        connection.close()

    failpoints.arm("feed.before_write", interrupt)


@pytest.fixture
def steps(bo: Person, room: Room) -> Iterator[Steps]:
    made = Steps()
    made.take(wish(bo, room, "first"))
    made.end()
    yield made
    failpoints.disarm()
    made.close()


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_is_judged_before_the_last_is_stored_continues_it(steps: Steps, bo: Person, room: Room) -> None:
    steps.take(wish(bo, room, "a"), wish(bo, room, "b"))
    assert steps.is_under_way == (connection.vendor == "postgresql")
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
    steps.end()
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
    steps.take(wish(bo, room, "a"), told=again)
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


@pytest.mark.django_db(transaction=True)
def test_what_is_not_plain_waits_its_turn_behind_what_is_under_way(
    steps: Steps, ana: Person, bo: Person, room: Room
) -> None:
    unknown = make_room(ana, bo)
    steps.take(wish(bo, room, "a"))
    steps.take(wish(bo, room, "b"), wish(bo, unknown, "elsewhere"), wish(bo, room, "number", PHONE))
    steps.take(wish(bo, room, "c"), wish(bo, unknown, "elsewhere-after"))
    steps.end()
    assert isinstance(steps.told["number"], Kept)
    assert steps.seqs("a", "b", "c") == [5, 6, 7]
    assert not out_of_order(bo, unknown, ["elsewhere", "elsewhere-after"])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL works by itself")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_struck_under_way", [True, False])
def test_a_lost_wire_loses_nothing_and_is_laid_anew(
    steps: Steps, bo: Person, room: Room, *, is_struck_under_way: bool
) -> None:
    wire = steps.lane._wire
    assert wire is not None
    if is_struck_under_way:
        steps.take(wish(bo, room, "a"))
    _terminate(wire)
    if not is_struck_under_way:
        steps.take(wish(bo, room, "a"))
    steps.take(wish(bo, room, "b"))
    steps.end()
    assert steps.seqs("a", "b") == [5, 6]
    assert not list(holes(room.id))
    steps.take(wish(bo, room, "c"))
    assert steps.is_under_way
    assert steps.lane._wire not in {None, wire}


@pytest.fixture
def no_commit(steps: Steps) -> Iterator[None]:
    """PostgreSQL takes the rows of messages, then fails to commit them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
            " CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON rooms_message DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS refuse ON rooms_message; DROP FUNCTION refuse")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite decides before the commit")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_commit")
def test_what_fails_at_its_commit_is_not_acknowledged(steps: Steps, bo: Person, room: Room) -> None:
    steps.take(wish(bo, room, "a"))
    steps.end()
    assert (type(steps.told["a"]), Message.objects.filter(key="a").exists()) == (TryLater, False)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse ON rooms_message")
    steps.take(wish(bo, room, "b"))
    steps.end()
    assert steps.seqs("b") == [5]
    assert not list(holes(room.id))


def _terminate(wire: Wire) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [wire.connection.connection.pgconn.backend_pid])


@pytest.mark.django_db(transaction=True)
def test_a_running_lane_gives_every_message_its_outcome_in_order(ana: Person, bo: Person, room: Room) -> None:
    lane, rooms = Lane(), [room, make_room(ana, bo), make_room(ana, bo)]
    heard: dict[uuid.UUID, list[str]] = {one.id: [] for one in rooms}
    everything = asyncio.Event()
    left = iter(range(3 * 60 - 1, -1, -1))

    def hear(outcome: Outcome) -> None:
        assert isinstance(outcome, Posted), outcome
        heard[outcome.room].append(outcome.key)
        if not next(left):
            loop.call_soon_threadsafe(everything.set)

    async def talk() -> None:
        lane.start()
        for number in range(60):
            await asyncio.sleep(0)
            for one in rooms:
                lane.submit(wish(bo, one, f"{number}", line(number)), hear)
        await asyncio.wait_for(everything.wait(), 30)
        await lane.close()

    loop = asyncio.new_event_loop()
    loop.run_until_complete(talk())
    loop.close()
    for one in rooms:
        assert heard[one.id] == [f"{number}" for number in range(60)]
        assert not list(holes(one.id))
