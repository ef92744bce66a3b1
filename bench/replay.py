"""How long does it take to judge a million stored messages anew under another book?"""

import re
import subprocess
import sys
import tempfile
import time

from bench.rig.report import Report
from bench.rig.site import ROOT, run, site_env

ROOMS = 1030
MESSAGES_EACH = 100
MILLION = 1_000_000
AT_MOST_S = 600
AIM_S = 180
ANNOUNCED = "2020-05-26"
"""A book under which next to nothing is withheld: what its successor stops flips."""

REPLAY = [sys.executable, "-m", "vestibule.site.cli", "replay", "--book", ANNOUNCED, "--since", "2000-01-01"]


def main(rooms: int = ROOMS, each: int = MESSAGES_EACH) -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="vestibule-bench-") as folder:
        env = site_env(folder)
        run(env, "-m", "vestibule.site.cli", "migrate")
        run(env, "-m", "bench.rig.many_words", str(rooms), str(each))
        for workers in (0, 2):
            began = time.perf_counter()
            done = subprocess.run(
                [*REPLAY, "--workers", str(workers)],
                env=env,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                check=True,
            )
            took_s = time.perf_counter() - began
            judged = int(re.search(r"(\d+) texts judged", done.stdout)[1])  # type: ignore[index]  # it always says so
            report.note(
                f"{judged:,} messages, {workers} workers beside: {took_s:.1f} s, {1e6 * took_s / judged:.0f} µs each"
            )
            if workers:
                report.less_is_better(
                    "a million messages", took_s / judged * MILLION, at_most=AT_MOST_S, aim=AIM_S, unit="s"
                )
    return report.close()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
