"""What the lane does on the event loop itself: messages that go ahead together, and what fails with them."""

from collections.abc import Sequence
from itertools import count

import structlog
from django.db import DatabaseError
from django.utils import timezone

from vestibule.rooms.actions.send_messages import Posted
from vestibule.rooms.ahead import Ahead
from vestibule.rooms.memory import RoomMemory
from vestibule.rooms.storing import Waiting

log = structlog.get_logger(__name__)


class Plain:
    """Messages that go ahead together."""

    def __init__(self, memory: RoomMemory) -> None:
        self.ahead = Ahead(now=timezone.now(), memory=memory)
        self._waiting: dict[int, Waiting] = {}
        self._places = count()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting(self) -> list[Waiting]:
        return list(self._waiting.values())

    @property
    def characters(self) -> int:
        return sum(len(command.body) for command, _ in self._waiting.values())

    def judge(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Judge what comes next, and keep what is plain. The rest of it, in order."""
        placed = dict(zip(self._places, waiting))  # noqa: B905 - the places never end
        if self.ahead.judge((place, command) for place, (command, _) in placed.items()):
            self._waiting.update(placed)
            return []
        left = {place: placed[place] for place in self.ahead.left if place in placed}
        self._waiting.update((place, one) for place, one in placed.items() if place not in left)
        return list(left.values())

    def tell(self) -> None:
        """Give every message its outcome."""
        self.ahead.tell(self._answer)

    def _answer(self, outcomes: Sequence[tuple[int, Posted]]) -> None:
        for place, outcome in outcomes:
            try:
                self._waiting[place][1](outcome)
            except Exception:
                log.exception("lane.answer_failed")


class Noting:
    """What fails within is tried again on the thread, which gives the answers."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        # The database's own words may repeat what was to be stored.
        log.error("lane.not_ahead", error=type(error).__name__, exc_info=not isinstance(error, DatabaseError))
        return True
