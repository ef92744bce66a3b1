"""Load: rooms of two, one who says something and one who hears it, at most one message under way in each."""

import asyncio
import gc
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from bench.rig.meters import Span, percentile
from bench.rig.talk import line

SETTLE_S = 0.3
_ACKNOWLEDGED, _DELIVERED, _BOTH = 1, 2, 3


@dataclass(slots=True)
class Load:
    """What all rooms of a run count together. Numbers go on from run to run, so that keys stay fresh."""

    number: int = 1_000_000
    delivered: int = 0
    is_recording: bool = False
    delivery_s: list[float] = field(default_factory=list)

    def reset(self) -> None:
        self.delivered = 0
        self.delivery_s = []


class Pair:
    """One room. A target sets `send` and calls `acknowledged` and `heard` with the number of a message."""

    __slots__ = ("_due", "_got", "_load", "_number", "_since", "repeats", "send")

    def __init__(self, load: Load) -> None:
        self._load = load
        self._got = _BOTH
        self._number = -1
        self._since = 0.0
        self._due: deque[float] = deque()
        self.repeats = False
        self.send: Callable[[int, str], None] = lambda _number, _text: None

    @property
    def is_quiet(self) -> bool:
        return self._got == _BOTH and not self._due

    def say(self, since: float | None = None) -> None:
        """Send the next message. Its delivery counts from `since`, the moment it should have been sent."""
        self._load.number += 1
        self._number = self._load.number
        self._got = 0
        self._since = time.perf_counter() if since is None else since
        self.send(self._number, line(self._number))

    def say_when_free(self, due: float) -> None:
        if self._got == _BOTH:
            self.say(due)
        else:
            self._due.append(due)

    def acknowledged(self, number: int) -> None:
        if number == self._number and not self._got & _ACKNOWLEDGED:
            self._arrived(_ACKNOWLEDGED)

    def heard(self, number: int) -> None:
        if number == self._number and not self._got & _DELIVERED:
            load = self._load
            load.delivered += 1
            if load.is_recording:
                load.delivery_s.append(time.perf_counter() - self._since)
            self._arrived(_DELIVERED)

    def _arrived(self, what: int) -> None:
        self._got |= what
        if self._got == _BOTH:
            if self.repeats:
                self.say()
            elif self._due:
                self.say(self._due.popleft())


@dataclass(frozen=True, slots=True)
class Run:
    """One run's figures. `others_cores` is what neither server nor generator used: the noise."""

    per_s: float
    cpu_ms_per_message: float
    p50_ms: float
    p99_ms: float
    others_cores: float
    stuck: int


async def as_fast_as_it_goes(load: Load, pairs: Sequence[Pair], *, seconds: float, roots: Collection[int]) -> Run:
    """Closed loop: each room says the next thing once the last was acknowledged and heard."""
    load.reset()
    for pair in pairs:
        pair.repeats = True
        pair.say()
    await asyncio.sleep(0.7)
    run = await _record(load, seconds=seconds, roots=roots)
    for pair in pairs:
        pair.repeats = False
    return _with_stuck(run, await _until_quiet(pairs))


async def at_a_rate(load: Load, pairs: Sequence[Pair], *, per_s: float, seconds: float, roots: Collection[int]) -> Run:
    """Open loop, `per_s` in all; a delivery counts from when the message was due, so that waiting is not hidden."""
    load.reset()
    loop = asyncio.get_running_loop()
    to_loop_time = loop.time() - time.perf_counter()
    gap = len(pairs) / per_s
    start = time.perf_counter() + 0.05
    end = start + 0.7 + seconds

    def fire(pair: Pair, due: float) -> None:
        pair.say_when_free(due)
        if due + gap < end:
            loop.call_at(due + gap + to_loop_time, fire, pair, due + gap)

    for index, pair in enumerate(pairs):
        due = start + gap * index / len(pairs)
        loop.call_at(due + to_loop_time, fire, pair, due)
    await asyncio.sleep(0.75)
    run = await _record(load, seconds=seconds, roots=roots)
    return _with_stuck(run, await _until_quiet(pairs))


async def _record(load: Load, *, seconds: float, roots: Collection[int]) -> Run:
    gc.collect()
    before = load.delivered
    with Span(roots) as span:
        # Reading /proc holds this loop up for some 20 ms: latencies count once that has passed.
        await asyncio.sleep(SETTLE_S)
        load.is_recording = True
        await asyncio.sleep(seconds - SETTLE_S)
        load.is_recording = False
        delivered = load.delivered - before
    return Run(
        per_s=delivered / span.seconds,
        cpu_ms_per_message=1000 * span.server_cpu_s / max(1, delivered),
        p50_ms=1000 * percentile(load.delivery_s, 0.5),
        p99_ms=1000 * percentile(load.delivery_s, 0.99),
        others_cores=span.others_cores,
        stuck=0,
    )


async def _until_quiet(pairs: Sequence[Pair]) -> int:
    """Wait for what is under way; how many rooms are stuck after ten seconds."""
    end = time.perf_counter() + 10
    while any(not pair.is_quiet for pair in pairs) and time.perf_counter() < end:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return sum(not pair.is_quiet for pair in pairs)


def _with_stuck(run: Run, stuck: int) -> Run:
    return Run(run.per_s, run.cpu_ms_per_message, run.p50_ms, run.p99_ms, run.others_cores, stuck)
