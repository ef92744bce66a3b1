"""Two processes on one database: a SQLite file serves one and says so; PostgreSQL serves both."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import line
from tests.faults.house import PRODUCT, House
from tests.faults.visits import Guest, Seeded, Visits, seed, visits_to

IS_POSTGRES = os.environ.get("VESTIBULE_DATABASE_URL", "").startswith("postgres")
only_sqlite = pytest.mark.skipif(IS_POSTGRES, reason="only a SQLite file belongs to one process")
only_postgres = pytest.mark.skipif(not IS_POSTGRES, reason="only PostgreSQL serves several processes")


@pytest.fixture
def served(house: House) -> Iterator[tuple[Visits, Seeded]]:
    """The first process, with a room of ana and bo."""
    [room] = seed(house)
    house.start()
    with visits_to(house) as visits:
        yield visits, room


@pytest.fixture
def neighbour(house: House, tmp_path: Path) -> Iterator[House]:
    """A second process on the same database that is not started yet."""
    folder = tmp_path / "neighbour"
    folder.mkdir()
    made = House(folder, house.database_url)
    yield made
    made.kill()


@only_sqlite
def test_a_second_process_on_the_file_is_refused_with_one_sentence(
    served: tuple[Visits, Seeded], neighbour: House
) -> None:
    visits, room = served
    ana, bo = room.members
    wire = visits.enter(bo)
    assert visits.house.server is not None
    for command in (["serve", "--quiet"], ["migrate"], ["demo"]):
        refused = neighbour.run(*PRODUCT, *command)
        said = refused.stderr.strip()
        assert (refused.returncode, refused.stdout, len(said.splitlines())) == (1, "", 1), (command, said)
        assert said.startswith("vestibule: The database file vestibule.sqlite3 is in use by another Vestibule process")
        assert f"(pid {visits.house.server.pid})" in said
    assert visits.say(ana, room, "k", "still here?").status == 201
    assert wire.until_event("message.posted")["event"]["body"] == "still here?"


@only_sqlite
def test_the_next_process_has_the_file_as_soon_as_the_first_is_dead(
    served: tuple[Visits, Seeded], neighbour: House
) -> None:
    visits, room = served
    ana, bo = room.members
    assert visits.say(ana, room, "k", "good night").status == 201
    visits.house.kill()
    neighbour.start()
    assert [one["event"]["body"] for one in Visits(neighbour).told(bo, room)] == ["good night"]


@only_postgres
def test_two_processes_on_one_database_hold_one_conversation(served: tuple[Visits, Seeded], neighbour: House) -> None:
    here, room = served
    ana, bo = room.members
    shutil.copy(here.house.folder / "secret_key", neighbour.folder)
    neighbour.start()
    with visits_to(neighbour) as there:
        readers = [here.enter(bo), there.enter(bo)]
        talking = [
            threading.Thread(target=_talk, args=(visits, ana, room, name))
            for visits, name in ((here, "a"), (there, "b"))
        ]
        for one in talking:
            one.start()
        for one in talking:
            one.join()
        told = here.told(bo, room)
        keys = [one["event"]["key"] for one in told]
        assert sorted(keys) == sorted(["both"] + [f"{name}-{number}" for name in "ab" for number in range(20)])
        for name in "ab":
            mine = [key for key in keys if key.startswith(f"{name}-")]
            assert mine == [f"{name}-{number}" for number in range(20)]
        for reader in readers:
            reader.until_seq(room.id, told[-1]["seq"])
            assert [one for one in reader.events(room.id) if one["event"]["kind"] == "message.posted"] == told


def _talk(visits: Visits, by: Guest, room: Seeded, name: str) -> None:
    """Twenty messages through one process, and one that both processes are asked for."""
    visits.say(by, room, "both", "one for the two of us")
    for number in range(20):
        visits.say(by, room, f"{name}-{number}", line(number))
