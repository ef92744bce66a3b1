"""PostgreSQL is struck down under a conversation and comes back; the house stays up and keeps its word."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from tests.cast import line
from tests.databases import migrate
from tests.faults.conversation import Conversation
from tests.faults.house import House, Seat
from tests.faults.visits import Seeded, Visits, seed, visits_to, wait_until
from tools.postgres import Cluster, own_cluster

pytestmark = pytest.mark.skipif(
    not os.environ.get("VESTIBULE_DATABASE_URL", "").startswith("postgres"),
    reason="SQLite is part of the process; there is no database to restart",
)
_OURS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
Strike = Callable[[Cluster], None]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster of these tests' own: the shared one must not suffer."""
    with own_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def database_url(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    migrate(cluster.url, tmp_path_factory.mktemp("migrating"))
    return cluster.url


@pytest.fixture(scope="module")
def served(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visits, list[Seeded]]]:
    """One process for all tests; nothing here ever restarts it."""
    house = House(tmp_path_factory.mktemp("house"), database_url)
    rooms = seed(house, rooms=6)
    house.start()
    served_by = house.server
    try:
        with visits_to(house) as visits:
            yield visits, rooms
        assert house.server is served_by
        assert not house.is_dead()
        assert "web.failed" not in house.log.read_text()
        assert "lane.message_failed" not in house.log.read_text()
    finally:
        house.stop()


def _backends(cluster: Cluster) -> list[int]:
    """The processes that serve the house's connections."""
    with psycopg.connect(cluster.url) as connection:
        return [row[0] for row in connection.execute(_OURS).fetchall()]


def _restart(cluster: Cluster) -> None:
    """As `pg_ctl -m immediate restart`: nothing is finished, the log is replayed."""
    cluster.stop(at_once=True)
    cluster.start()


def _kill_a_backend(cluster: Cluster) -> None:
    """`kill -9` of one; PostgreSQL then throws out all others and recovers."""
    os.kill(_backends(cluster)[-1], signal.SIGKILL)


def _terminate_backends(cluster: Cluster) -> None:
    """What an administrator does, or a pooler that is restarted."""
    with psycopg.connect(cluster.url) as connection:
        connection.execute(_OURS.replace("SELECT pid", "SELECT pg_terminate_backend(pid)").encode())


STRIKES: Sequence[Strike] = (_restart, _kill_a_backend, _terminate_backends) * 2


async def _talk_under(strikes: Sequence[Strike], conversation: Conversation, cluster: Cluster) -> None:
    """Strike in the middle of the talk; each time everybody goes on afterwards."""
    async with conversation.under_way():
        await _everybody_goes_on(conversation)
        for strike in strikes:
            await asyncio.to_thread(strike, cluster)
            await _everybody_goes_on(conversation)


async def _everybody_goes_on(conversation: Conversation) -> None:
    """Until each talker has heard of twenty more places."""
    before = [talker.last for talker in conversation.talkers]

    def is_so() -> bool:
        pairs = zip(conversation.talkers, before, strict=True)
        return all(talker.last >= last + 20 for talker, last in pairs)

    await asyncio.to_thread(wait_until, is_so)


def test_a_conversation_survives_its_database(
    served: tuple[Visits, list[Seeded]], cluster: Cluster, tmp_path: Path
) -> None:
    visits, rooms = served
    house = visits.house
    house.rooms = [Seat(room.id, (room.members[0].token, room.members[1].token)) for room in rooms[:3]]
    conversation = Conversation(house, tmp_path)
    # The clients wait for each answer, the freelancers do not.
    for talker in conversation.talkers:
        talker.window = min(talker.window, 1) if "client" in talker.name else talker.window
    asyncio.run(_talk_under(STRIKES, conversation, cluster))
    assert all(talker.resumed == 1 for talker in conversation.talkers)
    assert "lane.batch_failed" in house.log.read_text()

    findings = conversation.findings()
    # Who was refused and had sent the next message already may find the refused one behind it.
    hasty = {talker.person for talker in conversation.talkers if talker.window > 1}
    findings.order = [one for one in findings.order if one.split()[1] not in hasty]
    assert str(findings) == "nothing"


def test_while_the_database_is_away_everything_answers_and_the_same_key_counts_later(
    served: tuple[Visits, list[Seeded]], cluster: Cluster
) -> None:
    visits, rooms = served
    room = rooms[3]
    ana, bo = room.members
    hers, his = visits.enter(ana), visits.enter(bo)
    hers.put(op="send", room=room.id, key="before", body=line(1))
    for wire in (hers, his):
        assert wire.until_event("message.posted")["event"]["key"] == "before"

    cluster.stop(at_once=True)
    hers.put(op="send", room=room.id, key="during", body=line(2))
    refused = hers.until(lambda frame: frame.get("key") == "during")
    assert (refused["op"], refused["code"]) == ("refused", "try_later")
    assert hers.ask("check", room=room.id, body="would this do?")["code"] == "try_later"
    for answer in (visits.say(ana, room, "by-http", line(3)), visits.call(ana, "GET", f"/rooms/{room.id}")):
        assert (answer.status, answer.body["code"]) == (503, "try_later")
        assert int(answer.headers["retry-after"]) > 0
    assert visits.ask("GET", "/health").status == 503
    page = visits.ask("GET", f"/rooms/{room.id}/", Cookie=f"vestibule_session={ana.session}")
    assert page.status == 503
    assert "the server is busy" in page.body

    cluster.start()
    visits.enter(bo)
    hers.put(op="send", room=room.id, key="during", body=line(2))
    for wire in (hers, his):
        assert wire.until_event("message.posted")["event"]["key"] == "during"
    assert visits.say(ana, room, "by-http", line(3)).status == 201
    assert [one["event"]["key"] for one in visits.told(bo, room)] == ["before", "during", "by-http"]


def test_what_was_acknowledged_a_moment_before_is_there(served: tuple[Visits, list[Seeded]], cluster: Cluster) -> None:
    visits, rooms = served
    assert _forgotten(visits, rooms[4], cluster) == set()

    # A database that confirms too early would be found out.
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
    _restart(cluster)
    assert _forgotten(visits, rooms[5], cluster)


def _forgotten(visits: Visits, room: Seeded, cluster: Cluster) -> set[str]:
    """Which of twenty acknowledged messages a restart takes away."""
    ana, bo = room.members
    for number in range(20):
        assert visits.say(ana, room, f"key-{number}", line(number)).status == 201
    _restart(cluster)
    return {f"key-{number}" for number in range(20)} - {one["event"]["key"] for one in visits.told(bo, room)}
