"""The outsider: every address, operation and command tried by those who have no part in it.

The answer is the same as for a thing that does not exist. A way into the house without a row here fails the build.
"""

import json
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls.converters import UUIDConverter
from websockets.exceptions import ConnectionClosed

from tests.cast import browser_of
from tests.house.routes import API, commands, operations, pages, patterns, uncovered
from tests.house.world import FIRST_MESSAGE, OUTSIDERS, World, make_world, seen
from tests.house_server import House
from vestibule.accounts.models import Person
from vestibule.feed.models import Event


@dataclass(frozen=True)
class Row:
    """What the address names, who is at home there, and a body that they could send."""

    thing: str
    at_home: str
    body: dict[str, Any] | None = None
    # For whom it is no secret, with the reason in the comment beside the row.
    known_to: tuple[str, ...] = ()


_OFFER = {"terms": "Two drafts.", "amount_minor": 100, "currency": "EUR"}
_PROPOSAL = {"cover_text": "I draw logos.", "bid_minor": 100, "currency": "EUR"}

_NOBODY = "00000000-0000-4000-8000-000000000000"

OPERATIONS: dict[str, Row | str] = {
    "GET /me": "oneself",
    "POST /socket-tickets": "oneself",
    "PATCH /me": "oneself",
    "POST /me/picture": "oneself",
    "DELETE /me/picture": "oneself",
    "GET /pictures/{picture_id}": Row("picture", "ana"),
    "GET /me/export": "one's own; tests/accounts",
    "GET /me/sessions": "one's own",
    "DELETE /me/sessions/{session_id}": Row("session", "ana"),
    "GET /me/tokens": "one's own",
    "POST /me/tokens": "one's own",
    "GET /organisations/mine": "one's own",
    "POST /organisations": "one's own",
    "GET /organisations/{organisation_id}": Row("organisation", "ana"),
    "POST /organisations/{organisation_id}/invitations": Row("organisation", "ana", {"role": "member"}),
    "POST /organisations/{organisation_id}/role": Row("organisation", "ana", {"person": _NOBODY, "role": "member"}),
    "POST /organisations/{organisation_id}/remove": Row("organisation", "ana", {"person": _NOBODY}),
    "POST /organisations/{organisation_id}/leave": Row("organisation", "ana"),
    "DELETE /organisation-invitations/{invitation_id}": Row("organisation_invitation", "ana"),
    "GET /organisation-links/{code}": "whoever was given the link; tests/accounts",
    "POST /organisation-links/{code}/accept": "whoever was given the link; tests/accounts",
    "POST /checks": "a text and nobody's thing",
    "GET /rooms": "one's own",
    "GET /search": "one's own; a room of others named in it does not exist: tests/rooms/test_search.py",
    "GET /jobs": "open jobs are for everybody who is signed in",
    "POST /jobs": "one's own",
    "GET /proposals": "one's own",
    "GET /me/profile": "one's own",
    "PUT /me/profile": "one's own",
    "GET /freelancers": "listed profiles are for everybody who is signed in",
    "GET /freelancers/{person_id}": Row("profile", "ana"),
    "GET /clients/{person_id}": Row("client", "sample"),
    "GET /waiting": "one's own",
    "GET /invitations": "one's own",
    "GET /invitations/{invitation_id}": Row("invitation", "bo"),
    "POST /invitations/{invitation_id}/accept": Row("invitation", "bo"),
    "POST /invitations/{invitation_id}/decline": Row("invitation", "bo"),
    "POST /invitations/{invitation_id}/withdraw": Row("invitation", "ana"),
    "DELETE /me/tokens/{token_id}": Row("token", "ana"),
    "GET /rooms/{room_id}": Row("room", "ana"),
    "GET /rooms/{room_id}/timeline": Row("room", "ana"),
    "GET /rooms/{room_id}/events": Row("room", "ana"),
    "POST /rooms/{room_id}/messages": Row("room", "ana", {"key": "k", "body": "Hello"}),
    "PATCH /rooms/{room_id}/messages/{seq}": Row("room", "ana", {"body": "Hello"}),
    "DELETE /rooms/{room_id}/messages/{seq}": Row("room", "ana"),
    "GET /rooms/{room_id}/messages/{seq}/revisions": Row("room", "ana"),
    "PUT /rooms/{room_id}/messages/{seq}/reactions/{reaction}": Row("room", "ana"),
    "DELETE /rooms/{room_id}/messages/{seq}/reactions/{reaction}": Row("room", "ana"),
    "POST /rooms/{room_id}/checks": Row("room", "ana", {"body": "Hello"}),
    "POST /rooms/{room_id}/read": Row("room", "ana", {"seq": 1}),
    "POST /rooms/{room_id}/leave": Row("room", "ana"),
    "GET /rooms/{room_id}/colleagues": Row("room", "ana"),
    "POST /rooms/{room_id}/members": Row("room", "ana", {"person": _NOBODY}),
    "DELETE /rooms/{room_id}/members/{member_id}": Row("room", "ana"),
    "POST /rooms/{room_id}/place": Row("room", "ana", {"is_pinned": True}),
    "GET /rooms/{room_id}/reads": Row("room", "ana"),
    "GET /rooms/{room_id}/draft": Row("room", "ana"),
    "POST /rooms/{room_id}/draft": Row("room", "ana", {"body": "Hello"}),
    "GET /notices": "one's own",
    "POST /notices/read": "one's own",
    "POST /notices/{notice_id}/read": Row("notice", "ana"),
    "GET /me/mails": "one's own",
    "PATCH /me/mails": "one's own",
    "POST /me/mails/new-links": "one's own",
    "POST /rooms/{room_id}/mails": Row("room", "ana", {"how": "off"}),
    "POST /rooms/{room_id}/pins": Row("room", "ana", {"seq": FIRST_MESSAGE}),
    "POST /rooms/{room_id}/questions": Row("room", "ana", {"seq": FIRST_MESSAGE}),
    "GET /rooms/{room_id}/export": Row("room", "ana"),
    "GET /rooms/{room_id}/withheld": Row("room", "ana"),
    "PATCH /withheld/{withheld_id}": Row("withheld", "bo", {"body": "Hello"}),
    "DELETE /withheld/{withheld_id}": Row("withheld", "bo"),
    "POST /withheld/{withheld_id}/release": Row("withheld", "bo"),
    "GET /jobs/{job_id}": Row("draft", "ana"),
    "PATCH /jobs/{job_id}": Row("draft", "ana", {"title": "Another logo"}),
    "POST /jobs/{job_id}/close": Row("draft", "ana"),
    "POST /jobs/{job_id}/reopen": Row("draft", "ana"),
    "PUT /jobs/{job_id}/saved": Row("draft", "ana"),
    "DELETE /jobs/{job_id}/saved": Row("draft", "ana"),
    "GET /jobs/{job_id}/invitations": Row("draft", "ana"),
    "POST /jobs/{job_id}/invitations": Row("draft", "ana", {"freelancer": str(uuid.uuid4())}),
    "GET /jobs/{job_id}/proposals": Row("draft", "ana"),
    "POST /jobs/{job_id}/proposals": Row("draft", "ana", _PROPOSAL),
    "GET /proposals/{proposal_id}": Row("proposal", "bo"),
    "PATCH /proposals/{proposal_id}": Row("proposal", "bo", {"cover_text": "I draw."}),
    "POST /proposals/{proposal_id}/withdraw": Row("proposal", "bo"),
    "POST /proposals/{proposal_id}/decline": Row("proposal", "ana"),
    "POST /proposals/{proposal_id}/room": Row("proposal", "ana"),
    "GET /rooms/{room_id}/offers": Row("room", "bo"),
    "POST /rooms/{room_id}/offers": Row("room", "ana", _OFFER),
    "GET /offers/{offer_id}": Row("offer", "bo"),
    "POST /offers/{offer_id}/accept": Row("offer", "bo"),
    "POST /offers/{offer_id}/decline": Row("offer", "bo"),
    "POST /offers/{offer_id}/withdraw": Row("offer", "ana"),
    "GET /contracts/{contract_id}": Row("contract", "bo"),
    "POST /contracts/{contract_id}/end": Row("contract", "bo"),
    "POST /contracts/{contract_id}/leave": Row("contract", "bo", {"words": ""}),
}

_ALLAUTH = "about whoever is signed in, or about nobody; tests/accounts tells what it gives away"
PAGES: dict[str, Row | str] = {
    "": "what this place is",
    "health": "whether the house stands",
    "language/": "one's own",
    "demo/": "sample people, in demo mode only",
    "demo/enter/<uuid:person_id>": Row("sample", ""),
    "account/login/": _ALLAUTH,
    "account/login/code/confirm/": _ALLAUTH,
    "account/logout/": _ALLAUTH,
    "account/inactive/": _ALLAUTH,
    "account/signup/": _ALLAUTH,
    "account/reauthenticate/": _ALLAUTH,
    "account/email/": _ALLAUTH,
    "account/confirm-email/": _ALLAUTH,
    "account/password/change/": _ALLAUTH,
    "account/password/set/": _ALLAUTH,
    "account/password/reset/": _ALLAUTH,
    "account/password/reset/done/": _ALLAUTH,
    "account/password/reset/key/done/": _ALLAUTH,
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "opened by a mailed key alone",
    "account/2fa/": _ALLAUTH,
    "account/2fa/authenticate/": _ALLAUTH,
    "account/2fa/reauthenticate/": _ALLAUTH,
    "account/2fa/totp/activate/": _ALLAUTH,
    "account/2fa/totp/deactivate/": _ALLAUTH,
    "account/2fa/recovery-codes/": _ALLAUTH,
    "account/2fa/recovery-codes/generate/": _ALLAUTH,
    "account/2fa/recovery-codes/download/": _ALLAUTH,
    "account/2fa/webauthn/": _ALLAUTH,
    "account/2fa/webauthn/add/": _ALLAUTH,
    "account/2fa/webauthn/login/": _ALLAUTH,
    "account/2fa/webauthn/reauthenticate/": _ALLAUTH,
    "account/2fa/webauthn/keys/<int:pk>/remove/": "one's own passkey; tests/accounts tries another's",
    "account/2fa/webauthn/keys/<int:pk>/edit/": "one's own passkey; tests/accounts tries another's",
    "account/profile/": "one's own",
    "account/picture/": "one's own",
    "pictures/<uuid:picture_id>": Row("picture", "ana"),
    "account/sessions/": "one's own",
    "account/sessions/<uuid:session_id>/end": Row("session", "ana"),
    "account/keys/": "one's own",
    "account/keys/<uuid:token_id>/revoke": Row("token", "ana"),
    "account/data/": "one's own",
    "account/data/export": "one's own; tests/accounts",
    "account/leave/": "oneself",
    "account/stay/": "oneself",
    "account/organisation/": "one's own",
    "organisations/<uuid:organisation_id>/": Row("organisation", "ana"),
    "organisations/<uuid:organisation_id>/invite": Row("organisation", "ana", {"role": "member", "days": "7"}),
    "organisations/<uuid:organisation_id>/member": Row("organisation", "ana", {"person": _NOBODY, "role": "member"}),
    "organisations/<uuid:organisation_id>/leave": Row("organisation", "ana"),
    "organisation-invitations/<uuid:invitation_id>/revoke": Row("organisation_invitation", "ana"),
    "join/<uuid:code>/": "whoever was given the link; tests/accounts",
    "rooms/": "one's own",
    "search/": "one's own; a room of others named in it does not exist: tests/rooms/test_search.py",
    "rooms/<uuid:room_id>/": Row("room", "ana"),
    "rooms/<uuid:room_id>/messages": Row("room", "ana", {"body": "Hello", "key": "k"}),
    "rooms/<uuid:room_id>/edit": Row("room", "ana", {"body": "Hello", "seq": "{seq}"}),
    "rooms/<uuid:room_id>/delete": Row("room", "ana", {"seq": "{seq}"}),
    "rooms/<uuid:room_id>/react": Row("room", "ana", {"seq": "{seq}", "on": "heart"}),
    "rooms/<uuid:room_id>/revisions": Row("room", "ana", {"seq": "{seq}"}),
    "rooms/<uuid:room_id>/leave": Row("room", "ana", {}),
    "rooms/<uuid:room_id>/people": Row("room", "ana"),
    "rooms/<uuid:room_id>/members": Row("room", "ana", {"person": _NOBODY}),
    "rooms/<uuid:room_id>/members/remove": Row("room", "ana", {"person": _NOBODY}),
    "rooms/<uuid:room_id>/place": Row("room", "ana", {"pin": "1"}),
    "notices/": "one's own",
    "notices/read": "one's own",
    "notices/unsubscribe/": "opened by the token of a mail alone; tests/notices",
    "notices/<uuid:notice_id>/": Row("notice", "ana"),
    "notices/<uuid:notice_id>/open": Row("notice", "ana"),
    "notices/<uuid:notice_id>/read": Row("notice", "ana"),
    "account/notifications/": "one's own",
    "account/notifications/new-links": "one's own",
    "rooms/<uuid:room_id>/notifications": Row("room", "ana", {"how": "off"}),
    "rooms/<uuid:room_id>/pins": Row("room", "ana", {"seq": str(FIRST_MESSAGE)}),
    "rooms/<uuid:room_id>/questions": Row("room", "ana", {"seq": str(FIRST_MESSAGE)}),
    "rooms/<uuid:room_id>/export": Row("room", "ana"),
    "withheld/<uuid:withheld_id>/revise": Row("withheld", "bo", {"body": "Hello"}),
    "withheld/<uuid:withheld_id>/release": Row("withheld", "bo"),
    "withheld/<uuid:withheld_id>/discard": Row("withheld", "bo"),
    "jobs/": "open jobs are for everybody who is signed in",
    "jobs/new": "one's own",
    "jobs/<uuid:job_id>/": Row("draft", "ana"),
    "jobs/<uuid:job_id>/edit": Row("draft", "ana", {"title": "Another", "body": "logo"}),
    "jobs/<uuid:job_id>/publish": Row("draft", "ana"),
    "jobs/<uuid:job_id>/close": Row("draft", "ana"),
    "jobs/saved": "one's own",
    "jobs/<uuid:job_id>/reopen": Row("draft", "ana"),
    "jobs/<uuid:job_id>/save": Row("draft", "ana"),
    "jobs/<uuid:job_id>/unsave": Row("draft", "ana"),
    "freelancers/": "listed profiles are for everybody who is signed in",
    "freelancers/<uuid:person_id>/": Row("profile", "ana"),
    "freelancers/<uuid:person_id>/invite": Row("profile", "ana", {"words": "Hello"}),
    "clients/<uuid:person_id>/": Row("client", "sample"),
    "profile/": "one's own",
    "waiting/": "one's own",
    "invitations/": "one's own",
    "invitations/<uuid:invitation_id>/accept": Row("invitation", "bo"),
    "invitations/<uuid:invitation_id>/decline": Row("invitation", "bo"),
    "invitations/<uuid:invitation_id>/withdraw": Row("invitation", "ana"),
    "jobs/<uuid:job_id>/proposals": Row("draft", "ana", {"cover_text": "I draw.", "amount": "1", "currency": "EUR"}),
    "proposals/": "one's own",
    "proposals/<uuid:proposal_id>/edit": Row("proposal", "bo", {"cover_text": "I draw."}),
    "proposals/<uuid:proposal_id>/withdraw": Row("proposal", "bo"),
    "proposals/<uuid:proposal_id>/decline": Row("proposal", "ana"),
    "proposals/<uuid:proposal_id>/room": Row("proposal", "ana"),
    "rooms/<uuid:room_id>/offers": Row("room", "ana", {"terms": "Two drafts.", "amount": "1", "currency": "EUR"}),
    "offers/<uuid:offer_id>/accept": Row("offer", "bo"),
    "offers/<uuid:offer_id>/decline": Row("offer", "bo"),
    "offers/<uuid:offer_id>/withdraw": Row("offer", "ana"),
    "contracts/<uuid:contract_id>/end": Row("contract", "bo"),
    "contracts/<uuid:contract_id>/leave": Row("contract", "bo"),
}

COMMANDS: dict[str, str] = {
    "hello": "names streams it holds",
    "catch_up": "names a stream",
    "send": "names a room",
    "check": "names a room",
    "read": "names a room",
    "watch": "names a room",
    "typing": "about the watched room, never answered; tests/gateway/test_watching.py",
}


# -- every way in has a row -------------------------------------------------------------------------------------------


def test_the_check_sees_a_way_in_without_a_row() -> None:
    assert uncovered(operations() | {"GET /rumours"}, OPERATIONS) == ["no row for GET /rumours"]
    assert uncovered(pages() - {"rooms/"}, PAGES) == ["nothing there: rooms/"]


def test_every_operation_of_the_api_has_a_row() -> None:
    assert uncovered(operations(), OPERATIONS) == []


def test_every_address_of_the_api_is_described() -> None:
    described = {operation.split(" /")[1] for operation in operations()}
    undescribed = {"openapi.json", ""}
    addresses = {
        address.removeprefix(API).replace("<", "{").replace(">", "}")
        for address, _ in patterns()
        if address.startswith(API)
    }
    assert addresses - described == undescribed


def test_every_page_has_a_row() -> None:
    assert uncovered(pages(), PAGES) == []


def test_every_command_of_the_socket_has_a_row() -> None:
    assert uncovered(commands(), COMMANDS) == []


# -- what an address gives away ---------------------------------------------------------------------------------------


# Allauth's own: a number in them that is not one's own passkey's is not there.
COUNTED = "account/2fa/webauthn/keys/"


def test_no_address_counts_anything() -> None:
    """A1: what is named in an address is named by an id with 122 random bits, never by a number."""
    from django.apps import apps
    from django.db import models

    converters = {
        type(converter)
        for address, pattern in patterns()
        if not address.startswith(API) and not address.startswith(COUNTED)
        for converter in getattr(pattern.pattern, "converters", {}).values()
    }
    assert converters == {UUIDConverter}
    public = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("vestibule.") and isinstance(model._meta.pk, models.UUIDField)
    ]
    made = {model.__name__: model._meta.pk.get_default() for model in public if model.__name__ != "Stream"}
    assert {"Room", "Person", "WithheldMessage", "Offer", "PersonalToken"} <= set(made)
    assert {name: one.version for name, one in made.items() if one is None or one.version != 4} == {}


@pytest.fixture
def world(ana: Person, bo: Person, eve: Person, mo: Person) -> World:
    return make_world(ana, bo, eve, mo)


def _client(who: str, world: World) -> Client:
    if who == "thief":
        client = Client(headers={"Authorization": "Bearer vst_neverwas"})
        client.cookies["vestibule_session"] = "neverwas"
        return client
    return browser_of(world.people.get(who))


def _operate(client: Client, operation: str, row: Row, thing: uuid.UUID, seq: int) -> tuple[int, dict[str, str], bytes]:
    method, path = (
        operation.replace("{seq}", str(seq)).replace("{reaction}", "heart").replace("{member_id}", _NOBODY).split()
    )
    address = "/api/v1" + path[: path.index("{")] + str(thing) + path[path.index("}") + 1 :]
    body = json.dumps(row.body) if row.body is not None else ""
    return seen(client.generic(method, address, body, content_type="application/json"), thing)  # type: ignore[arg-type]


def _visit(
    client: Client, page: str, row: Row, thing: uuid.UUID, method: str, seq: int
) -> tuple[int, dict[str, str], bytes]:
    address = "/" + page[: page.index("<")] + str(thing) + page[page.index(">") + 1 :]
    body = {name: str(value).replace("{seq}", str(seq)) for name, value in (row.body or {}).items()}
    if method == "GET":
        asked = body if page.endswith("/revisions") else {}
        return seen(client.get(address, asked), thing)  # type: ignore[arg-type]
    return seen(client.post(address, body), thing)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [name for name, row in OPERATIONS.items() if isinstance(row, Row)])
def test_an_operation_on_what_is_not_yours_finds_nothing(operation: str, world: World) -> None:
    row = OPERATIONS[operation]
    assert isinstance(row, Row)
    thing, nothing, events = world.things[row.thing], uuid.uuid4(), Event.objects.count()
    for who in OUTSIDERS:
        client = _client(who, world)
        there, not_there = (_operate(client, operation, row, one, world.seq) for one in (thing, nothing))
        assert there == not_there, who
        assert there[0] == (401 if who in {"nobody", "thief"} else 404), who
    assert Event.objects.count() == events
    # Whoever is at home there gets another answer: the row is not blind.
    client = _client(row.at_home, world)
    not_there = _operate(client, operation, row, nothing, world.seq)
    assert _operate(client, operation, row, thing, world.seq) != not_there
    assert not_there[0] == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", [name for name, row in PAGES.items() if isinstance(row, Row)])
def test_a_page_of_what_is_not_yours_is_not_there(page: str, world: World) -> None:
    row = PAGES[page]
    assert isinstance(row, Row)
    thing, nothing, events = world.things[row.thing], uuid.uuid4(), Event.objects.count()
    for who in OUTSIDERS:
        client = _client(who, world)
        for method in ("GET", "POST"):
            there, not_there = (_visit(client, page, row, one, method, world.seq) for one in (thing, nothing))
            assert there == not_there, (who, method)
            assert there[0] in {302, 404, 405}, (who, method)
    assert Event.objects.count() == events
    if row.at_home:
        client = _client(row.at_home, world)
        answers = [
            [_visit(client, page, row, one, method, world.seq) for method in ("POST", "GET")]
            for one in (thing, nothing)
        ]
        assert answers[0] != answers[1]


# -- the socket -------------------------------------------------------------------------------------------------------


def _frames(house: House, person: Person, stream: uuid.UUID) -> list[dict[str, Any]]:
    """All that somebody hears when they try every command on a stream; the stream's id is struck out."""
    wire = house.enter(person, since={stream: 0})
    own = wire.frames.pop()
    assert str(stream) not in own["streams"]
    wire.put(op="catch_up", stream=stream, after=0)
    wire.until_op("refused")
    wire.put(op="send", room=stream, key="k", body="Hello")
    wire.until_op("refused")
    wire.put(op="check", id="c", room=stream, body="Hello")
    wire.until_op("refused")
    wire.put(op="read", id="r", room=stream, seq=1)
    wire.until_op("refused")
    wire.put(op="watch", id="w", room=stream)
    wire.until_op("refused")
    wire.put(op="typing")
    heard: list[dict[str, Any]] = json.loads(json.dumps(wire.frames).replace(str(stream), "<id>"))
    return heard


def test_no_command_reaches_what_is_not_yours(house: House, world: World) -> None:
    room = world.things["room"]
    for who in ("eve", "former", "neighbour", "staff"):
        person = world.people[who]
        heard = _frames(house, person, room)
        assert heard == _frames(house, person, uuid.uuid4()), who
        assert {frame["code"] for frame in heard} == {"not_found"}, who
        # Another person's own stream is no more theirs than a room.
        assert heard == _frames(house, person, world.people["ana"].id), who
    at_home = house.enter(world.people["ana"], since={room: 0})
    at_home.put(op="send", room=room, key="k", body="Hello")
    assert at_home.until(lambda frame: frame.get("event", {}).get("key") == "k")["event"]["body"] == "Hello"


def test_without_a_ticket_there_is_no_command_at_all(house: House, world: World) -> None:
    for ticket in ("", "neverwas"):
        wire = house.knock()
        house.greet(wire, ticket=ticket, since={world.things["room"]: 0})
        with suppress(ConnectionClosed):  # the door may be shut already
            wire.put(op="catch_up", stream=world.things["room"], after=0)
        assert wire.until_closed() == 4401
        assert wire.frames == []
