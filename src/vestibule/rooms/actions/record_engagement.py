"""Keeping the history of a pair. Called by whoever makes contracts, inside their transaction."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from vestibule.feed.append import Writing
from vestibule.kit.refusals import WrongState
from vestibule.rooms.events import RelationshipChanged
from vestibule.rooms.models import Engagement
from vestibule.rooms.relationship import relationships_of, rooms_of_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PairInRoom:
    """A client and a freelancer, and the room in which they deal."""

    room: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID


def lock_pair(feed: Writing, pair: PairInRoom) -> None:
    """Lock every room of the pair: no message in any of them is judged while their relationship changes."""
    feed.lock({pair.room, *rooms_of_pair(pair.client, pair.freelancer)})


def record_offer(*, feed: Writing, actor_id: uuid.UUID, pair: PairInRoom, offered_seq: int) -> Engagement:
    """An offer was made at number `offered_seq` of the room."""
    made: list[Engagement] = []

    def record() -> None:
        made.append(
            Engagement.objects.create(
                room_id=pair.room,
                client_id=pair.client,
                freelancer_id=pair.freelancer,
                state=Engagement.State.OFFERED,
                offered_seq=offered_seq,
            )
        )

    _announcing(feed, pair, actor_id, record)
    return made[0]


def record_start(*, feed: Writing, actor_id: uuid.UUID, engagement_id: uuid.UUID, seq: int) -> None:
    """The offer was accepted at `seq`: the contract has started."""
    _advance(feed, engagement_id, actor_id, Engagement.State.OFFERED, Engagement.State.ACTIVE, started_seq=seq)


def record_closing(*, feed: Writing, actor_id: uuid.UUID | None, engagement_id: uuid.UUID) -> None:
    """The offer was withdrawn or declined, or it expired, which nobody does."""
    _advance(feed, engagement_id, actor_id, Engagement.State.OFFERED, Engagement.State.CLOSED)


def record_end(*, feed: Writing, actor_id: uuid.UUID, engagement_id: uuid.UUID, seq: int) -> None:
    """The contract ended at `seq`."""
    _advance(feed, engagement_id, actor_id, Engagement.State.ACTIVE, Engagement.State.ENDED, ended_seq=seq)


def _advance(
    feed: Writing, engagement_id: uuid.UUID, actor_id: uuid.UUID | None, expected: str, to: str, **numbers: int
) -> None:
    engagement = Engagement.objects.get(id=engagement_id)
    pair = PairInRoom(room=engagement.room_id, client=engagement.client_id, freelancer=engagement.freelancer_id)

    def record() -> None:
        moved = Engagement.objects.filter(id=engagement_id, state=expected).update(state=to, **numbers)
        if not moved:
            raise WrongState

    _announcing(feed, pair, actor_id, record)


def _announcing(feed: Writing, pair: PairInRoom, actor_id: uuid.UUID | None, record: Callable[[], None]) -> None:
    """Do `record` and, where it changes how the pair stands, say so in every room of theirs."""
    key = (pair.client, pair.freelancer)
    was = relationships_of([key])[key]
    record()
    now = relationships_of([key])[key]
    if now == was:
        return
    fact = RelationshipChanged(client=pair.client, freelancer=pair.freelancer, relationship=now, was=was)
    for room in sorted({pair.room, *rooms_of_pair(pair.client, pair.freelancer)}):
        feed.append(stream=room, fact=fact, by=actor_id)
