"""The floor: the least that a durable chat on uvicorn does, with one naive pattern in place of the contact rule.

No accounts, no membership, no catching up, no keys. `uvicorn` serves it as an application; DATABASE_URL says where to.
"""

import asyncio
import os
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import msgspec
import psycopg

_PATTERN = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}|(?:\+|00)?\d[\d ().-]{7,}\d|https?://\S+|www\.\S+|\b(?:whatsapp|telegram)\b",
    re.IGNORECASE,
)
_TABLE = (
    "CREATE TABLE said (room text NOT NULL, seq bigint NOT NULL, sender text NOT NULL, at double precision NOT NULL,"
    " body text NOT NULL, PRIMARY KEY (room, seq))"
)
Row = tuple[str, int, str, float, str]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class _Said(msgspec.Struct):
    room: str
    number: int
    text: str


_decode = msgspec.json.Decoder(_Said).decode
_encode = msgspec.json.Encoder().encode


class _Store:
    """Group commit without a timer: what waits goes into one transaction."""

    def __init__(self, url: str) -> None:
        self._waiting: list[tuple[Row, Callable[[], None]]] = []
        self._is_writing = False
        self._thread = ThreadPoolExecutor(1)
        self._write = _sqlite_writer(url) if url.startswith("sqlite") else _postgres_writer(url)

    def put(self, row: Row, stored: Callable[[], None]) -> None:
        self._waiting.append((row, stored))
        if not self._is_writing:
            self._is_writing = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        batch, self._waiting = self._waiting, []
        writing = asyncio.get_running_loop().run_in_executor(self._thread, self._write, [row for row, _ in batch])

        def done(future: "asyncio.Future[None]") -> None:
            future.result()
            for _, stored in batch:
                stored()
            if self._waiting:
                self._flush()
            else:
                self._is_writing = False

        writing.add_done_callback(done)


def _sqlite_writer(url: str) -> Callable[[Sequence[Row]], None]:
    database = sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(_TABLE)

    def write(rows: Sequence[Row]) -> None:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", rows)
        database.execute("COMMIT")

    return write


def _postgres_writer(url: str) -> Callable[[Sequence[Row]], None]:
    database = psycopg.connect(url, autocommit=True)
    database.execute(_TABLE)
    insert = "INSERT INTO said SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::float8[], %s::text[])"

    def write(rows: Sequence[Row]) -> None:
        database.execute(insert, [list(column) for column in zip(*rows, strict=True)], prepare=True)

    return write


class _Connection:
    """A socket whose frames are sent by one task, in order."""

    __slots__ = ("_outbox", "_send", "_task", "user")

    def __init__(self, send: Send, user: str) -> None:
        self._send = send
        self._outbox: list[bytes] = []
        self._task: asyncio.Task[None] | None = None
        self.user = user

    def push(self, frame: bytes) -> None:
        self._outbox.append(frame)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._outbox:
            frames, self._outbox = self._outbox, []
            for frame in frames:
                await self._send({"type": "websocket.send", "text": frame.decode()})
        self._task = None


class _Hub:
    """Rooms, their numbers and who is connected to them."""

    def __init__(self) -> None:
        self._rooms: dict[str, set[_Connection]] = {}
        self._heads: dict[str, int] = {}
        self._store = _Store(os.environ["DATABASE_URL"])

    def join(self, room: str, connection: _Connection) -> None:
        self._rooms.setdefault(room, set()).add(connection)

    def leave(self, room: str, connection: _Connection) -> None:
        self._rooms[room].discard(connection)

    def take(self, connection: _Connection, frame: bytes) -> None:
        said = _decode(frame)
        if _PATTERN.search(said.text):
            connection.push(b'{"refused":%d}' % said.number)
            return
        seq = self._heads[said.room] = self._heads.get(said.room, 0) + 1
        now = time.time()

        def stored() -> None:
            connection.push(b'{"ack":%d,"seq":%d}' % (said.number, seq))
            event = _encode({"number": said.number, "seq": seq, "by": connection.user, "at": now, "text": said.text})
            for other in self._rooms[said.room]:
                if other is not connection:
                    other.push(event)

        self._store.put((said.room, seq, connection.user, now, said.text), stored)


_hub: _Hub | None = None


async def app(scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
    """The ASGI application: `GET /?room=…&user=…` as a WebSocket."""
    global _hub  # noqa: PLW0603 - the application's one hub
    if scope["type"] == "lifespan":
        await receive()
        _hub = _Hub()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["type"] != "websocket" or _hub is None:
        return
    asked = parse_qs(scope["query_string"].decode())
    room, user = asked["room"][0], asked["user"][0]
    await receive()
    await send({"type": "websocket.accept"})
    connection = _Connection(send, user)
    _hub.join(room, connection)
    try:
        while (message := await receive())["type"] != "websocket.disconnect":
            _hub.take(connection, (message.get("text") or "").encode() or message["bytes"])
    finally:
        _hub.leave(room, connection)
