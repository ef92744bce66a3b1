"""The outsider: every address, operation and command tried by those who have no part in it.

The answer is the same as for a thing that does not exist. A way into the house without a row here fails the build.
"""

import json
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.urls.converters import UUIDConverter
from websockets.exceptions import ConnectionClosed

from tests.cast import browser_of
from tests.house.routes import API, commands, operations, pages, patterns, uncovered
from tests.house.ways_in import COMMANDS, NOBODY, OPERATIONS, PAGES, Row
from tests.house.world import OUTSIDERS, World, make_world, seen
from tests.house_server import House
from vestibule.accounts.models import Person
from vestibule.feed.models import Event

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
        operation.replace("{seq}", str(seq)).replace("{reaction}", "heart").replace("{member_id}", NOBODY).split()
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
