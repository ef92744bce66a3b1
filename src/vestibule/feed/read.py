"""Reading streams, always as a person who may follow them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from vestibule.feed.sql import id_parameter, ids_clause, read_id

PAGE = 200


@dataclass(frozen=True, slots=True)
class Position:
    """A stream that a person may follow, how far it has got, and where their reading begins."""

    stream: uuid.UUID
    head: int
    since: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    stream: uuid.UUID
    seq: int
    changes_audience: bool
    body: bytes


def positions_of(person: uuid.UUID) -> list[Position]:
    """Every stream the person may follow now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.stream_id, s.head, f.since FROM feed_follower f JOIN feed_stream s ON s.id = f.stream_id"
            " WHERE f.person = %s AND f.until IS NULL",
            [id_parameter(person)],
        )
        return [Position(read_id(row[0]), row[1], row[2]) for row in cursor.fetchall()]


def heads_of(streams: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The committed heads of the given streams (for heartbeats; says nothing about who may read them)."""
    heads: dict[uuid.UUID, int] = {}
    ids = list(streams)
    for start in range(0, len(ids), 500):
        clause, parameters = ids_clause("id", ids[start : start + 500])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, head FROM feed_stream WHERE {clause}", parameters)  # noqa: S608
            heads.update((read_id(row[0]), row[1]) for row in cursor.fetchall())
    return heads


def read_since(person: uuid.UUID, after: Mapping[uuid.UUID, int], *, limit: int = PAGE) -> list[StoredEvent]:
    """The next events after the given numbers, in order per stream, at most `limit` in all, in one query.

    Only what the person may read: a stream that is not theirs, and what lies outside their span, is silently absent.
    """
    if not after:
        return []
    spans = " OR ".join(["(e.stream_id = %s AND e.seq > %s)"] * len(after))
    parameters: list[Any] = [id_parameter(person)]
    for stream, seq in after.items():
        parameters += [id_parameter(stream), seq]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.stream_id, e.seq, e.changes_audience, e.body FROM feed_event e"  # noqa: S608
            " JOIN feed_follower f ON f.stream_id = e.stream_id AND f.person = %s"
            " AND e.seq > f.since AND (f.until IS NULL OR e.seq <= f.until)"
            f" WHERE {spans} ORDER BY e.stream_id, e.seq LIMIT %s",
            [*parameters, limit],
        )
        return [StoredEvent(read_id(row[0]), row[1], bool(row[2]), row[3].encode()) for row in cursor.fetchall()]
