"""Bringing a colleague into a room: on one's own side, for the organisation that both belong to."""

import uuid
from datetime import datetime
from typing import ClassVar

from vestibule.accounts.models import Organisation, Person
from vestibule.feed.append import Writing, writing
from vestibule.feed.models import Stream
from vestibule.kit.refusals import InvalidInput, NotFound, WrongState
from vestibule.rooms.actions.open_room import person_card, standings_with
from vestibule.rooms.events import MemberChanged, MemberJoined, PersonCard, RoomJoined
from vestibule.rooms.models import Member
from vestibule.rooms.people.history import may_all_be_shown
from vestibule.rooms.people.queries import colleague_of, seat_in
from vestibule.rooms.relationship import rooms_of_pair
from vestibule.rooms.standing import Seat

MOST_MEMBERS = 20


class NotAColleague(InvalidInput):
    code = "not_a_colleague"
    sentence = "You can only bring people of your organisation who work on your side."


class AlreadyHere(WrongState):
    code = "already_here"
    sentence = "They are in this room already."


class RoomFull(WrongState):
    code = "room_full"
    sentence = "A room has at most %(most)s people."
    values: ClassVar[dict[str, int]] = {"most": MOST_MEMBERS}


class HistoryNotAllowed(WrongState):
    code = "history_not_allowed"
    sentence = "Not everything said here so far may be shown to them. Bring them in from now on instead."


def bring_colleague(
    *, actor: Person, room_id: uuid.UUID, person_id: uuid.UUID, now: datetime, with_history: bool = False
) -> PersonCard:
    """Bring somebody in who reads along from now on; from the beginning if every text so far may be shown to them.

    From here on everything that is said is judged for them too. Raises `NotFound`, `NotAColleague`, `AlreadyHere`,
    `RoomFull` and `HistoryNotAllowed`.
    """
    shown_up_to = _shown_up_to(actor, room_id, person_id, now) if with_history else None
    with writing(now=now) as feed:
        _lock_with_pairs(feed, room_id, person_id)
        seat = seat_in(actor, room_id)
        person, organisation = _colleague(seat, person_id)
        if with_history and shown_up_to != feed.heads[room_id]:
            _refuse_history(room_id, seat, person, organisation, now)
        _act_for(feed, seat, organisation)
        card = _admit(feed, seat, person, organisation, since=0 if with_history else feed.heads[room_id])
        feed.lock([person.id])
        feed.append(
            stream=person.id, fact=RoomJoined(room=room_id), by=actor.id, changes_audience=True, on_timeline=False
        )
        return card


def _shown_up_to(actor: Person, room_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> int:
    """Judge what was said before the turn to write comes: it may be long. The number up to which it may be shown."""
    seat = seat_in(actor, room_id)
    head = Stream.objects.values_list("head", flat=True).get(id=room_id)
    _refuse_history(room_id, seat, *_colleague(seat, person_id), now)
    return head


def _refuse_history(
    room_id: uuid.UUID, seat: Member, person: Person, organisation: Organisation, now: datetime
) -> None:
    newcomer = Seat(person.id, seat.side, organisation.id)
    if not may_all_be_shown(room_id, to=newcomer, on=now.date()):
        raise HistoryNotAllowed(field="with_history")


def _colleague(seat: Member, person_id: uuid.UUID) -> tuple[Person, Organisation]:
    here = Member.objects.filter(room_id=seat.room_id, left_seq=None)
    found = colleague_of(seat, person_id)
    if found is None:
        raise NotAColleague(field="person")
    if here.filter(person_id=person_id).exists():
        raise AlreadyHere(field="person")
    if here.count() >= MOST_MEMBERS:
        raise RoomFull
    return found


def _lock_with_pairs(feed: Writing, room_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The room, and every other one in which how the newcomer stands to those who are here could change meanwhile."""
    rooms = {room_id}
    for seat in Member.objects.filter(room_id=room_id, left_seq=None):
        is_client = seat.side == Member.Side.CLIENT
        pair = (seat.person_id, person_id) if is_client else (person_id, seat.person_id)
        rooms.update(rooms_of_pair(*pair))
    if room_id not in feed.lock(rooms):
        raise NotFound


def _act_for(feed: Writing, seat: Member, organisation: Organisation) -> None:
    """Whoever brings a colleague acts for their organisation here, and everybody sees that."""
    if seat.organisation_id is not None:
        return
    seat.organisation = organisation
    seat.save(update_fields=["organisation"])
    card = person_card(seat.person, seat.side, organisation, on=feed.now.date(), brought_by=seat.brought_by_id)
    fact = MemberChanged(person=card, was=card.name, starts_acting=True)
    feed.append(stream=seat.room_id, fact=fact, by=seat.person_id)


def _admit(feed: Writing, seat: Member, person: Person, organisation: Organisation, *, since: int) -> PersonCard:
    room_id = seat.room_id
    card = person_card(person, seat.side, organisation, on=feed.now.date(), brought_by=seat.person_id)
    fact = MemberJoined(person=card, relationships=standings_with(room_id, person.id, seat.side))
    feed.forget_spans(stream=room_id, person=person.id)
    feed.admit(stream=room_id, person=person.id, since=since)
    seq, _ = feed.append(stream=room_id, fact=fact, by=seat.person_id, changes_audience=True)
    Member.objects.create(
        room_id=room_id,
        person=person,
        side=seat.side,
        organisation=organisation,
        brought_by_id=seat.person_id,
        joined_seq=since,
        read_seq=seq,
    )
    return card
