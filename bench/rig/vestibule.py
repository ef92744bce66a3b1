"""Vestibule as a target: two people with tickets in each room, over its socket protocol."""

import json
import re
from collections.abc import Sequence

from bench.rig.load import Load, Pair
from bench.rig.site import Site
from bench.rig.ws import Socket, open_socket

# The sender recognises its message by the key; the key carries the number, the text is ordinary chat.
_KEY = re.compile(rb'"key":"(\d+)"')


class Vestibule:
    """Fulfils `Target` with a served site."""

    def __init__(self, site: Site, *, name: str, database: Sequence[int] = ()) -> None:
        self.name = name
        self._site = site
        self._database = database
        self._sockets: list[Socket] = []

    @property
    def roots(self) -> Sequence[int]:
        return [self._site.process, *self._database]

    async def enter(self, token: str) -> Socket:
        """A socket that was welcomed."""
        socket = await open_socket(f"ws://127.0.0.1:{self._site.port}/socket")
        socket.send(json.dumps({"op": "hello", "ticket": self._site.ticket(token)}).encode())
        await socket.until(lambda frame: b'"op":"welcome"' in frame)
        self._sockets.append(socket)
        return socket

    async def open_pair(self, load: Load, index: int) -> Pair:
        made = self._site.rooms[index]
        sender, reader = [await self.enter(token) for token in made.tokens]
        pair = Pair(load)

        def on_sender(frame: bytes) -> None:
            found = _KEY.search(frame)
            if found is None:
                return
            if b'"op":"' in frame[:20] and b'"op":"ack"' not in frame:
                raise RuntimeError(frame.decode())
            pair.acknowledged(int(found[1]))

        def on_reader(frame: bytes) -> None:
            found = _KEY.search(frame)
            if found is not None:
                pair.heard(int(found[1]))

        def send(number: int, text: str) -> None:
            sender.send(b'{"op":"send","room":"%s","key":"%d","body":%s}' % (room, number, json.dumps(text).encode()))

        room = made.room.encode()
        sender.on_frame, reader.on_frame = on_sender, on_reader
        pair.send = send
        return pair

    def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()
