"""The floor as a target."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.rig.load import Load, Pair
from bench.rig.ports import free_port, wait_until_open
from bench.rig.site import ROOT, site_env
from bench.rig.ws import Socket, open_socket

_NUMBER = re.compile(rb'"(?:number|ack)":(\d+)')


class Floor:
    """Fulfils `Target`: uvicorn, group commit, one naive pattern, nothing else."""

    def __init__(self, port: int, process: int, *, name: str, database: Sequence[int] = ()) -> None:
        self.name = name
        self.roots = [process, *database]
        self._port = port
        self._sockets: list[Socket] = []

    async def open_pair(self, load: Load, index: int) -> Pair:
        room = f"room{index}"
        address = f"ws://127.0.0.1:{self._port}/?room={room}&user="
        sender, reader = await open_socket(address + "ana"), await open_socket(address + "bo")
        self._sockets += [sender, reader]
        pair = Pair(load)

        def numbered(frame: bytes) -> int:
            found = _NUMBER.search(frame)
            if found is None:
                raise RuntimeError(frame.decode())
            return int(found[1])

        def send(number: int, text: str) -> None:
            sender.send(b'{"room":"%s","number":%d,"text":%s}' % (room.encode(), number, json.dumps(text).encode()))

        sender.on_frame = lambda frame: pair.acknowledged(numbered(frame))
        reader.on_frame = lambda frame: pair.heard(numbered(frame))
        pair.send = send
        return pair

    def close(self) -> None:
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()


@contextmanager
def running_floor(database_url: str, *, name: str, database: Sequence[int] = ()) -> Iterator[Floor]:
    """Serve the floor on an empty database."""
    port = free_port()
    options = ["--ws", "websockets-sansio", "--ws-per-message-deflate", "False", "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "bench.peers.floor_server:app", "--port", str(port), *options],
        env={**site_env(""), "DATABASE_URL": database_url},
        cwd=ROOT,
    )
    try:
        wait_until_open(port, server)
        yield Floor(port, server.pid, name=name, database=database)
    finally:
        server.terminate()
        server.wait(20)
