"""The sample marketplace: complete, loaded once, never beside real people."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from tests.cast import browser_of, make_person, program_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.withdraw_proposal import withdraw_proposal
from vestibule.market.models import JobPost, Offer, Proposal
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.models import Message, Room, WithheldMessage
from vestibule.site import demo_story as story
from vestibule.site.demo import RealPeopleHere, load_sample_marketplace, sample_people

pytestmark = pytest.mark.django_db

NAMES = ["Ana Lindqvist", "Bo Okafor", "Eli Brandt", "Mo Sandoval", "Eve Marlow"]


def load() -> dict[str, Person]:
    """The loaded cast by first name."""
    load_sample_marketplace(now=timezone.now())
    return {one.person.display_name.split()[0].lower(): one.person for one in sample_people()}


def counts() -> list[int]:
    return [model.objects.count() for model in (Person, JobPost, Proposal, Room, Offer)] + [
        Message.objects.count(),
        WithheldMessage.objects.count(),
        Event.objects.exclude(kind__startswith="notice").count(),
    ]


def test_the_cast_is_there_and_cannot_sign_in_with_a_password() -> None:
    load()
    people = [one.person for one in sample_people()]
    assert [person.display_name for person in people] == NAMES
    assert all(person.is_sample and not person.has_usable_password() for person in people)
    assert all(person.email.endswith("@sample.invalid") for person in people)
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(NAMES)


def test_everything_to_try_is_there() -> None:
    cast = load()
    ana, bo, eli, eve = (program_of(cast[name]) for name in ("ana", "bo", "eli", "eve"))
    assert len(eve.get("/jobs").body["items"]) == len(story.JOBS)
    rooms = {one["title"]: one for one in bo.get("/rooms").body["items"]}
    talk, exempt = rooms[story.BOOKING], rooms[story.FLEET]
    assert (talk["relationship"], talk["exempt"]) == ("none", False)
    assert (exempt["relationship"], exempt["client_plan"], exempt["exempt"]) == ("offer_pending", "enterprise", True)
    # The offer in the room of strangers is the visitor's to make.
    assert ana.get(f"/rooms/{talk['id']}/offers").body["items"] == []
    assert [one["state"] for one in eli.get(f"/rooms/{exempt['id']}/offers").body["items"]] == ["made"]
    assert eve.get("/rooms").body["items"] == []
    assert 0 < ana.get(f"/rooms/{talk['id']}").body["unread"] < 5


def test_one_message_of_bo_was_withheld_and_all_others_stand() -> None:
    cast = load()
    kept = WithheldMessage.objects.get()
    assert kept.author == cast["bo"]
    assert kept.verdict["findings"][0]["kind"] == "phone"
    assert Message.objects.count() == len(story.ANA_AND_BO) + len(story.ELI_AND_BO) - 1
    exempt = Room.objects.get(title=story.FLEET)
    bodies = Event.objects.filter(stream_id=exempt.id, kind="message.posted").values_list("body", flat=True)
    clauses = [remark["clause"] for body in bodies for remark in json.loads(body)["event"]["remarks"]]
    assert clauses == ["enterprise", "enterprise"]


def test_the_story_goes_forward_and_ends_before_now() -> None:
    now = timezone.now()
    load_sample_marketplace(now=now)
    for room in Room.objects.all():
        times = [json.loads(body)["at"] for body in room_events(room)]
        assert times == sorted(times)
        assert times[-1] < now.isoformat()


def room_events(room: Room) -> list[str]:
    return list(Event.objects.filter(stream_id=room.id).order_by("seq").values_list("body", flat=True))


def test_loading_again_changes_nothing_whatever_visitors_did() -> None:
    cast = load()
    before = counts()
    load()
    assert counts() == before
    now = timezone.now()
    talk = Room.objects.get(title=story.BOOKING)
    withdraw_proposal(actor=cast["bo"], proposal_id=Proposal.objects.get(room=talk).id, now=now)
    leave_room(actor=cast["ana"], room_id=talk.id, now=now)
    before = counts()
    load()
    assert counts() == before


def test_a_load_that_was_interrupted_is_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("vestibule.site.demo._offer", _die)
        with pytest.raises(RuntimeError):
            load()
    assert counts()[:5] == [5, 3, 4, 2, 0]
    before = counts()[-1]
    load()
    assert counts()[:5] == [5, 3, 4, 2, 1]
    # The offer and the change between the two that comes with it; nothing was said twice.
    assert counts()[-1] == before + 2


def _die(*_: object) -> None:
    raise RuntimeError


def test_sample_people_never_stand_beside_real_ones() -> None:
    make_person("Rita", is_client=True)
    with pytest.raises(RealPeopleHere):
        load_sample_marketplace(now=timezone.now())
    assert Person.objects.count() == 1
    assert sample_people() == []


def test_staff_may_be_there_already() -> None:
    make_person("Stella", staff_role="administrator")
    load()
    assert len(sample_people()) == len(NAMES)


def test_the_sample_rooms_are_shown(ana: Person) -> None:
    Person.objects.filter(id=ana.id).update(is_sample=True)
    cast = load()
    room = Room.objects.get(title=story.BOOKING)
    assert browser_of(cast["ana"]).get(f"/rooms/{room.id}/").status_code == 200
    assert browser_of(cast["eve"]).get(f"/rooms/{room.id}/").status_code == 404
