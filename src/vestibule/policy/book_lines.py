"""On which lines of a book file its entries stand."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date

from vestibule.policy.book_problems import Place


def lines_of(text: str) -> dict[Place, tuple[int, int]]:
    """First and last line (from 1) of every table and entry of a TOML text that can be read."""
    lines = text.split("\n")
    found: dict[Place, tuple[int, int]] = {}
    counts: dict[Place, int] = {}
    here: Place = ()
    at = 0
    while at < len(lines):
        first, start = at, lines[at].strip()
        if not start or start.startswith("#"):
            at += 1
            continue
        values, at = _statement(lines, at)
        if start.startswith("["):
            here = _table(values, counts)
            found.setdefault(here, (first + 1, at))
        else:
            for place in _entries(values, here):
                found.setdefault(place, (first + 1, at))
    return found


def line_at(place: Place, lines: Mapping[Place, tuple[int, int]]) -> int:
    """The line of an entry, or of the nearest thing around it that is written in the file."""
    while place and place not in lines:
        place = place[:-1]
    return lines[place][0] if place else 1


def with_dates(text: str, *, announced: date, effective: date, urgent: str) -> str:
    """The same book with these days, and with or without a reason for its haste."""
    wanted = {
        "announced": announced.isoformat(),
        "effective": effective.isoformat(),
        "urgent": json.dumps(urgent, ensure_ascii=False) if urgent else None,
    }
    lines = text.split("\n")
    places = lines_of(text)
    below = places["effective",][1]
    for key, value in sorted(wanted.items(), key=lambda pair: -places.get((pair[0],), (below, below))[0]):
        entry = [] if value is None else [f"{key} = {value}"]
        known = places.get((key,))
        first, last = (known[0] - 1, known[1]) if known else (below, below)
        lines[first:last] = entry
    return "\n".join(lines)


def _statement(lines: list[str], at: int) -> tuple[dict[str, object], int]:
    """The entry that begins on this line, and the line after it: it ends where it can be read."""
    for end in range(at + 1, len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines[at:end])), end
        except tomllib.TOMLDecodeError:
            continue
    return {}, len(lines)


def _table(values: Mapping[str, object], counts: dict[Place, int]) -> Place:
    place: Place = ()
    node: object = values
    while isinstance(node, dict) and node:
        key, node = next(iter(node.items()))
        place = (*place, key)
        if isinstance(node, list):
            counts[place] = counts.get(place, 0) + 1
        if place in counts:
            place = (*place, counts[place] - 1)
    return place


def _entries(values: Mapping[str, object], here: Place) -> Iterator[Place]:
    for key, value in values.items():
        yield (*here, key)
        if isinstance(value, dict):
            yield from _entries(value, (*here, key))
