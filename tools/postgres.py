"""A throw-away PostgreSQL cluster: own folder, unix socket only, durability as it comes, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools.packages import POSTGRES, postgres_programs
from tools.steps import MissingError

USER = "vestibule"
_START_LIMIT_S = 30.0


@contextmanager
def throwaway_cluster(settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the URL of the cluster's first, empty database; its user may create others.

    `settings` are PostgreSQL's own, on top of its defaults.

    Raises:
        MissingError: PostgreSQL is not installed, or its cluster does not start; carries its log.
    """
    programs = postgres_programs()
    if programs is None:
        message = f"{POSTGRES.name} is missing."
        raise MissingError(message)
    # Short, because a unix socket's path may have 107 bytes; not TMPDIR, which may be closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="vestibule-pg-", dir="/tmp"))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    chosen = {"port": "5432", **(settings or {})}
    try:
        with _running(programs, folder, owner, chosen):
            yield f"postgres://{USER}@{quote(str(folder), safe='')}:{chosen['port']}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    programs: Path, folder: Path, owner: pwd.struct_passwd | None, chosen: Mapping[str, str]
) -> Iterator[None]:
    data = folder / "data"
    log = folder / "log"
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    with log.open("wb") as out:
        made = _start(initdb, folder, owner, out.fileno()).wait()
        if made != 0:
            raise MissingError(f"PostgreSQL's initdb failed:\n{log.read_text()}")
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "200", **chosen}
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = _start([programs / "postgres", "-D", data, *given], folder, owner, out.fileno())
        try:
            _wait_until_ready(programs, folder, server, log, port=chosen["port"])
            yield
        finally:
            server.send_signal(2)  # SIGINT: a fast shutdown that does not wait for clients
            server.wait()


def _wait_until_ready(programs: Path, folder: Path, server: "subprocess.Popen[bytes]", log: Path, *, port: str) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-p", port, "-U", USER]
    until = time.monotonic() + _START_LIMIT_S
    while subprocess.run(ask, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise MissingError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _start(
    command: Sequence[str | Path], folder: Path, owner: pwd.struct_passwd | None, out: int
) -> "subprocess.Popen[bytes]":
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)}
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        # Ctrl-C at the terminal reaches the tests first; the server is stopped after them.
        start_new_session=True,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _owner() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = "PostgreSQL does not run as root, and this system has neither a user `postgres` nor `nobody`."
    raise MissingError(message)
