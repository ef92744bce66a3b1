"""What processes use, read from /proc, and how much of the machine others took meanwhile."""

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; NaN of nothing."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tree(roots: Collection[int]) -> list[int]:
    """The processes and all their descendants."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    todo = list(roots)
    while todo:
        process = todo.pop()
        found.append(process)
        todo += children.get(process, [])
    return found


def cpu_s(roots: Collection[int]) -> float:
    """Processor seconds used so far by the processes, their descendants and those they have reaped."""
    ticks = 0
    for process in tree(roots):
        fields = _stat(process)
        if fields:
            ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS_PER_S


def memory_bytes(roots: Collection[int]) -> int:
    """Proportional set size of the processes and their descendants: shared pages count once."""
    total = 0
    for process in tree(roots):
        try:
            lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def _stat(process: int) -> list[str]:
    try:
        return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _busy_s() -> float:
    """Processor seconds in which the whole machine was not idle."""
    fields = list(map(int, (_PROC / "stat").read_text().splitlines()[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / _TICKS_PER_S


@dataclass(slots=True)
class Span:
    """A stretch of time: what the servers used in it, and what everybody else used (the noise)."""

    roots: Collection[int]
    seconds: float = 0.0
    server_cpu_s: float = 0.0
    others_cores: float = 0.0
    _began: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def __enter__(self) -> Self:
        self._began = (time.perf_counter(), cpu_s(self.roots), _busy_s(), time.process_time())
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        began, server, busy, own = self._began
        self.seconds = time.perf_counter() - began
        self.server_cpu_s = cpu_s(self.roots) - server
        elsewhere = _busy_s() - busy - self.server_cpu_s - (time.process_time() - own)
        self.others_cores = max(0.0, elsewhere) / self.seconds
