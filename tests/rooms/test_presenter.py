"""What the room page shows, made of plain API answers."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.accounts.models import Person
from vestibule.rooms.presenter import room_page_context, room_rows
from vestibule.rooms.timeline_lines import text_without

ANA, BO, EVE, ROOM = (str(uuid.UUID(int=number)) for number in (10, 11, 14, 1))
NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
CARDS = {
    ANA: {"id": ANA, "name": "Ana Lindqvist", "side": "client", "organisation": None, "brought_by": None},
    BO: {"id": BO, "name": "Bo Okafor", "side": "freelancer", "organisation": None, "brought_by": None},
}
VERDICT = {
    "verdict": "withhold",
    "policy": "2020-06-26",
    "findings": [{"kind": "phone", "start": 10, "end": 19}],
    "reasons": [{"clause": "base", "findings": [0], "why": "…", "remedies": ["wait_for_contract", "remove_span"]}],
}


def a_person(person_id: str = ANA, *, time_zone: str = "Europe/Stockholm") -> Person:
    return Person(id=uuid.UUID(person_id), display_name="Ana Lindqvist", time_zone=time_zone)


def a_room(**change: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a RoomDetail
    return {
        "id": ROOM,
        "title": "Booking page",
        "head": 99,
        "read_seq": 99,
        "unread": 0,
        "last": None,
        "members": list(CARDS.values()),
        "relationships": [],
        "manages": [],
        "since": 0,
        "relationship": "none",
        "client_plan": "basic",
        "exempt": False,
        "pinned_at": None,
        "is_archived": False,
        "is_muted": False,
        "open_questions": 0,
        "pins": [],
        "questions": [],
        "reads": [],
        "rule": {"policy": "2020-06-26", "clause": "base", "text": "One sentence. Another one."},
        "withheld": [],
        "person_head": 0,
    } | change


def an_event(seq: int, fact: dict[str, Any], *, by: str = BO, at: datetime = NOW) -> dict[str, Any]:
    return {"stream": ROOM, "seq": seq, "at": at.isoformat(), "by": by, "event": fact}


def a_message(body: str, **change: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the event
    fact: dict[str, Any] = {
        "kind": "message.posted",
        "key": body,
        "body": body,
        "purpose": None,
        "was_withheld": False,
        "remarks": [],
    }
    return fact | change


def an_offer(**change: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of an Offer
    offer = {"id": "offer-1", "room": ROOM, "client": ANA, "freelancer": BO, "terms": "…", "amount_minor": 1}
    return (
        offer
        | {"currency": "EUR", "state": "made", "contract": None, "made_at": NOW.isoformat()}
        | {"milestones": [], "expires_at": None}
        | change
    )


def page(events: list[dict[str, Any]], **change: Any) -> dict[str, Any]:  # noqa: ANN401 - what the page is made of
    given: dict[str, Any] = {"room": a_room(), "me": a_person(), "offers": []} | change
    return room_page_context(
        timeline={"items": events, "before": None, "after": None, "changes": [], "reactions": [], "unfurled": []},
        rooms=[],
        form={"body": "", "purpose": "", "key": "k", "error": None},
        now=NOW,
        **given,
    )


def shape(context: dict[str, Any]) -> list[str]:
    return [line["body"] if line["type"] == "message" else line["type"] for line in context["lines"]]


def test_messages_of_one_author_are_grouped_until_five_minutes_pass_or_another_speaks() -> None:
    said = [(0, BO), (4, BO), (10, BO), (11, ANA)]
    events = [
        an_event(seq, a_message("x"), by=by, at=NOW + timedelta(minutes=minute))
        for seq, (minute, by) in enumerate(said, start=1)
    ]
    messages = [line for line in page(events)["lines"] if line["type"] == "message"]
    assert [line["is_first"] for line in messages] == [True, False, True, True]
    assert [line["name"] for line in messages] == ["Bo Okafor", "Bo Okafor", "Bo Okafor", "You"]


def test_a_day_begins_at_the_readers_midnight() -> None:
    late = datetime(2026, 1, 30, 22, 59, tzinfo=UTC)
    events = [an_event(1, a_message("late"), at=late), an_event(2, a_message("later"), at=late + timedelta(minutes=2))]
    assert shape(page(events)) == ["day", "late", "day", "later"]
    assert shape(page(events, me=a_person(time_zone="America/Lima"))) == ["day", "late", "later"]


def test_a_time_zone_that_nobody_knows_is_read_as_utc() -> None:
    (_, line) = page([an_event(1, a_message("x"))], me=a_person(time_zone="Mars/Olympus"))["lines"]
    assert line["time"] == "12:00"


def test_what_is_new_is_marked_once_before_the_first_message_of_another() -> None:
    events = [an_event(4, a_message("mine"), by=ANA), an_event(5, a_message("x")), an_event(6, a_message("y"))]
    assert shape(page(events, room=a_room(read_seq=3))) == ["day", "mine", "unread", "x", "y"]
    assert shape(page(events, room=a_room(read_seq=6))) == ["day", "mine", "x", "y"]


def test_kept_messages_stand_at_their_places_and_older_ones_come_first() -> None:
    kept = [
        {"id": name, "after_seq": seq, "body": "Call me on 415555013", "purpose": None, "verdict": VERDICT}
        | {"releasable": False}
        for name, seq in (("old", 0), ("here", 4))
    ]
    context = page([an_event(4, a_message("a")), an_event(5, a_message("b"))], room=a_room(withheld=kept))
    assert shape(context) == ["withheld", "day", "a", "withheld", "b"]


def test_what_came_after_the_room_was_read_is_left_to_the_socket() -> None:
    events = [an_event(4, a_message("read")), an_event(5, a_message("later"))]
    assert shape(page(events, room=a_room(head=4))) == ["day", "read"]


@pytest.mark.parametrize(("plan", "means"), [("basic", "from now on"), ("enterprise", "the client's plan covers it")])
def test_a_changed_relationship_says_what_it_means_for_the_rule(plan: str, means: str) -> None:
    fact = {"kind": "relationship.changed", "client": ANA, "freelancer": BO, "relationship": "active", "was": "none"}
    (_, line) = page([an_event(4, fact)], room=a_room(client_plan=plan))["lines"]
    assert "The contract has started." in line["text"]
    assert means in line["text"]


def test_an_event_of_a_kind_that_the_page_does_not_know_is_no_line() -> None:
    assert shape(page([an_event(4, {"kind": "moon.landed"})])) == ["day"]


def test_an_open_offer_leads_the_one_who_may_answer_to_it() -> None:
    fact = {"kind": "offer.made", "offer": "offer-1", "terms": "…", "amount_minor": 120_000, "currency": "EUR"}
    events = [an_event(4, fact | {"client": ANA, "freelancer": BO}, by=ANA)]
    as_bo = page(events, me=a_person(BO), offers=[an_offer()])
    assert as_bo["lines"][-1]["is_answerable"]
    assert as_bo["offers"][0]["can_answer"]
    assert not page(events, offers=[an_offer()])["lines"][-1]["is_answerable"]
    assert not page(events, me=a_person(BO), offers=[an_offer(state="declined")])["lines"][-1]["is_answerable"]


@pytest.mark.parametrize(
    ("offer", "me", "can"),
    [
        (an_offer(), ANA, {"can_withdraw"}),
        (an_offer(), BO, {"can_answer"}),
        (an_offer(), EVE, set()),
        (an_offer(state="withdrawn"), ANA, set()),
        (
            an_offer(state="accepted", contract={"id": "c", "state": "active", "is_without_fault": False}),
            BO,
            {"can_end"},
        ),
        (an_offer(state="accepted", contract={"id": "c", "state": "ended", "is_without_fault": False}), ANA, set()),
    ],
)
def test_an_offer_shows_what_its_reader_can_do(offer: dict[str, Any], me: str, can: set[str]) -> None:
    (line,) = page([], me=a_person(me), offers=[offer])["offers"]
    assert {name for name in ("can_answer", "can_withdraw", "can_end") if line[name]} == can


def test_the_list_has_unread_rooms_first_and_then_the_newest() -> None:
    def summary(name: str, hours_ago: int, unread: int) -> dict[str, Any]:
        at = (NOW - timedelta(hours=hours_ago)).isoformat()
        last = {"seq": 1, "at": at, "by": BO, "kind": "message.posted", "excerpt": "Hello"}
        return a_room(id=name, unread=unread, last=last)

    rooms = [summary("new", 1, 0), summary("old unread", 50, 2), summary("older", 300, 0)]
    rows = room_rows(rooms=rooms, me=a_person(), now=NOW)
    assert [row["id"] for row in rows] == ["old unread", "new", "older"]
    assert [row["time"] for row in rows] == ["Thu", "12:00", "19 Jan"]
    assert rows[0]["last"] == "Bo Okafor: Hello"


@pytest.mark.parametrize(
    ("text", "spans", "rest"),
    [
        ("Call me on +46 70 1, please", [(11, 19)], "Call me on, please"),
        ("a 😀 b@c.example d", [(4, 15)], "a 😀 d"),
        ("b@c.example", [(0, 11)], ""),
        ("thanks :) 123 !", [(10, 13)], "thanks :)!"),
    ],
)
def test_removing_what_was_found_leaves_a_clean_sentence(text: str, spans: list[tuple[int, int]], rest: str) -> None:
    assert text_without(text, spans) == rest


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_removing_never_adds_a_character(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    rest = text_without(text, [(start, end)])
    kept = iter(text[:start] + text[end:])
    assert all(character in kept for character in rest)
