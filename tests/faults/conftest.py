"""Houses that may be killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    """An empty house on the engine under test; whatever still runs in the end is killed."""
    made = House(tmp_path, database_url)
    yield made
    made.kill()
