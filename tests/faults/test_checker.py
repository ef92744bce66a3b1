"""The checker finds each kind of wrong in a history made up for it, and nothing in a right one."""

from typing import Any

import pytest

from tests.faults.checker import Final, Placed, check

ROOM = "r"


def final(*placed: Placed, head: int | None = None) -> Final:
    return Final({ROOM: list(placed)}, {ROOM: len(placed) if head is None else head})


def acknowledged(key: str, seq: int) -> dict[str, Any]:
    return {"op": "acknowledged", "room": ROOM, "sender": "ana", "key": key, "seq": seq}


def heard(reader: str, seq: int, key: str) -> dict[str, Any]:
    return {"op": "heard", "reader": reader, "room": ROOM, "seq": seq, "sender": "ana", "key": key}


FIRST, SECOND = Placed(1, "ana", "a-1"), Placed(2, "ana", "a-2")
RIGHT = [acknowledged("a-1", 1), heard("bo", 1, "a-1"), acknowledged("a-2", 2), heard("bo", 2, "a-2")]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert str(check(RIGHT, final(FIRST, SECOND))) == "nothing"


@pytest.mark.parametrize(
    ("kind", "history", "state"),
    [
        ("loss", [acknowledged("a-1", 1), acknowledged("a-2", 2)], final(FIRST)),
        ("loss", [acknowledged("a-2", 3)], final(FIRST, SECOND)),
        ("duplicate", [], final(FIRST, Placed(2, "ana", "a-1"))),
        ("gap", [], final(FIRST, Placed(3, "ana", "a-2"))),
        ("gap", [], final(FIRST, head=2)),
        ("order", [acknowledged("a-1", 2), acknowledged("a-2", 1)], final(Placed(1, "ana", "a-2"), FIRST)),
        ("phantom", [heard("bo", 1, "a-1"), heard("bo", 2, "a-9")], final(FIRST, SECOND)),
        ("phantom", [heard("bo", 3, "a-3")], final(FIRST, SECOND)),
        ("divergence", [heard("bo", 1, "a-1"), heard("mo", 1, "a-2")], final(FIRST)),
        ("divergence", [heard("bo", 1, "a-1")], final(FIRST, SECOND)),
        (
            "divergence",
            [heard("bo", 1, "a-1"), heard("bo", 3, "a-3")],
            final(FIRST, SECOND, Placed(3, "ana", "a-3")),
        ),
    ],
)
def test_each_kind_of_wrong_is_found(kind: str, history: list[dict[str, Any]], state: Final) -> None:
    assert kind in check(history, state).kinds()
