"""Rewording a message: everybody sees the new wording and the old ones; the rule judges it as things stand now."""

import pytest

from tests.cast import EMAIL, PHONE, make_person, post, program_of, start_contract
from tests.house.world import come
from vestibule.accounts.models import Person
from vestibule.rooms.models import Message, Room, WithheldMessage
from vestibule.rooms.standing import recent_messages

pytestmark = pytest.mark.django_db


def _edit(person: Person, room: Room, seq: int, body: str, **more: str):  # type: ignore[no-untyped-def]
    return program_of(person).patch(f"/rooms/{room.id}/messages/{seq}", {"body": body, **more})


def _timeline(person: Person, room: Room):  # type: ignore[no-untyped-def]
    return program_of(person).get(f"/rooms/{room.id}/timeline").body


def _wordings(person: Person, room: Room, seq: int) -> list[tuple[int, str]]:
    found = program_of(person).get(f"/rooms/{room.id}/messages/{seq}/revisions").body["items"]
    return [(one["revision"], one["body"]) for one in found]


def test_an_edit_is_an_event_with_its_own_number_and_the_message_keeps_its_place(
    ana: Person, bo: Person, room: Room
) -> None:
    said = post(ana, room, "We open at nine.")
    answer = _edit(ana, room, said.seq, "We open at ten.")
    assert answer.status == 200
    event = answer.body["event"]
    assert (event["seq"], event["event"]["kind"]) == (said.seq + 1, "message.edited")
    assert (event["event"]["message"], event["event"]["revision"]) == (said.seq, 2)
    page = _timeline(bo, room)
    assert page["changes"] == [event]
    # The place itself stays what was said first: that is what a quote of revision 1 points to.
    assert [one["event"]["body"] for one in page["items"] if one["seq"] == said.seq] == ["We open at nine."]
    assert program_of(bo).get("/rooms").body["items"][0]["last"]["excerpt"] == "We open at ten."


def test_whoever_reads_the_message_reads_its_history(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "One")
    _edit(ana, room, said.seq, "Two")
    _edit(ana, room, said.seq, "Three")
    assert _wordings(bo, room, said.seq) == [(1, "One"), (2, "Two"), (3, "Three")]


def test_the_same_wording_again_is_no_revision(ana: Person, room: Room) -> None:
    said = post(ana, room, "One")
    first = _edit(ana, room, said.seq, "Two").body
    assert _edit(ana, room, said.seq, "Two").body == first
    assert len(_wordings(ana, room, said.seq)) == 2


def test_an_edit_that_does_not_pass_is_kept_for_its_author_and_the_message_stays(
    ana: Person, bo: Person, room: Room
) -> None:
    said = post(ana, room, "Ask me anything.")
    answer = _edit(ana, room, said.seq, f"Ask me on {PHONE}.")
    assert (answer.status, answer.body["status"]) == (202, "kept")
    item = answer.body["item"]
    assert (item["edits"], item["after_seq"]) == (said.seq, said.seq)
    assert item["verdict"]["reasons"][0]["clause"] == "base"
    assert _wordings(bo, room, said.seq) == [(1, "Ask me anything.")]
    assert program_of(bo).get(f"/rooms/{room.id}/withheld").body["items"] == []
    assert PHONE not in str(_timeline(bo, room))
    # A second try takes the place of the first.
    _edit(ana, room, said.seq, f"Write to {EMAIL}.")
    assert [one["body"] for one in program_of(ana).get(f"/rooms/{room.id}/withheld").body["items"]] == [
        f"Write to {EMAIL}."
    ]


def test_a_kept_edit_is_mended_or_released_into_its_message(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "Ask me anything.")
    item = _edit(ana, room, said.seq, f"Ask me on {PHONE}.").body["item"]
    mended = program_of(ana).patch(f"/withheld/{item['id']}", {"body": "Ask me here."})
    assert mended.status == 200, mended.body
    assert mended.body["event"]["event"]["kind"] == "message.edited"
    assert _wordings(bo, room, said.seq)[-1] == (2, "Ask me here.")
    again = _edit(ana, room, said.seq, f"Ask me on {PHONE}.").body["item"]
    assert again["id"] == item["id"]
    start_contract(room)
    assert program_of(ana).post(f"/withheld/{item['id']}/release").body["status"] == "posted"
    assert _wordings(bo, room, said.seq)[-1] == (3, f"Ask me on {PHONE}.")
    assert Message.objects.count() == 1
    assert not WithheldMessage.objects.filter(state="kept").exists()


def test_an_edit_is_judged_as_things_stand_now(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "Later.")
    assert _edit(ana, room, said.seq, f"Call {PHONE}").status == 202
    start_contract(room)
    assert _edit(ana, room, said.seq, f"Call {PHONE}").status == 200


@pytest.mark.parametrize(
    ("texts", "place", "wording"),
    [
        (["My number begins with", "0134 are the last ones"], 0, "My number: +1 415 555"),
        (["call me: +1 415", "later"], 1, "555 0134"),
        (["later", "call me: +1 415"], 0, "555 0134"),
    ],
)
def test_a_detail_cannot_be_put_together_by_edits(
    texts: list[str], place: int, wording: str, ana: Person, room: Room
) -> None:
    numbers = [post(ana, room, text).seq for text in texts]
    assert _edit(ana, room, numbers[place], wording).status == 202
    # It is the two together: alone each would pass.
    assert _edit(ana, room, numbers[place], "Nothing of the kind").status == 200


def test_only_the_author_edits_and_nobody_a_message_of_before(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    said = post(ana, room, "Mine")
    assert _edit(bo, room, said.seq, "Yours").body["code"] == "not_your_message"
    come(eve, room)
    assert _edit(eve, room, said.seq, "Whose?").body["code"] == "not_found"
    assert program_of(eve).get(f"/rooms/{room.id}/messages/{said.seq}/revisions").status == 404
    assert _edit(ana, room, said.seq + 1000, "Nowhere").status == 404
    assert _edit(ana, room, 1, "No message stands at the first place").status == 404


def test_bad_wording_is_refused_at_the_field(ana: Person, room: Room) -> None:
    said = post(ana, room, "Mine")
    answer = _edit(ana, room, said.seq, "  ")
    assert (answer.status, answer.body["code"], answer.body["field"]) == (422, "message_empty", "body")
    assert _edit(ana, room, said.seq, "x" * 20_001).body["code"] == "message_too_long"
    assert _edit(ana, room, said.seq, "x", purpose="fun").body["code"] == "purpose_unknown"


def test_the_rule_reads_the_latest_wordings(ana: Person, room: Room) -> None:
    said = post(ana, room, "One")
    _edit(ana, room, said.seq, "Two")
    assert recent_messages([(room.id, ana.id)]) == {(room.id, ana.id): ["Two"]}


def test_a_third_one_makes_an_edit_stricter(ana: Person, bo: Person, room: Room) -> None:
    start_contract(room)
    said = post(ana, room, f"Call {PHONE}")
    come(make_person("Fay", is_freelancer=True), room)
    assert _edit(ana, room, said.seq, f"Do call {PHONE}").status == 202
