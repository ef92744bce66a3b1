"""Fill a database while no server runs on it: `python -m tests.faults.seed rooms ROOMS MEMBERS`, answers in JSON.

`… seed talk COUNT` has every room's client say COUNT things, as if another process of the house had taken them.
"""

import json
import os
import sys
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")

PASSWORD = "a-long-walk-by-the-sea"
_FIRST_FEW = 5


def seed_rooms(rooms: int, members: int) -> list[dict[str, Any]]:
    """Rooms of a client and freelancers. The clients of the first few have a password: hashing it takes its time."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from tests.cast import browser_of
    from vestibule.accounts.actions.create_person import NewPerson, create_person
    from vestibule.accounts.actions.make_token import make_token
    from vestibule.feed.append import writing
    from vestibule.rooms.actions.open_room import About, NewMember, open_room

    now = timezone.now()
    made: list[dict[str, Any]] = []
    for number in range(rooms):
        people = []
        for place in range(members):
            person = create_person(
                person=NewPerson(
                    email=f"person{number}-{place}@people.test",
                    display_name="Ana" if place == 0 else "Bo",
                    password=PASSWORD if number < _FIRST_FEW and place == 0 else None,
                    is_client=place == 0,
                    is_freelancer=place > 0,
                ),
                now=now,
            )
            if person.has_usable_password():
                EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
            people.append(person)
        with writing(now=now) as feed:
            room = open_room(
                actor=people[0],
                feed=feed,
                room_id=uuid.uuid4(),
                title="Logo for a bakery",
                about=About(kind="job", id=uuid.uuid4()),
                members=tuple(
                    NewMember(person=person, side="freelancer" if person.is_freelancer else "client")
                    for person in people
                ),
                now=now,
            )
        cards = [
            {
                "id": str(person.id),
                "email": person.email,
                "token": make_token(actor=person, label="faults", now=now)[1],
                "session": str(browser_of(person).session.session_key) if number < _FIRST_FEW else "",
            }
            for person in people
        ]
        made.append({"id": str(room.id), "members": cards})
    return made


def talk(count: int) -> None:
    """`count` messages of the client in every room."""
    from django.utils import timezone

    from tests.cast import line
    from vestibule.rooms.actions.send_messages import Posted, SendMessage, send_messages
    from vestibule.rooms.models import Member

    clients = list(Member.objects.filter(side="client").values_list("person_id", "room_id"))
    for number in range(count):
        said = [
            SendMessage(person=person, room=room, key=f"missed-{number}", body=line(number)) for person, room in clients
        ]
        outcomes = send_messages(commands=said, now=timezone.now())
        if not all(isinstance(outcome, Posted) for outcome in outcomes):
            raise RuntimeError("a harmless line was not posted")


if __name__ == "__main__":
    from vestibule.site.cli import set_up_django

    set_up_django()
    if sys.argv[1] == "rooms":
        json.dump(seed_rooms(int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
    else:
        talk(int(sys.argv[2]))
