"""Fill a site's database for a measurement: `python -m bench.rig.populate ROOMS [MESSAGES_IN_FIRST]`, answers in JSON.

A process of its own, with the environment of the site, before that is served.
"""

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta


def populate(rooms: int, messages_in_first: int) -> list[dict[str, object]]:
    """Make rooms of a client and a freelancer each; their ids and both tokens."""
    from django.utils import timezone

    from vestibule.accounts.actions.create_person import NewPerson, create_person
    from vestibule.accounts.actions.make_token import make_token
    from vestibule.feed.append import writing
    from vestibule.rooms.actions.open_room import About, NewMember, open_room

    now = timezone.now()
    made: list[dict[str, object]] = []
    for index in range(rooms):
        mark = uuid.uuid4().hex[:12]
        client = create_person(
            person=NewPerson(email=f"ana-{mark}@example.com", display_name="Ana", is_client=True), now=now
        )
        freelancer = create_person(
            person=NewPerson(email=f"bo-{mark}@example.com", display_name="Bo", is_freelancer=True), now=now
        )
        with writing(now=now) as feed:
            room = open_room(
                actor=client,
                feed=feed,
                room_id=uuid.uuid4(),
                title="A shop for tea",
                about=About(kind="job", id=uuid.uuid4()),
                members=(NewMember(person=client, side="client"), NewMember(person=freelancer, side="freelancer")),
                now=now,
            )
        tokens = [make_token(actor=person, label="bench", now=now)[1] for person in (client, freelancer)]
        made.append({"room": str(room.id), "tokens": tokens})
        if index == 0 and messages_in_first:
            _talk(room.id, (client.id, freelancer.id), messages_in_first)
    return made


def _talk(room: uuid.UUID, people: tuple[uuid.UUID, uuid.UUID], messages: int) -> None:
    """Put many messages into a room, as the lane would."""
    from bench.rig.talk import line
    from vestibule.rooms.actions.send_messages import Posted, SendMessage, send_messages

    began = datetime.now(UTC) - timedelta(days=30)
    for first in range(0, messages, 500):
        batch = [
            SendMessage(person=people[number % 2], room=room, key=f"old{number}", body=line(number))
            for number in range(first, min(first + 500, messages))
        ]
        outcomes = send_messages(commands=batch, now=began + timedelta(seconds=first))
        if not all(isinstance(outcome, Posted) for outcome in outcomes):
            raise RuntimeError("a line of ordinary chat was not posted")


if __name__ == "__main__":
    from vestibule.site.cli import set_up_django

    set_up_django()
    json.dump(populate(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0), sys.stdout)
