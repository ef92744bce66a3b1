"""A Vestibule to measure: a temporary data folder, people and rooms in it, `vestibule serve` on a free port."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.rig.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVE = ["-m", "vestibule.site.cli"]
START_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class MadeRoom:
    """A room, and the personal tokens of its client and its freelancer."""

    room: str
    tokens: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """A served site."""

    port: int
    process: int
    rooms: list[MadeRoom]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ticket(self, token: str) -> str:
        """A one-time ticket for the socket."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/socket-tickets", data=b"", headers={"Authorization": f"Bearer {token}"}, method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["ticket"])


@contextmanager
def prepared(
    *, rooms: int, messages_in_first: int = 0, database_url: str = ""
) -> Iterator[tuple[dict[str, str], list[MadeRoom]]]:
    """The environment of a site that is filled and not yet served, and what was put into it."""
    with tempfile.TemporaryDirectory(prefix="vestibule-bench-") as folder:
        env = site_env(folder, database_url=database_url)
        run(env, "-m", "vestibule.site.cli", "migrate")
        made = json.loads(run(env, "-m", "bench.rig.populate", str(rooms), str(messages_in_first)))
        yield env, [MadeRoom(one["room"], (one["tokens"][0], one["tokens"][1])) for one in made]


@contextmanager
def served(*, rooms: int, messages_in_first: int = 0, database_url: str = "") -> Iterator[Site]:
    """A filled site while it is served."""
    with (
        prepared(rooms=rooms, messages_in_first=messages_in_first, database_url=database_url) as (env, made),
        serving(env) as (port, process),
    ):
        yield Site(port, process, made)


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Serve the site of this environment; its port and process."""
    port = free_port()
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            [sys.executable, *SERVE, "serve", "--quiet"],
            env={**env, "PORT": str(port)},
            cwd=ROOT,
            stderr=said,
        )
        try:
            wait_until_healthy(port, server)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
            said.seek(0)
            sys.stderr.write(said.read().decode())


def site_env(folder: str, *, database_url: str = "") -> dict[str, str]:
    """This process's environment with a data folder, and quiet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "DJANGO_"))}
    env = {**kept, "VESTIBULE_DATA_DIR": folder, "VESTIBULE_LOG_LEVEL": "WARNING"}
    if database_url:
        env["VESTIBULE_DATABASE_URL"] = database_url
    return env


def run(env: Mapping[str, str], *arguments: str) -> str:
    """Run Python with these arguments to its end; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def wait_until_healthy(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return as soon as /health answers. Raises `RuntimeError` when the server ended or takes too long."""
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server does not become healthy")
