"""Streams: what is appended is numbered, announced after its commit, and read by those who may (guarantees 1, 2, 6)."""

import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from vestibule.adapters.bus_memory import MemoryBus
from vestibule.feed import outlet
from vestibule.feed.append import Fact, Writing, writing
from vestibule.feed.models import Event, Stream
from vestibule.feed.read import heads_of, positions_of, read_since
from vestibule.feed.threads import end_threads
from vestibule.kit import failpoints
from vestibule.ports.bus import Hint, Notice
from vestibule.site import wiring

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
ANA, BO, EVE = (uuid.UUID(int=number) for number in (1, 2, 3))
ROOM, OTHER = (uuid.UUID(int=number) for number in (11, 12))


class Said(Fact, frozen=True, tag_field="kind", tag="said"):
    words: str


class Came(Fact, frozen=True, tag_field="kind", tag="came"):
    who: uuid.UUID


@pytest.fixture
def hints() -> Iterator[list[Notice]]:
    """What goes out on the bus."""
    heard: list[Notice] = []
    bus = MemoryBus()
    bus.listen(heard.extend)
    outlet.connect(bus)
    yield heard
    outlet.connect(wiring.bus)


def _say(feed: Writing, words: str, stream: uuid.UUID = ROOM) -> int:
    return feed.append(stream=stream, fact=Said(words=words), by=ANA)[0]


def _open(*streams: uuid.UUID) -> None:
    with writing(now=NOW) as feed:
        for stream in streams:
            feed.create(stream)
            feed.admit(stream=stream, person=ANA)


def _bodies(events: Sequence[object]) -> list[str]:
    return [getattr(event, "body").decode() for event in events]  # noqa: B009


def _say_and_acknowledge(told: list[str]) -> None:
    with writing(now=NOW) as feed:
        feed.acknowledge = lambda: told.append("acknowledged")
        _say(feed, "Hello")


@pytest.mark.django_db
def test_an_event_is_stored_as_exactly_the_bytes_that_are_sent(hints: list[Notice]) -> None:
    _open(ROOM)
    with writing(now=NOW) as feed:
        seq, body = feed.append(stream=ROOM, fact=Said(words="Hello 😀"), by=ANA)
    expected = (
        '{"stream":"00000000-0000-0000-0000-00000000000b","seq":1,"at":"2026-01-31T12:00:00Z",'
        '"by":"00000000-0000-0000-0000-000000000001","event":{"kind":"said","words":"Hello 😀"}}'
    )
    assert (seq, body.decode()) == (1, expected)
    assert Event.objects.get().body == expected
    assert _bodies(read_since(ANA, {ROOM: 0})) == [expected]
    assert hints == [Hint(stream=ROOM, head=1, frames=(body,))]


@pytest.mark.django_db
def test_each_stream_counts_for_itself(hints: list[Notice]) -> None:
    _open(ROOM, OTHER)
    with writing(now=NOW) as feed:
        assert [_say(feed, "a"), _say(feed, "b", OTHER), _say(feed, "c")] == [1, 1, 2]
    assert heads_of([ROOM, OTHER, EVE]) == {ROOM: 2, OTHER: 1}
    assert {hint.stream: hint.head for hint in hints if isinstance(hint, Hint)} == {ROOM: 2, OTHER: 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["feed.before_write", "feed.after_write"])
def test_what_is_not_committed_is_neither_stored_nor_told(where: str, hints: list[Notice]) -> None:
    _open(ROOM)
    told: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    failpoints.arm(where, fail)
    try:
        with pytest.raises(ZeroDivisionError):
            _say_and_acknowledge(told)
    finally:
        failpoints.disarm()
    assert (Event.objects.count(), Stream.objects.get(id=ROOM).head, hints, told) == (0, 0, [], [])


@pytest.mark.django_db(transaction=True)
def test_it_is_committed_first_acknowledged_then_and_told_last(hints: list[Notice]) -> None:
    _open(ROOM)
    order: list[str] = []

    def note(what: str) -> None:
        # Another connection sees it: it is committed.
        threads = ThreadPoolExecutor(max_workers=1)
        seen = threads.submit(Event.objects.count).result()
        end_threads(threads, workers=1)
        order.append(f"{what}: {seen} stored, {len(hints)} told")

    failpoints.arm("feed.after_commit", lambda: note("committed"))
    failpoints.arm("feed.after_announce", lambda: note("announced"))
    try:
        with writing(now=NOW) as feed:
            feed.acknowledge = lambda: note("acknowledged")
            _say(feed, "Hello")
    finally:
        failpoints.disarm()
    assert order == [
        "committed: 1 stored, 0 told",
        "acknowledged: 1 stored, 0 told",
        "announced: 1 stored, 1 told",
    ]


@pytest.mark.django_db(transaction=True)
def test_an_action_is_one_transaction_and_never_nested(hints: list[Notice]) -> None:
    _open(ROOM)
    with pytest.raises(RuntimeError), writing(now=NOW), writing(now=NOW):
        pass


@pytest.mark.django_db
def test_a_change_of_audience_is_never_taken_from_a_hint(hints: list[Notice]) -> None:
    _open(ROOM)
    with writing(now=NOW) as feed:
        _say(feed, "before")
        feed.append(stream=ROOM, fact=Came(who=BO), by=ANA, changes_audience=True)
        feed.admit(stream=ROOM, person=BO, since=feed.heads[ROOM])
        _say(feed, "after")
    assert hints == [Hint(stream=ROOM, head=3)]


@pytest.mark.django_db
def test_a_person_reads_what_lies_within_their_span_and_nothing_else() -> None:
    _open(ROOM)
    with writing(now=NOW) as feed:
        _say(feed, "1")
        feed.admit(stream=ROOM, person=BO, since=feed.heads[ROOM])
        _say(feed, "2")
        _say(feed, "3")
        feed.expel(stream=ROOM, person=BO)
        _say(feed, "4")

    def numbers(person: uuid.UUID, after: int = 0, limit: int = 200) -> list[int]:
        return [event.seq for event in read_since(person, {ROOM: after}, limit=limit)]

    assert (numbers(ANA), numbers(BO), numbers(EVE)) == ([1, 2, 3, 4], [2, 3], [])
    assert numbers(ANA, after=2) == [3, 4]
    assert numbers(ANA, limit=3) == [1, 2, 3]
    assert [position.stream for position in positions_of(ANA)] == [ROOM]
    assert positions_of(BO) == positions_of(EVE) == []
    # Whoever comes back reads on from there, and not what was said meanwhile.
    with writing(now=NOW) as feed:
        feed.lock([ROOM])
        feed.admit(stream=ROOM, person=BO, since=feed.heads[ROOM])
        _say(feed, "5")
    assert numbers(BO) == [2, 3, 5]


@pytest.mark.django_db(transaction=True)
def test_threads_end_with_their_connections() -> None:
    threads = ThreadPoolExecutor(max_workers=3)
    opened = [threads.submit(lambda: (Stream.objects.count(), connections["default"])[1]) for _ in range(9)]
    used = [one.result() for one in opened]
    assert any(one.connection is not None for one in used)
    end_threads(threads, workers=3)
    assert all(one.connection is None for one in used)
