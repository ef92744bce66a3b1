"""Whatever is sent, the API answers with a stable code, one sentence and the field; never with what was sent."""

import base64
import json
import uuid
from io import StringIO
from typing import Any

import pytest

from tests.cast import browser_of, program_of
from tests.program import PREFIX, Program, Reply
from vestibule.accounts.models import Person
from vestibule.rooms.models import Room

_CANARY = "canary-5c1f"


def _cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _is_error(reply: Reply) -> bool:
    return isinstance(reply.body, dict) and set(reply.body) == {"code", "text", "field", "details"}


# what is wrong: (method, path, body as JSON or as bytes, status, code, field)
WRONG: dict[str, tuple[str, str, object, int, str, str | None]] = {
    "too long": ("POST", "/rooms/{room}/messages", {"key": "a", "body": "x" * 20_001}, 422, "message_too_long", "body"),
    "empty": ("POST", "/rooms/{room}/messages", {"key": "a", "body": " \n\t"}, 422, "message_empty", "body"),
    "a NUL": ("POST", "/rooms/{room}/messages", {"key": "a", "body": "a\0b"}, 422, "text_unreadable", "body"),
    "an escape": ("POST", "/rooms/{room}/messages", {"key": "a", "body": "a\x1b[2J"}, 422, "text_unreadable", "body"),
    "half a pair": (
        "POST", "/rooms/{room}/messages", rb'{"key": "a", "body": "a\ud800b"}', 422, "text_unreadable", "body",
    ),
    "no UTF-8": ("POST", "/rooms/{room}/messages", b'{"key": "a", "body": "\xff"}', 400, "body_unreadable", None),
    "half a JSON": ("POST", "/rooms/{room}/messages", b'{"key": ', 400, "body_unreadable", None),
    "nothing": ("POST", "/rooms/{room}/messages", b"", 422, "invalid_input", None),
    "a deep JSON": ("POST", "/rooms/{room}/messages", b"[" * 100_000, 400, "body_unreadable", None),
    "a list": ("POST", "/rooms/{room}/messages", [], 422, "invalid_input", None),
    "another type": ("POST", "/rooms/{room}/messages", {"key": "a", "body": 7}, 422, "invalid_input", "body"),
    "a missing field": ("POST", "/rooms/{room}/messages", {"key": "a"}, 422, "invalid_input", "body"),
    "an unknown field": (
        "POST", "/rooms/{room}/messages", {"key": "a", "body": "x", "to": "y"}, 422, "invalid_input", "to",
    ),
    "an unknown purpose": (
        "POST", "/rooms/{room}/messages", {"key": "a", "body": "x", "purpose": "gossip"}, 422, "purpose_unknown",
        "purpose",
    ),
    "no key": ("POST", "/rooms/{room}/messages", {"key": "", "body": "x"}, 422, "key_invalid", "key"),
    "a strange key": ("POST", "/rooms/{room}/messages", {"key": "a b", "body": "x"}, 422, "key_invalid", "key"),
    "a huge request": ("POST", "/rooms/{room}/messages", b"x" * 3_000_000, 413, "request_too_large", None),
    "a foreign room": ("POST", "/rooms/{nothing}/messages", {"key": "a", "body": "x"}, 404, "not_found", "room"),
    "no id": ("GET", "/rooms/all", None, 422, "invalid_input", "room_id"),
    "a wrong method": ("PUT", "/rooms/{room}/messages", {}, 405, "method_not_allowed", None),
    "no address": ("GET", "/rumours", None, 404, "not_found", None),
    "too small a limit": ("GET", "/rooms?limit=0", None, 422, "invalid_input", "limit"),
    "too large a limit": ("GET", "/rooms?limit=201", None, 422, "invalid_input", "limit"),
    "an endless limit": ("GET", "/rooms?limit=1" + "0" * 40, None, 422, "invalid_input", "limit"),
    "a foreign cursor": ("GET", "/rooms?cursor=abc", None, 422, "cursor_invalid", "cursor"),
    "a cursor of no time": ("GET", f"/rooms?cursor={_cursor('x', 'y')}", None, 422, "cursor_invalid", "cursor"),
    "a cursor without zone": (
        "GET", f"/rooms?cursor={_cursor('2020-01-01', str(uuid.uuid4()))}", None, 422, "cursor_invalid", "cursor",
    ),
    "a cursor before time": (
        "GET", f"/rooms?cursor={_cursor('0001-01-01T00:00:00+23:59', str(uuid.uuid4()))}", None, 422, "cursor_invalid",
        "cursor",
    ),
    "a deep cursor": (
        "GET", f"/rooms?cursor={base64.urlsafe_b64encode(b'[' * 9000).decode()}", None, 422, "cursor_invalid", "cursor",
    ),
    "a number beyond all": ("GET", f"/rooms/{{room}}/events?after={2**63}", None, 422, "invalid_input", "after"),
    "a number below all": ("GET", "/rooms/{room}/timeline?before=-1", None, 422, "invalid_input", "before"),
    "a read mark beyond all": ("POST", "/rooms/{room}/read", {"seq": 2**63}, 422, "invalid_input", "seq"),
    "a read mark of no number": ("POST", "/rooms/{room}/read", {"seq": "many"}, 422, "invalid_input", "seq"),
    "an unknown surface": ("POST", "/checks", {"text": "x", "surface": "wall"}, 422, "invalid_input", "surface"),
    "an unknown day": ("POST", "/checks", {"text": "x", "at": "yesterday"}, 422, "invalid_input", "at"),
    "a long text to check": ("POST", "/checks", {"text": "x" * 65_537}, 422, "invalid_input", "text"),
    "no label": ("POST", "/me/tokens", {"label": " "}, 422, "invalid_input", "label"),
    "a label with a NUL": ("POST", "/me/tokens", {"label": "a\0b"}, 422, "invalid_input", "label"),
    "an end in the past": (
        "POST", "/me/tokens", {"label": "a", "expires_at": "2020-01-01T00:00:00Z"}, 422, "invalid_input", "expires_at",
    ),
    "an end without zone": (
        "POST", "/me/tokens", {"label": "a", "expires_at": "2030-01-01T00:00:00"}, 422, "invalid_input", "expires_at",
    ),
    "an end after time": (
        "POST", "/me/tokens", {"label": "a", "expires_at": "9999-12-31T23:59:59-23:59"}, 422, "invalid_input",
        "expires_at",
    ),
    "a foreign key": ("DELETE", "/me/tokens/{nothing}", None, 404, "not_found", None),
    "a foreign kept message": ("PATCH", "/withheld/{nothing}", {"body": "x"}, 404, "not_found", None),
}  # fmt: skip


def _send(program: Program, room: Room, method: str, path: str, body: object) -> Reply:
    return program.request(method, path.replace("{room}", str(room.id)).replace("{nothing}", str(uuid.uuid4())), body)


@pytest.mark.django_db
@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_request_gets_its_code_and_its_field(what: str, ana: Person, room: Room) -> None:
    method, path, body, status, code, field = WRONG[what]
    reply = _send(program_of(ana), room, method, path, body)
    assert _is_error(reply)
    assert (reply.status, reply.code, reply.body["field"]) == (status, code, field)
    assert reply.body["text"].endswith(".") or code == "invalid_input"


@pytest.mark.django_db
def test_the_same_requests_without_the_fault_are_done(ana: Person, room: Room) -> None:
    program = program_of(ana)
    sent = _send(program, room, "POST", "/rooms/{room}/messages", {"key": "a", "body": "Hello"})
    assert (sent.status, sent.body["status"], sent.body["event"]["event"]["body"]) == (201, "posted", "Hello")
    assert _send(program, room, "POST", "/rooms/{room}/messages", {"key": "b", "body": "x" * 20_000}).status == 201
    assert _send(program, room, "POST", "/rooms/{room}/read", {"seq": 2**63 - 1}).status == 204
    assert _send(program, room, "GET", f"/rooms/{{room}}/events?after={2**63 - 1}", None).body["items"] == []
    assert program.post("/me/tokens", {"label": "a", "expires_at": "2030-01-01T00:00:00Z"}).status == 201


@pytest.mark.django_db
def test_an_error_never_repeats_a_text_that_was_sent(ana: Person, room: Room) -> None:
    program = program_of(ana)
    accepted = program.post(f"/rooms/{room.id}/messages", {"key": "a", "body": _CANARY})
    assert _CANARY in json.dumps(accepted.body)
    for body in (
        {"key": "a b", "body": _CANARY},
        {"key": "b", "body": _CANARY + "\0"},
        {"key": [_CANARY], "body": "x"},
    ):
        reply = program.post(f"/rooms/{room.id}/messages", body)
        assert reply.status == 422
        assert _CANARY not in json.dumps(reply.body)


@pytest.mark.django_db
def test_a_failure_of_ours_has_a_number_and_tells_nothing_else(
    ana: Person, room: Room, monkeypatch: pytest.MonkeyPatch, logged: StringIO
) -> None:
    program = program_of(ana)
    assert program.get(f"/rooms/{room.id}").status == 200

    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError(_CANARY)

    monkeypatch.setattr("vestibule.rooms.api.room_detail", break_down)
    reply = program.get(f"/rooms/{room.id}")
    assert _is_error(reply)
    assert (reply.status, reply.code) == (500, "internal")
    lines = logged.getvalue()
    assert reply.body["details"]["id"] in lines
    assert "ZeroDivisionError" in lines
    assert _CANARY not in lines + json.dumps(reply.body)


@pytest.mark.django_db
def test_a_session_that_has_ended_is_told_to_sign_in(ana: Person) -> None:
    browser = browser_of(ana)
    assert browser.get(f"{PREFIX}/me").status_code == 200
    browser.session.flush()
    answer = browser.get(f"{PREFIX}/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


@pytest.mark.django_db
@pytest.mark.parametrize("token", [None, "", "vst_unknown", "\0", "é" * 300])
def test_a_wrong_token_is_told_to_sign_in_whatever_it_asks(token: str | None, room: Room) -> None:
    stranger = Program(token)
    for reply in (
        stranger.get("/me"),
        stranger.post(f"/rooms/{room.id}/messages", {"key": "a", "body": "x"}),
        stranger.delete(f"/me/tokens/{uuid.uuid4()}"),
    ):
        assert (reply.status, reply.code) == (401, "sign_in_needed")


@pytest.mark.django_db
def test_an_expired_token_is_told_to_sign_in(ana: Person) -> None:
    from vestibule.accounts.models import PersonalToken

    program = program_of(ana)
    assert program.get("/me").status == 200
    PersonalToken.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert program.get("/me").status == 401


def _browser_post(browser: Any, room: Room, **kwargs: Any) -> tuple[int, str]:  # noqa: ANN401 - Django's client
    kwargs.setdefault("content_type", "application/json")
    answer = browser.post(f"{PREFIX}/rooms/{room.id}/messages", b'{"key": "a", "body": "Hello"}', **kwargs)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_a_browser_needs_the_token_of_its_form(content_type: str, ana: Person, room: Room) -> None:
    browser = browser_of(ana, checks_csrf=True)
    assert _browser_post(browser, room, content_type=content_type) == (403, "csrf_failed")
    browser.cookies["vestibule_csrf"] = token = "t" * 32
    assert _browser_post(browser, room, content_type=content_type, headers={"X-CSRFToken": token}) == (201, "")


@pytest.mark.django_db
def test_what_another_site_sends_is_refused_even_with_the_token(ana: Person, room: Room) -> None:
    browser = browser_of(ana, checks_csrf=True)
    browser.cookies["vestibule_csrf"] = token = "t" * 32
    headers = {"X-CSRFToken": token}
    assert _browser_post(browser, room, headers={**headers, "Sec-Fetch-Site": "cross-site"}) == (403, "not_allowed")
    assert _browser_post(browser, room, headers={**headers, "Origin": "https://evil.example"}) == (403, "csrf_failed")
    assert _browser_post(browser, room, headers={**headers, "Sec-Fetch-Site": "same-origin"}) == (201, "")


@pytest.mark.django_db
def test_another_host_name_is_refused_before_any_door(ana: Person) -> None:
    browser = browser_of(ana)
    browser.raise_request_exception = False
    assert browser.get(f"{PREFIX}/me", headers={"Host": "localhost"}).status_code == 200
    for path in (f"{PREFIX}/me", "/rooms/"):
        answer = browser.get(path, headers={"Host": f"{_CANARY}.example"})
        assert answer.status_code == 400
        assert _CANARY not in answer.content.decode()
