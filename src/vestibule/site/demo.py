"""The sample marketplace: a small cast, so that everything can be tried at once."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from allauth.account.models import EmailAddress

from vestibule.accounts.actions.create_organisation import create_organisation, set_plan
from vestibule.accounts.actions.create_person import NewPerson, create_person
from vestibule.accounts.models import Organisation, Person
from vestibule.accounts.queries import organisation_acting_for, real_people_exist
from vestibule.kit.refusals import Refusal
from vestibule.market.actions.make_offer import NewOffer, make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.save_profile import save_profile
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.job_texts import Budget, JobDetails
from vestibule.market.models import JobPost, Offer, Profile, Proposal
from vestibule.market.profile_texts import NewProfile
from vestibule.market.texts import NewProposal
from vestibule.notices.gathering import gather_all
from vestibule.notices.showing import show_due
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.send_messages import Posted, SendMessage, send_messages
from vestibule.site import demo_story as story

Cast = dict[str, Person]

LINES = {
    "ana": "a client who hires, on the basic plan",
    "bo": "a freelancer who answers her job post",
    "eli": "a client of an enterprise: contact details are free to exchange",
    "mo": "a moderator of the marketplace",
    "eve": "a freelancer who is in none of their rooms",
}


class RealPeopleHere(Refusal):
    """Sample people never stand beside real ones."""

    code = "real_people_here"
    sentence = (
        "This database has real people in it, so the sample marketplace is not loaded. "
        "Set VESTIBULE_DATA_DIR or VESTIBULE_DATABASE_URL to an empty one."
    )


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody to enter as, and who they are in one line."""

    person: Person
    line: str


def sample_people() -> list[SamplePerson]:
    """The cast that is loaded, in the order of the play; people who signed up themselves are not among them."""
    lines = {_address(name): line for name, line in LINES.items()}
    people = Person.objects.filter(is_sample=True, email__in=lines)
    found = [SamplePerson(person, lines[person.email]) for person in people if not person.has_usable_password()]
    return sorted(found, key=lambda one: list(lines).index(one.person.email))


def load_sample_marketplace(*, now: datetime) -> None:
    """Load people, jobs, proposals and talks, each by the action that anybody would use, ending shortly before `now`.

    A load that was interrupted can be repeated; once it is complete, nothing is touched again, whatever visitors have
    made of it. Raises `RealPeopleHere`.
    """
    if real_people_exist():
        raise RealPeopleHere
    if _is_complete():
        return
    cast = _people(now)
    company = _organisation(cast["eli"], now)
    for profile in story.PROFILES:
        _show(profile, cast[profile.by], now)
    jobs = {job.title: _job(job, cast[job.by], company if job.by == "eli" else None, now) for job in story.JOBS}
    for proposal in story.PROPOSALS:
        _propose(proposal, jobs[proposal.job], cast[proposal.by], now)
    _talk(jobs[story.BOOKING], cast, story.ANA_AND_BO, now)
    room = _talk(jobs[story.FLEET], cast, story.ELI_AND_BO, now)
    _offer(room, cast["eli"], now)
    _tell(now)


def _tell(now: datetime) -> None:
    """What they did is told of as it would have been; it is too long ago for mails."""
    gather_all(now=now)
    while show_due(now=now):
        pass


def _is_complete() -> bool:
    # Eli's offer is the last thing that is loaded, and offers never go away.
    return Offer.objects.filter(client__email=_address("eli"), client__is_sample=True).exists()


def _address(name: str) -> str:
    return f"{name}@sample.invalid"


def _people(now: datetime) -> Cast:
    names = {
        "ana": NewPerson(email="", display_name="Ana Lindqvist", is_client=True, time_zone="Europe/Stockholm"),
        "bo": NewPerson(email="", display_name="Bo Okafor", is_freelancer=True, time_zone="Europe/Lisbon"),
        "eli": NewPerson(email="", display_name="Eli Brandt", is_client=True, time_zone="Europe/Berlin"),
        "mo": NewPerson(email="", display_name="Mo Sandoval", staff_role=Person.StaffRole.MODERATOR),
        "eve": NewPerson(email="", display_name="Eve Marlow", is_freelancer=True, time_zone="America/Toronto"),
    }
    return {name: _person(_address(name), wanted, now) for name, wanted in names.items()}


def _person(email: str, wanted: NewPerson, now: datetime) -> Person:
    person = Person.objects.filter(email=email, is_sample=True).first()
    if person is None:
        person = create_person(person=replace(wanted, email=email, is_sample=True), now=now - story.JOINED)
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"primary": True, "verified": True})
    return person


def _organisation(owner: Person, now: datetime) -> Organisation:
    company = organisation_acting_for(owner)
    if company is None:
        company = create_organisation(actor=owner, name="Northwind Maritime", now=now)
    if not company.plan_periods.exists():
        set_plan(actor=None, organisation=company, plan="enterprise", starts_on=(now - story.JOBS[0].posted).date())
    return company


def _show(profile: story.SampleProfile, freelancer: Person, now: datetime) -> None:
    if Profile.objects.filter(person=freelancer).exists():
        return
    wanted = NewProfile(
        headline=profile.headline,
        about=profile.about,
        skills=profile.skills,
        links=profile.links,
        credentials=profile.credentials,
        rate_minor=profile.rate_minor,
        currency=profile.currency,
    )
    save_profile(actor=freelancer, profile=wanted, now=now - story.JOINED)


def _job(job: story.SampleJob, client: Person, company: Organisation | None, now: datetime) -> JobPost:
    known = JobPost.objects.filter(client=client, title=job.title).first()
    return known or post_job(
        actor=client,
        title=job.title,
        body=job.body,
        details=JobDetails(
            skills=job.skills,
            budget=Budget(kind="fixed", from_minor=job.budget_from_minor, to_minor=job.budget_to_minor, currency="EUR"),
        ),
        organisation_id=company.id if company is not None else None,
        now=now - job.posted,
    )


def _propose(proposal: story.SampleProposal, job: JobPost, freelancer: Person, now: datetime) -> None:
    if Proposal.objects.filter(job=job, freelancer=freelancer).exists():
        return
    wanted = NewProposal(cover_text=proposal.cover_text, bid_minor=proposal.bid_minor, currency=proposal.currency)
    send_proposal(actor=freelancer, job_id=job.id, proposal=wanted, now=now - proposal.sent)


def _talk(job: JobPost, cast: Cast, lines: tuple[story.Line, ...], now: datetime) -> uuid.UUID:
    proposal = Proposal.objects.get(job=job, freelancer=cast["bo"])
    client = cast[lines[0].by]
    room = open_room_from_proposal(actor=client, proposal_id=proposal.id, now=now - lines[0].said)
    for number, line in enumerate(lines, start=1):
        # The key makes a line that is there already the same line.
        said = SendMessage(person=cast[line.by].id, room=room, key=f"sample-{number}", body=line.body)
        outcome = send_messages(commands=[said], now=now - line.said)[0]
        if isinstance(outcome, Posted):
            # Whoever says something has read what stands above it.
            move_read_mark(person_id=said.person, room_id=room, seq=outcome.seq, now=now - line.said)
    return room


def _offer(room: uuid.UUID, client: Person, now: datetime) -> None:
    offer = NewOffer(terms=story.OFFER_TERMS, amount_minor=story.OFFER_AMOUNT_MINOR, currency="EUR")
    make_offer(actor=client, room_id=room, offer=offer, now=now - story.OFFER_MADE)
