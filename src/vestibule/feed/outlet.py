"""After the commit: tell the bus how far each stream has got."""

from collections.abc import Callable, Sequence

from vestibule.ports.bus import Bus, Notice

_bus: Bus | None = None


def connect(bus: Bus | None) -> None:
    """Set the bus that hints go to; without one nobody is told, and readers still find everything in the database."""
    global _bus  # noqa: PLW0603 - the one place where a process keeps its bus; set once by site wiring
    _bus = bus


def announce(notices: Sequence[Notice]) -> None:
    """Publish notices about what is already committed. Never raises."""
    if _bus is not None and notices:
        _bus.publish(notices)


def listen(listener: Callable[[Sequence[Notice]], None]) -> Callable[[], None]:
    """Be told of notices on the connected bus; returns the function that stops it."""
    if _bus is None:
        message = "no bus is connected: call connect() first"
        raise RuntimeError(message)
    return _bus.listen(listener)
