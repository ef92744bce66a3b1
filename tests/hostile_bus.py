"""A bus that does its worst within its contract: it loses, doubles and reorders what it is told."""

import random
import threading
from collections.abc import Callable, Sequence

from vestibule.adapters.bus_memory import MemoryBus
from vestibule.ports.bus import Bus, Hint, Listener, Notice


class HostileBus(Bus):
    """Each of the three is done to the given share of notices; `strips` takes away the frames that hints carry."""

    def __init__(
        self, *, seed: int = 0, loses: float = 0.0, doubles: float = 0.0, reorders: float = 0.0, strips: float = 0.0
    ) -> None:
        self._true = MemoryBus()
        self._chance = random.Random(seed)
        self._shares = (loses, doubles, reorders, strips)
        self._late: list[Notice] = []
        self._lock = threading.Lock()
        self.done = 0

    def publish(self, notices: Sequence[Notice]) -> None:
        with self._lock:
            said = [told for notice in notices for told in self._tampered(notice)]
        for notice in said:
            self._true.publish([notice])

    def listen(self, listener: Listener) -> Callable[[], None]:
        return self._true.listen(listener)

    def _tampered(self, notice: Notice) -> list[Notice]:
        loses, doubles, reorders, strips = (self._chance.random() < share for share in self._shares)
        self.done += loses + doubles + reorders + strips
        if loses:
            return []
        if strips and isinstance(notice, Hint):
            notice = Hint(stream=notice.stream, head=notice.head)
        said = [notice, notice] if doubles else [notice]
        if reorders:
            self._late += said
            return []
        late, self._late = self._late, []
        return [*said, *reversed(late)]
