"""`vestibule` that counts, and writes what it counted to the file VESTIBULE_COUNTS when it is asked to end.

`reads` are the statements of the threads that read for sockets, `passwords` those that were hashed.
"""

import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

from vestibule.site import cli

counts: Counter[str] = Counter()


def count_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's own signature
    if threading.current_thread().name.startswith("feed-reader") and sql.lstrip().upper().startswith("SELECT"):
        counts["reads" if "feed_" in sql else "other_reads"] += 1
    return execute(sql, params, many, context)


def watch(connection: Any, **_: Any) -> None:  # noqa: ANN401 - a signal's arguments
    connection.execute_wrappers.append(count_statement)


def count_passwords() -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(*given: Any, _original: Any = original, **named: Any) -> Any:  # noqa: ANN401 - any hasher's
            counts["passwords"] += 1
            return _original(*given, **named)

        setattr(Argon2PasswordHasher, name, counted)


if __name__ == "__main__":
    cli.set_up_django()
    connection_created.connect(watch)
    count_passwords()
    # The server ends by the signal that it was asked with; this turns it into an ordinary end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        sys.exit(cli.main(sys.argv[1:]))
    finally:
        Path(os.environ["VESTIBULE_COUNTS"]).write_text(json.dumps(counts))
