"""What the layers of import-linter cannot say: who knows nothing but a few, and what stays pure."""

import ast
from collections.abc import Iterator

import grimp
import pytest

from tests.house.sources import sources

GATEWAY_KNOWS = {"gateway", "feed", "ports", "kit"}
_IMPURE = {"asyncio", "os", "random", "secrets", "socket", "subprocess", "threading", "time", "urllib", "uuid"}
_CLOCKS = {"now", "utcnow", "today"}
# The command line of the policy is a door: it reads its input and the day.
_POLICY_DOORS = {"src/vestibule/policy/command.py"}


def impurities(text: str) -> Iterator[str]:
    """Imports and calls by which a module would see the clock, chance or the world."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in _IMPURE)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in _IMPURE:
            yield str(node.module)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CLOCKS:
            yield ast.unparse(node)


def test_the_gateway_knows_feed_and_ports_only() -> None:
    graph = grimp.build_graph("vestibule")
    ours = {module for module in graph.modules if module.startswith("vestibule.gateway")}
    known = {imported for module in ours for imported in graph.find_modules_directly_imported_by(module)}
    floors = {module.split(".")[1] for module in known if module.startswith("vestibule.")}
    assert floors <= GATEWAY_KNOWS


@pytest.mark.parametrize("text", ["import time", "from os import environ", "day = date.today()", "datetime.now(UTC)"])
def test_the_check_sees_an_impure_line(text: str) -> None:
    assert list(impurities(text))


def test_the_policy_sees_no_clock_no_chance_and_no_world() -> None:
    modules = [(path, text) for path, text in sources(".py", under="src/vestibule/policy/")]
    assert modules
    wrong = [f"{path}: {line}" for path, text in modules if path not in _POLICY_DOORS for line in impurities(text)]
    assert not wrong, "\n".join(wrong)
