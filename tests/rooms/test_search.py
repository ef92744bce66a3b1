"""Searching: what is found, in what order, by whom, and what is never found."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, line, make_room, post, program_of
from tests.house.world import come
from tests.house_server import wait_until
from vestibule.accounts.models import Person
from vestibule.adapters.bus_memory import MemoryBus
from vestibule.feed import outlet
from vestibule.kit.refusals import NotFound
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.models import IndexedRoom, Message, Room
from vestibule.rooms.search.ask import Wish
from vestibule.rooms.search.find import Found, find_messages
from vestibule.rooms.search.index import index_rooms, rooms_behind
from vestibule.rooms.search.indexer import Indexer
from vestibule.web.api import pack_cursor

pytestmark = pytest.mark.django_db


def found(actor: Person, text: str, **wish: Any) -> list[str]:  # noqa: ANN401 - the fields of Wish
    """The excerpts of the first page."""
    return [hit.excerpt for hit in find_messages(actor, Wish(text=text, **wish)).items]


def test_what_was_said_a_moment_ago_is_found(ana: Person, bo: Person, room: Room) -> None:
    assert found(ana, "sourdough") == []
    post(bo, room, "The sourdough looks good")
    assert found(ana, "sourdough") == ["The sourdough looks good"]
    assert found(bo, "SOURDOUGH ") == ["The sourdough looks good"]


def test_the_newest_comes_first_and_pages_follow_each_other(ana: Person, bo: Person, room: Room) -> None:
    for number in range(7):
        post(bo, room, f"{line(number)} about bread")
    first = find_messages(ana, Wish(text="bread"), limit=3)
    second = find_messages(ana, Wish(text="bread"), before=first.before, limit=3)
    third = find_messages(ana, Wish(text="bread"), before=second.before, limit=3)
    seqs = [hit.seq for page in (first, second, third) for hit in page.items]
    assert seqs == sorted(seqs, reverse=True)
    assert len(set(seqs)) == 7
    assert third.before is None


@pytest.mark.parametrize(
    ("said", "sought"),
    [
        ("Das Café schließt", "cafe"),
        ("Das Café schließt", "SCHLIESST"),
        ("ｗｉｄｅ letters", "wide"),
        ("the e-mail field", "e-mail"),
        ("a blue sign above", '"blue sign"'),
        ("illustrations of bread", "illus"),
        ("我们谈合同吧", "合同"),
        ("काम कब होगा", "काम"),
        ("It's the baker's dozen", "baker's"),
    ],
)
def test_words_are_found_however_they_are_written(said: str, sought: str, ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Nothing of that kind here")
    post(bo, room, said)
    assert found(ana, sought) == [said]


@pytest.mark.parametrize(
    "sought",
    [
        '"sign blue"',
        "illustrationx",
        "lustration",
        "blue gray",
        '"',
        "*",
        "NEAR(",
        "tags : a",
        "'",
        "\\",
        "%_",
        "|",
        "!",
        "&",
    ],
)
def test_what_was_not_said_is_not_found(sought: str, ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "a blue sign with illustration")
    assert found(ana, sought) == []


def test_marks_stand_on_the_words_that_were_sought(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, f"{'so it goes ' * 30}😀 Café, then a cafeteria")
    hit = find_messages(ana, Wish(text="cafe")).items[0]
    assert [hit.excerpt[start:end] for start, end in hit.marks] == ["Café", "cafeteria"]
    assert hit.is_cut_before
    assert not hit.is_cut_after


def test_filters_narrow_the_search(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo, title="A poster")
    post(bo, room, "bread by bo")
    post(ana, room, "bread by ana, see https://example.com/bread")
    post(bo, other, "bread for a poster")
    assert len(found(ana, "bread")) == 3
    assert found(ana, "bread", room=other.id) == ["bread for a poster"]
    assert found(ana, "bread", author=bo.id, room=room.id) == ["bread by bo"]
    assert found(bo, "", has_link=True) == ["bread by ana, see https://example.com/bread"]
    now = timezone.now()
    Message.objects.filter(body="bread by bo").update(at=now - timedelta(days=3))
    assert found(ana, "bread", until=now - timedelta(days=1)) == ["bread by bo"]
    assert len(found(ana, "bread", since=now - timedelta(days=1))) == 2


def test_nobody_finds_what_is_said_in_rooms_of_others(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    post(bo, room, "the secret recipe")
    make_room(ana, eve, title="Another talk")
    assert found(ana, "recipe") == ["the secret recipe"]
    assert find_messages(eve, Wish(text="recipe")) == Found([], None)
    # Not even that such a word exists.
    assert find_messages(eve, Wish(text="recipr")).did_you_mean is None
    assert find_messages(ana, Wish(text="recipr")).did_you_mean == "recipe"
    with pytest.raises(NotFound):
        find_messages(eve, Wish(text="recipe", room=room.id))


def test_who_has_left_finds_nothing_more_and_who_came_later_nothing_from_before(
    ana: Person, bo: Person, eve: Person, room: Room
) -> None:
    post(bo, room, "bread from before")
    come(eve, room)
    post(bo, room, "bread from after")
    assert found(eve, "bread") == ["bread from after"]
    assert find_messages(eve, Wish(text="bxfore")).did_you_mean is None
    leave_room(actor=eve, room_id=room.id, now=timezone.now())
    assert found(eve, "bread") == []
    assert len(found(ana, "bread")) == 2


def test_what_was_withheld_is_not_even_found_by_its_author(ana: Person, bo: Person, room: Room) -> None:
    keep(bo, room, f"call the bakery on {PHONE}")
    post(bo, room, "the bakery opens at seven")
    for person in (ana, bo):
        assert found(person, "bakery") == ["the bakery opens at seven"]
        assert found(person, "call") == []


def test_the_index_follows_by_number_and_takes_in_nothing_twice(ana: Person, bo: Person, room: Room) -> None:
    for number in range(5):
        post(bo, room, f"{line(number)} bread")
    assert rooms_behind() == [room.id]
    assert index_rooms([room.id], step=3) == 3
    assert rooms_behind() == [room.id]
    assert index_rooms([room.id], step=3) == 2
    assert rooms_behind() == []
    assert index_rooms([room.id]) == 0
    assert IndexedRoom.objects.get(room=room).seq == 8
    assert len(found(ana, "bread")) == 5


def test_a_search_asks_the_same_number_of_questions_however_much_it_finds(ana: Person, bo: Person, room: Room) -> None:
    counts: list[int] = []
    for rooms in (1, 6):
        for number in range(rooms):
            other = make_room(ana, bo, title=f"Talk {line(number)}")
            for again in range(3):
                post(bo, other, f"{line(again)} bread")
        found(ana, "bread")
        with CaptureQueriesContext(connection) as asked:
            found(ana, "bread")
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            assert find_messages(ana, Wish(text="brxad")).did_you_mean == "bread"
        counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


# -- the doors --------------------------------------------------------------------------------------------------------


def test_a_program_finds_page_by_page(ana: Person, bo: Person, room: Room) -> None:
    for number in range(5):
        post(bo, room, f"{line(number)} bread")
    program = program_of(ana)
    first = program.get("/search", q="bread", limit=3)
    assert first.status == 200
    assert first.body["is_complete"] is True
    second = program.get("/search", q="bread", limit=3, cursor=first.body["next"])
    assert [hit["seq"] for hit in [*first.body["items"], *second.body["items"]]] == [8, 7, 6, 5, 4]
    assert second.body["next"] is None
    assert program.get("/search", q="brxad").body["did_you_mean"] == "bread"


def test_days_are_those_of_the_searcher(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "bread at night")
    Message.objects.update(at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    for zone, day in (("UTC", "2026-03-01"), ("Europe/Berlin", "2026-03-02")):
        Person.objects.filter(id=ana.id).update(time_zone=zone)
        program = program_of(ana)
        assert len(program.get("/search", q="bread", since=day, until=day).body["items"]) == 1
        assert program.get("/search", q="bread", until="2026-02-28").body["items"] == []


@pytest.mark.parametrize(
    "asked", [{"cursor": "x"}, {"cursor": "WyJhIiwiYiJd"}, {"q": "x" * 201}, {"limit": 0}, {"since": "never"}]
)
def test_a_bad_question_is_refused_at_its_field(asked: dict[str, str], ana: Person, room: Room) -> None:
    answer = program_of(ana).get("/search", **{"q": "bread", **asked})
    assert answer.status == 422


def test_a_room_of_others_does_not_exist_for_the_search(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    post(bo, room, "bread")
    strangers = [program_of(eve).get("/search", q="bread", room=str(one)) for one in (room.id, uuid.uuid4())]
    assert [one.status for one in strangers] == [404, 404]
    assert strangers[0].body == strangers[1].body
    assert browser_of(eve).get("/search/", {"room": str(room.id), "q": "bread"}).status_code == 404
    # A cursor into a foreign room leads nowhere, and tells nothing.
    cursor = pack_cursor(str(room.id), "4")
    other = make_room(ana, eve, title="Another talk")
    post(ana, other, "bread for eve")
    assert program_of(eve).get("/search", q="bread", cursor=cursor).body["items"] == []


def test_the_page_shows_hits_with_marks_and_leads_to_their_place(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "<b>fresh</b> bread & butter")
    page = browser_of(ana).get("/search/", {"q": "bread"}).content.decode()
    assert f"/rooms/{room.id}/?around=4#m4" in page
    assert "&lt;b&gt;fresh&lt;/b&gt; <mark>bread</mark> &amp; butter" in page
    assert "Did you mean" in browser_of(ana).get("/search/", {"q": "brxad"}).content.decode()
    for field in ("person", "from", "to", "room"):
        assert browser_of(ana).get(f"/search/?q=bread&{field}=nonsense").status_code == 200


# -- going to a place -------------------------------------------------------------------------------------------------


def test_a_place_is_shown_among_its_neighbours(ana: Person, bo: Person, room: Room) -> None:
    for number in range(120):
        post(bo, room, line(number))
    program = program_of(ana)
    page = program.get(f"/rooms/{room.id}/timeline", around=60, limit=20).body
    assert [event["seq"] for event in page["items"]] == list(range(50, 70))
    assert (page["before"], page["after"]) == (50, 69)
    later = program.get(f"/rooms/{room.id}/timeline", after=page["after"], limit=200).body
    assert [event["seq"] for event in later["items"]] == list(range(70, 124))
    assert later["after"] is None
    shown = browser_of(ana).get(f"/rooms/{room.id}/", {"around": 60}).content.decode()
    assert 'id="m60"' in shown
    assert 'id="m123"' not in shown
    # Looking at old places is no reading of the new ones.
    assert program.get(f"/rooms/{room.id}").body["unread"] == 100


def test_a_date_leads_to_its_first_message(ana: Person, bo: Person, room: Room) -> None:
    for number in range(60):
        post(bo, room, line(number))
    Message.objects.filter(seq__lt=10).update(at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    Message.objects.filter(seq__range=(10, 19)).update(at=datetime(2026, 3, 4, 8, tzinfo=UTC))
    program = program_of(ana)
    page = program.get(f"/rooms/{room.id}/timeline", on="2026-03-02", limit=10).body
    assert [event["seq"] for event in page["items"]] == list(range(5, 15))
    assert 'id="m10"' in browser_of(ana).get(f"/rooms/{room.id}/", {"on": "2026-03-02"}).content.decode()
    assert program.get(f"/rooms/{room.id}/timeline", on="2999-01-01").body["items"][-1]["seq"] == 63
    assert browser_of(ana).get(f"/rooms/{room.id}/", {"on": "never"}).status_code == 200


# -- the indexer ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_indexer_takes_in_what_was_missed_and_what_comes(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "bread from before the start")
    outlet.connect(MemoryBus())
    follower = Indexer()
    follower.start()
    try:
        wait_until(lambda: rooms_behind() == [])
        post(bo, room, "bread from after")
        wait_until(lambda: rooms_behind() == [])
    finally:
        follower.close()
        outlet.connect(None)
    assert IndexedRoom.objects.get(room=room).seq == 5
    assert len(found(ana, "bread")) == 2
