"""A place to visit and a way to come in."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.filled import Filled, filled_database
from tests.browser.place import PATIENCE_MS, Place, Visitor, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Come = Callable[..., Visitor]


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The database with the cast, on the engine under test."""
    with filled_database(tmp_path_factory.mktemp("filled"), os.environ.get("VESTIBULE_DATABASE_URL", "")) as made:
        yield made


@pytest.fixture
def place(filled: Filled, tmp_path: Path) -> Iterator[Place]:
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
            visitors[-1].sign_in()
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()
    assert {one.name: one.watch.complaints for one in visitors if one.watch.complaints} == {}


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Place]:
    """A server in demo mode with the sample marketplace."""
    opened = Place(f"sqlite:///{tmp_path / 'vestibule.sqlite3'}", tmp_path, is_demo=True)
    opened.fill()
    opened.open()
    yield opened
    opened.close()
