"""How fast do all clients come back after the house went down, while others talk (R8, a tenth of its size)?"""

import asyncio
import json
import re
import sys
import time

import uvloop

from bench.rig.load import Load, at_a_rate
from bench.rig.report import Report
from bench.rig.site import MadeRoom, Site, prepared, serving
from bench.rig.vestibule import Vestibule
from bench.rig.ws import open_socket

CLIENTS, ROOMS, MISSED = 500, 50, 20
AT_ONCE = 50
TALKING_ROOMS, PER_S, SECONDS = 2, 20, 8.0
_SEQ = re.compile(rb'"seq":(\d+)')


async def fill(site: Site) -> None:
    """Everything that is missed."""
    target = Vestibule(site, name="Vestibule")
    for made in site.rooms[:ROOMS]:
        socket = await target.enter(made.tokens[0])
        for number in range(MISSED):
            body = json.dumps(f"Number {number} of what you missed.").encode()
            socket.send(b'{"op":"send","room":"%s","key":"%d","body":%s}' % (made.room.encode(), number, body))
        await socket.until(lambda frame: b'"key":"%d"' % (MISSED - 1) in frame)
    target.close()


async def come_back(site: Site, made: MadeRoom, token: str) -> None:
    """Resume one client, up to the last of what it missed. Raises `RuntimeError` at a hole."""
    ticket = await asyncio.to_thread(site.ticket, token)
    socket = await open_socket(f"ws://127.0.0.1:{site.port}/socket")
    # Three events stand in a fresh room: it was opened, and two came in.
    socket.send(json.dumps({"op": "hello", "ticket": ticket, "since": {made.room: 3}}).encode())
    seqs: list[int] = []

    def look(frame: bytes) -> bool:
        found = _SEQ.search(frame)
        if found and made.room.encode() in frame[:80]:
            seqs.append(int(found[1]))
        return bool(seqs) and seqs[-1] == 3 + MISSED

    await socket.until(look, within_s=60)
    if seqs != list(range(4, 4 + MISSED)):
        raise RuntimeError(f"came as {seqs}")
    socket.close()


async def storm(site: Site, report: Report) -> None:
    """All clients at once, as many under way as a laptop can open."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(index: int) -> None:
        made = site.rooms[index % ROOMS]
        async with places:
            await come_back(site, made, made.tokens[index // ROOMS % 2])

    target, load = Vestibule(site, name="Vestibule"), Load()
    pairs = [await target.open_pair(load, ROOMS + index) for index in range(TALKING_ROOMS)]
    talking = asyncio.create_task(at_a_rate(load, pairs, per_s=PER_S, seconds=SECONDS, roots=target.roots))
    await asyncio.sleep(1)
    began = time.perf_counter()
    await asyncio.gather(*[one(index) for index in range(CLIENTS)])
    took = time.perf_counter() - began
    run = await talking
    target.close()
    report.note(f"{CLIENTS} clients with {MISSED} missed messages each: {took:.1f} s; every one without a hole")
    report.more_is_better("resumed", CLIENTS / took, at_least=84, aim=300, unit="clients/s")
    report.less_is_better("p99 of what others say meanwhile", run.p99_ms, at_most=2000, aim=500, unit="ms")


def main() -> int:
    report = Report()
    with prepared(rooms=ROOMS + TALKING_ROOMS) as (env, made):
        with serving(env) as (port, process):
            uvloop.run(fill(Site(port, process, made)))
        with serving(env) as (port, process):
            uvloop.run(storm(Site(port, process, made), report))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
