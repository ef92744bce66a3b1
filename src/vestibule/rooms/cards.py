"""How a member's card changes in their rooms, and whom one has met there."""

import uuid

from django.db.models import Q

from vestibule.accounts.models import Organisation, OrganisationMember, Person
from vestibule.feed.append import Writing
from vestibule.rooms.actions.leave_room import take_seat_away
from vestibule.rooms.actions.open_room import person_card
from vestibule.rooms.events import MemberChanged
from vestibule.rooms.going import lock_to_go
from vestibule.rooms.models import Member


def met_in_a_room(actor: Person) -> Q:
    """Those who are, or were, in a room that the actor is in now: their messages stand there."""
    rooms = Member.objects.filter(person=actor, left_seq=None).values("room")
    return Q(pk__in=Member.objects.filter(room__in=rooms).values("person"))


def show_card_anew(*, feed: Writing, person: Person, was: str, organisation: uuid.UUID | None) -> None:
    """Put the person's card as it is now on each of their rooms.

    With an organisation only in rooms where they act for it. Whoever acts for an organisation no more acts for nobody:
    its plan, and the badge, go with it. So does their seat in rooms that a colleague brought them into.
    """
    seats = list(Member.objects.filter(person=person, left_seq=None).order_by("room_id"))
    if organisation is not None:
        seats = [seat for seat in seats if seat.organisation_id == organisation]
    lock_to_go(feed, [seat.room_id for seat in seats], person.id)
    acts_for = {
        one.organisation_id: one.organisation
        for one in OrganisationMember.objects.filter(person=person).select_related("organisation")
    }
    leaving: list[Member] = []
    for seat in seats:
        company: Organisation | None = acts_for.get(seat.organisation_id) if seat.organisation_id else None
        if seat.organisation_id and company is None:
            seat.organisation = None
            seat.save(update_fields=["organisation"])
        card = person_card(person, seat.side, company, on=feed.now.date(), brought_by=seat.brought_by_id)
        feed.append(stream=seat.room_id, fact=MemberChanged(person=card, was=was), by=person.id)
        if company is None and seat.brought_by_id is not None:
            leaving.append(seat)
    for seat in leaving:
        take_seat_away(feed, seat, by=person.id)
