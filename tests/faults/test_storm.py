"""R8: all clients come back at once after the house went down, and each gets what it missed for two questions."""

import asyncio
import json
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from tests.faults.house import House, Seat

CLIENTS = 500
MISSED = 20
ROOMS = 25
COUNTED = ("-m", "tests.faults.counted")
# Everything that was said while the house was down.
SAY = """
import sys, uuid
from vestibule.site.cli import set_up_django
set_up_django()
from django.utils import timezone
from bench.rig.talk import line
from vestibule.rooms.actions.send_messages import SendMessage, send_messages
from vestibule.rooms.models import Member
for seat in Member.objects.filter(side="client"):
    for number in range(int(sys.argv[1])):
        wish = SendMessage(person=seat.person_id, room=seat.room_id, key=f"missed{number}", body=line(number))
        send_messages(commands=[wish], now=timezone.now())
"""


class Client:
    """One socket, before and after."""

    def __init__(self, house: House, seat: Seat, side: int) -> None:
        self.house = house
        self.seat = seat
        self.token = seat.tokens[side]
        self.held = 0

    async def look_in(self) -> None:
        """Learn where the room stands."""
        self.held = (await self._visit({}, wanted=0))[0]["streams"][self.seat.room]

    async def come_back(self) -> list[int]:
        """Resume; the numbers that came, in order."""
        frames = await self._visit({self.seat.room: self.held}, wanted=MISSED)
        return [frame["seq"] for frame in frames if frame.get("stream") == self.seat.room]

    async def _visit(self, since: dict[str, int], *, wanted: int) -> list[dict[str, Any]]:
        ticket = await asyncio.to_thread(self.house.ticket, self.token)
        address = f"ws://127.0.0.1:{self.house.port}/socket"
        async with connect(address, compression=None, open_timeout=60, close_timeout=1) as socket:
            await socket.send(json.dumps({"op": "hello", "ticket": ticket, "since": since}))
            frames = [json.loads(await socket.recv())]
            assert frames[0]["op"] == "welcome"
            while sum(frame.get("stream") == self.seat.room for frame in frames) < wanted:
                frames.append(json.loads(await socket.recv()))
            return frames


async def _all(clients: list[Client], what: str) -> list[Any]:
    # As many at once as a laptop can open; the house sees them come in faster than it lets them in.
    places = asyncio.Semaphore(100)

    async def one(client: Client) -> Any:  # noqa: ANN401 - what the method gives
        async with places:
            return await asyncio.wait_for(getattr(client, what)(), 90)

    return await asyncio.gather(*[one(client) for client in clients])


def test_five_hundred_come_back_at_once_and_miss_nothing(house: House, tmp_path: Path) -> None:
    house.furnish(rooms=ROOMS)
    clients = [Client(house, house.rooms[n % ROOMS], n // ROOMS % 2) for n in range(CLIENTS)]
    house.start()
    asyncio.run(_all(clients[: ROOMS * 2], "look_in"))
    for client in clients:
        client.held = clients[house.rooms.index(client.seat)].held
    house.kill()
    said = house.run("-c", SAY, str(MISSED))
    assert said.returncode == 0, said.stderr
    counted = tmp_path / "counts.json"
    house.start(entry=COUNTED, VESTIBULE_COUNTS=str(counted))
    came = asyncio.run(_all(clients, "come_back"))
    house.stop()
    for client, seqs in zip(clients, came, strict=True):
        assert seqs == list(range(client.held + 1, client.held + MISSED + 1))
    counts = json.loads(counted.read_text())
    # The beat of the house, once a second, asks as well, whoever is there.
    assert CLIENTS < counts["reads"] <= 2 * CLIENTS + 100
    assert counts.get("passwords", 0) == 0
