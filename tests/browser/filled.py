"""The database with the cast: filled once for all tests, copied for each."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests.browser.place import Place


@dataclass(frozen=True)
class Filled:
    """A database that nobody is connected to any more."""

    url: str
    server: str = ""

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        """The URL of a copy that lives as long as the block."""
        if self.server:
            with _on_server(self.server, template=urlsplit(self.url).path.removeprefix("/")) as url:
                yield url
            return
        copy = folder / "vestibule.sqlite3"
        origin = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        origin.execute("VACUUM INTO ?", (str(copy),))
        origin.close()
        yield f"sqlite:///{copy}"


@contextmanager
def filled_database(folder: Path, server: str) -> Iterator[Filled]:
    """Fill an empty database: on the PostgreSQL server with that URL, or an SQLite file where there is none."""
    if not server.startswith("postgres"):
        url = f"sqlite:///{folder / 'filled.sqlite3'}"
        Place(url, folder).fill()
        yield Filled(url)
        return
    with _on_server(server) as url:
        Place(url, folder).fill()
        yield Filled(url, server)


@contextmanager
def _on_server(server: str, template: str = "template1") -> Iterator[str]:
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
