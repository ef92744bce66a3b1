"""What becomes of somebody's rooms when their account is deleted, and what of them is theirs to take along."""

from datetime import datetime
from typing import Any

import msgspec

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.feed.models import Event
from vestibule.kit.encoding import encode_json
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.revise_withheld import discard_withheld
from vestibule.rooms.events import MessageDeleted
from vestibule.rooms.models import Member, Message, WithheldMessage
from vestibule.rooms.said import erase

_CARDS = ("member.joined", "member.changed")


def leave_rooms(*, person: Person, erase_texts: bool, now: datetime) -> None:
    """Leave every room. What they said stays in its place, as it was or as a tombstone; their name goes either way.

    Begun anew after an interruption it goes on where it stopped.
    """
    for kept in WithheldMessage.objects.visible_to(person):
        discard_withheld(actor=person, withheld_id=kept.id, now=now)
    rooms = list(Member.objects.filter(person=person, left_seq=None).values_list("room_id", flat=True))
    if erase_texts:
        for message in Message.objects.filter(author=person, deleted_at=None):
            _take_back(message, now)
    for room in rooms:
        leave_room(actor=person, room_id=room, now=now)


def _take_back(message: Message, now: datetime) -> None:
    """As `delete_message` does, also in rooms that the person has left."""
    with writing(now=now) as feed:
        feed.lock([message.room_id])
        fact = MessageDeleted(message=message.seq)
        seq, _ = feed.append(stream=message.room_id, fact=fact, by=message.author_id, on_timeline=False)
        erase(feed, message, event_seq=seq, at=now)


def forget_name(*, person: Person, name: str, now: datetime) -> None:
    """Write this name over the one that stands in the stored cards of the person's former rooms."""
    rooms = list(Member.objects.filter(person=person).values_list("room_id", flat=True).distinct())
    with writing(now=now) as feed:
        feed.lock(rooms)
        for row in Event.objects.filter(stream_id__in=rooms, kind__in=_CARDS):
            envelope = msgspec.json.decode(row.body)
            card = envelope["event"]["person"]
            if card["id"] != str(person.id):
                continue
            card.update({"name": name, "picture": None})
            if "was" in envelope["event"]:
                envelope["event"]["was"] = name
            row.body = encode_json(envelope).decode()
            row.save(update_fields=["body"])


def own_messages(person: Person) -> list[dict[str, Any]]:
    """What the person wrote, by room and number, in rooms that they are in."""
    mine = Message.objects.filter(author=person, deleted_at=None).select_related("room").order_by("room_id", "seq")
    return [
        {
            "room": str(one.room.title),
            "room_id": str(one.room_id),
            "number": one.seq,
            "at": one.at.isoformat(),
            "text": str(one.body),
        }
        for one in mine
    ]


def own_withheld(person: Person) -> list[dict[str, Any]]:
    """What was not sent and is kept for the person."""
    kept = WithheldMessage.objects.visible_to(person).select_related("room").order_by("room_id", "at")
    return [
        {
            "room": str(one.room.title),
            "room_id": str(one.room_id),
            "at": one.at.isoformat(),
            "text": one.body,
            "why": [reason["why"] for reason in one.verdict.get("reasons", [])],
        }
        for one in kept
    ]


def own_rooms(person: Person) -> list[dict[str, Any]]:
    """The rooms that the person is in, or was."""
    seats = Member.objects.filter(person=person).select_related("room").order_by("id")
    return [
        {
            "room": str(seat.room.title),
            "room_id": str(seat.room_id),
            "side": seat.side,
            "left": seat.left_seq is not None,
        }
        for seat in seats
    ]
