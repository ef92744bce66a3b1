"""R6: whoever does not read is let go with a code, costs little until then, and holds nobody else up."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.rig.talk import line
from tests.faults.house import House, Seat

MESSAGES = 260
STALLED, HEALTHY = 3, 10
# What may wait for one reader in the house, in its kernel, and in the reader's own.
MOST_BYTES = 2 * 1024 * 1024


class Reader:
    """One socket that keeps what it hears of its room."""

    def __init__(self, house: House, seat: Seat, *, stalls: bool = False) -> None:
        self.house = house
        self.seat = seat
        self.stalls = stalls
        self.seqs: list[int] = []
        self.taken_bytes = 0

    async def enter(self, since: int | None = None) -> ClientConnection:
        ticket = await asyncio.to_thread(self.house.ticket, self.seat.tokens[1])
        narrow = socket.socket()
        if self.stalls:
            narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await asyncio.to_thread(narrow.connect, ("127.0.0.1", self.house.port))
        opened = await connect(
            f"ws://127.0.0.1:{self.house.port}/socket",
            sock=narrow,
            compression=None,
            max_queue=1 if self.stalls else 1024,
            ping_interval=None,
        )
        held = {} if since is None else {self.seat.room: since}
        await opened.send(json.dumps({"op": "hello", "ticket": ticket, "since": held}))
        assert json.loads(await opened.recv())["op"] == "welcome"
        return opened

    async def hear(self, opened: ClientConnection, upto: int) -> None:
        """Read until number `upto`. Raises `ConnectionClosed`."""
        while not self.seqs or self.seqs[-1] < upto:
            text = await opened.recv()
            self.taken_bytes += len(text)
            frame: dict[str, Any] = json.loads(text)
            if frame.get("stream") == self.seat.room:
                self.seqs.append(frame["seq"])


async def _talk(house: House, seat: Seat) -> int:
    """Post many long messages, some at once; the number of the last."""
    text = " ".join(line(number) for number in range(45))
    places = asyncio.Semaphore(8)

    async def post(number: int) -> int:
        async with places:
            body = {"key": f"k{number}", "body": text}
            status, answer = await asyncio.to_thread(
                house.call, "POST", f"/rooms/{seat.room}/messages", seat.tokens[0], body
            )
        assert status == 201, answer
        return int(answer["seq"])

    return max(await asyncio.gather(*[post(number) for number in range(MESSAGES)]))


async def _scene(house: House, seat: Seat) -> None:
    stalled = [Reader(house, seat, stalls=True) for _ in range(STALLED)]
    healthy = [Reader(house, seat) for _ in range(HEALTHY)]
    async with AsyncExitStack() as sockets:
        asleep = [await sockets.enter_async_context(cutting(await reader.enter())) for reader in stalled]
        awake = [await sockets.enter_async_context(cutting(await reader.enter())) for reader in healthy]
        last = 3 + MESSAGES
        hearing = [
            asyncio.create_task(reader.hear(opened, last)) for reader, opened in zip(healthy, awake, strict=True)
        ]
        assert await _talk(house, seat) == last
        await asyncio.wait_for(asyncio.gather(*hearing), 60)
        for reader in healthy:
            assert reader.seqs == list(range(4, last + 1))
        for reader, opened in zip(stalled, asleep, strict=True):
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(reader.hear(opened, last), 60)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4408
            assert reader.taken_bytes < MOST_BYTES
            again = await sockets.enter_async_context(cutting(await reader.enter(since=reader.seqs[-1])))
            await asyncio.wait_for(reader.hear(again, last), 60)
            assert reader.seqs == list(range(4, last + 1))


@asynccontextmanager
async def cutting(opened: ClientConnection) -> AsyncIterator[ClientConnection]:
    try:
        yield opened
    finally:
        opened.transport.abort()


def test_a_reader_who_stalls_is_let_go_and_misses_nothing_in_the_end(house: House) -> None:
    house.furnish(rooms=1)
    house.start()
    asyncio.run(_scene(house, house.rooms[0]))
