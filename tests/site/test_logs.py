"""No text, name, address, token or ticket of anybody is in a log or on an error page (A31)."""

import json
import logging
import re
from io import StringIO

import pytest
import structlog
from django.core import mail
from django.test import Client

from tests.cast import browser_of, make_person, make_room, program_of
from tests.house_server import House
from tests.program import PREFIX
from vestibule.accounts.models import Person
from vestibule.rooms.models import Room
from vestibule.site.logs import ALLOWED_KEYS

CANARIES = {
    "text": "canary-text-1f",
    "kept text": "canary-kept-2e",
    "name": "Canaria Nameson",
    "address": "canary.mail@people.test",
    "phone": "+1 415 555 0134",
    "password": "canary-pass-word-3d",
    "label": "canary-label-4c",
    "host": "canary-host.example",
    "path": "canary-path-5b",
    "agent": "canary-agent-6a",
}


def leaked(lines: str, canaries: dict[str, str]) -> list[str]:
    """Which secrets stand in the text, whole or as their digits alone."""
    plain = re.sub(r"[ ()-]", "", lines)
    return [what for what, canary in canaries.items() if canary in lines or re.sub(r"[ ()-]", "", canary) in plain]


def test_the_check_sees_a_canary_that_a_key_of_the_list_lets_through(logged: StringIO) -> None:
    log = structlog.get_logger("tests")
    log.info("room.sent", body=CANARIES["text"], email=CANARIES["address"], room="r1")
    assert "room.sent" in logged.getvalue()
    assert leaked(logged.getvalue(), CANARIES) == []
    log.info("room.sent", reason=CANARIES["text"])
    assert leaked(logged.getvalue(), CANARIES) == ["text"]


def test_what_a_library_says_is_kept_without_what_it_quotes(logged: StringIO) -> None:
    quotes = logging.getLogger("some.library")
    quotes.warning("Invalid host: '%s'", CANARIES["host"])
    quotes.warning(f"Invalid host header: '{CANARIES['host']}'. Add it.")
    quotes.error(f"Task exception was never retrieved\nfuture: <Task {CANARIES['text']}>")
    try:
        raise ValueError(CANARIES["text"])
    except ValueError:
        quotes.exception("Exception in application")
    said = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert leaked(logged.getvalue(), CANARIES) == []
    assert [one["event"] for one in said] == [
        "Invalid host",
        "Invalid host header",
        "Task exception was never retrieved",
        "Exception in application",
    ]
    assert said[-1]["error"] == "ValueError"
    assert "test_what_a_library_says" in said[-1]["trace"]
    assert all(set(one) <= ALLOWED_KEYS for one in said)


def _visit_every_failure(house: House, browser: Client) -> str:
    """Provoke errors whose messages could quote; the pages that came of it."""
    answers = [
        browser.get(f"/{CANARIES['path']}", headers={"User-Agent": CANARIES["agent"]}),
        browser.get(f"{PREFIX}/{CANARIES['path']}?q={CANARIES['text']}"),
        browser.get("/rooms/", headers={"Host": CANARIES["host"]}),
        browser.post("/account/login/", {"login": CANARIES["address"], "password": CANARIES["password"]}),
        browser.post(
            f"{PREFIX}/me/tokens", b'{"label": "' + CANARIES["label"].encode(), content_type="application/json"
        ),
        browser.post(f"{PREFIX}/checks", {"text": CANARIES["text"]}, headers={"Sec-Fetch-Site": "cross-site"}),
    ]
    wire = house.knock()
    house.greet(wire, ticket=CANARIES["password"])
    wire.until_closed()
    # A login form shows the address that was typed to the one who typed it.
    return "".join(answer.content.decode() for answer in answers).replace(CANARIES["address"], "", 1)


def test_no_log_and_no_error_page_tells_on_anybody(
    house: House, ana: Person, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaria = make_person("Canaria", is_freelancer=True)
    room = make_room(ana, canaria, title=CANARIES["text"])
    browser, program = browser_of(canaria), program_of(canaria)
    browser.raise_request_exception = False
    sign_up = {
        "email": CANARIES["address"],
        "password1": CANARIES["password"],
        "display_name": CANARIES["name"],
        "side": ["client"],
    }
    assert Client().post("/account/signup/", sign_up).status_code == 302
    assert CANARIES["address"] in mail.outbox[-1].to
    secret = program.post("/me/tokens", {"label": CANARIES["label"]}).body["secret"]
    ticket = program.post("/socket-tickets").body["ticket"]
    wire = house.knock()
    house.greet(wire, ticket=ticket)
    wire.put(op="send", room=room.id, key="k1", body=CANARIES["text"])
    wire.until_event("message.posted")
    wire.put(op="send", room=room.id, key="k2", body=f"{CANARIES['kept text']} call {CANARIES['phone']}")
    wire.until_op("kept")
    pages = _visit_every_failure(house, browser)
    _break(monkeypatch, program_of(canaria), room)
    secrets = {**CANARIES, "token": secret, "ticket": ticket, "session": browser.session.session_key or ""}
    assert leaked(pages, secrets) == []
    lines = logged.getvalue()
    assert "web.failed" in lines
    assert "ZeroDivisionError" in lines
    assert leaked(lines, secrets) == []


def _break(monkeypatch: pytest.MonkeyPatch, program: object, room: Room) -> None:
    """Failures of ours at every floor, each with a canary in its message."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(CANARIES["text"], CANARIES["phone"])

    sending = [f"vestibule.rooms.{one}.clear" for one in ("ahead", "actions.send_messages")]
    for place in ("vestibule.rooms.api.room_detail", *sending):
        monkeypatch.setattr(place, fail)
    get, post = program.get, program.post  # type: ignore[attr-defined]
    assert get(f"/rooms/{room.id}").status == 500
    refused = post(f"/rooms/{room.id}/messages", {"key": "k3", "body": CANARIES["text"]})
    assert (refused.status, refused.code) == (503, "try_later")
    assert leaked(json.dumps(refused.body), CANARIES) == []
    monkeypatch.undo()
