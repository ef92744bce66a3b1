"""The room without script: every form door does what the socket does, says what is wrong, and keeps what was typed."""

import re
import uuid
from html import unescape

import pytest

from tests.cast import PHONE, browser_of, keep, make_room, post, start_contract
from vestibule.accounts.models import Person
from vestibule.rooms.models import Member, Message, Room, WithheldMessage

pytestmark = pytest.mark.django_db


def _page(person: Person, room: Room) -> str:
    return unescape(browser_of(person).get(f"/rooms/{room.id}/").content.decode())


def test_a_message_is_sent_and_stands_in_the_room_of_both(ana: Person, bo: Person, room: Room) -> None:
    answer = browser_of(ana).post(f"/rooms/{room.id}/messages", {"body": "Hello\r\nBo", "key": "k", "purpose": ""})
    assert answer.status_code == 302
    assert Message.objects.get().body == "Hello\nBo"
    assert "Hello" in _page(bo, room)


def test_the_form_sent_twice_is_one_message(ana: Person, bo: Person, room: Room) -> None:
    browser = browser_of(ana)
    for _ in range(2):
        assert browser.post(f"/rooms/{room.id}/messages", {"body": "Hello", "key": "k"}).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": "x" * 20_001, "key": "k"}, "at most 20,000"),
        ({"body": "  ", "key": "k"}, "Write something"),
        ({"body": "a\x07b", "key": "k"}, "control characters"),
        ({"body": "kept words", "key": ""}, "key"),
        ({"body": "kept words", "key": "k", "purpose": "gossip"}, "purpose"),
    ],
)
def test_what_cannot_be_sent_is_said_and_stays_in_the_composer(
    fields: dict[str, str], sentence: str, ana: Person, room: Room
) -> None:
    answer = browser_of(ana).post(f"/rooms/{room.id}/messages", fields)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page
    assert fields["body"].strip("\x07 ")[:50] in page
    assert not Message.objects.exists()


def test_a_withheld_message_is_shown_to_its_author_alone(ana: Person, bo: Person, room: Room) -> None:
    answer = browser_of(ana).post(f"/rooms/{room.id}/messages", {"body": f"call {PHONE}", "key": "k"})
    assert answer.status_code == 302
    kept = WithheldMessage.objects.get()
    assert PHONE in re.sub(r"<[^>]+>", "", _page(ana, room))
    assert f"/withheld/{kept.id}/" in _page(ana, room)
    assert PHONE not in re.sub(r"<[^>]+>", "", _page(bo, room))


def test_a_kept_message_is_mended_released_and_discarded(ana: Person, bo: Person, room: Room) -> None:
    browser = browser_of(ana)
    first, second, third = (keep(ana, room, key=f"k{number}").item.id for number in range(3))
    assert browser.post(f"/withheld/{first}/revise", {"body": "ask me here", "purpose": ""}).status_code == 302
    assert browser.post(f"/withheld/{second}/discard").status_code == 302
    assert browser.post(f"/withheld/{third}/release").status_code == 302
    assert [message.body for message in Message.objects.all()] == ["ask me here"]
    states = {row.id: row.state for row in WithheldMessage.objects.all()}
    assert states == {first: "posted", second: "discarded", third: "kept"}
    start_contract(room)
    browser.post(f"/withheld/{third}/release")
    assert PHONE in Message.objects.order_by("seq")[1].body
    for gone in (first, second, third):
        assert browser.post(f"/withheld/{gone}/release").status_code == 404


def test_a_mending_that_is_too_long_keeps_both_texts(ana: Person, bo: Person, room: Room) -> None:
    kept = keep(ana, room).item.id
    answer = browser_of(ana).post(f"/withheld/{kept}/revise", {"body": "new words " * 3000})
    assert answer.status_code == 422
    assert "new words new words" in answer.content.decode()
    assert PHONE in WithheldMessage.objects.get(id=kept).body


def test_looking_at_the_newest_is_reading_it(ana: Person, bo: Person, room: Room) -> None:
    browser = browser_of(ana)
    post(bo, room, "Hello")
    browser.get(f"/rooms/{room.id}/?before=3")
    assert Member.objects.get(room=room, person=ana).read_seq == 0
    browser.get(f"/rooms/{room.id}/")
    assert Member.objects.get(room=room, person=ana).read_seq == 4


def test_a_strange_place_in_history_is_the_newest(ana: Person, room: Room) -> None:
    browser = browser_of(ana)
    for before in ("", "x", "-1", "1" * 40, "٣", "1e3"):
        assert browser.get(f"/rooms/{room.id}/", {"before": before}).status_code == 200


def test_whose_session_has_ended_is_led_to_sign_in_and_back(ana: Person, room: Room) -> None:
    browser = browser_of(ana)
    browser.session.flush()
    answer = browser.get(f"/rooms/{room.id}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next=/rooms/{room.id}/"


def test_a_stale_form_says_so(ana: Person, room: Room) -> None:
    browser = browser_of(ana, checks_csrf=True)
    answer = browser.post(f"/rooms/{room.id}/messages", {"body": "Hello", "key": "k"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()
    assert not Message.objects.exists()


def test_the_list_shows_the_newest_first_and_what_is_unread(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo, title="A shop sign")
    post(bo, other, "about the sign")
    post(bo, room, "about the logo")
    page = unescape(browser_of(ana).get("/rooms/").content.decode())
    assert page.index("about the logo") < page.index("about the sign")
    assert page.index("Logo for a bakery") < page.index("A shop sign")


def test_who_leaves_is_out(ana: Person, bo: Person, room: Room) -> None:
    browser = browser_of(bo)
    assert browser.post(f"/rooms/{room.id}/leave").status_code == 302
    assert browser.get(f"/rooms/{room.id}/").status_code == 404
    assert browser.post(f"/rooms/{uuid.uuid4()}/leave").status_code == 404
