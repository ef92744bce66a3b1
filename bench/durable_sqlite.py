"""How many judged, durable, delivered messages a second on SQLite with full syncs, against ejabberd and the floor?"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import uvloop

from bench.peers.ejabberd import running_ejabberd
from bench.peers.floor import running_floor
from bench.rig.cluster import cluster
from bench.rig.report import Report
from bench.rig.rounds import race, ratio, start_all
from bench.rig.site import served
from bench.rig.target import Target
from bench.rig.vestibule import Vestibule

ROOMS = (2, 32, 128)
JUDGED = 32
ROUNDS = 3


@contextmanager
def vestibule() -> Iterator[Target]:
    with served(rooms=max(ROOMS)) as site:
        yield Vestibule(site, name="Vestibule + SQLite")


@contextmanager
def floor() -> Iterator[Target]:
    with (
        tempfile.TemporaryDirectory(prefix="vestibule-bench-") as folder,
        running_floor(f"sqlite:///{folder}/floor.sqlite3", name="floor: uvicorn + SQLite") as target,
    ):
        yield target


@contextmanager
def ejabberd() -> Iterator[Target]:
    with cluster() as on, running_ejabberd(on.empty_database(), database=on.roots) as target:
        on.gather_statistics()
        yield target


def main() -> int:
    report = Report()
    with ExitStack() as running:
        starters = (vestibule, floor, ejabberd)
        targets = start_all(starters, report, running)
        contestants = uvloop.run(race(targets, rooms=ROOMS, rounds=ROUNDS, warmed_up=lambda: None))
    for one in contestants:
        for rooms in ROOMS:
            report.note(one.describe(rooms))
    by_name = {one.target.name: one for one in contestants}
    own, base = by_name["Vestibule + SQLite"], by_name["floor: uvicorn + SQLite"]
    report.note(f"of the floor, {JUDGED} rooms: {ratio(own.rates(JUDGED), base.rates(JUDGED)):.2f} x")
    group = by_name.get("ejabberd group room + PostgreSQL")
    if group:
        value = ratio(own.rates(JUDGED), group.rates(JUDGED))
        report.more_is_better(f"messages/s over ejabberd + PostgreSQL, {JUDGED} rooms", value, at_least=1, aim=2)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
