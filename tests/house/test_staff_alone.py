"""What is for staff alone is not there for anybody else, on pages and over the API; a new way in is tried too."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.cast import browser_of, keep, program_of
from tests.house.routes import STAFF, operations, patterns
from tests.rulebooks.drafts import drafted
from vestibule.accounts.models import Person
from vestibule.reviews.actions.object_to_verdict import object_to_kept
from vestibule.reviews.actions.start_replay import start_replay
from vestibule.reviews.models import Flip
from vestibule.reviews.replaying import run_replay
from vestibule.rooms.models import Room
from vestibule.web.staff import staff

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = re.compile(r"<\w+:(\w+)>|{(\w+)}")
# What is for staff and does not begin with it.
ELSEWHERE = ("rule/books/",)
BEFORE = "2020-05-26"


def pages() -> list[str]:
    """The addresses of staff, but for the lists, which test_staff_lists.py tries."""
    lists = {f"{STAFF}{address}" for address, _ in patterns(staff.get_urls())}
    found = [address for address, _ in patterns() if address.startswith((STAFF, *ELSEWHERE))]
    return [address for address in found if address not in lists]


@pytest.fixture
def things(room: Room, bo: Person, mo: Person) -> dict[str, uuid.UUID]:
    """One of each thing that only staff see."""
    now = timezone.now()
    kept = keep(bo, room)
    objection = object_to_kept(actor=bo, withheld_id=kept.item.id, now=now)
    since, until = datetime(2020, 1, 1, tzinfo=UTC), now + timedelta(days=1)
    replay = start_replay(actor=mo, book=BEFORE, draft="", since=since, until=until, now=now)
    run_replay(replay.id)
    flip = Flip.objects.get(replay=replay)
    return {"objection_id": objection.id, "replay_id": replay.id, "flip_id": flip.id, "book_id": drafted(mo).id}


def filled(address: str, things: dict[str, uuid.UUID]) -> str:
    return PLACE.sub(lambda found: str(things[found[1] or found[2]]), address)


def test_on_pages_nobody_else_finds_anything(
    things: dict[str, uuid.UUID], ana: Person, bo: Person, eve: Person, mo: Person
) -> None:
    assert len(pages()) >= 15
    read = 0
    for address in pages():
        path = f"/{filled(address, things)}"
        for person in (ana, bo, eve):
            for ask in (browser_of(person).get, browser_of(person).post):
                # A door that only takes forms says so to everybody who looks.
                assert ask(path).status_code in {404, 405}, (path, person)
        assert browser_of(None).get(path).status_code in {302, 404, 405}, path
        read += browser_of(mo).get(path).status_code == 200
    assert read >= 7


# What a way wants to be told before it looks who asks.
BODIES: dict[str, object] = {
    "POST /staff/objections/{objection_id}/answer": {"answer": "rule_right"},
    "POST /staff/objections/{objection_id}/line": {"text": "call me", "kind": "phone"},
    "POST /staff/replays": {"book": BEFORE, "since": "2020-01-01", "until": "2020-01-02"},
    "POST /staff/samples/{flip_id}": {"opinion": "right"},
    "POST /staff/books": {},
    "PATCH /staff/books/{book_id}": {"text": "x", "revision": 1},
    "POST /staff/books/{book_id}/try": {"text": "Hello"},
    "POST /staff/books/{book_id}/announce": {"revision": 1},
}


def test_over_the_api_nobody_else_finds_anything(
    things: dict[str, uuid.UUID], ana: Person, bo: Person, eve: Person, mo: Person
) -> None:
    ways = sorted(way for way in operations() if " /staff/" in way)
    assert len(ways) >= 20
    others, nobody, at_home = [program_of(one) for one in (ana, bo, eve)], program_of(None), program_of(mo)
    read = 0
    for way in ways:
        method, _, address = way.partition(" ")
        path, body = filled(address, things), BODIES.get(way)
        assert {one.request(method, path, body).status for one in others} == {404}, way
        assert nobody.request(method, path, body).status == 401, way
        if method == "GET":
            assert at_home.get(path).status == 200, way
            read += 1
    assert read >= 8
