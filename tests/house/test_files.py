"""Files are short, named by what they do, finished, and know no machine."""

import re
from collections.abc import Iterator
from pathlib import PurePath

import pytest

from tests.house.sources import project_files, sources

LONGEST = 400

_UNFINISHED = re.compile(
    r"(?m)\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError(\(\))?$|\b(it|test|describe)\.(skip|only)\("
)
_MACHINE = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w")
_NAMES_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base_utils"}
_ENDINGS = (".py", ".ts", ".css", ".html", ".md", ".toml", ".json", ".yml", ".yaml", "Makefile", ".ci/run")


def too_long(text: str) -> bool:
    return text.count("\n") > LONGEST


def unfinished(text: str) -> Iterator[str]:
    """The lines that say they are not done, or that leave a test out without a reason."""
    yield from (line.strip() for line in text.splitlines() if _UNFINISHED.search(line))


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assert too_long("x\n" * (LONGEST + 1))
    assert [path for path, text in sources(".py", ".ts", ".css") if too_long(text)] == []


def test_nothing_is_left_open() -> None:
    assert list(unfinished("pass  # TO" + "DO: later\n"))
    assert list(unfinished("raise NotImplemented" + "Error\n"))
    here = "tests/house/test_files.py"
    found = [(path, line) for path, text in sources(".py", ".ts") if path != here for line in unfinished(text)]
    assert found == []


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    assert _MACHINE.search("reads /home" + "/ana/notes.txt")
    assert not _MACHINE.search("https://example.org/work" + "/items")
    assert [path for path, text in sources(*_ENDINGS) if _MACHINE.search(text)] == []


@pytest.mark.parametrize("kind", [".py", ".ts"])
def test_file_names_say_what_is_inside(kind: str) -> None:
    stems = {path: PurePath(path).stem for path in project_files() if path.endswith(kind)}
    assert PurePath("src/vestibule/rooms/utils.py").stem in _NAMES_NOTHING
    assert [path for path, stem in stems.items() if stem in _NAMES_NOTHING] == []
