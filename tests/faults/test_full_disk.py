"""R10: the disk is full. What was acknowledged stays, reading goes on, and space alone mends it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.cast import line
from tests.conftest import leave_out
from tests.databases import Origin
from tests.faults.house import House
from tests.faults.seed import PASSWORD
from tests.faults.small_disk import ENTRY, folder_inside, small_disk_works
from tests.faults.visits import Answer, Guest, Seeded, Visits, seed, visits_to
from tests.house_server import Wire

DISK_BYTES = 8 * 1024 * 1024
# What the conversation itself fills.
LEFT_BYTES = 256 * 1024


@dataclass
class Crowded:
    """A house on a disk that is as good as full, ana's socket to it, and what she was told of her messages."""

    visits: Visits
    room: Seeded
    disk: Path
    wire: Wire
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def ana(self) -> Guest:
        return self.room.members[0]

    @property
    def bo(self) -> Guest:
        return self.room.members[1]

    def take_space(self, *, leaving: int = 0) -> None:
        """Somebody else's file takes the disk."""
        space = os.statvfs(self.disk)
        with (self.disk / "somebody-elses").open("ab") as file:
            file.write(bytes(max(space.f_bavail * space.f_frsize - leaving, 0)))

    def free_space(self) -> None:
        (self.disk / "somebody-elses").unlink(missing_ok=True)

    def send(self, key: str, text: str) -> dict[str, object]:
        """Send over the socket; the frame that answers."""
        self.wire.put(op="send", room=self.room.id, key=key, body=text)
        answer = self.wire.until(lambda frame: key in (frame.get("key"), frame.get("event", {}).get("key")))
        if "event" in answer:
            self.acknowledged[key] = text
        else:
            self.refused[key] = text
        return answer

    def talk_until_refused(self) -> dict[str, object]:
        """Ordinary talk until the disk is full; the first refusal."""
        for number in count():
            answer = self.send(f"talk-{number}", " ".join([line(number)] * 60))
            if "event" not in answer:
                return answer
        raise AssertionError

    def page(self, path: str) -> Answer:
        """A page as ana's browser asks for it, with a session from before."""
        return self.visits.ask("GET", path, Cookie=f"vestibule_session={self.ana.session}")

    def fill_in(self, path: str, form: dict[str, str]) -> Answer:
        """A form of such a page."""
        return self.visits.fill_in(path, form, session=self.ana.session)


@pytest.fixture(scope="module")
def served(
    migrated_file: Origin, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Visits, Path, list[Seeded]]]:
    """One process for all tests, on a disk of its own; nothing here ever restarts it."""
    if not small_disk_works():
        leave_out("a disk of its own needs unshare and mount")
    folder = tmp_path_factory.mktemp("house")
    with migrated_file.copied(folder) as url:
        house = House(folder, url)
    rooms = seed(house, rooms=5)
    house.start(entry=ENTRY, VESTIBULE_DISK_BYTES=str(DISK_BYTES))
    try:
        assert house.server is not None
        disk = folder_inside(house.server.pid, folder)
        assert os.statvfs(disk).f_blocks * os.statvfs(disk).f_frsize == DISK_BYTES
        with visits_to(house) as visits:
            yield visits, disk, rooms
        assert not house.is_dead()
        assert "web.failed" not in house.log.read_text()
    finally:
        house.stop()


@pytest.fixture
def crowded(served: tuple[Visits, Path, list[Seeded]]) -> Iterator[Crowded]:
    """A room for ana and bo that nobody has used."""
    visits, disk, rooms = served
    room = rooms.pop()
    made = Crowded(visits, room, disk, visits.enter(room.members[0]))
    yield made
    made.free_space()


def test_what_is_said_on_a_full_disk_is_refused_with_a_stable_code(crowded: Crowded) -> None:
    crowded.take_space(leaving=LEFT_BYTES)
    refusal = crowded.talk_until_refused()
    assert refusal["op"] == "refused"
    assert refusal["code"] == "storage_full"
    assert crowded.acknowledged
    crowded.take_space()
    assert crowded.send("socket", "one more thing")["code"] == "storage_full"

    answer = crowded.visits.say(crowded.bo, crowded.room, "http", "and another")
    assert (answer.status, answer.body["code"]) == (507, "storage_full")
    assert int(answer.headers["retry-after"]) > 0


def test_a_text_from_a_form_comes_back_in_the_form(crowded: Crowded) -> None:
    crowded.take_space()
    form = {"body": "my dear long text", "purpose": "", "key": "from-a-form"}
    page = crowded.fill_in(f"/rooms/{crowded.room.id}/messages", form)
    assert page.status == 507
    assert "my dear long text</textarea>" in page.body
    assert 'value="from-a-form"' in page.body
    crowded.free_space()
    assert crowded.fill_in(f"/rooms/{crowded.room.id}/messages", form).status == 302
    assert [one["event"]["key"] for one in crowded.visits.told(crowded.bo, crowded.room)] == ["from-a-form"]


def test_reading_goes_on_while_the_disk_is_full(crowded: Crowded) -> None:
    crowded.send("before", "good morning")
    crowded.take_space()
    assert crowded.send("after", "good evening")["op"] == "refused"
    visits, room = crowded.visits, crowded.room

    for path in ("/me", "/rooms", f"/rooms/{room.id}", f"/rooms/{room.id}/timeline", f"/rooms/{room.id}/events"):
        assert visits.call(crowded.bo, "GET", path).status == 200, path
    assert [one["event"]["key"] for one in visits.told(crowded.bo, room)] == ["before"]
    for path in ("/", "/rooms/", f"/rooms/{room.id}/", "/account/login/", "/jobs/"):
        assert crowded.page(path).status in {200, 302}, path
    assert "good morning" in crowded.page(f"/rooms/{room.id}/").body

    back = visits.enter(crowded.bo, since={room.id: 0})
    assert back.until_event("message.posted")["event"]["key"] == "before"
    assert back.ask("check", room=room.id, body="would this do?")["op"] == "checked"
    assert back.ask("read", room=room.id, seq=1)["code"] == "storage_full"


def test_what_must_be_stored_is_refused_politely_while_the_disk_is_full(crowded: Crowded) -> None:
    form = {"login": crowded.ana.email, "password": PASSWORD}
    assert crowded.visits.fill_in("/account/login/", form).status == 302
    crowded.take_space()
    assert crowded.send("full", "is it?")["code"] == "storage_full"
    doors = [
        ("/account/login/", form, ""),
        (f"/rooms/{crowded.room.id}/leave", {}, crowded.ana.session),
        ("/account/logout/", {}, crowded.ana.session),
    ]
    for path, inputs, session in doors:
        answer = crowded.visits.fill_in(path, inputs, session=session)
        assert answer.status == 507, (path, answer)
        assert "has no space left" in answer.body, path
    answer = crowded.visits.call(crowded.ana, "POST", "/jobs", {"title": "A logo", "body": "For a bakery in a town."})
    assert (answer.status, answer.body["code"]) == (507, "storage_full")


def test_space_alone_mends_it_and_nothing_acknowledged_is_lost(crowded: Crowded, tmp_path: Path) -> None:
    crowded.take_space(leaving=LEFT_BYTES)
    crowded.talk_until_refused()
    crowded.take_space()
    for number in range(5):
        assert crowded.send(f"later-{number}", line(number))["code"] == "storage_full"
    before = crowded.acknowledged.copy()
    assert before

    crowded.free_space()
    for key, text in (crowded.refused | before).items():
        crowded.send(key, text)
    told = {one["event"]["key"]: one["event"]["body"] for one in crowded.visits.told(crowded.bo, crowded.room)}
    assert told == crowded.refused | crowded.acknowledged
    assert len(told) == len(crowded.visits.told(crowded.bo, crowded.room))
    assert _is_sound(crowded.disk, tmp_path / "copy")


def _is_sound(disk: Path, copy: Path) -> bool:
    """What SQLite says of the files; nobody writes at the moment."""
    shutil.copytree(disk, copy)
    with sqlite3.connect(copy / "vestibule.sqlite3") as database:
        found = database.execute("PRAGMA integrity_check").fetchall()
    database.close()
    return found == [("ok",)]
