"""How many judged, durable, delivered messages a second on PostgreSQL, against Socket.IO, ejabberd and the floor?"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import uvloop

from bench.peers.ejabberd import running_ejabberd
from bench.peers.floor import running_floor
from bench.peers.socketio import running_socketio
from bench.rig.cluster import Cluster, cluster
from bench.rig.report import AbsentError, Report
from bench.rig.rounds import Contestant, race, ratio, start_all
from bench.rig.site import served
from bench.rig.target import Target
from bench.rig.vestibule import Vestibule

ROOMS = (2, 32, 128)
JUDGED = (32, 128)
ROUNDS = 3


@contextmanager
def vestibule(on: Cluster) -> Iterator[Target]:
    with served(rooms=max(ROOMS), database_url=on.empty_database()) as site:
        yield Vestibule(site, name="Vestibule + PostgreSQL", database=on.roots)


def floor(on: Cluster) -> AbstractContextManager[Target]:
    return running_floor(on.empty_database(), name="floor: uvicorn + PostgreSQL", database=on.roots)


def socketio(on: Cluster) -> AbstractContextManager[Target]:
    return running_socketio(on.empty_database(), database=on.roots)


def ejabberd(on: Cluster) -> AbstractContextManager[Target]:
    return running_ejabberd(on.empty_database(), database=on.roots)


def main() -> int:
    report = Report()
    with ExitStack() as running:
        try:
            on = running.enter_context(cluster())
        except AbsentError as absent:
            report.skip(absent)
            return 0
        starters = [lambda start=start: start(on) for start in (vestibule, floor, socketio, ejabberd)]
        targets = start_all(starters, report, running)
        contestants = uvloop.run(race(targets, rooms=ROOMS, rounds=ROUNDS, warmed_up=on.gather_statistics))
    for one in contestants:
        for rooms in ROOMS:
            report.note(one.describe(rooms))
    by_name = {one.target.name: one for one in contestants}
    own = by_name["Vestibule + PostgreSQL"]
    for rooms in JUDGED:
        _compare(report, own, by_name, rooms)
    return report.close()


def _compare(report: Report, own: Contestant, by_name: dict[str, Contestant], rooms: int) -> None:
    base = by_name["floor: uvicorn + PostgreSQL"]
    report.note(f"of the floor, {rooms} rooms: {ratio(own.rates(rooms), base.rates(rooms)):.2f} x")
    hand_made = by_name.get("Socket.IO + PostgreSQL")
    if hand_made:
        value = ratio(own.rates(rooms), hand_made.rates(rooms))
        report.more_is_better(f"messages/s over Socket.IO, {rooms} rooms", value, at_least=1, aim=1.5)
    group = by_name.get("ejabberd group room + PostgreSQL")
    if group:
        value = ratio(own.rates(rooms), group.rates(rooms))
        report.more_is_better(f"messages/s over ejabberd, {rooms} rooms", value, at_least=2, aim=3)
        value = ratio(own.cpu_ms(rooms), group.cpu_ms(rooms))
        report.less_is_better(f"server CPU per message over ejabberd, {rooms} rooms", value, at_most=0.5, aim=0.25)


if __name__ == "__main__":
    sys.exit(main())
