"""Organisations: who belongs, who may bring in whom, what a link does, and what goes with a plan."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, make_organisation, make_person, make_room, post, program_of
from tests.race import all_at_once
from vestibule.accounts.actions.accept_invitation import accept_invitation
from vestibule.accounts.actions.create_organisation import set_plan
from vestibule.accounts.actions.invite_to_organisation import invite_to_organisation
from vestibule.accounts.actions.leave_organisation import change_role, leave_organisation
from vestibule.accounts.models import Organisation, OrganisationInvitation, OrganisationMember, Person, PlanPeriod
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal
from vestibule.rooms.models import Message, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(ana: Person) -> Organisation:
    """Ana's company, on the basic plan."""
    return make_organisation(ana, name="Harbour Lights")


def link(actor: Person, organisation: Organisation, *, role: str = "member", days: int = 7) -> uuid.UUID:
    """The code of a new invitation."""
    _, code = invite_to_organisation(
        actor=actor, organisation_id=organisation.id, role=role, days=days, now=timezone.now()
    )
    return code


def join(person: Person, code: uuid.UUID) -> None:
    """By the link, with the button."""
    accept_invitation(actor=person, code=code, now=timezone.now())


# -- links ------------------------------------------------------------------------------------------------------------


def test_a_link_joins_by_its_button_and_never_before(ana: Person, eve: Person, harbour: Organisation) -> None:
    page = (
        browser_of(ana).post(f"/organisations/{harbour.id}/invite", {"role": "manager", "days": "1"}).content.decode()
    )
    address = page.partition('<code class="secret">')[2].partition("<")[0]
    path = address[address.index("/join/") :]
    scanner, guest = browser_of(None), browser_of(eve)
    assert scanner.get(path).status_code == 302
    guest.get(path)
    opened = guest.get(path).content.decode()
    assert "Harbour Lights" in opened
    assert "Ana invites you." in opened
    assert "people.test" not in opened
    assert harbour.members.count() == 1
    assert guest.post(path).status_code == 302
    joined = harbour.members.get(person=eve)
    assert joined.role == "manager"
    assert Person.objects.get(id=eve.id).is_client
    # Used up: for the next one it is a link like any other that never was.
    other = browser_of(make_person("Kim", is_client=True))
    assert other.get(path).status_code == 404
    assert other.post(path).status_code == 404


def test_a_link_that_is_old_taken_back_or_unknown_is_not_there(ana: Person, eve: Person, harbour: Organisation) -> None:
    program = program_of(eve)
    old, taken_back, good = (link(ana, harbour) for _ in range(3))
    invitations = list(OrganisationInvitation.objects.order_by("made_at"))
    OrganisationInvitation.objects.filter(id=invitations[0].id).update(expires_at=timezone.now())
    assert program_of(ana).delete(f"/organisation-invitations/{invitations[1].id}").status == 204
    answers = []
    for code in (old, taken_back, uuid.uuid4()):
        answers.append(program.get(f"/organisation-links/{code}").body)
        assert program.post(f"/organisation-links/{code}/accept").status == 404
    assert answers[0] == answers[1] == answers[2]
    assert program.get(f"/organisation-links/{good}").body["organisation"] == "Harbour Lights"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_link_at_once_one_joins(ana: Person, harbour: Organisation) -> None:
    code = link(ana, harbour)
    people = [make_person(name, is_client=True) for name in ("Kim", "Lou")]

    def take(person: Person) -> str:
        try:
            join(person, code)
        except NotFound:
            return "too late"
        return "in"

    assert sorted(all_at_once([lambda: take(people[0]), lambda: take(people[1])])) == ["in", "too late"]
    assert harbour.members.count() == 2


def test_who_belongs_already_keeps_their_role_and_the_link(ana: Person, eve: Person, harbour: Organisation) -> None:
    code = link(ana, harbour)
    assert program_of(ana).post(f"/organisation-links/{code}/accept").code == "already_member"
    assert program_of(eve).post(f"/organisation-links/{code}/accept").body["role"] == "member"
    assert harbour.members.get(person=ana).role == "owner"


# -- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "gives"), [("owner", {"owner", "manager", "member"}), ("manager", {"member"}), ("member", set())]
)
def test_nobody_gives_more_than_they_have(role: str, gives: set[str], eve: Person, harbour: Organisation) -> None:
    OrganisationMember.objects.create(organisation=harbour, person=eve, role=role)
    program = program_of(eve)
    path = f"/organisations/{harbour.id}/invitations"
    assert {one for one in ("owner", "manager", "member") if program.post(path, {"role": one}).status == 201} == gives
    detail = program.get(f"/organisations/{harbour.id}").body
    assert (detail["invitations"] is None) is (role == "member")
    assert (detail["plans"] is None) is (role != "owner")


def test_a_manager_removes_members_and_nobody_above(
    ana: Person, bo: Person, eve: Person, harbour: Organisation
) -> None:
    OrganisationMember.objects.create(organisation=harbour, person=eve, role="manager")
    OrganisationMember.objects.create(organisation=harbour, person=bo, role="member")
    program, path = program_of(eve), f"/organisations/{harbour.id}/remove"
    assert program.post(path, {"person": str(ana.id)}).status == 403
    assert program.post(path, {"person": str(bo.id)}).status == 204
    assert program.post(path, {"person": str(bo.id)}).status == 422
    assert program.post(f"/organisations/{harbour.id}/role", {"person": str(eve.id), "role": "owner"}).status == 403
    # Bo is a stranger again.
    assert program_of(bo).get(f"/organisations/{harbour.id}").status == 404


def test_there_is_always_an_owner(ana: Person, eve: Person, harbour: Organisation) -> None:
    program = program_of(ana)
    assert program.post(f"/organisations/{harbour.id}/leave").code == "last_owner"
    me = {"person": str(ana.id)}
    assert program.post(f"/organisations/{harbour.id}/role", {**me, "role": "member"}).code == "last_owner"
    assert program.post(f"/organisations/{harbour.id}/remove", me).code == "last_owner"
    join(eve, link(ana, harbour, role="owner"))
    assert program.post(f"/organisations/{harbour.id}/leave").status == 204
    assert program_of(eve).post(f"/organisations/{harbour.id}/leave").code == "last_owner"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_go_at_once_do_not_both_go(ana: Person, eve: Person, harbour: Organisation) -> None:
    join(eve, link(ana, harbour, role="owner"))

    def go(person: Person) -> str:
        try:
            leave_organisation(actor=person, organisation_id=harbour.id, now=timezone.now())
        except Refusal as refusal:
            return refusal.code
        return "gone"

    assert sorted(all_at_once([lambda: go(ana), lambda: go(eve)])) == ["gone", "last_owner"]


def test_the_pages_refuse_politely(ana: Person, eve: Person, harbour: Organisation) -> None:
    browser = browser_of(ana)
    left = browser.post(f"/organisations/{harbour.id}/leave")
    assert left.status_code == 409
    assert b"An organisation needs an owner." in left.content
    wrong = browser.post(f"/organisations/{harbour.id}/invite", {"role": "emperor", "days": "x"})
    assert wrong.status_code == 422
    assert b'id="id_role_error"' in wrong.content
    join(eve, link(ana, harbour))
    form = {"person": str(eve.id), "role": "manager"}
    assert browser.post(f"/organisations/{harbour.id}/member", form).status_code == 302
    assert harbour.members.get(person=eve).role == "manager"
    assert browser.post(f"/organisations/{harbour.id}/member", {**form, "remove": "1"}).status_code == 302
    assert harbour.members.count() == 1


def test_the_page_takes_as_many_queries_for_many_members_as_for_one(ana: Person, harbour: Organisation) -> None:
    browser = browser_of(ana)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"/organisations/{harbour.id}/").status_code == 200
        return len(caught)

    queries()
    few = queries()
    for number in range(20):
        person = make_person("Kim " + "abcdefghijklmnopqrst"[number], is_client=True)
        OrganisationMember.objects.create(organisation=harbour, person=person)
        if number < 10:
            link(ana, harbour)
    assert queries() == few <= 12


# -- plans and the badge ----------------------------------------------------------------------------------------------


def test_who_goes_takes_no_badge_along(eli: Person, bo: Person, ana: Person) -> None:
    company = make_organisation(eli, name="Northwind Maritime", plan="enterprise")
    join(ana, link(eli, company))
    room = make_room(ana, bo, organisation=company)
    details = post(bo, room, f"call me on {PHONE}")
    assert b"Enterprise" in browser_of(bo).get(f"/rooms/{room.id}/").content
    leave_organisation(actor=ana, organisation_id=company.id, now=timezone.now())
    detail = program_of(bo).get(f"/rooms/{room.id}").body
    assert (detail["client_plan"], detail["exempt"]) == ("basic", False)
    # What was sent while it was allowed stands; what comes now is judged anew.
    assert Message.objects.filter(room=room, seq=details.seq).exists()
    keep(bo, room)


def test_what_was_sent_under_a_plan_stays_when_it_has_ended(ana: Person, bo: Person, harbour: Organisation) -> None:
    today = timezone.now().date()
    room = make_room(ana, bo, organisation=harbour)
    keep(bo, room)
    plan = set_plan(actor=None, organisation=harbour, plan="business", starts_on=today, ends_on=today)
    posted = post(bo, room, f"call me on {PHONE}")
    PlanPeriod.objects.filter(id=plan.id).update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert f"{PHONE}" in str(program_of(ana).get(f"/rooms/{room.id}/timeline").body)
    assert Message.objects.get(room=room, seq=posted.seq).judged_as.split("/")[1] == "business"
    keep(bo, room)
    page = browser_of(ana).get(f"/organisations/{harbour.id}/").content.decode()
    assert "until" in page
    assert "Basic plan" in page


def test_plans_follow_each_other_without_a_gap_that_nobody_meant(harbour: Organisation) -> None:
    set_plan(actor=None, organisation=harbour, plan="business", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    set_plan(actor=None, organisation=harbour, plan="enterprise", starts_on=date(2026, 7, 1))
    spans = list(harbour.plan_periods.order_by("starts_on").values_list("plan", "starts_on", "ends_on"))
    assert spans == [
        ("business", date(2026, 1, 1), date(2026, 6, 30)),
        ("enterprise", date(2026, 7, 1), None),
    ]
    with pytest.raises(InvalidInput):
        set_plan(actor=None, organisation=harbour, plan="basic", starts_on=date(2026, 7, 1))
    with pytest.raises(InvalidInput):
        set_plan(actor=None, organisation=harbour, plan="basic", starts_on=date(2027, 1, 1), ends_on=date(2026, 12, 1))


def test_a_role_that_is_none_is_refused(ana: Person, harbour: Organisation) -> None:
    with pytest.raises(InvalidInput):
        change_role(actor=ana, organisation_id=harbour.id, person_id=ana.id, role="emperor")
    assert Room.objects.count() == 0
