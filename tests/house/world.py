"""A world in which ana and bo share one of everything, and those who have no part in it."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from tests.accounts.photos import picture_file
from tests.cast import browser_of, keep, make_organisation, make_person, make_room, post, program_of
from tests.market.deal import accepted, job_of, profiled, talk_of
from tests.notices.told import tell
from vestibule.accounts.actions.change_profile import set_picture
from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.actions.invite_to_organisation import invite_to_organisation
from vestibule.accounts.devices import devices_of
from vestibule.accounts.models import Person, PersonalToken, PersonPicture
from vestibule.feed.append import writing
from vestibule.market.actions.invite_freelancer import invite_freelancer
from vestibule.notices.models import Notice
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.open_room import person_card
from vestibule.rooms.events import MemberJoined
from vestibule.rooms.models import Member, Room

# Who they are to ana and bo. "nobody" is not signed in, a "thief" shows a token or a session that never was.
OUTSIDERS = ("eve", "former", "neighbour", "staff", "nobody", "thief")


# The number of the message that they have in their room.
FIRST_MESSAGE = 5


@dataclass(frozen=True)
class World:
    """The people by what they are, and the id of each kind of thing."""

    people: dict[str, Person]
    things: dict[str, uuid.UUID]
    # Of ana's message in the room.
    seq: int


def make_world(ana: Person, bo: Person, eve: Person, mo: Person) -> World:
    """A room with a kept message, a draft and an open job, a proposal, an offer, a contract, a key, a sample person."""
    deal = talk_of(ana, bo)
    room = Room.objects.get(id=deal.room)
    assert post(ana, room, "Hello Bo").seq == FIRST_MESSAGE
    former = make_person("Fay", is_freelancer=True)
    come(former, room)
    go(former, room)
    neighbour = make_person("Gus", is_freelancer=True)
    make_room(ana, neighbour, title="Another talk")
    said = post(ana, room, "Shall we begin?")
    kept = keep(bo, room)
    done = accepted(deal)
    assert done.offer is not None
    assert done.contract is not None
    program_of(ana)
    sample = create_person(
        person=NewPerson(email="ana@sample.invalid", display_name="Ana", is_client=True, is_sample=True),
        now=timezone.now(),
    )
    set_picture(actor=bo, uploaded=picture_file(), now=timezone.now())
    browser_of(ana)
    profiled(bo, is_listed=False)
    invitation = invite_freelancer(
        actor=ana, job_id=job_of(ana).id, freelancer_id=bo.id, words="Another one?", now=timezone.now()
    )
    company = make_organisation(ana, name="Harbour Lights")
    link, _ = invite_to_organisation(actor=ana, organisation_id=company.id, role="member", days=7, now=timezone.now())
    tell(later=timedelta(minutes=1))
    return World(
        people={
            "ana": ana,
            "bo": bo,
            "eve": eve,
            "former": former,
            "neighbour": neighbour,
            "staff": mo,
            "sample": sample,
        },
        things={
            "room": room.id,
            "withheld": kept.item.id,
            "draft": job_of(ana, as_draft=True).id,
            "proposal": deal.proposal.id,
            "offer": done.offer.id,
            "contract": done.contract.id,
            "token": PersonalToken.objects.get(person=ana).id,
            "sample": sample.id,
            "picture": PersonPicture.objects.get(person=bo).id,
            "session": devices_of(ana, current_key=None)[0].id,
            # Listed nowhere, hires for nothing: known to nobody but those they deal with.
            "profile": bo.id,
            "client": sample.id,
            "invitation": invitation.id,
            "organisation": company.id,
            "organisation_invitation": link.id,
            "notice": Notice.objects.filter(person=ana, event="offer.accepted", shown_at__isnull=False).get().id,
        },
        seq=said.seq,
    )


def come(person: Person, room: Room) -> None:
    """A third one joins the room: they read along from here on."""
    now = timezone.now()
    with writing(now=now) as feed:
        feed.lock([room.id])
        feed.admit(stream=room.id, person=person.id, since=feed.heads[room.id])
        Member.objects.create(room=room, person=person, side="freelancer", joined_seq=feed.heads[room.id])
        card = person_card(person, "freelancer", None, on=now.date())
        feed.append(stream=room.id, fact=MemberJoined(person=card), by=person.id, changes_audience=True)


def go(person: Person, room: Room) -> None:
    """They leave again."""
    leave_room(actor=person, room_id=room.id, now=timezone.now())


_FORM_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def seen(answer: HttpResponse, thing: uuid.UUID) -> tuple[int, dict[str, str], bytes]:
    """What an answer shows of itself, but for the id that was asked for and the token of its forms."""
    headers = {name: value.replace(str(thing), "<id>") for name, value in answer.headers.items()}
    body = _FORM_TOKEN.sub(rb"\1", answer.getvalue()).replace(str(thing).encode(), b"<id>")
    return answer.status_code, headers, body
