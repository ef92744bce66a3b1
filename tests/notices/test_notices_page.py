"""The list of notices, by page and by program, and the bell that counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import browser_of, make_room, post, program_of
from tests.house_server import House
from tests.market.deal import accepted, invited, talk_of
from tests.notices.told import notices_of, tell, tell_and_mail
from vestibule.accounts.models import Person
from vestibule.accounts.upper_floors import belongings_of, say_farewell
from vestibule.notices.actions.choose_mails import NewChoices, choose_mails, choose_mails_of_room
from vestibule.notices.models import KindChoice, Mail, MailChoices, Notice, RoomChoice, unread_count
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


def test_the_page_says_who_did_what_where_and_leads_there(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "something private between the two")
    tell()
    browser = browser_of(ana)
    page = browser.get("/notices/").content.decode()
    assert "Bo wrote to you." in page
    assert "Logo for a bakery" in page
    assert "something private" not in page
    assert 'data-unread-notices="2"' in page
    talk = next(one for one in notices_of(ana) if one.event == "message.posted")
    led = browser.post(f"/notices/{talk.id}/open")
    assert led.headers["Location"] == f"/rooms/{room.id}/"
    assert unread_count(ana) == 1
    assert 'data-unread-notices="1"' in browser.get("/jobs/").content.decode()
    assert browser.post("/notices/read").status_code == 302
    assert unread_count(ana) == 0


def test_the_link_of_a_mail_leads_there_and_reads_nothing(ana: Person, bo: Person, eve: Person) -> None:
    invited(ana, bo)
    tell()
    notice = notices_of(bo)[0]
    assert browser_of(bo).get(f"/notices/{notice.id}/").headers["Location"] == "/invitations/"
    assert unread_count(bo) == 1
    assert "/account/login/" in browser_of(None).get(f"/notices/{notice.id}/").headers["Location"]
    assert browser_of(eve).get(f"/notices/{notice.id}/").status_code == 404


def test_a_program_sees_and_reads_the_same(ana: Person, bo: Person) -> None:
    accepted(talk_of(ana, bo))
    tell()
    program = program_of(bo)
    first = program.get("/notices", limit=1).body
    assert (len(first["items"]), first["unread"]) == (1, 2)
    second = program.get("/notices", limit=1, cursor=first["next"]).body
    assert second["items"][0]["id"] != first["items"][0]["id"]
    assert {one["event"] for one in first["items"] + second["items"]} == {"room.joined", "offer.made"}
    assert program.post(f"/notices/{first['items'][0]['id']}/read").body == {"unread": 1}
    assert len(program.get("/notices", show="unread").body["items"]) == 1
    assert program.post("/notices/read").body == {"unread": 0}
    assert program.get("/notices", cursor="nonsense").status == 422


def test_the_page_asks_the_same_questions_however_much_there_is(ana: Person, bo: Person) -> None:
    def questions() -> int:
        browser = browser_of(ana)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/notices/").status_code == 200
        return len(asked)

    make_room(ana, bo)
    tell()
    few = questions()
    for number in range(12):
        post(bo, make_room(ana, bo, title=f"Talk {'abcdefghijkl'[number]}"), "Shall we begin?")
    tell()
    assert unread_count(ana) > 12
    assert questions() == few <= 12


def test_what_is_stored_is_exported_and_goes_with_the_account(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    choose_mails(actor=ana, choices=NewChoices(kinds={"offer": "off"}))
    choose_mails_of_room(actor=ana, room_id=room.id, how="now")
    tell_and_mail()
    own = belongings_of(ana)
    assert [one["text"] for one in own["notices"]] == ["Bo opened a room with you.", "Bo wrote to you."]
    assert {"kind": "offer", "mails": "off"} in own["mail choices"]
    assert {"room": "Logo for a bakery", "mails": "now"} in own["mail choices"]
    assert {one["state"] for one in own["mails"]} == {"sent"}
    tables = (Notice, Mail, KindChoice, RoomChoice, MailChoices)
    assert all(table.objects.filter(person=ana).exists() for table in tables)
    say_farewell(person=ana, erase_texts=True, now=timezone.now())
    tell()
    assert not any(table.objects.filter(person=ana).exists() for table in tables)


@pytest.mark.django_db(transaction=True)
def test_a_notice_comes_live_over_the_persons_own_stream(house: House, ana: Person, bo: Person, room: Room) -> None:
    wire = house.enter(ana)
    assert not house.application.gateway.hub.is_here(bo.id)
    assert house.application.gateway.hub.is_here(ana.id)
    post(bo, room, "Shall we begin?")
    tell()
    heard = wire.until(lambda frame: frame.get("event", {}).get("kind") == "notice.posted")
    assert heard["stream"] == str(ana.id)
