"""A hand-made Socket.IO chat with PostgreSQL as a target (peers/socketio/server.js)."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.rig.load import Load, Pair
from bench.rig.ports import free_port, wait_until_open
from bench.rig.report import AbsentError
from bench.rig.ws import Socket, open_socket

HERE = Path(__file__).resolve().parent / "socketio"
# Frames of Engine.IO: 2 ping, 3 pong; of Socket.IO inside its messages: 40 connect, 42 event, 43 acknowledgement.
_ACKNOWLEDGED = re.compile(rb"^43(\d+)")
_HEARD = re.compile(rb'"number":(\d+)')


class SocketIo:
    """Fulfils `Target`. It judges nothing."""

    name = "Socket.IO + PostgreSQL"

    def __init__(self, port: int, process: int, *, database: Sequence[int]) -> None:
        self.roots = [process, *database]
        self._port = port
        self._sockets: list[Socket] = []

    async def _enter(self, room: str, user: str) -> Socket:
        address = f"ws://127.0.0.1:{self._port}/socket.io/?EIO=4&transport=websocket&room={room}&user={user}"
        socket = await open_socket(address)
        await socket.until(lambda frame: frame.startswith(b"0{"))
        socket.send(b"40")
        await socket.until(lambda frame: frame.startswith(b"40"))
        self._sockets.append(socket)
        return socket

    async def open_pair(self, load: Load, index: int) -> Pair:
        room = f"room{index}"
        sender, reader = await self._enter(room, "ana"), await self._enter(room, "bo")
        pair = Pair(load)

        def on_sender(frame: bytes) -> None:
            found = _ACKNOWLEDGED.match(frame)
            if found is not None:
                pair.acknowledged(int(found[1]))
            elif frame == b"2":
                sender.send(b"3")

        def on_reader(frame: bytes) -> None:
            found = _HEARD.search(frame)
            if found is not None:
                pair.heard(int(found[1]))
            elif frame == b"2":
                reader.send(b"3")

        def send(number: int, text: str) -> None:
            sender.send(b'42%d["send",{"number":%d,"text":%s}]' % (number, number, json.dumps(text).encode()))

        sender.on_frame, reader.on_frame = on_sender, on_reader
        pair.send = send
        return pair

    def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()


@contextmanager
def running_socketio(database_url: str, *, database: Sequence[int]) -> Iterator[SocketIo]:
    """Serve it on an empty database. Raises `AbsentError` when Node or its packages are not here."""
    node = shutil.which("node")
    if node is None:
        raise AbsentError("Socket.IO: no node on PATH")
    if not (HERE / "node_modules" / "socket.io").is_dir():
        raise AbsentError("Socket.IO: not installed (npm install --prefix bench/peers/socketio)")
    port = free_port()
    server = subprocess.Popen(
        [node, "server.js"],
        cwd=HERE,
        env={"PATH": os.environ["PATH"], "PORT": str(port), "DATABASE_URL": database_url},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port, server)
        yield SocketIo(port, server.pid, database=database)
    finally:
        server.terminate()
        server.wait(20)
