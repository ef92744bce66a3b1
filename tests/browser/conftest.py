"""A place to visit and a way to come in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.place import Place, Visitor, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Come = Callable[..., Visitor]


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    """A server with the cast, on the engine under test."""
    opened = Place(database_url, tmp_path)
    opened.fill()
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def come(browser: "Browser", place: Place) -> Iterator[Come]:
    """Let somebody of the cast sign in: `bo = come("bo")`."""
    visitors: list[Visitor] = []

    def arrive(name: str, **context: object) -> Visitor:
        visitors.append(visit(browser, place, name, **context))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()
