"""Controls: what the storm counts is all there is to count, and only the limits let a slow reader go."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.cast import line
from tests.databases import Origin
from tests.faults.house import House
from tests.faults.loosened import ENTRY
from tests.faults.seed import PASSWORD
from tests.faults.visits import Seeded, seed, visits_to

OPENINGS = 10
SENT, AT_ONCE = 260, 10
TEXT = " ".join(line(number) for number in range(600))[:8000]


@pytest.fixture(scope="module")
def furnished(migrated_file: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, list[Seeded]]]:
    folder = tmp_path_factory.mktemp("house")
    with migrated_file.copied(folder) as url:
        house = House(folder, url)
        yield house, seed(house, rooms=3)
        house.kill()


def _start(house: House, loosened: str, counted: Path) -> None:
    # No beat: it asks, too.
    env = {"VESTIBULE_COUNTS": str(counted), "VESTIBULE_LOOSENED": loosened, "VESTIBULE_HEARTBEAT_S": "120"}
    house.start(entry=ENTRY, **env)


@pytest.mark.parametrize(("loosened", "questions"), [("", 2), ("asks_more", 3)])
def test_a_resumption_is_two_questions_and_a_third_would_be_counted(
    furnished: tuple[House, list[Seeded]], tmp_path: Path, loosened: str, questions: int
) -> None:
    house, rooms = furnished
    ana, bo = rooms[0].members
    _start(house, loosened, tmp_path / "counts")
    with visits_to(house) as visits:
        assert visits.fill_in("/account/login/", {"login": ana.email, "password": PASSWORD}).status == 302
        # Who missed that somebody came or went is asked about anew; this is about messages.
        assert visits.say(ana, rooms[0], "missed", line(1)).status in {200, 201}
        for _ in range(OPENINGS):
            visits.enter(bo, since={rooms[0].id: 3}).until_seq(rooms[0].id, 4)
    house.stop()
    counts = json.loads((tmp_path / "counts").read_text())
    assert counts["reads"] == questions * OPENINGS
    assert counts["passwords"] >= 1


@pytest.mark.parametrize("loosened", ["", "waits_for_ever"])
def test_only_the_limit_lets_a_slow_reader_go(
    furnished: tuple[House, list[Seeded]], tmp_path: Path, loosened: str
) -> None:
    house, rooms = furnished
    room = rooms[2 if loosened else 1]
    ana, bo = room.members
    _start(house, loosened, tmp_path / "counts")
    with visits_to(house) as visits:
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.connect(("127.0.0.1", house.port))
        slow, talking = visits.enter(bo, sock=narrow, max_queue=1), visits.enter(ana)
        for first in range(0, SENT, AT_ONCE):
            for number in range(first, first + AT_ONCE):
                talking.put(op="send", room=room.id, key=f"k{number}", body=TEXT)
            talking.until_seq(room.id, 3 + first + AT_ONCE)
        if loosened:
            slow.until_seq(room.id, 3 + SENT)
        else:
            with pytest.raises(ConnectionClosed):
                slow.until_seq(room.id, 3 + SENT)
            assert slow.connection.close_code == 4408
    house.stop()
