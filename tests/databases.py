"""Databases for servers that tests start as processes of their own: made once a session, copied for each test."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4


@dataclass(frozen=True)
class Origin:
    """A database that nobody is connected to any more. `server` is the PostgreSQL it lies on; "" for a SQLite file."""

    url: str
    server: str = ""

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        """The URL of a copy that lives as long as the block, or as the folder."""
        if self.server:
            with on_server(self.server, template=urlsplit(self.url).path.removeprefix("/")) as url:
                yield url
            return
        copy = folder / "vestibule.sqlite3"
        origin = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        origin.execute("VACUUM INTO ?", (str(copy),))
        origin.close()
        yield f"sqlite:///{copy}"


@contextmanager
def migrated_database(folder: Path, server: str) -> Iterator[Origin]:
    """An up-to-date database without people: on the PostgreSQL server with that URL, or a SQLite file where none is."""
    if not server.startswith("postgres"):
        url = f"sqlite:///{folder / 'migrated.sqlite3'}"
        migrate(url, folder)
        yield Origin(url)
        return
    with on_server(server) as url:
        migrate(url, folder)
        yield Origin(url, server)


@contextmanager
def on_server(server: str, template: str = "template1") -> Iterator[str]:
    """A database on a PostgreSQL server that lives as long as the block."""
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def migrate(url: str, folder: Path) -> None:
    """Bring a database up to date, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "DJANGO_"))}
    env = {**kept, "VESTIBULE_DATABASE_URL": url, "VESTIBULE_DATA_DIR": str(folder)}
    call = [sys.executable, "-m", "vestibule.site.cli", "migrate"]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
