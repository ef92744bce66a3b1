"""What do readers who stall or crawl cost the others, and when is the stalled one let go (R6)?"""

import asyncio
import contextlib
import json
import re
import socket
import sys
import time
from dataclasses import dataclass, field

import uvloop
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench.rig.meters import memory_bytes, percentile
from bench.rig.report import Report
from bench.rig.site import Site, served
from bench.rig.talk import line
from bench.rig.vestibule import Vestibule

HEALTHY, CRAWLING = 100, 10
PER_S = 200
ALONE_S, TOGETHER_S = 10.0, 30.0
CRAWL_BYTES_PER_S = 1000
TOO_SLOW = 4408
_KEY = re.compile(rb'"key":"(\d+)"')


@dataclass(slots=True)
class Talk:
    """Messages of one sender in one room, and how long each took to each healthy reader."""

    sent_at: dict[int, float] = field(default_factory=dict)
    took_s: list[float] = field(default_factory=list)

    def heard(self, frame: bytes) -> None:
        found = _KEY.search(frame)
        if found:
            self.took_s.append(time.perf_counter() - self.sent_at[int(found[1])])


async def main_scene(site: Site, report: Report) -> None:
    """Talk with healthy readers alone, then with slow ones beside them."""
    target = Vestibule(site, name="Vestibule")
    room, talk = site.rooms[0], Talk()
    sender = await target.enter(room.tokens[0])
    for _ in range(HEALTHY):
        reader = await target.enter(room.tokens[1])
        reader.on_frame = talk.heard
    number = await _say(sender.send, room.room, talk, first=0, seconds=ALONE_S)
    alone, talk.took_s = percentile(talk.took_s, 0.99), []
    before = memory_bytes(target.roots)
    began = time.perf_counter()
    slow = [asyncio.create_task(_slow(site, room.tokens[1], crawls=index > 0)) for index in range(1 + CRAWLING)]
    await _say(sender.send, room.room, talk, first=number, seconds=TOGETHER_S)
    together, grown = percentile(talk.took_s, 0.99), memory_bytes(target.roots) - before
    closed = await asyncio.wait_for(slow[0], 60)
    for task in slow[1:]:
        task.cancel()
    await asyncio.gather(*slow[1:], return_exceptions=True)
    target.close()
    report.note(f"p99 to {HEALTHY} healthy readers: {1000 * alone:.1f} ms alone, {1000 * together:.1f} ms together")
    report.note(f"memory meanwhile: {grown / 1e6:+.1f} MB; the stalled reader was closed with {closed[0]}")
    report.less_is_better("p99 of healthy readers beside slow ones", together / alone, at_most=1.2, aim=1.05)
    report.less_is_better("stalled reader let go after", closed[1] - began, at_most=30, aim=30, unit="s")


async def _say(send, room: str, talk: Talk, *, first: int, seconds: float) -> int:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    count = int(PER_S * seconds)
    for number in range(first, first + count):
        due = start + (number - first) / PER_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        talk.sent_at[number] = due
        body = json.dumps(line(number)).encode()
        send(b'{"op":"send","room":"%s","key":"%d","body":%s}' % (room.encode(), number, body))
    await asyncio.sleep(1)
    return first + count


async def _slow(site: Site, token: str, *, crawls: bool) -> tuple[int | None, float]:
    """A reader with a narrow window that reads a little each second, or nothing; its close code, and when it came."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", site.port))
    ticket = await asyncio.to_thread(site.ticket, token)
    opened = await connect(f"ws://127.0.0.1:{site.port}/socket", sock=narrow, compression=None, max_queue=1)
    await opened.send(json.dumps({"op": "hello", "ticket": ticket, "since": {}}))
    read = len(await opened.recv())
    with contextlib.suppress(ConnectionClosed):
        if not crawls:
            await asyncio.sleep(TOGETHER_S - 5)
        while True:
            read += len(await opened.recv())
            if crawls and read > CRAWL_BYTES_PER_S:
                read = 0
                await asyncio.sleep(1)
    return opened.close_code, time.perf_counter()


def main() -> int:
    report = Report()
    with served(rooms=1) as site:
        uvloop.run(main_scene(site, report))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
