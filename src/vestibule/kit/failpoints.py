"""Named places where a fault test may stop the process dead. Unarmed, reaching one costs a dictionary look-up."""

from collections.abc import Callable

_armed: dict[str, Callable[[], None]] = {}


def reach(name: str) -> None:
    """Run what is armed here, normally nothing."""
    act = _armed.get(name)
    if act is not None:
        act()


def arm(name: str, act: Callable[[], None]) -> None:
    """From now on `act` runs whenever `name` is reached."""
    _armed[name] = act


def disarm() -> None:
    """Forget everything that was armed."""
    _armed.clear()
