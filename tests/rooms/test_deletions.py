"""Deleting a message: the number stays, the text is gone from everywhere."""

import pytest
from django.apps import apps

from tests.cast import PHONE, browser_of, keep, post, program_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Event, Stream
from vestibule.rooms.models import Room
from vestibule.rooms.quoting import ReplyWish
from vestibule.rooms.standing import recent_messages

pytestmark = pytest.mark.django_db

SECRET = "Marzipan"


def rows_with(words: str) -> set[str]:
    """The models of which some row holds these words in any column."""
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.all():
            if any(words in str(getattr(row, field.attname)) for field in model._meta.concrete_fields):
                found.add(model._meta.label)
    return found


def _delete(person: Person, room: Room, seq: int):  # type: ignore[no-untyped-def]
    return program_of(person).delete(f"/rooms/{room.id}/messages/{seq}")


def test_the_text_is_gone_from_every_table(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, f"{SECRET} it is")
    ana_program = program_of(ana)
    ana_program.patch(f"/rooms/{room.id}/messages/{said.seq}", {"body": f"{SECRET} it was"})
    ana_program.patch(f"/rooms/{room.id}/messages/{said.seq}", {"body": f"{SECRET}, or is it?"})
    ana_program.patch(f"/rooms/{room.id}/messages/{said.seq}", {"body": f"{SECRET}: {PHONE}"})
    post(bo, room, "Is it?", reply_to=ReplyWish(seq=said.seq, revision=1))
    outcome = program_of(bo).post(
        f"/rooms/{room.id}/messages",
        {"key": "k", "body": f"call {PHONE}", "reply_to": {"seq": said.seq, "quote": SECRET}},
    )
    assert outcome.body["item"]["replies_to"] == said.seq
    assert {"rooms.Message", "rooms.Revision", "rooms.Reply", "rooms.WithheldMessage", "feed.Event"} <= rows_with(
        SECRET
    )
    assert _delete(ana, room, said.seq).status == 204
    # The author's own stream told them of the kept edit; nobody else can read that.
    left = rows_with(SECRET)
    assert left <= {"feed.Event", "judging.Judgement"}
    assert not Event.objects.filter(stream=room.id, body__contains=SECRET).exists()
    assert SECRET not in browser_of(bo).get(f"/rooms/{room.id}/").content.decode()


def test_a_tombstone_stays_at_its_number(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, SECRET)
    head = Stream.objects.get(id=room.id).head
    _delete(ana, room, said.seq)
    page = program_of(bo).get(f"/rooms/{room.id}/timeline").body
    assert [one["event"] for one in page["changes"]] == [{"kind": "message.deleted", "message": said.seq}]
    assert page["changes"][0]["seq"] == head + 1
    assert [one["event"]["body"] for one in page["items"] if one["seq"] == said.seq] == [""]
    listed = program_of(bo).get("/rooms").body["items"][0]
    assert (listed["last"]["kind"], listed["last"]["excerpt"], listed["unread"]) == ("message.deleted", "", 0)
    assert "message was deleted" in browser_of(bo).get(f"/rooms/{room.id}/").content.decode()


def test_who_catches_up_gets_the_numbers_without_a_hole_and_no_text(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, SECRET)
    _delete(ana, room, said.seq)
    events = program_of(bo).get(f"/rooms/{room.id}/events?limit=200").body["items"]
    assert [one["seq"] for one in events] == list(range(1, said.seq + 2))
    assert SECRET not in str(events)


def test_a_quote_of_it_says_that_the_original_was_deleted(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, SECRET)
    answer = post(bo, room, "Really?", reply_to=ReplyWish(seq=said.seq))
    _delete(ana, room, said.seq)
    page = program_of(ana).get(f"/rooms/{room.id}/timeline").body
    reply = next(one["event"]["reply_to"] for one in page["items"] if one["seq"] == answer.seq)
    assert (reply["quote"], reply["left_out"], reply["seq"]) == ("", "deleted", said.seq)


def test_deleting_again_changes_nothing_and_what_is_deleted_can_be_neither_edited_nor_answered(
    ana: Person, bo: Person, room: Room
) -> None:
    said = post(ana, room, SECRET)
    _delete(ana, room, said.seq)
    head = Stream.objects.get(id=room.id).head
    assert _delete(ana, room, said.seq).status == 204
    place = f"/rooms/{room.id}/messages/{said.seq}"
    assert program_of(ana).patch(place, {"body": "Again"}).body["code"] == "message_deleted"
    assert program_of(bo).put(f"{place}/reactions/heart").body["code"] == "message_deleted"
    assert program_of(bo).get(f"{place}/revisions").body["items"] == []
    answer = program_of(bo).post(
        f"/rooms/{room.id}/messages", {"key": "k", "body": "What?", "reply_to": {"seq": said.seq}}
    )
    assert answer.body["code"] == "message_deleted"
    assert Stream.objects.get(id=room.id).head == head


def test_only_its_author_deletes_a_message(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, SECRET)
    assert _delete(bo, room, said.seq).body["code"] == "not_your_message"
    assert "rooms.Message" in rows_with(SECRET)


def test_a_kept_edit_goes_with_its_message(ana: Person, room: Room) -> None:
    said = post(ana, room, SECRET)
    program_of(ana).patch(f"/rooms/{room.id}/messages/{said.seq}", {"body": f"call {PHONE}"})
    keep(ana, room)
    _delete(ana, room, said.seq)
    left = program_of(ana).get(f"/rooms/{room.id}/withheld").body["items"]
    assert [one["edits"] for one in left] == [None]


def test_the_rule_forgets_what_was_deleted(ana: Person, room: Room) -> None:
    said = post(ana, room, "call me: +1 415")
    _delete(ana, room, said.seq)
    assert recent_messages([(room.id, ana.id)]).get((room.id, ana.id), []) == []
    post(ana, room, "555 0134")


def test_the_same_key_stays_the_same_message(ana: Person, room: Room) -> None:
    said = post(ana, room, SECRET, key="k")
    _delete(ana, room, said.seq)
    assert post(ana, room, SECRET, key="k").seq == said.seq
    assert "rooms.Message" not in rows_with(SECRET)


def test_the_eye_of_these_tests_is_open(room: Room) -> None:
    assert rows_with("Logo for a bakery") >= {"rooms.Room", "feed.Event"}
