"""Several targets measured in turn, round after round, so that noise hits all of them alike."""

import asyncio
import statistics
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from bench.rig.load import Load, Pair, Run, as_fast_as_it_goes, at_a_rate
from bench.rig.report import AbsentError, Report, spread
from bench.rig.target import Target

RUN_S = 3.0


@dataclass(slots=True)
class Contestant:
    """A connected target and its runs so far, by number of rooms."""

    target: Target
    load: Load = field(default_factory=Load)
    pairs: list[Pair] = field(default_factory=list)
    runs: dict[int, list[Run]] = field(default_factory=dict)

    async def have(self, rooms: int) -> Sequence[Pair]:
        while len(self.pairs) < rooms:
            self.pairs.append(await self.target.open_pair(self.load, len(self.pairs)))
        return self.pairs[:rooms]

    def rates(self, rooms: int) -> list[float]:
        return [run.per_s for run in self.runs[rooms]]

    def cpu_ms(self, rooms: int) -> list[float]:
        return [run.cpu_ms_per_message for run in self.runs[rooms]]

    def describe(self, rooms: int) -> str:
        runs = self.runs[rooms]
        stuck = sum(run.stuck for run in runs)
        return (
            f"{self.target.name}, {rooms} rooms: {spread(self.rates(rooms))}/s,"
            f" {spread(self.cpu_ms(rooms), digits=3)} ms CPU each,"
            f" others took {spread([run.others_cores for run in runs], digits=1)} cores"
            + (f", {stuck} ROOMS STUCK" if stuck else "")
        )


def start_all(
    starters: Sequence[Callable[[], AbstractContextManager[Target]]], report: Report, running: ExitStack
) -> list[Target]:
    """Start each target until `running` closes; say which are absent."""
    targets: list[Target] = []
    for start in starters:
        try:
            targets.append(running.enter_context(start()))
        except AbsentError as absent:
            report.skip(absent)
    return targets


async def race(
    targets: Sequence[Target], *, rooms: Sequence[int], rounds: int, warmed_up: Callable[[], None]
) -> list[Contestant]:
    """Closed-loop runs of every target at every number of rooms. `warmed_up` is called after an unmeasured one each."""
    contestants = [Contestant(target) for target in targets]
    for one in contestants:
        await as_fast_as_it_goes(one.load, await one.have(max(rooms)), seconds=1.0, roots=one.target.roots)
    warmed_up()
    for _ in range(rounds):
        for number in rooms:
            for one in contestants:
                pairs = await one.have(number)
                run = await as_fast_as_it_goes(one.load, pairs, seconds=RUN_S, roots=one.target.roots)
                one.runs.setdefault(number, []).append(run)
    await _leave(contestants)
    return contestants


async def stroll(targets: Sequence[Target], *, per_s: float, rounds: int) -> list[Contestant]:
    """Open-loop runs in two rooms at a quiet rate."""
    contestants = [Contestant(target) for target in targets]
    for one in contestants:
        await at_a_rate(one.load, await one.have(2), per_s=per_s, seconds=1.0, roots=one.target.roots)
    for _ in range(rounds):
        for one in contestants:
            run = await at_a_rate(one.load, await one.have(2), per_s=per_s, seconds=RUN_S, roots=one.target.roots)
            one.runs.setdefault(2, []).append(run)
    await _leave(contestants)
    return contestants


async def _leave(contestants: Sequence[Contestant]) -> None:
    for one in contestants:
        one.target.close()
    # Servers notice before they are stopped.
    await asyncio.sleep(0.3)


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of runs that were made side by side."""
    return statistics.median(mine / theirs for mine, theirs in zip(one, other, strict=True))
