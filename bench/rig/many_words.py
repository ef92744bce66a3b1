"""Fill a site with many messages for a search: `python -m bench.rig.many_words ROOMS MESSAGES_EACH`, answers in JSON.

Words come with the frequencies that words have (Zipf), out of a vocabulary of 20,000. Rows are written in bulk; the
index of words is made from them by the product's own hand.
"""

import itertools
import json
import random
import sys
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vestibule.accounts.models import Person

VOCABULARY = 20_000
WORDS_EACH = 14
BUSY = 1000
ORDINARY = 30
ROWS = 5000
_SYLLABLES = [first + last for first in "bdfgklmnprstvz" for last in ("a", "e", "i", "o", "u", "an", "er", "il")]


def vocabulary() -> list[str]:
    """Words that read like words, the most frequent first."""
    chance = random.Random(7)
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
    return list(made)


@dataclass(frozen=True, slots=True)
class Talk:
    """A room and the two who talk in it."""

    room: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID


def fill(rooms: int, each: int) -> dict[str, object]:
    """Two searchers, one in `ORDINARY` rooms and one in `BUSY`; a third client talks in the others."""
    from django.utils import timezone

    from vestibule.accounts.actions.make_token import make_token

    now = timezone.now()
    ordinary, busy, others, freelancer = (_person(name) for name in ("Ordinary", "Busy", "Others", "Bo"))
    clients = [ordinary] * ORDINARY + [busy] * BUSY
    clients += [others] * (rooms - len(clients))
    talks = [Talk(uuid.uuid4(), client.id, freelancer.id) for client in clients]
    _open(talks, each)
    # As time goes by everybody says something in turn.
    _say(talks, each)
    took = _index([one.room for one in talks])
    return {
        "tokens": {one.display_name: make_token(actor=one, label="bench", now=now)[1] for one in (ordinary, busy)},
        "rooms": {"Ordinary": str(talks[0].room), "Busy": str(talks[ORDINARY].room)},
        "freelancer": str(freelancer.id),
        "index_us_per_message": took / (rooms * each) * 1e6,
    }


def _person(name: str) -> "Person":
    from django.utils import timezone

    from vestibule.accounts.actions.create_person import NewPerson, create_person

    email = f"{name.lower()}-{uuid.uuid4().hex[:8]}@example.com"
    return create_person(person=NewPerson(email=email, display_name=name, is_client=True), now=timezone.now())


def _open(talks: list[Talk], each: int) -> None:
    from django.utils import timezone

    from vestibule.feed.models import Follower, Stream
    from vestibule.judging.cleared import ClearedText
    from vestibule.rooms.models import Member, Room

    title = ClearedText("A shop for tea", "room_title")
    now = timezone.now()
    Room.objects.bulk_create(
        [Room(id=one.room, title=title, about_kind="job", about_id=one.room, created_at=now) for one in talks]
    )
    Stream.objects.bulk_create([Stream(id=one.room, head=each) for one in talks])
    for side in ("client", "freelancer"):
        seats = [(one.room, getattr(one, side)) for one in talks]
        Member.objects.bulk_create([Member(room_id=room, person_id=person, side=side) for room, person in seats])
        Follower.objects.bulk_create([Follower(stream_id=room, person=person) for room, person in seats])


def _say(talks: list[Talk], each: int) -> None:
    from vestibule.judging.cleared import ClearedText
    from vestibule.rooms.models import Message

    chance = random.Random(11)
    words = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
    began = datetime.now(UTC) - timedelta(days=700)
    for number in range(each):
        at = began + timedelta(days=700) * number / each
        for first in range(0, len(talks), ROWS):
            rows = [
                Message(
                    room_id=one.room,
                    seq=number + 1,
                    author_id=one.client if number % 2 else one.freelancer,
                    key=f"k{number}",
                    body=ClearedText(" ".join(chance.choices(words, cum_weights=weights, k=WORDS_EACH)), "message"),
                    at=at,
                    judged_as="none/basic/2020-06-26",
                )
                for one in talks[first : first + ROWS]
            ]
            Message.objects.bulk_create(rows)


def _index(rooms: list[uuid.UUID]) -> float:
    """Take everything into the index, as the product does; how many seconds it took."""
    from vestibule.rooms.search.index import index_rooms

    began = time.perf_counter()
    for first in range(0, len(rooms), ROWS // 50):
        while index_rooms(rooms[first : first + ROWS // 50], step=ROWS) == ROWS:
            pass
    return time.perf_counter() - began


if __name__ == "__main__":
    from vestibule.site.cli import set_up_django

    set_up_django()
    json.dump(fill(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
