"""Work behind the scenes takes a share of the time that nobody who writes can feel, and is never put off for long."""

import itertools

import pytest

from vestibule.feed import pace
from vestibule.feed.pace import BUSY_PER_S, LATEST_S, STEP_WHEN_BUSY, WORKS_AT_MOST, WORKS_WHEN_BUSY, Pace


class Clock:
    """Time goes on only when somebody works or rests."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.rested: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def rest(self, seconds: float) -> None:
        self.rested.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pace, "time", made)
    return made


def work(it: Pace, clock: Clock, *, heard_per_s: int, seconds: float = 1.0) -> int:
    """A second goes by in which so much happens, then a step of ten milliseconds. How large a step it was told."""
    clock.now += seconds
    it.hear(int(heard_per_s * seconds))
    step = it.step()
    clock.now += 0.01
    it.rest()
    return step


def test_a_quiet_house_is_followed_in_large_steps_for_a_fifth_of_the_time(clock: Clock) -> None:
    it = Pace(clock.rest, largest_step=200)
    assert work(it, clock, heard_per_s=BUSY_PER_S - 1) == 200
    assert 0.01 / (0.01 + clock.rested[-1]) == pytest.approx(WORKS_AT_MOST)


def test_a_busy_house_is_followed_in_small_steps_for_less_of_the_time(clock: Clock) -> None:
    it = Pace(clock.rest, largest_step=200)
    assert work(it, clock, heard_per_s=2 * BUSY_PER_S) == STEP_WHEN_BUSY
    assert 0.01 / (0.01 + clock.rested[-1]) == pytest.approx(WORKS_WHEN_BUSY)
    assert work(it, clock, heard_per_s=0) == 200


def test_what_is_busy_without_end_is_not_left_behind_without_end(clock: Clock) -> None:
    it = Pace(clock.rest, largest_step=200)
    began = clock.now
    for _ in itertools.takewhile(lambda _: work(it, clock, heard_per_s=2 * BUSY_PER_S) < 200, itertools.count()):
        assert clock.now - began < 2 * LATEST_S
    it.be_level()
    assert work(it, clock, heard_per_s=2 * BUSY_PER_S) == STEP_WHEN_BUSY


def test_no_step_is_larger_than_its_owner_can_take(clock: Clock) -> None:
    assert work(Pace(clock.rest, largest_step=10), clock, heard_per_s=2 * BUSY_PER_S) == 10
