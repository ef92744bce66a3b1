"""Who comes into a room of several and goes, and what changes among them, as cases of the replay test."""

from django.utils import timezone

from tests.cast import keep, make_organisation, make_person
from tests.house.words_replayed import Case, with_talk
from tests.house.world import come, go
from tests.market.deal import Deal, accepted
from tests.rooms.crew import bring, contract_between, employ
from vestibule.accounts.models import Organisation, OrganisationMember, Person
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.remove_colleague import remove_colleague
from vestibule.rooms.models import Room

_COLLEAGUE = "cleo@people.test"


def colleague_in(deal: Deal) -> Person:
    """The client's colleague, employed the first time that somebody asks."""
    known = Person.objects.filter(email=_COLLEAGUE).first()
    return known or employ(make_person("Cleo", is_client=True), _company(deal.client))


def _company(owner: Person) -> Organisation:
    membership = OrganisationMember.objects.filter(person=owner).select_related("organisation").first()
    return membership.organisation if membership else make_organisation(owner, name="Harbour Bakery")


def with_colleague(deal: Deal) -> Deal:
    """The client has brought their colleague in."""
    if not _room(deal).members.filter(person=colleague_in(deal)).exists():
        bring(deal.client, colleague_in(deal), _room(deal))
    return deal


def _with_company(deal: Deal) -> Deal:
    """The client's colleague waits outside."""
    colleague_in(deal)
    return deal


def _with_kept(deal: Deal) -> Deal:
    """A contract runs, a colleague has come, and something is kept because of them."""
    with_colleague(accepted(deal))
    keep(deal.freelancer, _room(deal))
    return deal


def _room(deal: Deal) -> Room:
    return Room.objects.get(id=deal.room)


def _take_out(deal: Deal) -> None:
    person = colleague_in(deal)
    remove_colleague(actor=deal.client, room_id=deal.room, person_id=person.id, now=timezone.now())


def _with_third(deal: Deal) -> Deal:
    come(make_person("Fay", is_freelancer=True), _room(deal))
    return deal


def _third(deal: Deal) -> Person:
    return _room(deal).members.get(person__email="fay@people.test").person


PEOPLE = {
    "a third comes": Case({"member.joined"}, _with_third),
    "a third goes": Case({"member.left"}, lambda deal: go(_third(deal), _room(deal)), _with_third),
    "a colleague comes": Case(
        {"member.changed", "member.joined"}, with_colleague, lambda deal: _with_company(with_talk(deal))
    ),
    "a colleague comes while a contract runs": Case(
        {"member.joined"}, with_colleague, lambda deal: _with_company(accepted(deal))
    ),
    "a colleague comes who sees the beginning": Case(
        {"member.joined"},
        lambda deal: bring(deal.client, colleague_in(deal), _room(deal), with_history=True),
        lambda deal: _with_company(with_talk(deal)),
    ),
    "a colleague leaves": Case(
        {"member.left"},
        lambda deal: leave_room(actor=colleague_in(deal), room_id=deal.room, now=timezone.now()),
        _with_kept,
    ),
    "a colleague is removed": Case({"member.left"}, _take_out, _with_kept),
    "a colleague's own contract": Case(
        {"relationship.changed"},
        lambda deal: contract_between(colleague_in(deal), deal.freelancer, _room(deal)),
        with_colleague,
    ),
    "what is withheld because of a colleague": Case(
        {"message.withheld"},
        lambda deal: keep(deal.freelancer, _room(deal)),
        lambda deal: with_colleague(accepted(deal)),
    ),
}
# Seen by the colleague, who came after what these begin with.
WITH_NEWCOMER = (
    "a message",
    "a message is pinned",
    "a question is marked",
    "an offer",
    "a contract ends",
    "an edit of an older message",
    "the other leaves",
    "a colleague's own contract",
)
