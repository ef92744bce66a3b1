"""Actions take keywords only, the actor first, and are typed to the end."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import sources

# function: why nobody acts
WITHOUT_ACTOR = {
    "create_person": "whoever signs up is nobody yet",
    "remind_of_questions": "the clock reminds",
    "show_links": "the house looks behind what somebody said",
    "send_messages": "one batch carries the wishes of many, each with its own person",
}
_ACTORS = {"actor", "actor_id", "person_id"}


def complaints(text: str, stem: str) -> Iterator[str]:
    """What is wrong with an action file named `stem`.py. Its actions share the verb of its name; others are parts.

    Only the feed that an action writes to, as a part of somebody's transaction, may come before the actor.
    """
    verb = stem.partition("_")[0]
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    actions = [function for function in functions if function.name.partition("_")[0] == verb]
    if not actions:
        yield f"no function of {stem}.py does what its name says"
    for action in actions:
        given = action.args
        keywords = [keyword.arg for keyword in given.kwonlyargs if keyword.arg != "feed"]
        if given.posonlyargs or given.args or given.vararg:
            yield f"{action.name} takes positional arguments"
        if action.name not in WITHOUT_ACTOR and not _ACTORS.intersection(keywords[:1]):
            yield f"{action.name} does not take its actor first"
        if any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(action)):
            yield f"{action.name} speaks of Any"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def decline_time(*, actor: Person) -> None: ...", "no function of accept_time.py does what its name says"),
        ("def accept_time(actor: Person) -> None: ...", "accept_time takes positional arguments"),
        (
            "def accept_time(*, slot: int) -> None: ...",
            "accept_time does not take its actor first",
        ),
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
