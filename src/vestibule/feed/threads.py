"""Threads that talk to the database, and how they end."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

_END_WITHIN_S = 20.0


def end_threads(threads: ThreadPoolExecutor, *, workers: int) -> None:
    """Let what is under way end, close the database connections of all `workers` threads, then stop them."""
    together = threading.Barrier(workers)

    def close() -> None:
        connections.close_all()
        # Each thread waits for the others, so that none of them takes two turns and another none.
        together.wait(_END_WITHIN_S)

    for _ in range(workers):
        threads.submit(close)
    threads.shutdown()
