"""`vestibule` with one of its guarantees switched off: VESTIBULE_SABOTAGE=ack_before_commit or no_key.

Shows that the checker would see it. Never a setting of the product.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count

from django.db import transaction

from vestibule.site import cli

# Long enough for what was said to reach the clients before the process dies.
_HEARD_AFTER_S = 0.05


def ack_before_commit() -> None:
    """Acknowledge as soon as the rows are written, and die now and then before they are committed."""
    from vestibule.feed import outlet
    from vestibule.feed.append import Writing
    from vestibule.kit.failpoints import reach
    from vestibule.rooms.actions import send_messages
    from vestibule.rooms.ahead import Ahead, Placed

    @contextmanager
    def writing(*, now: datetime) -> Iterator[Writing]:
        with transaction.atomic(durable=True):
            feed = Writing(now=now)
            yield feed
            hints = feed.flush()
            if feed.acknowledge is not None:
                feed.acknowledge()
            reach("feed.after_write")
        outlet.announce(hints)

    def leave_all(self: Ahead, commands: Iterable[Placed]) -> bool:
        for placed in commands:
            self._talk(placed[1].room).left.append(placed)
        return False

    send_messages.writing = writing  # type: ignore[attr-defined]
    Ahead.judge = leave_all  # type: ignore[method-assign]


def no_key() -> None:
    """Forget which keys were sent before, also in the database."""
    from vestibule.rooms.actions import send_messages

    class Keyless(send_messages.MessageRow):
        def __post_init__(self) -> None:
            self.key = os.urandom(16).hex()

    send_messages._known = lambda _addresses: {}  # type: ignore[assignment]
    send_messages.MessageRow = Keyless  # type: ignore[misc]


def die_slowly() -> None:
    """Like the product's own failpoints, but what was said before is heard before the end."""
    from vestibule.kit import failpoints

    name, _, reach_count = os.environ.pop("VESTIBULE_FAILPOINTS").partition(":")
    reached = count(1)

    def die() -> None:
        if next(reached) >= int(reach_count):
            time.sleep(_HEARD_AFTER_S)
            os.kill(os.getpid(), signal.SIGKILL)

    failpoints.arm(name, die)


if __name__ == "__main__":
    cli.set_up_django()
    {"ack_before_commit": ack_before_commit, "no_key": no_key}[os.environ["VESTIBULE_SABOTAGE"]]()
    die_slowly()
    sys.exit(cli.main(sys.argv[1:]))
