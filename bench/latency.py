"""How long from sending to the other's screen at a quiet 20 messages a second, on both databases?"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import uvloop

from bench.peers.socketio import running_socketio
from bench.rig.cluster import cluster
from bench.rig.report import Report, spread
from bench.rig.rounds import start_all, stroll
from bench.rig.site import served
from bench.rig.target import Target
from bench.rig.vestibule import Vestibule

PER_S = 20
ROUNDS = 5


@contextmanager
def on_sqlite() -> Iterator[Target]:
    with served(rooms=2) as site:
        yield Vestibule(site, name="Vestibule + SQLite")


@contextmanager
def on_postgres() -> Iterator[Target]:
    with cluster() as on, served(rooms=2, database_url=on.empty_database()) as site:
        yield Vestibule(site, name="Vestibule + PostgreSQL", database=on.roots)


@contextmanager
def socketio() -> Iterator[Target]:
    with cluster() as on, running_socketio(on.empty_database(), database=on.roots) as target:
        yield target


def main() -> int:
    report = Report()
    with ExitStack() as running:
        targets = start_all((on_sqlite, on_postgres, socketio), report, running)
        contestants = uvloop.run(stroll(targets, per_s=PER_S, rounds=ROUNDS))
    for one in contestants:
        runs = one.runs[2]
        half, most = [run.p50_ms for run in runs], [run.p99_ms for run in runs]
        others = spread([run.others_cores for run in runs], digits=1)
        report.note(
            f"{one.target.name}: p50 {spread(half, digits=1)} ms, p99 {spread(most, digits=1)} ms,"
            f" others took {others} cores"
        )
        if one.target.name.startswith("Vestibule"):
            name = one.target.name
            report.less_is_better(f"{name}, p50", statistics.median(half), at_most=4, aim=2, unit="ms")
            report.less_is_better(f"{name}, p99", statistics.median(most), at_most=10, aim=5, unit="ms")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
