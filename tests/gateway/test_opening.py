"""A ticket opens one socket, once, soon, and only while its sign-in stands (A4, A24)."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import PASSWORD, browser_of, post
from tests.house_server import House, Wire, open_house
from tests.program import PREFIX
from tests.race import all_at_once
from vestibule.accounts import sessions
from vestibule.accounts.models import Person, PersonalToken
from vestibule.accounts.sessions import TicketIdentity, issue_ticket
from vestibule.rooms.models import Room

NO_HELLO = [
    "",
    "hello",
    "[]",
    "null",
    '{"op": "hello"}',
    '{"op": "hello", "ticket": 7}',
    '{"op": "hello", "ticket": "{ticket}", "since": {"no-id": 1}}',
    '{"op": "hello", "ticket": "{ticket}", "since": {}, "more": 1}',
    '{"op": "send", "room": "{room}", "key": "k", "body": "Hello"}',
    '{"op": "hello", "ticket": "{ticket}", "since": ' + "[" * 50_000 + "}",
    '{"op": "hello", "ticket": "\\ud800"}',
]
GARBAGE = ["", "x", "\0", "é" * 5_000, "socket-ticket:", "../../etc", "' OR 1=1 --"]


def _ticket(browser: Client) -> str:
    return str(browser.post(f"{PREFIX}/socket-tickets").json()["ticket"])


def _enter(house: House, browser: Client) -> Wire:
    wire = house.knock(origin=house.address)
    house.greet(wire, ticket=_ticket(browser))
    wire.until_op("welcome")
    return wire


# -- tickets ----------------------------------------------------------------------------------------------------------


def test_a_ticket_opens_one_socket(house: House, ana: Person) -> None:
    ticket = house.ticket_for(ana)
    first, second = house.knock(), house.knock()
    house.greet(first, ticket=ticket)
    assert first.until_op("welcome")["person"] == str(ana.id)
    house.greet(second, ticket=ticket)
    assert second.until_closed() == 4401
    assert second.frames == []


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_who_show_one_ticket_one_is_let_in(ana: Person) -> None:
    ticket = issue_ticket(person=ana, session="t:tests")
    admitted = all_at_once([lambda: TicketIdentity().admit(ticket)] * 100)
    assert len(admitted) == 100
    assert len([one for one in admitted if one is not None]) == 1


@pytest.mark.django_db
def test_a_ticket_that_has_run_out_lets_nobody_in(ana: Person) -> None:
    assert sessions.TICKET_SECONDS == 30
    fresh, stale = (issue_ticket(person=ana, session="t:tests") for _ in range(2))
    cache.touch(sessions._ticket_key(stale), timeout=0)
    assert TicketIdentity().admit(stale) is None
    assert TicketIdentity().admit(fresh) is not None


@pytest.mark.django_db
def test_hundreds_can_hold_a_ticket_at_once(ana: Person) -> None:
    tickets = [issue_ticket(person=ana, session="t:tests") for _ in range(700)]
    assert all(TicketIdentity().admit(ticket) for ticket in tickets)


def test_garbage_is_no_ticket(house: House) -> None:
    for ticket in GARBAGE:
        wire = house.knock()
        house.greet(wire, ticket=ticket)
        assert wire.until_closed() == 4401, ticket


# -- hello ------------------------------------------------------------------------------------------------------------


def test_who_says_nothing_is_shown_out(house: House, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.gateway.socket.HELLO_WITHIN_S", 0.2)
    assert house.knock().until_closed() == 4400
    monkeypatch.undo()
    assert house.enter(ana).frames[0]["op"] == "welcome"


def test_another_first_frame_closes_the_door(house: House, ana: Person, room: Room) -> None:
    for first in NO_HELLO:
        wire = house.knock()
        wire.connection.send(first.replace("{ticket}", house.ticket_for(ana)).replace("{room}", str(room.id)))
        assert wire.until_closed() in {4400, 4401}, first[:60]
        assert wire.frames == []


# -- ending -----------------------------------------------------------------------------------------------------------


def test_signing_out_closes_the_sockets_of_that_sign_in_only(house: House, ana: Person, bo: Person, room: Room) -> None:
    desk, phone = browser_of(ana), browser_of(ana)
    two_tabs, elsewhere = [_enter(house, desk), _enter(house, desk)], _enter(house, phone)
    post(bo, room, "one")
    assert [tab.until_event("message.posted")["event"]["body"] for tab in two_tabs] == ["one", "one"]
    desk.post("/account/logout/")
    assert [tab.until_closed() for tab in two_tabs] == [4401, 4401]
    post(bo, room, "two")
    assert elsewhere.until_seq(room.id, 5)["event"]["body"] == "two"
    assert [tab.seqs(room.id) for tab in two_tabs] == [[4], [4]]


def test_a_new_password_closes_all_other_sign_ins(house: House, ana: Person) -> None:
    desk, phone = browser_of(ana), browser_of(ana)
    elsewhere = _enter(house, phone)
    new = "four-even-better-words"
    answer = desk.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert elsewhere.until_closed() == 4401
    assert phone.get(f"{PREFIX}/me").status_code == 401
    assert desk.get(f"{PREFIX}/me").status_code == 200
    assert _enter(house, desk).frames


def test_a_new_session_id_closes_the_sockets_of_the_old_one_and_lets_its_owner_come_back(
    house: House, ana: Person, bo: Person, room: Room
) -> None:
    desk, phone = browser_of(ana), browser_of(ana)
    old_id = desk.cookies["vestibule_session"].value
    two_tabs, elsewhere = [_enter(house, desk), _enter(house, desk)], _enter(house, phone)
    stolen = _ticket(desk)
    desk.post("/account/reauthenticate/", {"password": PASSWORD})
    assert [tab.until_closed() for tab in two_tabs] == [4401, 4401]
    # A ticket that was given to the old id is as void as the id itself.
    thief = house.knock()
    house.greet(thief, ticket=stolen)
    assert thief.until_closed() == 4401
    assert thief.frames == []
    with_old_id = Client(headers={"cookie": f"vestibule_session={old_id}"})
    assert with_old_id.post(f"{PREFIX}/socket-tickets").status_code == 503
    posted = post(bo, room, "one")
    back = house.knock(origin=house.address)
    house.greet(back, ticket=_ticket(desk), since={room.id: posted.seq - 1})
    assert back.until_event("message.posted")["event"]["body"] == "one"
    assert elsewhere.until_event("message.posted")["event"]["body"] == "one"


def test_a_revoked_token_closes_its_sockets(house: House, ana: Person) -> None:
    wire = house.enter(ana)
    browser_of(ana).delete(f"{PREFIX}/me/tokens/{PersonalToken.objects.get(person=ana).id}")
    assert wire.until_closed() == 4401


def test_signing_out_while_the_socket_opens_closes_it_too(house: House, ana: Person) -> None:
    browser = browser_of(ana)
    wire, ticket = house.knock(origin=house.address), _ticket(browser)
    browser.post("/account/logout/")
    house.greet(wire, ticket=ticket)
    assert wire.until_closed() == 4401
    assert wire.frames == []


@pytest.mark.parametrize("end", ["locked out", "session gone", "token expired"])
def test_a_sign_in_that_ends_unannounced_is_found_at_the_next_beat(
    end: str,
    ana: Person,
    room: Room,
    transactional_db: None,
    settings: Settings,
) -> None:
    browser = browser_of(ana)
    with open_house(settings, heartbeat_s=0.1) as house:
        wire = house.enter(ana) if end == "token expired" else _enter(house, browser)
        wire.until_op("beat")
        wire.until_op("beat")
        if end == "locked out":
            Person.objects.filter(id=ana.id).update(is_active=False)
        elif end == "session gone":
            browser.session.flush()
        else:
            PersonalToken.objects.update(expires_at="2020-01-01T00:00:00Z")
        assert wire.until_closed() == 4401


@pytest.mark.django_db(transaction=True)
def test_the_session_gets_a_new_id_at_sign_in(ana: Person) -> None:
    planted = Client()
    session = planted.session
    session["seen"] = True
    session.save()
    before = session.session_key or ""
    planted.cookies["vestibule_session"] = before
    answer = planted.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert planted.session.session_key != before
    thief = Client()
    thief.cookies["vestibule_session"] = before
    assert thief.get(f"{PREFIX}/me").status_code == 401
    assert planted.get(f"{PREFIX}/me").status_code == 200
