"""`vestibule` as `counted` runs it, with VESTIBULE_LOOSENED: `asks_more` of the database, or `waits_for_ever`.

Shows that the counts and the slow readers' tests would see it. Never a setting of the product.
"""

import json
import os
import signal
import sys
import uuid
from pathlib import Path

from django.db.backends.signals import connection_created

from tests.faults.counted import count_passwords, counts, watch
from vestibule.site import cli

ENTRY = ("-m", "tests.faults.loosened")


def asks_more() -> None:
    """One question too many at every opening of a socket."""
    from vestibule.feed import read

    needed = read.positions_of

    def positions_of(person: uuid.UUID) -> list[read.Position]:
        needed(person)
        return needed(person)

    read.positions_of = positions_of


def waits_for_ever() -> None:
    """Keep everything for a reader who does not read."""
    from vestibule.gateway import connection

    connection.MOST_WAITING_BYTES = 1 << 30


if __name__ == "__main__":
    cli.set_up_django()
    connection_created.connect(watch)
    count_passwords()
    loosened = os.environ["VESTIBULE_LOOSENED"]
    if loosened:
        {"asks_more": asks_more, "waits_for_ever": waits_for_ever}[loosened]()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        sys.exit(cli.main(sys.argv[1:]))
    finally:
        Path(os.environ["VESTIBULE_COUNTS"]).write_text(json.dumps(counts))
