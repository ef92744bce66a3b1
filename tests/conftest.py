"""What every suite shares: which tests need a database, on which engine they run, and Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from tests.databases import Origin, migrated_database
from tools.packages import CHROMIUM, chromium
from tools.steps import in_ci

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["tests.cast"]

# The same inputs every time, so that what fails is the change; `--hypothesis-profile endless` looks for others.
settings.register_profile("repeated", derandomize=True, deadline=None)
settings.register_profile("endless", max_examples=2000, deadline=None)
settings.load_profile("repeated")

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Whenever a test empties the tables Django lists models and permissions anew; nothing here asks for either."""
    from django.contrib.contenttypes.management import create_contenttypes
    from django.contrib.contenttypes.models import ContentType
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    post_migrate.connect(lambda **_: ContentType.objects.clear_cache(), weak=False)


def leave_out(reason: str) -> NoReturn:
    """Skip a test for something this machine lacks; in CI nothing may be lacking."""
    if in_ci():
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    """An up-to-date database without people in a SQLite file, whichever engine is under test."""
    with migrated_database(tmp_path_factory.mktemp("migrated"), "") as made:
        yield made


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    """An up-to-date database without people, on the engine under test."""
    server = os.environ.get("VESTIBULE_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield request.getfixturevalue("migrated_file")
        return
    with migrated_database(tmp_path_factory.mktemp("migrated"), server) as made:
        yield made


@pytest.fixture
def database_url(migrated: Origin, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own for a server that it starts as a process, on the engine under test."""
    with migrated.copied(tmp_path) as url:
        yield url


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
