"""What every suite shares: which tests need a database, on which engine they run, and Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tools.packages import CHROMIUM, chromium
from tools.steps import in_ci

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["tests.cast"]

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "database_url"}
# Chromium would otherwise call home in the background, and a container has neither sandbox nor GPU.
_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by place and need, so that nobody forgets: `database`, `browser`, `faults`."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker(pytest.mark.database)
        for name in ("browser", "faults"):
            if name in item.path.parts:
                item.add_marker(name)


def leave_out(reason: str) -> NoReturn:
    """Skip a test for something this machine lacks; in CI nothing may be lacking."""
    if in_ci():
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """An empty database for a server that a test starts as a process of its own, on the engine under test."""
    server = os.environ.get("VESTIBULE_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{tmp_path / 'vestibule.sqlite3'}"
        return
    import psycopg

    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for the session; each person in a test gets a `browser.new_context()`."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        leave_out(f"{CHROMIUM.name} is missing; make test brings it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=_CHROMIUM_FLAGS)
        yield running
        running.close()
