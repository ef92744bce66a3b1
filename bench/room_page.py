"""How long until the first byte of a room's page, signed in, with a thousand messages in it?"""

import http.client
import statistics
import sys
import time

from bench.rig.meters import percentile
from bench.rig.report import Report, spread
from bench.rig.site import Site, prepared, run, serving

MESSAGES = 1_000
TIMES = 60


def main() -> int:
    report = Report()
    with prepared(rooms=1, messages_in_first=MESSAGES) as (env, rooms):
        cookie = run(env, "-m", "bench.rig.signed_in", rooms[0].tokens[0])
        with serving(env) as (port, process):
            site = Site(port, process, rooms)
            first_byte_ms(site, cookie)
            took = [first_byte_ms(site, cookie) for _ in range(TIMES)]
    report.note(f"{TIMES} pages: {spread(took, digits=1)} ms, p99 {percentile(took, 0.99):.1f} ms")
    report.less_is_better("room page, first byte", statistics.median(took), at_most=100, aim=40, unit="ms")
    return report.close()


def first_byte_ms(site: Site, cookie: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", f"/rooms/{site.rooms[0].room}/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    took = time.perf_counter() - began
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"status {answer.status}")
    return 1000 * took


if __name__ == "__main__":
    sys.exit(main())
