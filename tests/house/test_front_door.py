"""What a newcomer reads first is true."""

import re

import pytest

from bench.__main__ import questions
from tests.house.sources import ROOT


def _targets() -> dict[str, bool]:
    """Each public make target, and whether `make help` lists it."""
    makefile = (ROOT / "Makefile").read_text()
    return {name: bool(helped) for name, helped in re.findall(r"^([a-z]+):[^=\n]*?(##.*)?$", makefile, re.MULTILINE)}


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_gives_both_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text()


def test_every_make_target_that_a_document_names_exists() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]
    named = {name for document in documents for name in re.findall(r"`make ([a-z]+)[ `]", document.read_text()) if name}
    assert "help" in _targets()
    assert named <= set(_targets())


def test_make_help_lists_every_target_for_people() -> None:
    assert [name for name, helped in _targets().items() if not helped and name != "ready"] == []


def test_ci_runs_what_people_run_and_nothing_else() -> None:
    commands = [line for line in (ROOT / ".ci/run").read_text().splitlines() if "make" in line]
    assert commands == ["exec make check test"]


def test_every_measurement_asks_a_question() -> None:
    assert [name for name, question in questions().items() if not question.endswith("?")] == []
