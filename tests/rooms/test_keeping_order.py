"""One's own list of rooms, drafts, pinned messages, open questions, how quickly somebody replies."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import PHONE, browser_of, line, make_person, make_room, post, program_of, say
from tests.house_server import wait_until
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.rooms.actions.place_room import MOST_PINNED, TooManyPinned, place_room
from vestibule.rooms.actions.remind_of_questions import remind_of_questions
from vestibule.rooms.actions.send_messages import Kept
from vestibule.rooms.models import Draft, Message, Question, Room
from vestibule.rooms.order.pace import pace_of, usual_pace
from vestibule.rooms.order.reminder import reminder
from vestibule.rooms.quoting import ReplyWish

pytestmark = pytest.mark.django_db


def mine(person: Person, room: Room) -> dict[str, Any]:
    """The room as it stands in somebody's list."""
    found: dict[str, Any] = next(
        one for one in program_of(person).get("/rooms").body["items"] if one["id"] == str(room.id)
    )
    return found


# -- the list ---------------------------------------------------------------------------------------------------------


def test_a_room_is_pinned_archived_and_muted_for_oneself_alone(ana: Person, bo: Person, room: Room) -> None:
    program = program_of(ana)
    assert program.post(f"/rooms/{room.id}/place", {"is_pinned": True, "is_muted": True}).status == 204
    assert mine(ana, room)["pinned_at"] is not None
    assert mine(ana, room)["is_muted"] is True
    assert program.post(f"/rooms/{room.id}/place", {"is_archived": True}).status == 204
    # What is archived is not pinned; what was not named stays.
    assert mine(ana, room)["pinned_at"] is None
    assert (mine(ana, room)["is_archived"], mine(ana, room)["is_muted"]) == (True, True)
    assert (mine(bo, room)["is_archived"], mine(bo, room)["is_muted"]) == (False, False)
    assert not Event.objects.filter(stream=bo.id, kind="room.placed").exists()


def test_only_so_many_rooms_can_be_pinned(ana: Person, bo: Person) -> None:
    for number in range(MOST_PINNED):
        place_room(actor=ana, room_id=make_room(ana, bo, title=line(number)).id, is_pinned=True, now=timezone.now())
    with pytest.raises(TooManyPinned):
        place_room(actor=ana, room_id=make_room(ana, bo).id, is_pinned=True, now=timezone.now())


def test_the_list_has_sections_and_what_is_new_comes_out_of_the_archive(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo, title="A poster")
    browser = browser_of(ana)
    browser.post(f"/rooms/{room.id}/place", {"archive": "1"})
    browser.post(f"/rooms/{other.id}/place", {"pin": "1"})
    page = browser.get("/rooms/").content.decode()
    assert page.index("Pinned") < page.index("A poster") < page.index("Archived") < page.index("Logo for a bakery")
    post(bo, room, "Are you there?")
    assert "Archived" not in browser.get("/rooms/").content.decode()
    browser.post(f"/rooms/{room.id}/place", {"mute": "1"})
    assert "Archived" in browser.get("/rooms/").content.decode()


def test_a_pinned_room_stands_above_however_long_the_list_is(
    ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vestibule.rooms.pages.MOST_LISTED", 3)
    place_room(actor=ana, room_id=room.id, is_pinned=True, now=timezone.now())
    for number in range(5):
        make_room(ana, bo, title=line(number))
    browser = browser_of(ana)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/rooms/").content.decode()
    assert "Logo for a bakery" in page
    assert len(asked) <= 16, "\n".join(one["sql"][:90] for one in asked)


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_on_all_devices_of_its_author_and_nowhere_else(
    ana: Person, bo: Person, room: Room, logged: StringIO
) -> None:
    words = "Call me on +1 415 555 0134, or"
    answer = program_of(ana).post(f"/rooms/{room.id}/draft", {"body": words})
    assert answer.body == {"body": words, "purpose": "", "revision": 1}
    assert program_of(ana).get(f"/rooms/{room.id}/draft").body["body"] == words
    assert words in browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
    # Nobody else, no event, no log.
    assert program_of(bo).get(f"/rooms/{room.id}/draft").body == {"body": "", "purpose": "", "revision": 0}
    assert "Call me on" not in browser_of(bo).get(f"/rooms/{room.id}/").content.decode()
    assert not Event.objects.filter(body__contains="Call me on").exists()
    assert "Call me on" not in logged.getvalue()
    assert not Event.objects.filter(stream=bo.id, kind="draft.saved").exists()


def test_the_same_draft_again_is_no_news_and_an_empty_one_lets_go(ana: Person, room: Room) -> None:
    program = program_of(ana)
    for _ in range(2):
        assert program.post(f"/rooms/{room.id}/draft", {"body": "Hello"}).body["revision"] == 1
    assert program.post(f"/rooms/{room.id}/draft", {"body": ""}).body["revision"] == 2
    assert Event.objects.filter(stream=ana.id, kind="draft.saved").count() == 2
    assert program.post(f"/rooms/{room.id}/draft", {"body": "a\x07"}).code == "text_unreadable"
    assert program.post(f"/rooms/{room.id}/draft", {"body": "x" * 20_001}).status == 422


def test_a_draft_sent_by_the_form_is_no_draft_any_more(ana: Person, room: Room) -> None:
    program_of(ana).post(f"/rooms/{room.id}/draft", {"body": "Hello"})
    browser_of(ana).post(f"/rooms/{room.id}/messages", {"body": "Hello", "key": "k"})
    assert Draft.objects.get().body == ""


# -- pinned messages and open questions -------------------------------------------------------------------------------


def test_either_side_pins_a_message_for_both(ana: Person, bo: Person, room: Room) -> None:
    said = post(bo, room, "The files are in the second folder")
    for _ in range(2):
        assert program_of(ana).post(f"/rooms/{room.id}/pins", {"seq": said.seq}).status == 204
    pins = program_of(bo).get(f"/rooms/{room.id}").body["pins"]
    assert [(one["message"], one["author"]) for one in pins] == [(said.seq, str(bo.id))]
    page = browser_of(bo).get(f"/rooms/{room.id}/").content.decode()
    assert "Ana pinned a message." in page
    assert "Pinned messages" in page
    browser_of(bo).post(f"/rooms/{room.id}/pins", {"seq": said.seq, "on": "0"})
    assert program_of(ana).get(f"/rooms/{room.id}").body["pins"] == []
    assert Event.objects.filter(stream=room.id, kind__in=["message.pinned", "message.unpinned"]).count() == 2


@pytest.mark.parametrize(("door", "sign"), [("pins", "is_pinned"), ("questions", "is_open")])
def test_a_mark_far_up_the_room_says_the_words_as_they_read_now(
    door: str, sign: str, ana: Person, bo: Person, room: Room
) -> None:
    said = post(bo, room, "The **files** are in the second folder")
    for number in range(60):
        post(ana, room, line(number))
    program_of(ana).post(f"/rooms/{room.id}/{door}", {"seq": said.seq, sign: True})

    def words() -> str:
        page = browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
        # The message itself is on no part of the page that is loaded.
        assert f'id="m{said.seq}"' not in page
        return " ".join(page.split('<p class="marks__words" dir="auto">')[1].split("</p>")[0].split())

    assert words() == "The files are in the second folder"
    program_of(bo).patch(f"/rooms/{room.id}/messages/{said.seq}", {"body": "They are in the third", "purpose": ""})
    assert words() == "They are in the third"
    assert program_of(ana).get(f"/rooms/{room.id}").body[door][0]["excerpt"] == "They are in the third"
    program_of(bo).delete(f"/rooms/{room.id}/messages/{said.seq}")
    assert words() == "This message was deleted."


@pytest.mark.parametrize("door", ["pins", "questions"])
def test_what_is_no_message_cannot_be_marked(door: str, ana: Person, room: Room) -> None:
    for seq in (1, 99, 2**63 - 1):
        assert program_of(ana).post(f"/rooms/{room.id}/{door}", {"seq": seq}).status == 404
    for raw in ("", "-1", "x", "9" * 30):
        assert browser_of(ana).post(f"/rooms/{room.id}/{door}", {"seq": raw}).status_code == 404


def test_an_open_question_waits_for_those_who_did_not_ask_it(ana: Person, bo: Person, room: Room) -> None:
    asked = post(ana, room, "When can you begin?")
    assert program_of(bo).post(f"/rooms/{room.id}/questions", {"seq": asked.seq}).status == 204
    assert mine(bo, room)["open_questions"] == 1
    assert mine(ana, room)["open_questions"] == 0
    assert "Open questions" in browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
    assert program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq, "is_open": False}).status == 204
    assert mine(bo, room)["open_questions"] == 0


def test_a_reply_of_another_answers_the_question_and_it_can_be_opened_again(
    ana: Person, bo: Person, room: Room
) -> None:
    asked = post(ana, room, "When can you begin?")
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    post(ana, room, "The sooner the better.", reply_to=ReplyWish(seq=asked.seq))
    post(bo, room, "A message that answers nothing.")
    assert mine(bo, room)["open_questions"] == 1
    said = post(bo, room, "On Monday.", reply_to=ReplyWish(seq=asked.seq))
    assert mine(bo, room)["open_questions"] == 0
    answered = Event.objects.get(stream=room.id, kind="question.answered")
    assert answered.seq == said.seq + 1
    # The room goes on, from that number.
    assert post(bo, room, "Or on Tuesday.", reply_to=ReplyWish(seq=asked.seq)).seq == answered.seq + 1
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    assert mine(bo, room)["open_questions"] == 1


def test_an_answer_that_was_withheld_answers_once_it_is_posted(ana: Person, bo: Person, room: Room) -> None:
    asked = post(ana, room, "When can you begin?")
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    kept = say(bo, room, f"Call me on {PHONE}", reply_to=ReplyWish(seq=asked.seq))
    assert isinstance(kept, Kept)
    assert mine(bo, room)["open_questions"] == 1
    program_of(bo).patch(f"/withheld/{kept.item.id}", {"body": "On Monday."})
    assert mine(bo, room)["open_questions"] == 0


def test_after_a_day_those_who_owe_the_answer_are_reminded_once(ana: Person, bo: Person, room: Room) -> None:
    asked = post(ana, room, "When can you begin?")
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    now = timezone.now()
    assert remind_of_questions(now=now + timedelta(hours=23)) == 0
    assert remind_of_questions(now=now + timedelta(hours=25)) == 1
    assert remind_of_questions(now=now + timedelta(hours=26)) == 0
    assert Event.objects.filter(stream=bo.id, kind="question.reminded").count() == 1
    assert not Event.objects.filter(stream=ana.id, kind="question.reminded").exists()
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq, "is_open": False})
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    assert remind_of_questions(now=now + timedelta(hours=27)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_house_itself_looks_for_what_is_due(ana: Person, bo: Person, room: Room) -> None:
    asked = post(ana, room, "When can you begin?")
    program_of(ana).post(f"/rooms/{room.id}/questions", {"seq": asked.seq})
    Question.objects.update(said_at=timezone.now() - timedelta(days=2))
    reminder.start()
    try:
        wait_until(lambda: Event.objects.filter(stream=bo.id, kind="question.reminded").exists())
    finally:
        reminder.close()


# -- how quickly somebody replies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "pace"),
    [
        ([5, 5], None),
        ([5, 5, 300], "minutes"),
        ([50, 30, 40], "hour"),
        ([200, 300, 100], "hours"),
        ([600, 900, 1200], "day"),
        ([3000, 4000, 5000], "days"),
        ([5, 5, 60 * 24 * 30], None),
    ],
)
def test_the_usual_time_is_the_median_told_in_steps(minutes: list[int], pace: str | None) -> None:
    assert pace_of(timedelta(minutes=one) for one in minutes) == pace


def test_the_time_is_counted_from_the_first_unanswered_message(ana: Person, bo: Person, room: Room) -> None:
    assert usual_pace([bo.id]) is None
    began = datetime(2026, 3, 1, 8, tzinfo=UTC)
    moments: dict[int, datetime] = {}
    for turn in range(3):
        at = began + timedelta(days=turn)
        moments[post(ana, room, f"{line(turn)} one").seq] = at
        moments[post(ana, room, f"{line(turn)} two").seq] = at + timedelta(minutes=40)
        moments[post(bo, room, f"{line(turn)} three").seq] = at + timedelta(minutes=50)
        moments[post(bo, room, f"{line(turn)} four").seq] = at + timedelta(hours=9)
    for seq, at in moments.items():
        Message.objects.filter(room=room, seq=seq).update(at=at)
    with CaptureQueriesContext(connection) as asked:
        assert usual_pace([bo.id]) == "hour"
    assert len(asked) == 2
    assert "Usually replies within an hour" in browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
    assert usual_pace([make_person("Fay", is_client=True).id]) is None
