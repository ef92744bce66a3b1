"""A place to visit and a way to come in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.place import PATIENCE_MS, Place, Visitor, visit
from tests.databases import Origin

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Come = Callable[..., Visitor]


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def filled(migrated: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    """The database with the cast, on the engine under test."""
    folder = tmp_path_factory.mktemp("filled")
    with migrated.copied(folder) as url:
        Place(url, folder).fill()
        yield Origin(url, migrated.server)


@pytest.fixture
def place(filled: Origin, tmp_path: Path) -> Iterator[Place]:
    """A server of the test's own with the cast."""
    with filled.copied(tmp_path) as url:
        opened = Place(url, tmp_path)
        opened.open()
        yield opened
        opened.close()


@pytest.fixture
def come(browser: "Browser", place: Place) -> Iterator[Come]:
    """Let somebody of the cast sign in: `bo = come("bo")`. At the end none of their pages may have complained."""
    visitors: list[Visitor] = []

    def arrive(name: str, *, signed_in: bool = True, **context: object) -> Visitor:
        visitors.append(visit(browser, place, name, **context))
        if signed_in:
            visitors[-1].come_in()
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()
    assert {one.name: one.watch.complaints for one in visitors if one.watch.complaints} == {}


@pytest.fixture
def demonstration(migrated_file: Origin, tmp_path: Path) -> Iterator[Place]:
    """A server in demo mode with the sample marketplace."""
    with migrated_file.copied(tmp_path) as url:
        opened = Place(url, tmp_path, is_demo=True)
        opened.fill()
        opened.open()
        yield opened
        opened.close()
