"""One's own data in a file, and an account that is deleted: asked for, thought over, done, with the rooms in order."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.photos import picture_file
from tests.cast import EMAIL, PASSWORD, PHONE, browser_of, keep, make_organisation, make_person, post, program_of
from tests.market.deal import Deal, accepted, offered, talk_of
from tests.program import PREFIX
from vestibule.accounts.actions.change_profile import set_picture
from vestibule.accounts.actions.leave_vestibule import delete_account, leave_vestibule
from vestibule.accounts.leaving import delete_due_accounts
from vestibule.accounts.models import OrganisationMember, Person, PersonalToken, PersonPicture
from vestibule.feed.models import Event
from vestibule.market.models import Contract, Offer, Proposal
from vestibule.rooms.models import Member, Message, Room, WithheldMessage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(ana: Person, bo: Person) -> Deal:
    """Strangers who talk."""
    return talk_of(ana, bo)


def _file(person: Person) -> tuple[dict[str, Any], str]:
    answer = browser_of(person).post("/account/data/export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return json.loads(file.read("data.json")), file.read("index.html").decode()


def go(person: Person, *, keeps_texts: bool = True) -> None:
    """Ask for it, and let the week pass."""
    leave_vestibule(actor=person, keeps_texts=keeps_texts, now=timezone.now())
    Person.objects.filter(id=person.id).update(leaves_at=timezone.now())
    assert delete_due_accounts() == 1


# -- taking it along --------------------------------------------------------------------------------------------------


def test_the_file_has_all_that_is_ones_own_and_nothing_of_others(deal: Deal, ana: Person, bo: Person) -> None:
    room = Room.objects.get(id=deal.room)
    mine = post(bo, room, "My drawing is <b>ready</b>")
    post(ana, room, "A secret of Ana's")
    keep(bo, room, f"call me on {PHONE}")
    keep(ana, room, f"or write to {EMAIL}")
    offered(deal)
    set_picture(actor=bo, uploaded=picture_file(), now=timezone.now())
    data, page = _file(bo)
    assert data["account"][0]["email"] == bo.email
    assert data["messages"] == [
        {
            "room": str(room.title),
            "room_id": str(room.id),
            "number": mine.seq,
            "at": data["messages"][0]["at"],
            "text": "My drawing is <b>ready</b>",
        }
    ]
    assert PHONE in data["kept messages"][0]["text"]
    assert len(data["proposals"]) == 1
    assert data["offers"][0]["from"] == "Ana"
    everything = json.dumps(data) + page
    for foreign in ("A secret of Ana's", EMAIL, ana.email):
        assert foreign not in everything
    assert "My drawing is &lt;b&gt;ready" in page
    # What Ana gets has it: the test is not blind.
    assert "A secret of Ana" in json.dumps(_file(ana)[0])


def test_a_program_gets_the_same_file(bo: Person) -> None:
    answer = Client(headers={"Authorization": f"Bearer {program_of(bo).token}"}).get(f"{PREFIX}/me/export")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["data.json", "index.html"]
    assert Client().get(f"{PREFIX}/me/export").status_code == 401


# -- asking for it ----------------------------------------------------------------------------------------------------


def test_it_asks_who_is_there_signs_out_everywhere_and_can_be_taken_back(ana: Person) -> None:
    elsewhere, program = browser_of(ana), program_of(ana)
    browser = Client()
    browser.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert "reauthenticate" in browser.get("/account/leave/").headers["Location"]
    assert "reauthenticate" in browser.post("/account/leave/", {"texts": "keep"}).headers["Location"]
    assert Person.objects.get(id=ana.id).leaves_at is None
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert b"For 7 days" in browser.get("/account/leave/").content
    assert b"signed out everywhere" in browser.post("/account/leave/", {"texts": "erase"}).content
    for one in (browser, elsewhere):
        assert one.get(f"{PREFIX}/me").status_code == 401
    assert program.get("/me").status == 401
    assert delete_due_accounts() == 0
    back = Client()
    landed = back.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    assert landed.headers["Location"] == "/account/data/"
    assert b"Your account will be deleted on" in back.get("/account/data/").content
    back.post("/account/stay/")
    Person.objects.filter(id=ana.id, leaves_at__isnull=False).update(leaves_at=timezone.now())
    assert delete_due_accounts() == 0
    assert back.get(f"{PREFIX}/me").status_code == 200


def test_an_only_owner_does_not_leave_the_others_alone(ana: Person, eve: Person, mo: Person) -> None:
    company = make_organisation(ana, name="Harbour Lights")
    seat = OrganisationMember.objects.create(organisation=company, person=eve, role="member")
    browser = Client()
    browser.post("/account/login/", {"login": ana.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = browser.post("/account/leave/", {"texts": "keep"})
    assert answer.status_code == 409
    assert b"Make somebody else an owner first." in answer.content
    seat.role = "owner"
    seat.save()
    go(ana)
    assert list(company.members.values_list("person", "role")) == [(eve.id, "owner")]


# -- done -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_the_other_side_keeps_a_room_in_order(deal: Deal, ana: Person, bo: Person, *, keeps_texts: bool) -> None:
    room = Room.objects.get(id=deal.room)
    numbers = [post(person, room, text).seq for person, text in [(bo, "one thing"), (ana, "another"), (bo, "and more")]]
    kept = keep(bo, room)
    go(bo, keeps_texts=keeps_texts)
    answer = program_of(ana).get(f"/rooms/{room.id}/timeline", limit=200)
    events = answer.body["items"]
    assert [event["seq"] for event in events if event["event"]["kind"] == "message.posted"] == numbers
    assert Event.objects.filter(stream_id=room.id).count() == program_of(ana).get(f"/rooms/{room.id}").body["head"]
    told = json.dumps(events) + browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
    assert ("one thing" in told) is keeps_texts
    assert "another" in told
    assert '"name": "Bo"' not in told
    assert ">Bo<" not in told
    found = program_of(ana).get("/search", q="thing").body["items"]
    assert bool(found) is keeps_texts
    assert not WithheldMessage.objects.visible_to(bo).filter(id=kept.item.id).exists()
    assert not Member.objects.filter(person=bo, left_seq=None).exists()


def test_open_offers_are_withdrawn_and_contracts_end(ana: Person, bo: Person, eve: Person) -> None:
    open_one, running = offered(talk_of(ana, bo)), accepted(talk_of(ana, eve))
    assert open_one.offer is not None
    assert running.contract is not None
    go(ana)
    assert Offer.objects.get(id=open_one.offer.id).state == "withdrawn"
    assert Contract.objects.get(id=running.contract.id).state == "ended"
    assert Proposal.objects.count() == 2
    # What was agreed stays for the other side.
    assert str(Offer.objects.get(id=running.contract.offer_id).terms) != ""


def test_nothing_that_names_them_is_left(deal: Deal, ana: Person, bo: Person) -> None:
    set_picture(actor=bo, uploaded=picture_file(), now=timezone.now())
    program_of(bo)
    old = bo.email
    go(bo)
    left = Person.objects.get(id=bo.id)
    assert (left.display_name, left.is_active, left.picture) == ("Deleted account", False, None)
    assert left.deleted_at is not None
    assert not Person.objects.filter(email=old).exists()
    assert not PersonPicture.objects.filter(person=bo).exists()
    assert not PersonalToken.objects.filter(person=bo).exists()
    browser = Client()
    browser.post("/account/login/", {"login": old, "password": PASSWORD})
    assert browser.get(f"{PREFIX}/me").status_code == 401
    # The address is free for a new account, which has nothing of the old one.
    again = make_person("Bo", is_freelancer=True)
    assert again.id != bo.id
    assert program_of(again).get("/rooms").body["items"] == []


def test_what_was_interrupted_goes_on(deal: Deal, bo: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from vestibule.accounts.actions import leave_vestibule as module

    post(bo, Room.objects.get(id=deal.room), "one thing")

    def fail(**_: object) -> None:
        raise OperationalError

    leave_vestibule(actor=bo, keeps_texts=False, now=timezone.now() - timedelta(days=8))
    monkeypatch.setattr(module, "forget_name", fail)
    assert delete_due_accounts() == 0
    monkeypatch.undo()
    assert delete_due_accounts() == 1
    assert Message.objects.get(author=bo).body == ""


def test_nobody_is_deleted_before_the_week_is_over(bo: Person) -> None:
    due = leave_vestibule(actor=bo, keeps_texts=True, now=timezone.now())
    delete_account(actor=Person.objects.get(id=bo.id), now=due - timedelta(seconds=1))
    assert Person.objects.get(id=bo.id).deleted_at is None
    delete_account(actor=Person.objects.get(id=bo.id), now=due)
    assert Person.objects.get(id=bo.id).deleted_at is not None
