"""The form of an offer as the room page carries it to and fro: what was typed, milestones in rows."""

import re
from collections.abc import Mapping
from typing import Any

FIELDS = ("terms", "amount", "currency", "days", "freelancer")
PARTS = ("title", "amount", "due")
# The most rows that a form may bring; whoever makes the offer decides how many milestones it may have.
MOST_ROWS = 20
_ROW = re.compile(r"milestone_(title|amount|due)_([0-9]{1,2})")
_EMPTY = {"terms": "", "amount": "", "currency": "EUR", "days": "", "freelancer": "", "error": None}

Row = dict[str, str]


def offer_form(typed: Mapping[str, str], *, spare_rows: int = 1) -> dict[str, Any]:
    """The form with what was typed: its fields, and `milestones`, rows of `title`, `amount` and `due` as typed.

    Rows in which nothing stands are left out; as many as are spare stand empty at the end.
    """
    fields = {name: _text(typed[name]) for name in FIELDS if name in typed}
    rows = typed_rows(typed)
    spare = [dict.fromkeys(PARTS, "") for _ in range(max(spare_rows, 0))]
    return {**_EMPTY, **fields, "milestones": [*rows, *spare], "has_milestones": bool(rows)}


def typed_rows(typed: Mapping[str, str]) -> list[Row]:
    """The milestones that were typed, in the order of their numbers."""
    rows: dict[int, Row] = {}
    for name, value in typed.items():
        found = _ROW.fullmatch(name)
        if found is not None and int(found[2]) < MOST_ROWS:
            rows.setdefault(int(found[2]), dict.fromkeys(PARTS, ""))[found[1]] = _text(value).strip()
    return [rows[number] for number in sorted(rows) if any(rows[number].values())]


def _text(sent: str) -> str:
    """What a form sent, with line ends as everywhere else in the house."""
    return sent.replace("\r\n", "\n")
