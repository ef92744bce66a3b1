"""How two people stand to each other, computed from what happened between them."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from vestibule.rooms.events import Relationship
from vestibule.rooms.models import Engagement, Member, Pair

_RANK: dict[str, tuple[int, Relationship]] = {
    Engagement.State.ACTIVE: (3, "active"),
    Engagement.State.ENDED: (2, "prior"),
    Engagement.State.OFFERED: (1, "offer_pending"),
    Engagement.State.CLOSED: (0, "none"),
}


def relationship_from(states: Iterable[str]) -> Relationship:
    """What the states of all engagements of a pair amount to: running contract, earlier contract, offer, nothing."""
    return max((_RANK[state] for state in states), default=(0, "none"))[1]


def relationships_of(pairs: Collection[Pair]) -> dict[Pair, Relationship]:
    """The relationship of each (client, freelancer) as it stands in this transaction."""
    states: dict[Pair, list[str]] = {pair: [] for pair in pairs}
    clients = {client for client, _ in pairs}
    freelancers = {freelancer for _, freelancer in pairs}
    rows = Engagement.objects.filter(client_id__in=clients, freelancer_id__in=freelancers).values_list(
        "client_id", "freelancer_id", "state"
    )
    for client, freelancer, state in rows:
        states.get((client, freelancer), []).append(state)
    return {pair: relationship_from(found) for pair, found in states.items()}


def step_behind(fact: Mapping[str, object], *, by: uuid.UUID | None) -> str:
    """The step that a `relationship.changed` came of, named like its event; nobody's step is time running out.

    Where a third person took it, as who removes a colleague, it keeps its own name. client/src/session/summary.ts says
    the same.
    """
    if fact["relationship"] == "none":
        ends = {"None": "offer.expired", fact["client"]: "offer.withdrawn", fact["freelancer"]: "offer.declined"}
        return ends.get(str(by), "relationship.changed")
    steps = {"offer_pending": "offer.made", "active": "offer.accepted", "prior": "contract.ended"}
    return steps[str(fact["relationship"])]


def rooms_of_pair(client: uuid.UUID, freelancer: uuid.UUID) -> list[uuid.UUID]:
    """The rooms in which both are now."""
    theirs = Member.objects.filter(person_id=freelancer, left_seq=None).values("room_id")
    return list(
        Member.objects.filter(person_id=client, left_seq=None, room_id__in=theirs).values_list("room_id", flat=True)
    )
