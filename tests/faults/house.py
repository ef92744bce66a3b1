"""A house of its own: `vestibule serve` as a process on a temporary folder, to be killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.rig.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
PRODUCT = ("-m", "vestibule.site.cli")
SABOTAGED = ("-m", "tests.faults.sabotaged")


@dataclass(frozen=True, slots=True)
class Seat:
    """A room and the personal tokens of its two members."""

    room: str
    tokens: tuple[str, str]


@dataclass(slots=True)
class House:
    """Its folder, its database and, while it runs, its process."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    rooms: list[Seat] = field(default_factory=list)
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def env(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "DJANGO_"))}
        return {
            **kept,
            "VESTIBULE_DATA_DIR": str(self.folder),
            "VESTIBULE_DATABASE_URL": self.database_url,
            "VESTIBULE_LOG_LEVEL": "ERROR",
            "VESTIBULE_HEARTBEAT_S": "1",
            "PORT": str(self.port),
            **more,
        }

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run Python to its end in the house's environment."""
        return subprocess.run(
            [sys.executable, *arguments], env=self.env(), cwd=ROOT, capture_output=True, text=True, check=False
        )

    def furnish(self, rooms: int) -> None:
        """Open rooms for two people each."""
        done = self.run("-m", "bench.rig.populate", str(rooms))
        assert done.returncode == 0, done.stderr
        made: list[dict[str, Any]] = json.loads(done.stdout)
        self.rooms = [Seat(one["room"], (one["tokens"][0], one["tokens"][1])) for one in made]

    def start(self, *, entry: Sequence[str] = PRODUCT, **env: str) -> None:
        """Serve, and return when it answers. `env` may arm failpoints."""
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, *entry, "serve", "--quiet"], env=self.env(**env), cwd=ROOT, stderr=log
            )
        until = time.monotonic() + PATIENCE_S
        while not self.is_healthy():
            assert self.server.poll() is None, self.log.read_text()
            assert time.monotonic() < until, "the server does not become healthy"
            time.sleep(0.02)

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def is_dead(self) -> bool:
        return self.server is None or self.server.poll() is not None

    def kill(self) -> None:
        """Kill -9."""
        if self.server is not None:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.server = None

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(PATIENCE_S)
            self.server = None

    def call(self, method: str, path: str, token: str, body: object = None) -> tuple[int, Any]:
        """One API call as the owner of the token: status and parsed answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ticket(self, token: str) -> str:
        status, answer = self.call("POST", "/socket-tickets", token, {})
        assert status == 201, answer
        return str(answer["ticket"])
