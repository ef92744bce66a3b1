"""How the gateway learns who stands at the door."""

import uuid
from collections.abc import Collection
from typing import Protocol

import msgspec


class Passenger(msgspec.Struct, frozen=True):
    """A person who was let in, and the reference of the sign-in session that let them in.

    Who `is_discreet` neither gives nor receives presence, typing and read marks.
    """

    person: uuid.UUID
    session: str
    is_discreet: bool = False


class Identity(Protocol):
    """All methods block on the database and may be called from any thread; none hashes a password."""

    def admit(self, ticket: str) -> Passenger | None:
        """Exchange a ticket for its person, once. `None` when it is unknown, used or expired.

        Whether its sign-in still stands is asked of `ended`: the hub knows those that ended lately, the beat finds the
        rest.
        """
        ...

    def ended(self, sessions: Collection[str]) -> frozenset[str]:
        """Which of these session references no longer stand."""
        ...

    def discreet(self, people: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
        """Which of these people are discreet."""
        ...
