"""What does a long room cost its readers: the last 50 of 100,000 messages against the last 50 of 1,000?"""

import statistics
import sys
import time
import urllib.request

from bench.rig.report import Report, spread
from bench.rig.site import Site, served

SHORT, LONG = 1_000, 100_000
READS = 60
ROUNDS = 5


def main() -> int:
    report = Report()
    with served(rooms=1, messages_in_first=SHORT) as short, served(rooms=1, messages_in_first=LONG) as long:
        ratios: list[float] = []
        figures: dict[int, list[float]] = {SHORT: [], LONG: []}
        _read_ms(short)
        _read_ms(long)
        # Turn by turn, so that whatever else runs on the machine falls on both.
        for _ in range(ROUNDS):
            first, second = _read_ms(short), _read_ms(long)
            figures[SHORT].append(first)
            figures[LONG].append(second)
            ratios.append(second / first)
    for messages, values in figures.items():
        report.note(f"last 50 of {messages:,}: p50 {spread(values, digits=1)} ms over HTTP")
    report.less_is_better("last 50 of 100k over last 50 of 1k", statistics.median(ratios), at_most=1.2, aim=1.0)
    return report.close()


def _read_ms(site: Site) -> float:
    room = site.rooms[0]
    request = urllib.request.Request(
        f"{site.url}/api/v1/rooms/{room.room}/timeline?limit=50", headers={"Authorization": f"Bearer {room.tokens[0]}"}
    )
    times: list[float] = []
    for _ in range(READS):
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
