"""How long does the composer wait for its hint, there and back on loopback?"""

import json
import sys
import time

import uvloop

from bench.rig.meters import percentile
from bench.rig.report import Report
from bench.rig.site import Site, served
from bench.rig.vestibule import Vestibule

HINTS = 600
WARM = 50
DRAFT = "Yes, two weeks suit me. I could start with the phone layout on Monday and show you a first version by Thursday"


def main() -> int:
    report = Report()
    with served(rooms=1, messages_in_first=50) as site:
        times = uvloop.run(_ask(site))
    report.note(f"p50 {percentile(times, 0.5):.1f} ms of {len(times)} hints on a growing draft")
    report.less_is_better("composer hint, p99", percentile(times, 0.99), at_most=30, aim=10, unit="ms")
    return report.close()


async def _ask(site: Site) -> list[float]:
    """Milliseconds of each hint while somebody types, one letter more each time."""
    target = Vestibule(site, name="Vestibule")
    made = site.rooms[0]
    socket = await target.enter(made.tokens[0])
    times: list[float] = []
    for number in range(HINTS + WARM):
        body = DRAFT[: 1 + number % len(DRAFT)]
        wanted = f'"id":"{number}"'.encode()
        began = time.perf_counter()
        socket.send(json.dumps({"op": "check", "id": str(number), "room": made.room, "body": body}).encode())
        await socket.until(lambda frame, wanted=wanted: wanted in frame)  # type: ignore[misc]
        times.append((time.perf_counter() - began) * 1000)
    target.close()
    return times[WARM:]


if __name__ == "__main__":
    sys.exit(main())
