"""Several threads that begin at the same moment, each with a database connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def all_at_once(acts: Sequence[Callable[[], object]]) -> list[Any]:
    """Run every act in a thread of its own; what each returned or raised, in their order."""
    together = threading.Barrier(len(acts))
    came: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        together.wait(20)
        try:
            came[place] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            came[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
