"""What the lane remembers of rooms from one batch to the next: a busy room is not read anew for every message."""

import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from vestibule.rooms.standing import CONTEXT_MESSAGES, Standing, members_of, recent_messages

MOST_ROOMS = 4000
# Latest texts of one author that are longer than this in all are read anew rather than kept.
MOST_CHARACTERS = 20_000


@dataclass(slots=True)
class KnownRoom:
    """A room as it stands at number `head`; `said` has the latest texts, oldest first, of authors asked about."""

    head: int
    standing: Standing
    # Of members alone: who is in it may speak.
    said: dict[uuid.UUID, tuple[str, ...]] = field(default_factory=dict)
    # Whether anybody is there for an organisation, whose plan counts.
    is_hiring: bool = field(init=False)
    _grounds: dict[uuid.UUID, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_hiring = any(seat.organisation for seats in self.standing.seats.values() for seat in seats.values())

    def learn_plans(self, plans: dict[uuid.UUID, str]) -> None:
        """Plans change by date and without an event, so they are told anew each time."""
        if plans != self.standing.plans:
            self._grounds.clear()
        self.standing.plans = plans

    def grounds(self, room: uuid.UUID, sender: uuid.UUID) -> list[tuple[str, str]]:
        """See `Standing.grounds`."""
        found = self._grounds.get(sender)
        if found is None:
            found = self._grounds[sender] = self.standing.grounds(room, sender)
        return found

    def say(self, person: uuid.UUID, text: str) -> None:
        """The person's newest text."""
        self.said[person] = self.with_newest(self.said[person], text)

    def keep_small(self, people: Iterable[uuid.UUID]) -> None:
        """Let go of the texts of those whose texts are long."""
        for person in people:
            if sum(map(len, self.said.get(person, ()))) > MOST_CHARACTERS:
                del self.said[person]

    @staticmethod
    def with_newest(said: tuple[str, ...], text: str) -> tuple[str, ...]:
        """The latest texts, one more, and none that lies too far back."""
        return (*said, text)[-CONTEXT_MESSAGES:]


class RoomMemory:
    """Remembers rooms by their head. Belongs to one thread at a time.

    What is remembered of a room is true exactly as long as its stream stands at the remembered number: whatever
    changes its members, how they stand to each other, or what was said in it, puts an event on that stream in the same
    transaction. Hence the heads must have been read under the streams' locks. Plans change by date and without an
    event; they are no part of it.
    """

    def __init__(self) -> None:
        self._rooms: OrderedDict[uuid.UUID, KnownRoom] = OrderedDict()

    def recall(self, heads: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, KnownRoom]:
        """The rooms whose streams are locked at these heads, read from the database where they have moved on."""
        found: dict[uuid.UUID, KnownRoom] = {}
        stale: list[uuid.UUID] = []
        for room, head in heads.items():
            known = self._rooms.get(room)
            if known is None or known.head != head:
                stale.append(room)
            else:
                self._rooms.move_to_end(room)
                found[room] = known
        if stale:
            read = members_of(stale)
            for room in stale:
                found[room] = self._rooms[room] = KnownRoom(heads[room], read.only(room))
        while len(self._rooms) > max(MOST_ROOMS, len(heads)):
            self._rooms.popitem(last=False)
        return found

    def peek(self, room: uuid.UUID) -> KnownRoom | None:
        """What is remembered of a room. True only if its stream still stands there when what follows is committed."""
        known = self._rooms.get(room)
        if known is not None:
            self._rooms.move_to_end(room)
        return known

    def hires(self, room: uuid.UUID) -> bool:
        """Whether the plan of an organisation counts in a room, as far as that is remembered."""
        known = self._rooms.get(room)
        return known is not None and known.is_hiring

    def forget(self, rooms: Iterable[uuid.UUID]) -> None:
        """Nobody knows how these stand."""
        for room in rooms:
            self._rooms.pop(room, None)

    def listen(self, authors: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> None:
        """Make sure that the latest texts of these (room, author) are known."""
        unheard = [(room, person) for room, person in authors if person not in self._rooms[room].said]
        if unheard:
            texts = recent_messages(unheard)
            for room, person in unheard:
                self._rooms[room].said[person] = tuple(texts.get((room, person), ()))

    def keep_small(self, authors: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> None:
        """Let go of long texts."""
        for room, person in authors:
            known = self._rooms.get(room)
            if known is not None:
                known.keep_small((person,))

    @contextmanager
    def unless_it_fails(self, rooms: Collection[uuid.UUID]) -> Iterator[None]:
        """A transaction that moves these rooms, remembered ones too. When it fails, nobody knows how they stand."""
        try:
            yield
        except BaseException:
            self.forget(rooms)
            raise
