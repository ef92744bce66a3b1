"""Clients that never give up: they send under keys of their own, retry after every loss, and resume by number."""

import asyncio
import contextlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage

from bench.rig.talk import line
from tests.faults.history import History
from tests.faults.house import House

_RETRY_S = 0.05
# The rule finds something here and allows it: such a message is stored another way than plain ones.
_ALLOWED, _PURPOSE = "Please give build@acme-bakery.com access to the repository.", "system_access"
# The house is down, is going down (also in the middle of an answer), or is just coming up.
_AWAY = (OSError, HTTPException, ConnectionClosed, InvalidMessage, TimeoutError, EOFError, AssertionError)


@dataclass(slots=True)
class Talker:
    """One socket of one person in one room. With `window` 0 it only reads."""

    house: House
    history: History
    name: str
    room: str
    token: str
    window: int = 0
    last: int = 0
    person: str = ""
    number: int = 0
    unanswered: "OrderedDict[str, str]" = field(default_factory=OrderedDict)
    is_talking: bool = True
    resumed: int = 0

    async def live(self) -> None:
        """Come back whenever the socket is lost, until cancelled."""
        while True:
            with contextlib.suppress(*_AWAY):
                await self._visit()
            await asyncio.sleep(_RETRY_S)

    async def _visit(self) -> None:
        ticket = await asyncio.to_thread(self.house.ticket, self.token)
        address = f"ws://127.0.0.1:{self.house.port}/socket"
        async with connect(address, compression=None, max_queue=256, open_timeout=20, close_timeout=0.2) as socket:
            since = {self.room: self.last} if self.last else {}
            await socket.send(json.dumps({"op": "hello", "ticket": ticket, "since": since}))
            async for frame in socket:
                await self._take(json.loads(frame), socket)

    async def _take(self, frame: dict[str, Any], socket: ClientConnection) -> None:
        op = frame.get("op")
        if op == "welcome":
            self.person = frame["person"]
            self.resumed += 1
            self.last = self.last or frame["streams"][self.room]
            for key, text in self.unanswered.items():
                await self._send(socket, key, text)
        elif op == "ack":
            self._answered(frame["key"], frame["seq"])
        elif op == "refused" and frame.get("key") in self.unanswered:
            await self._send(socket, frame["key"], self.unanswered[frame["key"]])
        elif frame.get("stream") == self.room:
            self._hear(frame)
        await self._keep_talking(socket)

    def _hear(self, event: dict[str, Any]) -> None:
        key = event["event"].get("key")
        self.history.heard(reader=self.name, room=self.room, seq=event["seq"], sender=event["by"], key=key)
        self.last = event["seq"]
        if event["by"] == self.person and key in self.unanswered:
            self._answered(key, event["seq"])

    def _answered(self, key: str, seq: int) -> None:
        if self.unanswered.pop(key, None) is not None:
            self.history.acknowledged(room=self.room, sender=self.person, key=key, seq=seq)

    async def _keep_talking(self, socket: ClientConnection) -> None:
        while self.is_talking and len(self.unanswered) < self.window:
            self.number += 1
            key = f"{self.name}-{self.number}"
            self.unanswered[key] = _ALLOWED if self.number % 7 == 0 else line(self.number)
            self.history.sent(room=self.room, sender=self.person, key=key)
            await self._send(socket, key, self.unanswered[key])

    async def _send(self, socket: ClientConnection, key: str, text: str) -> None:
        purpose = _PURPOSE if text == _ALLOWED else None
        await socket.send(json.dumps({"op": "send", "room": self.room, "key": key, "body": text, "purpose": purpose}))
