"""The real application on a free port in a thread of this process, and sockets to it."""

import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any

import uvicorn
from django.utils import timezone
from pytest_django.fixtures import Settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from vestibule.accounts.actions.make_token import make_token
from vestibule.accounts.models import Person
from vestibule.accounts.sessions import issue_ticket, token_reference
from vestibule.feed import outlet
from vestibule.ports.bus import Bus
from vestibule.site import wiring

PATIENCE_S = 20.0


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another thread does. Raises `TimeoutError`."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.01)


class Wire:
    """One open socket, as a client program holds it. `frames` has everything that came, in order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[dict[str, Any]] = []

    def put(self, **frame: object) -> None:
        """Send a frame."""
        self.connection.send(json.dumps(frame, default=str))

    def next(self) -> dict[str, Any]:
        """The next frame. Raises `TimeoutError`, `ConnectionClosed`."""
        frame: dict[str, Any] = json.loads(self.connection.recv(PATIENCE_S))
        self.frames.append(frame)
        return frame

    def until(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read on to the first frame that is wanted, and return it."""
        while True:
            frame = self.next()
            if is_wanted(frame):
                return frame

    def until_op(self, op: str) -> dict[str, Any]:
        return self.until(lambda frame: frame.get("op") == op)

    def until_event(self, kind: str) -> dict[str, Any]:
        return self.until(lambda frame: frame.get("event", {}).get("kind") == kind)

    def until_seq(self, stream: object, seq: int) -> dict[str, Any]:
        """Read on to event `seq` of a stream."""
        return self.until(lambda frame: frame.get("stream") == str(stream) and frame.get("seq") == seq)

    def until_closed(self) -> int:
        """Read until the server closes; the close code."""
        with suppress(ConnectionClosed):
            while True:
                self.next()
        code = self.connection.close_code
        assert code is not None
        return code

    def ask(self, op: str, **fields: object) -> dict[str, Any]:
        """Send a command that has an id and wait for its answer."""
        number = uuid.uuid4().hex
        self.put(op=op, id=number, **fields)
        return self.until(lambda frame: frame.get("id") == number)

    def settle(self, room: object) -> list[dict[str, Any]]:
        """Everything so far: an answered command shows that nothing sent before it is still on its way."""
        self.ask("check", room=room, body="settled?")
        return self.frames

    def events(self, stream: object) -> list[dict[str, Any]]:
        """What came of one stream, in order of coming."""
        return [frame for frame in self.frames if frame.get("stream") == str(stream) and "seq" in frame]

    def seqs(self, stream: object) -> list[int]:
        return [event["seq"] for event in self.events(stream)]

    def close(self) -> None:
        self.connection.close()


class House:
    """A running house: its address, its gateway, and the sockets that were opened to it."""

    def __init__(self, port: int, application: Any) -> None:  # noqa: ANN401 - an ASGI application with a gateway
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.application = application
        self.open_sockets = ExitStack()
        self._sessions: dict[uuid.UUID, str] = {}

    def knock(self, **handshake: Any) -> Wire:  # noqa: ANN401 - options of websockets.connect
        """Open a socket and say nothing yet. Without `origin` it is a program's. Raises `InvalidStatus`."""
        opening = connect(f"ws://127.0.0.1:{self.port}/socket", compression=None, max_size=None, **handshake)
        return Wire(self.open_sockets.enter_context(opening))

    def enter(self, person: Person, *, since: Mapping[Any, int] | None = None, session: str | None = None) -> Wire:
        """Open a socket with a fresh ticket and wait for the welcome. Without `session` it is a personal token's."""
        wire = self.knock()
        self.greet(wire, ticket=self.ticket_for(person, session=session), since=since)
        wire.until_op("welcome")
        return wire

    def ticket_for(self, person: Person, *, session: str | None = None) -> str:
        """A fresh ticket."""
        if session is None:
            session = self._sessions.get(person.id)
        if session is None:
            token, _ = make_token(actor=person, label="socket", now=timezone.now())
            session = self._sessions[person.id] = token_reference(token.id)
        return issue_ticket(person=person, session=session)

    def stall(self, person: Person) -> Wire:
        """Enter with a socket that takes in next to nothing until it is read."""
        small = socket.socket()
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        small.connect(("127.0.0.1", self.port))
        wire = self.knock(sock=small, max_queue=1)
        self.greet(wire, ticket=self.ticket_for(person))
        wire.until_op("welcome")
        return wire

    def is_closing(self, person: Person) -> bool:
        """Whether the gateway has given up a socket of this person."""
        hub = self.application.gateway.hub
        return any(one.is_closing for one in hub.connections() if one.person == person.id)

    def greet(self, wire: Wire, *, ticket: str, since: Mapping[Any, int] | None = None) -> None:
        wire.put(op="hello", ticket=ticket, since={str(stream): seq for stream, seq in (since or {}).items()})


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_open = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_open.set()


@contextmanager
def open_house(settings: Settings, *, bus: Bus | None = None, **configuration: object) -> Iterator[House]:
    """Serve the product until the block ends. `bus` takes the wired one's place; the rest are settings of ours."""
    from vestibule.site.asgi import Application
    from vestibule.site.commands.serve import server_config

    listening = socket.create_server(("127.0.0.1", 0))
    # Small, so that a reader who never reads is felt after some hundred KiB; accepted sockets inherit it.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    port = listening.getsockname()[1]
    settings.VESTIBULE = replace(settings.VESTIBULE, port=port, web_threads=4, **configuration)
    outlet.connect(bus or wiring.bus)
    application = Application()
    server = _Server(server_config(application, behind_proxy=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="house")
    thread.start()
    house = House(port, application)
    try:
        assert server.is_open.wait(PATIENCE_S)
        yield house
    finally:
        house.open_sockets.close()
        server.should_exit = True
        thread.join(PATIENCE_S)
        listening.close()
        outlet.connect(wiring.bus)
    assert not thread.is_alive()
