"""A throw-away PostgreSQL cluster: own folder, unix socket only, durability as it comes, gone afterwards."""

import os
import pwd
import shutil
import signal
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


class Cluster:
    """A cluster in its folder; its server starts, stops and may be struck down."""

    def __init__(self, programs: Path, folder: Path, settings: Mapping[str, str]) -> None:
        self._programs = programs
        self._folder = folder
        self._owner = _owner()
        self._port = settings["port"]
        places = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "200"}
        self._given = [part for name, value in {**places, **settings}.items() for part in ("-c", f"{name}={value}")]
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The first, empty database; its user may create others."""
        return f"postgres://{USER}@{quote(str(self._folder), safe='')}:{self._port}/postgres"

    def make(self) -> None:
        """Create the files. Raises `MissingError`."""
        if self._owner is not None:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        given = ["-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        if self._run([self._programs / "initdb", *given]).wait() != 0:
            raise MissingError(f"PostgreSQL's initdb failed:\n{self._log.read_text()}")

    def start(self) -> None:
        """Start the server and return when it answers. Raises `MissingError`."""
        self._server = self._run([self._programs / "postgres", "-D", self._folder / "data", *self._given])
        _wait_until_ready(self._programs, self._folder, self._server, self._log, port=self._port)

    def stop(self, *, at_once: bool = False) -> None:
        """Shut down without waiting for clients; `at_once`: as `pg_ctl -m immediate` does, so that it must recover."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._server.wait()
            self._server = None

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _run(self, command: Sequence[str | Path]) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as out:
            return _start(command, self._folder, self._owner, out.fileno())


@contextmanager
def own_cluster(settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A running cluster, gone afterwards. `settings` are PostgreSQL's own, on top of its defaults.

    Raises:
        MissingError: PostgreSQL is not installed, or its cluster does not start; carries its log.
    """
    programs = postgres_programs()
    if programs is None:
        message = f"{POSTGRES.name} is missing."
        raise MissingError(message)
    # Short, because a unix socket's path may have 107 bytes; not TMPDIR, which may be closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="vestibule-pg-", dir="/tmp"))
    try:
        cluster = Cluster(programs, folder, {"port": "5432", **(settings or {})})
        cluster.make()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def throwaway_cluster(settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the URL of such a cluster's first, empty database; its user may create others. Raises `MissingError`."""
    with own_cluster(settings) as cluster:
        yield cluster.url


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
