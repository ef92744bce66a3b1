"""Whichever way a search takes, through the newest messages or through the index of words, it finds the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import make_room, post
from tests.house.world import come
from vestibule.accounts.models import Person
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.models import Message, Room
from vestibule.rooms.search import ask
from vestibule.rooms.search.ask import Wish
from vestibule.rooms.search.find import find_messages

pytestmark = pytest.mark.django_db

BEGINNING = datetime(2026, 3, 1, tzinfo=UTC)
LINK = "fresh breadcrumbs, see https://example.com/"
SAYINGS = ["fresh bread", "bread that is fresh", "no butter", LINK, "butter bread"]

# How many are looked through at first, and how many more are worth it for each hit in the index; for 0 none at all.
# The longest look of all is one at what was said at a time.
WAYS = {"index": (2_000, 0, 0), "newest": (2_000, 10**6, 20_000), "long look": (5, 10**6, 5)}


@dataclass(frozen=True, slots=True)
class Said:
    """A message that Ana can read."""

    room: Room
    seq: int
    at: datetime
    by: Person
    body: str


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A way to search on PostgreSQL; on SQLite there is but one."""
    first, worth, longest = WAYS[request.param]
    monkeypatch.setattr(ask, "FIRST_LOOK", first)
    monkeypatch.setattr(ask, "STEPS_OF_A_HIT", worth)
    monkeypatch.setattr(ask, "LONGEST_LOOK", longest)
    return str(request.param)


@pytest.fixture
def talk(ana: Person, bo: Person, eve: Person) -> list[Said]:
    """What Ana can read, newest first, of fifty messages, one an hour, in four rooms in turn.

    She came late to the second room, has left the third and was never in the fourth.
    """
    rooms = [make_room(client, bo) for client in (ana, eve, ana, eve)]
    readable: list[Said] = []
    for number in range(50):
        if number == 12:
            come(ana, rooms[1])
        room, at, body = rooms[number % 4], BEGINNING + timedelta(hours=number), SAYINGS[number % 5]
        by = bo if number % 3 else (ana, eve, ana, eve)[number % 4]
        seq = post(by, room, body).seq
        Message.objects.filter(room=room, seq=seq).update(at=at)
        if room == rooms[0] or (room == rooms[1] and number >= 12):
            readable.insert(0, Said(room, seq, at, by, body))
    leave_room(actor=ana, room_id=rooms[2].id, now=timezone.now())
    return readable


def assert_finds(ana: Person, wish: Wish, expected: list[Said]) -> None:
    """The wish finds exactly this, in pages of three."""
    assert expected
    pages = [find_messages(ana, wish, limit=3)]
    while before := pages[-1].before:
        pages.append(find_messages(ana, wish, before=before, limit=3))
    assert [(hit.room, hit.seq) for page in pages for hit in page.items] == [(one.room.id, one.seq) for one in expected]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("bread ", ("fresh bread", "bread that is fresh", "butter bread")),
        ("bread", ("fresh bread", "bread that is fresh", LINK, "butter bread")),
        ('"fresh bread"', ("fresh bread",)),
        ("fresh bread ", ("fresh bread", "bread that is fresh")),
        ("crumbs butter", ()),
        ("no ", ("no butter",)),
    ],
)
def test_words_are_found_by_every_way(
    text: str, bodies: tuple[str, ...], way: str, ana: Person, talk: list[Said]
) -> None:
    expected = [one for one in talk if one.body in bodies]
    if expected:
        assert_finds(ana, Wish(text=text), expected)
    else:
        assert find_messages(ana, Wish(text=text)).items == []


def test_filters_narrow_every_way(way: str, ana: Person, bo: Person, talk: list[Said]) -> None:
    bread = [one for one in talk if "bread " in f"{one.body} "]
    room = talk[0].room
    since, until = BEGINNING + timedelta(hours=10), BEGINNING + timedelta(hours=30)
    assert_finds(ana, Wish(text="bread ", room=room.id), [one for one in bread if one.room == room])
    assert_finds(ana, Wish(text="bread ", author=bo.id), [one for one in bread if one.by == bo])
    assert_finds(ana, Wish(text="bread ", until=until), [one for one in bread if one.at < until])
    assert_finds(ana, Wish(text="bread ", since=since), [one for one in bread if one.at >= since])
    assert find_messages(ana, Wish(text="bread ", since=BEGINNING + timedelta(days=9))).items == []
    assert_finds(ana, Wish(since=since, until=until), [one for one in talk if since <= one.at < until])
    assert_finds(ana, Wish(has_link=True), [one for one in talk if one.body == LINK])
    assert_finds(ana, Wish(author=bo.id), [one for one in talk if one.by == bo])


def test_who_is_in_more_rooms_than_a_question_names_finds_the_same(
    way: str, ana: Person, talk: list[Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "MOST_NAMED_ROOMS", 1)
    until = BEGINNING + timedelta(hours=30)
    assert_finds(ana, Wish(text="butter"), [one for one in talk if "butter" in one.body])
    assert_finds(
        ana, Wish(text="butter", until=until), [one for one in talk if "butter" in one.body and one.at < until]
    )
    # Not a word, nobody, only a time.
    assert_finds(ana, Wish(until=until), [one for one in talk if one.at < until])


def test_a_common_word_is_found_without_the_index_of_words(way: str, ana: Person, talk: list[Said]) -> None:
    find_messages(ana, Wish(text="bread "))
    with CaptureQueriesContext(connection) as asked:
        find_messages(ana, Wish(text="bread "), limit=3)
    is_asked = any("AS MATERIALIZED" in one["sql"] or "MATCH" in one["sql"] for one in asked.captured_queries)
    assert is_asked == (way == "index" or connection.vendor == "sqlite")
