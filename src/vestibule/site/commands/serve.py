"""Start the product: pages, API and sockets in one process on one port.

Settings come from the environment (`vestibule settings` lists them).
"""

import argparse
import errno
import socket
from typing import TYPE_CHECKING, cast

from vestibule.site.cli import set_up_django

KERNEL_BUFFER_BYTES = 256 * 1024
# Nothing but the kernel can end a connection whose other side lives and never reads.
STALLED_AFTER_S = 60

if TYPE_CHECKING:
    import asyncio

    import uvicorn

    from vestibule.site.asgi import Application


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print no greeting")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from django.conf import settings

    configuration = settings.VESTIBULE
    _refuse_unready(demo=configuration.demo)
    listening = _bind(configuration.host, configuration.port)
    _arm_failpoints()
    import uvicorn

    from vestibule.site.asgi import app

    _settle_memory()
    if not options.quiet:
        _greet(configuration.origins[0], demo=configuration.demo)
    uvicorn.Server(server_config(app, behind_proxy=configuration.is_https)).run(sockets=[listening])
    return 0


def server_config(app: "Application", *, behind_proxy: bool) -> "uvicorn.Config":
    """How the application is served: who takes sockets, how long a farewell may take."""
    import uvicorn

    from vestibule.gateway.door import door_to

    return uvicorn.Config(
        app,
        # uvicorn calls it like a class of protocols, which is all that it asks of one.
        ws=cast("type[asyncio.Protocol]", door_to(app.gateway)),
        access_log=False,
        log_config=None,
        proxy_headers=behind_proxy,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _settle_memory() -> None:
    """Keep the garbage collector away from the program itself: it would look through all of it every few messages."""
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _refuse_unready(*, demo: bool) -> None:
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from vestibule.accounts.queries import real_people_exist
    from vestibule.adapters.database_sqlite.base import FileInUseError

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            raise SystemExit("vestibule: the database is not up to date. Run: vestibule migrate")
        if demo and real_people_exist():
            raise SystemExit(
                "vestibule: the demonstration is refused, because this database has real people in it. "
                "Unset VESTIBULE_DEMO, or set VESTIBULE_DATA_DIR to another folder."
            )
    except FileInUseError as error:
        raise SystemExit(f"vestibule: {error}") from None
    except OperationalError as error:
        raise SystemExit(f"vestibule: the database does not answer ({type(error).__name__}).") from None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SystemExit(f"vestibule: port {port} is taken. Choose another one: PORT={port + 1} make run") from None
        raise SystemExit(f"vestibule: cannot listen on {host} port {port}: {error.strerror}") from None
    _bound_slow_readers(listening)
    listening.listen(2048)
    return listening


def _bound_slow_readers(listening: socket.socket) -> None:
    """What the kernel keeps for somebody who does not read, and for how long; accepted connections inherit it."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_AFTER_S * 1000)


def _greet(address: str, *, demo: bool) -> None:
    lines = [f"Vestibule is at {address}"]
    if demo:
        from vestibule.site.demo import sample_people

        lines += ["", f"DEMONSTRATION: sample people, no passwords. Enter as one of them at {address}/demo/"]
        lines += [f"  {one.person.display_name:<18} {one.line}" for one in sample_people()]
    print("\n".join([*lines, ""]), flush=True)


def _arm_failpoints() -> None:
    """Fault tests name places where the process must die, as `VESTIBULE_FAILPOINTS=name:count,…`."""
    import os

    from vestibule.kit import failpoints

    for one in filter(None, os.environ.get("VESTIBULE_FAILPOINTS", "").split(",")):
        name, _, count = one.partition(":")
        failpoints.arm(name, _dying_after(int(count or "1")))


def _dying_after(count: int):  # type: ignore[no-untyped-def]
    import itertools
    import os
    import signal

    reached = itertools.count(1)

    def die() -> None:
        if next(reached) >= count:
            os.kill(os.getpid(), signal.SIGKILL)

    return die
