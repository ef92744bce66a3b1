"""Whether somebody is here: what the floor above knows of open sockets, so that notices need not know the gateway."""

import uuid
from collections.abc import Callable
from datetime import timedelta

# So long a mail about a message waits for whoever has a page open: they are told there, and may be slow to look.
OPEN_PAGE_HOLDS_BACK = timedelta(minutes=15)

_is_here: Callable[[uuid.UUID], bool] = lambda _person: False  # noqa: E731


def ask(is_here: Callable[[uuid.UUID], bool]) -> None:
    """Set who knows whether a person has a page open; called once by site wiring."""
    global _is_here  # noqa: PLW0603 - the one place where a process keeps it; set once by site wiring
    _is_here = is_here


def is_here(person: uuid.UUID) -> bool:
    """Whether the person has a page open on this process."""
    return _is_here(person)
