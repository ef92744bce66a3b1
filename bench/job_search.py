"""How long does a search among 100,000 open job posts take, on SQLite and on PostgreSQL?"""

import json
import sys
import tempfile

from bench.rig.meters import percentile
from bench.rig.report import AbsentError, Report
from bench.rig.site import run, site_env
from tools.postgres import throwaway_cluster
from tools.steps import MissingError

POSTS = 100_000
SEARCHES = 30
AT_MOST_MS = 100


def main() -> int:
    report = Report()
    searches(report, "SQLite")
    try:
        with throwaway_cluster() as url:
            searches(report, "PostgreSQL", database_url=url)
    except MissingError as missing:
        report.skip(AbsentError(str(missing)))
    return report.close()


def searches(report: Report, engine: str, *, database_url: str = "") -> None:
    """Every kind of search, some with the second page or the skills to narrow by, which count as the same search."""
    with tempfile.TemporaryDirectory(prefix="vestibule-bench-") as folder:
        env = site_env(folder, database_url=database_url)
        run(env, "-m", "vestibule.site.cli", "migrate")
        took = json.loads(run(env, "-m", "bench.rig.job_market", str(POSTS), str(SEARCHES)))
    for kind, values in took.items():
        report.note(f"{engine}, {kind}: median {percentile(values, 0.5):.1f} ms, p95 {percentile(values, 0.95):.1f} ms")
    everything = [value for values in took.values() for value in values]
    report.less_is_better(
        f"search among {POSTS:,} posts, {engine}, p95",
        percentile(everything, 0.95),
        at_most=AT_MOST_MS,
        aim=AT_MOST_MS / 2,
        unit="ms",
    )


if __name__ == "__main__":
    sys.exit(main())
