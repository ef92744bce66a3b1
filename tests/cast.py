"""The cast of all tests: ana the client, bo the freelancer, mo the moderator, eve the outsider, eli of an enterprise.

Real people with real passwords in a real database; a room in which ana and bo talk; browsers, programs and sockets to
act with.
"""

import logging
import uuid
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings
from structlog.stdlib import ProcessorFormatter

from tests.house_server import House, open_house
from tests.program import Program
from vestibule.accounts.actions.create_organisation import create_organisation
from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.actions.make_token import make_token
from vestibule.accounts.models import Organisation, Person, PlanPeriod
from vestibule.feed.append import writing
from vestibule.judging.books import forget_announced
from vestibule.kit.ids import new_id
from vestibule.rooms.actions.open_room import About, NewMember, open_room
from vestibule.rooms.actions.record_engagement import PairInRoom, lock_pair, record_offer, record_start
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage, send_messages
from vestibule.rooms.models import Engagement, Room
from vestibule.rooms.quoting import ReplyWish

PASSWORD = "three-honest-words"
PHONE = "+1 415 555 0134"
EMAIL = "sam.rivera@fastmail.com"


def make_person(name: str, **sides: Any) -> Person:  # noqa: ANN401 - the fields of NewPerson
    """Somebody with a verified address `<name>@people.test` and the password `PASSWORD`."""
    person = create_person(
        person=NewPerson(email=f"{name.lower()}@people.test", display_name=name, password=PASSWORD, **sides),
        now=timezone.now(),
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def make_organisation(owner: Person, *, name: str, plan: str | None = None) -> Organisation:
    """The owner's company, on the basic plan or on another one since the start of 2020."""
    made = create_organisation(actor=owner, name=name, now=timezone.now())
    if plan is not None:
        PlanPeriod.objects.create(organisation=made, plan=plan, starts_on=date(2020, 1, 1))
    return made


def make_room(
    client: Person, freelancer: Person, *, title: str = "Logo for a bakery", organisation: Organisation | None = None
) -> Room:
    """A room in which both talk as strangers, about a job post of no further interest."""
    now = timezone.now()
    with writing(now=now) as feed:
        return open_room(
            actor=freelancer,
            feed=feed,
            room_id=new_id(),
            title=title,
            about=About(kind="job", id=new_id()),
            members=(
                NewMember(person=client, side="client", organisation=organisation),
                NewMember(person=freelancer, side="freelancer"),
            ),
            now=now,
        )


def pair_in(room: Room) -> PairInRoom:
    """The room's client and freelancer."""
    sides = {seat.side: seat.person_id for seat in room.members.all()}
    return PairInRoom(room=room.id, client=sides["client"], freelancer=sides["freelancer"])


def make_offer(room: Room) -> Engagement:
    """The client has offered, as far as rooms know of it."""
    pair = pair_in(room)
    with writing(now=timezone.now()) as feed:
        lock_pair(feed, pair)
        return record_offer(feed=feed, pair=pair, actor_id=pair.client, offered_seq=feed.heads[room.id])


def start_contract(room: Room) -> Engagement:
    """The offer is made and accepted: contact details are free from here on."""
    made = make_offer(room)
    pair = pair_in(room)
    with writing(now=timezone.now()) as feed:
        lock_pair(feed, pair)
        record_start(feed=feed, engagement_id=made.id, actor_id=pair.freelancer, seq=feed.heads[room.id])
    return made


def line(number: int) -> str:
    """A harmless text for each number. Digits in a row of messages would read as a telephone number in parts."""
    return "the answer is " + "".join("abcdefghij"[int(digit)] for digit in str(number))


def say(
    person: Person,
    room: Room,
    body: str,
    *,
    key: str | None = None,
    purpose: str = "",
    reply_to: ReplyWish | None = None,
) -> Outcome:
    """Send one message, past all doors."""
    wish = SendMessage(
        person=person.id, room=room.id, key=key or uuid.uuid4().hex, body=body, purpose=purpose, reply_to=reply_to
    )
    return send_messages(commands=[wish], now=timezone.now())[0]


def post(
    person: Person,
    room: Room,
    body: str,
    *,
    key: str | None = None,
    purpose: str = "",
    reply_to: ReplyWish | None = None,
) -> Posted:
    """Send one message that must be let through."""
    outcome = say(person, room, body, key=key, purpose=purpose, reply_to=reply_to)
    assert isinstance(outcome, Posted), outcome
    return outcome


def keep(person: Person, room: Room, body: str = f"call me on {PHONE}", *, key: str | None = None) -> Kept:
    """Send one message that must be withheld."""
    outcome = say(person, room, body, key=key)
    assert isinstance(outcome, Kept), outcome
    return outcome


def browser_of(person: Person | None, *, checks_csrf: bool = False) -> Client:
    """A browser without script; signed in unless there is nobody."""
    browser = Client(enforce_csrf_checks=checks_csrf)
    if person is not None:
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        key = browser.session.session_key
        UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1", user_agent="tests")
    return browser


def program_of(person: Person | None) -> Program:
    """A program with a personal token; without one when there is nobody."""
    if person is None:
        return Program(None)
    _, secret = make_token(actor=person, label="tests", now=timezone.now())
    return Program(secret)


@pytest.fixture(autouse=True)
def _forget_tickets_and_limits(request: pytest.FixtureRequest) -> None:
    """Rate limits and tickets live in the cache, which no transaction rolls back."""
    # A server that is a process of its own brings its own database.
    if request.node.get_closest_marker("database") and "database_url" not in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
        # What an earlier test announced is gone with its transaction.
        forget_announced()


@pytest.fixture(autouse=True)
def _speak_english() -> None:
    """A thread keeps the language of its last request until the next one comes."""
    translation.deactivate()


@pytest.fixture
def ana(db: None) -> Person:
    """The client; her company is on the basic plan."""
    return make_person("Ana", is_client=True)


@pytest.fixture
def bo(db: None) -> Person:
    """The freelancer."""
    return make_person("Bo", is_freelancer=True)


@pytest.fixture
def mo(db: None) -> Person:
    """The moderator."""
    return make_person("Mo", staff_role="moderator")


@pytest.fixture
def eve(db: None) -> Person:
    """The outsider: a freelancer who is in none of their rooms."""
    return make_person("Eve", is_freelancer=True)


@pytest.fixture
def eli(db: None) -> Person:
    """A client who hires for an enterprise."""
    return make_person("Eli", is_client=True)


@pytest.fixture
def works(eli: Person) -> Organisation:
    """Eli's company, on the enterprise plan."""
    return make_organisation(eli, name="Northwind Works", plan="enterprise")


@pytest.fixture
def room(ana: Person, bo: Person) -> Room:
    """Where ana and bo talk: strangers, basic plan."""
    return make_room(ana, bo)


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the product's own logging writes while the test runs, every level of it."""
    root = logging.getLogger()
    console = next(one for one in root.handlers if isinstance(one.formatter, ProcessorFormatter))
    assert isinstance(console, logging.StreamHandler)
    lines, level = StringIO(), root.level
    # Not by `setStream`, which flushes: the usual stream may be that of a test that has ended.
    usual, console.stream = console.stream, lines
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    console.stream = usual


@pytest.fixture
def house(transactional_db: None, settings: Settings) -> Iterator[House]:
    """The whole product on a free port: pages, API, sockets, lane."""
    with open_house(settings) as running:
        yield running
