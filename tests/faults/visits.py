"""People and programs at a house that runs as a process of its own: rooms of any size, pages, API, sockets."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.faults.house import PATIENCE_S, House
from tests.house_server import Wire


@dataclass(frozen=True)
class Guest:
    """A member of a seeded room: a program with a personal token; in the first few a browser's session, too."""

    id: str
    email: str
    token: str
    session: str


@dataclass(frozen=True)
class Seeded:
    """A room and its members, the client first."""

    id: str
    members: list[Guest]


@dataclass(frozen=True)
class Answer:
    """What came over HTTP. `body` is the parsed JSON of the API, the text of everything else."""

    status: int
    body: Any
    headers: Mapping[str, str]  # names in lower case


def seed(house: House, *, rooms: int = 1, members: int = 2) -> list[Seeded]:
    """Put rooms into the database, with a client and freelancers in each."""
    made = json.loads(run(house, "-m", "tests.faults.seed", "rooms", str(rooms), str(members)))
    return [Seeded(one["id"], [Guest(**member) for member in one["members"]]) for one in made]


def run(house: House, *arguments: str) -> str:
    """Run Python in the house's environment to a good end; what it printed."""
    done = house.run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something that the house does. Raises `TimeoutError`."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.01)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))


@dataclass
class Visits:
    """Everybody who comes to the house, and their open sockets."""

    house: House
    sockets: ExitStack = field(default_factory=ExitStack)

    def ask(self, method: str, path: str, *, body: object = None, **headers: str) -> Answer:
        """One request: `body` as JSON, bytes as they are. Redirects are answers. Raises `OSError`."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if data is not None and not isinstance(body, bytes):
            headers["Content-Type"] = "application/json"
        address = f"http://127.0.0.1:{self.house.port}{path}"
        request = urllib.request.Request(address, data=data, method=method, headers=headers)
        try:
            with _opener.open(request, timeout=PATIENCE_S) as answer:
                return _read(answer.status, answer.read(), answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error.code, error.read(), error.headers)

    def fill_in(self, path: str, form: Mapping[str, str], *, session: str = "") -> Answer:
        """Post a form of a page, as a browser; signed in with a `session`."""
        token = _FORM_TOKEN.search((page := self.ask("GET", "/account/password/reset/")).body)
        assert token is not None, page
        cookies = f"{page.headers['set-cookie'].partition(';')[0]}; vestibule_session={session}"
        body = urlencode({**form, "csrfmiddlewaretoken": token[1]}).encode()
        return self.ask("POST", path, body=body, Cookie=cookies, Origin=f"http://127.0.0.1:{self.house.port}")

    def call(self, by: Guest, method: str, path: str, body: object = None) -> Answer:
        """A call of the API by a member's program."""
        return self.ask(method, f"/api/v1{path}", body=body, Authorization=f"Bearer {by.token}")

    def say(self, by: Guest, room: Seeded, key: str, text: str) -> Answer:
        """Send a message over HTTP."""
        return self.call(by, "POST", f"/rooms/{room.id}/messages", {"key": key, "body": text})

    def enter(self, guest: Guest, *, since: Mapping[str, int] | None = None, **handshake: Any) -> Wire:  # noqa: ANN401
        """A socket that was welcomed. `handshake` are options of `websockets.connect`."""
        ticket = self.house.ticket(guest.token)
        address = f"ws://127.0.0.1:{self.house.port}/socket"
        opening = connect(address, compression=None, max_size=None, proxy=None, **handshake)
        wire = Wire(self.sockets.enter_context(opening))
        wire.put(op="hello", ticket=ticket, since=since or {})
        wire.until_op("welcome")
        return wire

    def told(self, by: Guest, room: Seeded) -> list[dict[str, Any]]:
        """All messages of a room, oldest first; the numbers of its events have no hole."""
        events: list[dict[str, Any]] = []
        while True:
            after = events[-1]["seq"] if events else 0
            page = self.call(by, "GET", f"/rooms/{room.id}/events?after={after}&limit=200")
            assert page.status == 200, page
            events += page.body["items"]
            if not page.body["items"]:
                assert [one["seq"] for one in events] == list(range(1, page.body["head"] + 1))
                return [one for one in events if one["event"]["kind"] == "message.posted"]


@contextmanager
def visits_to(house: House) -> Iterator[Visits]:
    """Visits that end with the block."""
    made = Visits(house)
    with made.sockets:
        yield made


def _read(status: int, body: bytes, headers: Any) -> Answer:  # noqa: ANN401 - http.client's message
    is_json = headers.get_content_type() == "application/json"
    return Answer(
        status, json.loads(body) if is_json else body.decode(), {name.lower(): text for name, text in headers.items()}
    )


def breaks_off(wire: Wire) -> bool:
    """Read what is left of a socket; whether it ended without a word of farewell."""
    try:
        while True:
            wire.next()
    except ConnectionClosed as closed:
        return closed.rcvd is None
