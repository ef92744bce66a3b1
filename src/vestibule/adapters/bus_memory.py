"""The bus of a single process: listeners are called at once, in the publisher's thread."""

from collections.abc import Callable, Sequence

import structlog

from vestibule.ports.bus import Listener, Notice

log = structlog.get_logger(__name__)


class MemoryBus:
    """Fulfils `ports.bus.Bus` inside one process. Nothing is lost here, yet nobody may rely on it."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def publish(self, notices: Sequence[Notice]) -> None:
        for listener in self._listeners:
            try:
                listener(notices)
            except Exception:
                log.exception("bus.listener_failed")

    def listen(self, listener: Listener) -> Callable[[], None]:
        self._listeners = (*self._listeners, listener)

        def stop() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not listener)

        return stop
