"""A deal between ana and bo, brought to any place on its way, and who tries what there."""

import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils import timezone

from tests.cast import PHONE
from vestibule.accounts.models import Organisation, Person
from vestibule.feed.threads import end_threads
from vestibule.kit.refusals import Refusal
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.invite_freelancer import invite_freelancer
from vestibule.market.actions.make_offer import NewOffer, make_offer
from vestibule.market.actions.open_room_from_proposal import open_room_from_proposal
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.save_profile import save_profile
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.models import Contract, Invitation, JobPost, Offer, Profile, Proposal
from vestibule.market.profile_texts import NewProfile
from vestibule.market.texts import NewProposal

# Of a real mail host: addresses of hosts that stand for examples are left alone.
EMAIL = "sam.rivera@gmail.com"
# A sentence, and the same sentence with a detail that strangers may not exchange.
PLAIN = "Please ask for details here."
WITH_PHONE = f"Please ask for details on {PHONE}."
COVER = NewProposal(cover_text="I have drawn logos for three bakeries.", bid_minor=45_000, currency="EUR")
TERMS = NewOffer(terms="A logo in two colours, three drafts.", amount_minor=45_000, currency="EUR")
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Deal:
    """What ana and bo have made so far; the later parts only where it has got that far."""

    client: Person
    freelancer: Person
    proposal: Proposal
    room: uuid.UUID
    offer: Offer | None = None
    contract: Contract | None = None


PROFILE = NewProfile(headline="Logos and type", skills=["Logo design", "Typography"])


def profiled(freelancer: Person, **more: Any) -> Profile:  # noqa: ANN401 - the fields of NewProfile
    """The freelancer shows themselves."""
    return save_profile(actor=freelancer, profile=replace(PROFILE, **more), now=timezone.now())


def invited(client: Person, freelancer: Person, *, job: JobPost | None = None) -> Invitation:
    """The client has asked the freelancer to talk about a job."""
    if not Profile.objects.filter(person=freelancer).exists():
        profiled(freelancer)
    job = job or job_of(client)
    return invite_freelancer(
        actor=client, job_id=job.id, freelancer_id=freelancer.id, words="Your bread fits.", now=timezone.now()
    )


def job_of(client: Person, *, as_draft: bool = False, organisation: Organisation | None = None) -> JobPost:
    """A job post of the client."""
    return post_job(
        actor=client,
        title="Logo for a bakery",
        body="We bake with sourdough and need a logo.",
        organisation_id=organisation.id if organisation is not None else None,
        as_draft=as_draft,
        now=timezone.now(),
    )


def proposal_of(freelancer: Person, job: JobPost) -> Proposal:
    """The freelancer's answer to the job."""
    return send_proposal(actor=freelancer, job_id=job.id, proposal=COVER, now=timezone.now())


def talk_of(client: Person, freelancer: Person, *, organisation: Organisation | None = None) -> Deal:
    """They talk: a job, a proposal, a room."""
    proposal = proposal_of(freelancer, job_of(client, organisation=organisation))
    room = open_room_from_proposal(actor=client, proposal_id=proposal.id, now=timezone.now())
    return Deal(client=client, freelancer=freelancer, proposal=proposal, room=room)


def offered(deal: Deal, **more: Any) -> Deal:  # noqa: ANN401 - the fields of NewOffer
    """The client has made an offer."""
    offer = make_offer(actor=deal.client, room_id=deal.room, offer=replace(TERMS, **more), now=timezone.now())
    return Deal(client=deal.client, freelancer=deal.freelancer, proposal=deal.proposal, room=deal.room, offer=offer)


def accepted(deal: Deal) -> Deal:
    """The freelancer has accepted: the contract runs."""
    deal = deal if deal.offer is not None else offered(deal)
    assert deal.offer is not None
    contract = accept_offer(actor=deal.freelancer, offer_id=deal.offer.id, now=timezone.now())
    return Deal(
        client=deal.client,
        freelancer=deal.freelancer,
        proposal=deal.proposal,
        room=deal.room,
        offer=contract.offer,
        contract=contract,
    )


def at_offer_state(deal: Deal, state: str) -> Deal:
    """The deal once its offer is `made`, `withdrawn`, `declined`, `accepted`, or its contract `ended`; or `none`."""
    if state == "none":
        return deal
    deal = offered(deal)
    assert deal.offer is not None
    if state == "withdrawn":
        withdraw_offer(actor=deal.client, offer_id=deal.offer.id, now=timezone.now())
    if state == "declined":
        decline_offer(actor=deal.freelancer, offer_id=deal.offer.id, now=timezone.now())
    if state in {"accepted", "ended"}:
        deal = accepted(deal)
    if state == "ended":
        assert deal.contract is not None
        end_contract(actor=deal.client, contract_id=deal.contract.id, now=timezone.now())
    return deal


def outcome_of(attempt: Callable[[], object]) -> str:
    """`done`, or the code of the refusal."""
    try:
        attempt()
    except Refusal as refusal:
        return refusal.code
    return "done"


def at_once(attempts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do all attempts at the same moment, each in a thread with a connection of its own; their answers in order."""
    together = threading.Barrier(len(attempts))
    threads = ThreadPoolExecutor(max_workers=len(attempts))

    def attempt(one: Callable[[], Answer]) -> Answer:
        together.wait(20)
        return one()

    try:
        return [one.result(60) for one in [threads.submit(attempt, one) for one in attempts]]
    finally:
        end_threads(threads, workers=len(attempts))
