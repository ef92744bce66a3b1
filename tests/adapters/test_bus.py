"""What every bus promises (ports/bus.py). A new adapter is added to `BUSES` and has to pass all of this."""

import threading
import uuid
from collections.abc import Callable, Sequence

import pytest

from vestibule.adapters.bus_memory import MemoryBus
from vestibule.ports.bus import Bus, Ended, Hint, Notice

BUSES: dict[str, Callable[[], Bus]] = {"memory": MemoryBus}
HINT = Hint(stream=uuid.UUID(int=1), head=3, frames=(b"{}",))


@pytest.fixture(params=BUSES)
def bus(request: pytest.FixtureRequest) -> Bus:
    return BUSES[request.param]()


class Ear:
    """A listener that remembers, and can be waited for."""

    def __init__(self, expected: int = 1) -> None:
        self.heard: list[Notice] = []
        self._expected = expected
        self._enough = threading.Event()

    def __call__(self, notices: Sequence[Notice]) -> None:
        self.heard += notices
        if len(self.heard) >= self._expected:
            self._enough.set()

    def wait(self) -> list[Notice]:
        assert self._enough.wait(20)
        return self.heard


def test_every_listener_hears_every_kind_of_notice(bus: Bus) -> None:
    ears = Ear(2), Ear(2)
    for ear in ears:
        bus.listen(ear)
    bus.publish([HINT, Ended(("s:1",))])
    assert [ear.wait() for ear in ears] == [[HINT, Ended(("s:1",))]] * 2


def test_publishing_to_nobody_is_no_fault(bus: Bus) -> None:
    bus.publish([HINT])
    bus.publish([])


def test_who_stops_listening_hears_nothing_more(bus: Bus) -> None:
    gone, still = Ear(), Ear(2)
    stop = bus.listen(gone)
    bus.listen(still)
    bus.publish([HINT])
    gone.wait()
    stop()
    stop()
    bus.publish([HINT])
    assert still.wait() == [HINT, HINT]
    assert gone.heard == [HINT]


def test_a_listener_that_fails_harms_neither_publisher_nor_the_others(bus: Bus) -> None:
    def fail(_: Sequence[Notice]) -> None:
        raise ZeroDivisionError

    ear = Ear()
    bus.listen(fail)
    bus.listen(ear)
    bus.publish([HINT])
    assert ear.wait() == [HINT]


def test_it_may_be_called_from_any_thread(bus: Bus) -> None:
    ear = Ear(200)
    bus.listen(ear)
    together = threading.Barrier(4)

    def publish() -> None:
        together.wait(20)
        for _ in range(50):
            bus.publish([HINT])

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(ear.wait()) == 200
