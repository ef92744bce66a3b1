"""What notices do by the clock: look through the feed, tell what is due, write the mails, send them, tidy up."""

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from vestibule.feed import outlet
from vestibule.feed.chores import Chore
from vestibule.feed.pace import Pace
from vestibule.notices.gathering import MOST_EVENTS, gather, streams_behind
from vestibule.notices.mailing import write_mails
from vestibule.notices.models import Mail, Notice
from vestibule.notices.sending import send_mails
from vestibule.notices.showing import show_due
from vestibule.ports.bus import Hint
from vestibule.ports.bus import Notice as BusNotice

MOST_STREAMS = 200
# Hints can be lost, and other processes have their own: all streams are looked at this often.
LOOKS_AT_ALL_EVERY_S = 300.0
KEEPS_NOTICES = timedelta(days=90)
KEEPS_MAILS = timedelta(days=30)


class Gatherer:
    """Knows by the hints which streams have grown, so that a quiet house costs nothing."""

    def __init__(self) -> None:
        self._grown: deque[uuid.UUID] = deque()
        self._looks_at_all_at = 0.0
        self._stop_listening: Callable[[], None] | None = None
        self._ends = threading.Event()
        self._pace = Pace(self._ends.wait, largest_step=MOST_EVENTS)

    def listen(self) -> None:
        """Hear what grows from now on; what grew before is found by the positions."""
        self._ends.clear()
        self._looks_at_all_at = 0.0
        self._stop_listening = outlet.listen(self._on_notices)

    def stop_listening(self) -> None:
        self._ends.set()
        if self._stop_listening is not None:
            self._stop_listening()

    def step(self) -> bool:
        """Look through some of what is new; whether there may be more."""
        if time.monotonic() >= self._looks_at_all_at:
            behind = streams_behind(limit=MOST_STREAMS)
            if not behind:
                self._looks_at_all_at = time.monotonic() + LOOKS_AT_ALL_EVERY_S
        else:
            behind = sorted({self._grown.popleft() for _ in range(min(len(self._grown), 10 * MOST_STREAMS))})
        try:
            return self._look_through(behind)
        except DatabaseError:
            # What was taken off the list is found by its positions.
            self._looks_at_all_at = 0.0
            raise

    def _look_through(self, streams: Sequence[uuid.UUID]) -> bool:
        more = False
        left = deque(streams)
        while left:
            step = self._pace.step()
            # Each has something new: with more of them than the step takes in, all would be asked about for nothing.
            part = [left.popleft() for _ in range(min(step, MOST_STREAMS, len(left)))]
            if gather(part, now=timezone.now(), most=step) == step:
                self._grown.extend(part)
                more = True
            self._pace.rest()
        if not more:
            self._pace.be_level()
        return more

    def _on_notices(self, notices: Sequence[BusNotice]) -> None:
        self._grown.extend(one.stream for one in notices if isinstance(one, Hint))
        self._pace.hear(len(notices))


_gatherer = Gatherer()


class Teller(Chore):
    """The chore that follows the feed."""

    def start(self) -> None:
        _gatherer.listen()
        super().start()

    def close(self) -> None:
        _gatherer.stop_listening()
        super().close()


def tell() -> bool:
    """One look at the feed and the clock; whether something is left to do at once."""
    now = timezone.now()
    more = _gatherer.step()
    return any([more, show_due(now=now) > 0, write_mails(now=now) > 0])


def send() -> bool:
    """Send what is owed; whether there may be more."""
    return send_mails(now=timezone.now()) > 0


def tidy() -> bool:
    """Forget what nobody looks for any more."""
    now = timezone.now()
    Notice.objects.filter(shown_at__lt=now - KEEPS_NOTICES).delete()
    Mail.objects.filter(settled_at__lt=now - KEEPS_MAILS).delete()
    return False


# A mail server may be slow to answer: it holds up nobody but its own chore.
CHORES = (
    Teller("notices", tell, every_s=3.0),
    Chore("mails", send, every_s=3.0),
    Chore("notices-tidy", tidy, every_s=3600.0),
)
