"""What a person's own stream says about notices, as cases of the replay test."""

from django.utils import timezone

from tests.cast import keep, make_person, post
from tests.house.words_replayed import Case
from tests.market.deal import Deal, invited, job_of, proposal_of
from tests.notices.told import A_WHILE, tell
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.notices.actions.read_notices import read_notices
from vestibule.reviews.actions.answer_objection import answer_objection
from vestibule.reviews.actions.object_to_verdict import object_to_kept
from vestibule.reviews.models import Objection
from vestibule.rooms.models import Room


def _with_news(deal: Deal) -> Deal:
    """Both have written, and neither has looked."""
    for person in (deal.client, deal.freelancer):
        post(person, Room.objects.get(id=deal.room), "Shall we begin?")
    return deal


def _told(deal: Deal) -> Deal:
    tell()
    return _with_news(deal)


def _read(deal: Deal) -> None:
    for person in (deal.client, deal.freelancer):
        read_notices(actor=person, now=timezone.now() + A_WHILE)


def _turned_down(deal: Deal) -> None:
    proposal = proposal_of(deal.freelancer, job_of(deal.client))
    decline_proposal(actor=deal.client, proposal_id=proposal.id, now=timezone.now())


def _objected(deal: Deal) -> Deal:
    """Both say that what was kept of them is no contact information."""
    for person in (deal.client, deal.freelancer):
        kept = keep(person, Room.objects.get(id=deal.room))
        object_to_kept(actor=person, withheld_id=kept.item.id, now=timezone.now())
    return deal


def _answered(_deal: Deal) -> None:
    staff = make_person("Max", staff_role="moderator")
    for one in Objection.objects.all():
        answer_objection(actor=staff, objection_id=one.id, answer="rule_right", now=timezone.now())


NOTICES = {
    "an objection is answered": Case({"objection.answered"}, _answered, _objected),
    "an invitation to a job": Case({"invitation.received"}, lambda deal: invited(deal.client, deal.freelancer)),
    "a proposal that is turned down": Case({"proposal.received", "proposal.turned_down"}, _turned_down),
    "a proposal for a job": Case({"proposal.received"}, lambda deal: proposal_of(deal.freelancer, job_of(deal.client))),
    "a notice": Case({"notice.posted"}, lambda _deal: tell(), _with_news),
    "notices are read": Case({"notices.read"}, _read, _told),
}
