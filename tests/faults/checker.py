"""Compares what clients saw with what the database holds in the end, and trusts neither."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_QUERY = "SELECT stream_id, seq, body FROM feed_event ORDER BY stream_id, seq"
_HEADS = "SELECT id, head FROM feed_stream"


@dataclass(frozen=True, slots=True)
class Placed:
    """An event as the database holds it; sender and key of messages only."""

    seq: int
    sender: str | None
    key: str | None


@dataclass(slots=True)
class Final:
    """The rooms in the end: their events in order, and the head that is written down for each."""

    rooms: dict[str, list[Placed]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Findings:
    """What must not be. Each entry names the room and what was seen there."""

    loss: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)
    gap: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    divergence: list[str] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {kind for kind in self.__slots__ if getattr(self, kind)}

    def __str__(self) -> str:
        counts = (f"{kind} {len(getattr(self, kind))} {getattr(self, kind)[:3]}" for kind in sorted(self.kinds()))
        return ", ".join(counts) or "nothing"


def final_state(database_url: str) -> Final:
    """Read the database itself, past the product."""
    final = Final()
    for stream, head in _rows(database_url, _HEADS):
        final.heads[_plain_id(stream)] = head
    for stream, seq, body in _rows(database_url, _QUERY):
        envelope = json.loads(body)
        message = envelope["event"] if envelope["event"]["kind"] == "message.posted" else {}
        placed = Placed(seq, envelope["by"] if message else None, message.get("key"))
        final.rooms.setdefault(_plain_id(stream), []).append(placed)
    return final


def _rows(database_url: str, query: str) -> list[tuple[Any, ...]]:
    if database_url.startswith("sqlite"):
        database = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()
    import psycopg

    with psycopg.connect(database_url) as connection:
        return connection.execute(query.encode()).fetchall()


def _plain_id(stored: Any) -> str:  # noqa: ANN401 - what a database gives
    return str(stored).replace("-", "")


def check(history: Sequence[dict[str, Any]], final: Final) -> Findings:
    """Everything that is wrong between the two."""
    findings = Findings()
    _check_numbers(final, findings)
    _check_acknowledged([line for line in history if line["op"] == "acknowledged"], final, findings)
    _check_heard([line for line in history if line["op"] == "heard"], final, findings)
    return findings


def _check_numbers(final: Final, findings: Findings) -> None:
    for room, events in final.rooms.items():
        numbers = [event.seq for event in events]
        if numbers != list(range(1, len(numbers) + 1)) or final.heads.get(room) != len(numbers):
            findings.gap.append(f"{room}: {len(numbers)} events, head {final.heads.get(room)}")
        seen: set[tuple[str | None, str]] = set()
        for event in events:
            if event.key is not None:
                if (event.sender, event.key) in seen:
                    findings.duplicate.append(f"{room}#{event.seq} {event.key}")
                seen.add((event.sender, event.key))


def _check_acknowledged(lines: Sequence[dict[str, Any]], final: Final, findings: Findings) -> None:
    placed = {(room, event.sender, event.key, event.seq) for room, events in final.rooms.items() for event in events}
    by_sender: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for line in lines:
        room = _plain_id(line["room"])
        if (room, line["sender"], line["key"], line["seq"]) not in placed:
            findings.loss.append(f"{room}#{line['seq']} {line['key']}")
        by_sender[room, line["sender"]].setdefault(int(line["key"].rpartition("-")[2]), line["seq"])
    for (room, sender), numbers in by_sender.items():
        in_order = [numbers[sent] for sent in sorted(numbers)]
        if in_order != sorted(set(in_order)):
            findings.order.append(f"{room} {sender}")


def _check_heard(lines: Sequence[dict[str, Any]], final: Final, findings: Findings) -> None:
    placed = {(room, event.seq): event for room, events in final.rooms.items() for event in events}
    last: dict[tuple[str, str], int] = {}
    said: dict[tuple[str, int], tuple[str | None, str | None]] = {}
    for line in lines:
        room, seq, what = _plain_id(line["room"]), line["seq"], (line["sender"], line["key"])
        event = placed.get((room, seq))
        if event is None or (line["key"] is not None and (event.sender, event.key) != what):
            findings.phantom.append(f"{room}#{seq} {line['key']}")
        if said.setdefault((room, seq), what) != what:
            findings.divergence.append(f"{room}#{seq}: {what} and {said[room, seq]}")
        before = last.get((line["reader"], room), 0)
        if before and seq != before + 1:
            findings.divergence.append(f"{line['reader']} in {room}: {seq} after {before}")
        last[line["reader"], room] = seq
    for (reader, room), seq in last.items():
        if seq != final.heads.get(room):
            findings.divergence.append(f"{reader} in {room}: stopped at {seq} of {final.heads.get(room)}")
