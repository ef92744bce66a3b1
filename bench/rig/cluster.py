"""A PostgreSQL of its own for a measurement, with its durability as it comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from bench.rig.ports import free_port
from bench.rig.report import AbsentError
from tools.postgres import throwaway_cluster
from tools.steps import MissingError


@dataclass(slots=True)
class Cluster:
    """A running cluster that listens on loopback, so that all targets reach it the same way."""

    url: str
    postmaster: int
    _made: list[str] = field(default_factory=list)

    @property
    def roots(self) -> list[int]:
        return [self.postmaster]

    def gather_statistics(self) -> None:
        """What PostgreSQL does by itself within a minute: learn how large the tables are, for plans that fit."""
        import psycopg

        for url in self._made:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")

    def empty_database(self) -> str:
        """The URL of a new database."""
        import psycopg

        name = f"bench_{uuid4().hex[:8]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        self._made.append(urlsplit(self.url)._replace(path=f"/{name}").geturl())
        return self._made[-1]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start one. Raises `AbsentError` when PostgreSQL is not installed."""
    import psycopg

    port = free_port()
    settings = {"listen_addresses": "127.0.0.1", "port": str(port), "shared_buffers": "256MB"}
    try:
        with throwaway_cluster(settings) as by_socket:
            user = urlsplit(by_socket).username
            url = f"postgres://{user}@127.0.0.1:{port}/postgres"
            with psycopg.connect(url) as connection:
                found = connection.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)").fetchone()
            yield Cluster(url, int(found[0]) if found else 0)
    except MissingError as missing:
        raise AbsentError(str(missing)) from None
