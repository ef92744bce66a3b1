"""How much memory does an idle connection cost, with its session and its membership?"""

import asyncio
import sys

import uvloop

from bench.rig.meters import memory_bytes
from bench.rig.report import Report
from bench.rig.site import Site, served
from bench.rig.vestibule import Vestibule

CONNECTIONS = 1000
WARM_UP = 50


async def growth_bytes(site: Site) -> int:
    """What the server grows by while `CONNECTIONS` people come and stay."""
    target = Vestibule(site, name="Vestibule + SQLite")
    tokens = [token for room in site.rooms for token in room.tokens]
    for token in tokens[:WARM_UP]:
        await target.enter(token)
    before = memory_bytes(target.roots)
    for token in tokens[WARM_UP : WARM_UP + CONNECTIONS]:
        await target.enter(token)
    await asyncio.sleep(1)
    after = memory_bytes(target.roots)
    target.close()
    await asyncio.sleep(0.5)
    return after - before


def main() -> int:
    report = Report()
    with served(rooms=(CONNECTIONS + WARM_UP) // 2) as site:
        grown = uvloop.run(growth_bytes(site))
    report.note(f"{CONNECTIONS} connections of as many people, two in each room: {grown / 1e6:.1f} MB")
    report.less_is_better("memory of an idle connection", grown / CONNECTIONS / 1000, at_most=40, aim=25, unit="kB")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
