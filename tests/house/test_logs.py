"""Logs are events with ids, never what people wrote or who they are."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import sources

_LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_PERSONAL = {"text", "body", "message", "email", "address", "phone", "name", "display_name", "subject", "note", "title"}


def complaints(text: str) -> Iterator[str]:
    """The log calls that may carry a person's words, name or address."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LEVELS):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in {"log", "logger", "logging"}):
            continue
        event = node.args[0] if node.args else None
        if not (isinstance(event, ast.Constant) and isinstance(event.value, str)) or len(node.args) > 1:
            yield f"not a plain event name: {ast.unparse(node)}"
        if any(keyword.arg in _PERSONAL for keyword in node.keywords):
            yield f"personal: {ast.unparse(node)}"


@pytest.mark.parametrize(
    "text",
    ['log.info(f"sent {body}")', 'log.info("sent", body=body)', 'logger.error("lost %s", body)', "log.warning(reason)"],
)
def test_the_check_sees_a_talkative_log(text: str) -> None:
    assert list(complaints(text))


def test_the_check_is_content_with_an_event() -> None:
    assert list(complaints('log.info("room.sent", room=room_id, messages=3)')) == []


def test_no_log_carries_what_people_wrote_or_who_they_are() -> None:
    wrong = [f"{path}: {line}" for path, text in sources(".py", under="src/vestibule/") for line in complaints(text)]
    assert not wrong, "\n".join(wrong)
