"""How much of its time work behind the scenes may take, so that those who write do not wait for it."""

import time
from collections.abc import Callable

# On two cores it would take the other part from those who write.
WORKS_AT_MOST = 0.2
# While more than this many streams a second have news it works less and in smaller steps, and makes up for it later: a
# step takes its time from every message that is under way.
BUSY_PER_S = 500
WORKS_WHEN_BUSY = 0.04
STEP_WHEN_BUSY = 40
# Unless it has not been level for so long: what is busy for hours must not be left behind for hours.
LATEST_S = 60.0


class Pace:
    """The pace of one thread that follows the feed in steps."""

    def __init__(self, wait: Callable[[float], object], *, largest_step: int) -> None:
        self._wait = wait
        self._largest_step = largest_step
        self._heard = 0
        self._looked_at = self._level_at = self._began = time.monotonic()
        self._share = WORKS_AT_MOST

    def hear(self, streams: int) -> None:
        """So many streams have news."""
        self._heard += streams

    def be_level(self) -> None:
        """Nothing is left to do for now."""
        self._level_at = time.monotonic()

    def step(self) -> int:
        """Begin a step: how much it may take in."""
        heard, self._heard = self._heard, 0
        since, self._looked_at = self._looked_at, time.monotonic()
        self._began = self._looked_at
        is_busy = heard > BUSY_PER_S * (self._began - since) and self._began - self._level_at < LATEST_S
        self._share = WORKS_WHEN_BUSY if is_busy else WORKS_AT_MOST
        return min(STEP_WHEN_BUSY, self._largest_step) if is_busy else self._largest_step

    def rest(self) -> None:
        """End the step: wait for as long as it costs the others."""
        self._wait((time.monotonic() - self._began) * (1 / self._share - 1))
