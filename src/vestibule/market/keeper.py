"""What the market does on its own: it closes offers whose time is over."""

import threading

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from vestibule.kit.refusals import Refusal
from vestibule.market.actions.expire_offer import expire_due_offers

LOOKS_EVERY_S = 20.0
log = structlog.get_logger(__name__)


class Keeper:
    """A thread that looks for what is due. Nothing depends on its being on time: what is over cannot be accepted."""

    def __init__(self, *, every_s: float = LOOKS_EVERY_S) -> None:
        self._every_s = every_s
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look; the first time at once."""
        self._ends.clear()
        self._thread = threading.Thread(target=self._look, name="market-keeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, after what is under way."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _look(self) -> None:
        while True:
            try:
                expire_due_offers(actor=None, now=timezone.now())
            except (DatabaseError, Refusal) as error:
                # The next look finds the same offers again.
                log.warning("market.offers_not_closed", error=type(error).__name__)
            finally:
                connection.close()
            if self._ends.wait(self._every_s):
                return


keeper = Keeper()
