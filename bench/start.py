"""How long from the command to the first answer, with the database there already?"""

import statistics
import sys
import time

from bench.rig.report import Report, spread
from bench.rig.site import prepared, serving

STARTS = 5


def main() -> int:
    report = Report()
    times: list[float] = []
    with prepared(rooms=2) as (env, _):
        for _ in range(STARTS):
            began = time.perf_counter()
            with serving(env):
                times.append(time.perf_counter() - began)
    report.note(f"{STARTS} starts: {spread(times, digits=2)} s")
    report.less_is_better("start, database present", statistics.median(times), at_most=4, aim=2, unit="s")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
