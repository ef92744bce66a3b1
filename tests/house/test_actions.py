"""Actions take keywords only, the actor first, and are typed to the end."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import sources

# function: why it has no actor
WITHOUT_ACTOR = {
    "create_person": "whoever signs up is nobody yet",
    "send_messages": "one batch carries the wishes of many, each with its own person",
}


def complaints(text: str, stem: str) -> Iterator[str]:
    """What is wrong with an action file whose name without ending is `stem`."""
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [function for function in functions if not function.name.startswith("_")]
    if stem not in {function.name for function in public}:
        yield f"{stem}.py holds no {stem}()"
    for function in public:
        given = function.args
        if given.posonlyargs or given.args or given.vararg:
            yield f"{function.name} takes positional arguments"
        if function.name not in WITHOUT_ACTOR and (not given.kwonlyargs or given.kwonlyargs[0].arg != "actor"):
            yield f"{function.name} does not take its actor first"
        if any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(function)):
            yield f"{function.name} speaks of Any"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def accept(*, actor: Person) -> None: ...", "accept_time.py holds no accept_time()"),
        ("def accept_time(actor: Person) -> None: ...", "accept_time takes positional arguments"),
        ("def accept_time(*, slot: int) -> None: ...", "accept_time does not take its actor first"),
        ("def accept_time(*, actor: Person, slot: Any) -> None: ...", "accept_time speaks of Any"),
    ],
)
def test_the_check_sees_a_crooked_action(text: str, complaint: str) -> None:
    assert complaint in complaints(text, "accept_time")


def test_the_check_is_content_with_a_straight_action() -> None:
    assert list(complaints("def accept_time(*, actor: Person, slot: int) -> Meeting: ...", "accept_time")) == []


def test_every_action_is_straight() -> None:
    actions = [(path, text) for path, text in sources(".py", under="src/vestibule/") if "/actions/" in path]
    assert actions
    stems = {path: path.rpartition("/")[2].removesuffix(".py") for path, _ in actions}
    wrong = [
        f"{path}: {complaint}"
        for path, text in actions
        if stems[path] != "__init__"
        for complaint in complaints(text, stems[path])
    ]
    assert not wrong, "\n".join(wrong)
