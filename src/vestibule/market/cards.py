"""What the market shows of its records: over the API and on its pages, the same for both."""

import uuid
from datetime import date, datetime
from typing import Literal, get_args

import msgspec

from vestibule.accounts.models import Person
from vestibule.market.events import MilestoneCard

BudgetKind = Literal["fixed", "hourly"]
Availability = Literal["now", "later", "busy"]
InvitationState = Literal["sent", "withdrawn", "declined", "accepted"]
JobState = Literal["draft", "open", "closed"]
ProposalState = Literal["submitted", "withdrawn", "declined"]
# How far a proposal has got: with whom it lies, then what became of it.
ProposalStage = Literal["sent", "talks", "offer", "contract", "ended", "declined", "withdrawn"]
STAGES: tuple[ProposalStage, ...] = get_args(ProposalStage)
# Bids are compared within their currency.
ProposalOrder = Literal["newest", "lowest", "highest"]
OfferState = Literal["made", "withdrawn", "declined", "accepted", "expired"]
ContractStateName = Literal["active", "ended"]


class PersonName(msgspec.Struct, frozen=True):
    """Somebody as others see them; `picture` names theirs at /pictures/{picture}."""

    id: uuid.UUID
    name: str
    picture: uuid.UUID | None = None


def person_name(person: Person) -> PersonName:
    """How this person is shown."""
    return PersonName(person.id, person.display_name, person.picture)


class OrganisationName(msgspec.Struct, frozen=True):
    """An organisation with the plan that it has today, from which its badge is drawn."""

    id: uuid.UUID
    name: str
    plan: str


class BudgetCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a client means to pay, for the whole or for an hour. Amounts count the currency's smallest unit."""

    kind: BudgetKind
    from_minor: int | None
    to_minor: int
    currency: str


class JobCard(msgspec.Struct, frozen=True, kw_only=True):
    """A job post. `proposals` counts the open ones, for its client only; `own_proposal` is the reader's open one.

    `questions` are asked of everybody who answers. `is_saved` says whether the reader keeps it in their list.
    """

    id: uuid.UUID
    client: PersonName
    organisation: OrganisationName | None
    title: str
    body: str
    skills: list[str]
    questions: list[str]
    budget: BudgetCard | None
    state: JobState
    posted_at: datetime
    proposals: int | None
    own_proposal: uuid.UUID | None
    is_saved: bool


class ProfileCard(msgspec.Struct, frozen=True, kw_only=True):
    """A freelancer as they show themselves. `rate_minor` is for an hour, in the currency's smallest unit.

    Credentials are what the freelancer declares; nobody has checked them.
    """

    person: PersonName
    headline: str
    about: str
    skills: list[str]
    links: list[str]
    credentials: list[str]
    rate_minor: int | None
    currency: str
    availability: Availability
    available_from: date | None
    is_listed: bool
    made_at: datetime
    changed_at: datetime


class ClientCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who hires, as everybody may see them."""

    person: PersonName
    organisation: OrganisationName | None
    since: datetime
    open_jobs: int
    contracts: int


class InvitationCard(msgspec.Struct, frozen=True, kw_only=True):
    """A client's wish to talk with a freelancer about a job. `room` is where they talk once it was accepted."""

    id: uuid.UUID
    job: uuid.UUID
    job_title: str
    client: PersonName
    organisation: OrganisationName | None
    freelancer: PersonName
    words: str
    state: InvitationState
    room: uuid.UUID | None
    sent_at: datetime


class AnswerCard(msgspec.Struct, frozen=True):
    """A question of the post as it was asked, and what the freelancer says to it."""

    question: str
    answer: str


class ProposalCard(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a job post. `room` is where it was shared, if it was; `has_profile`: the freelancer shows one.

    `stage` says how far it has got: `talks`, an open `offer`, a running `contract`, one that has `ended`.
    """

    id: uuid.UUID
    job: uuid.UUID
    job_title: str
    freelancer: PersonName
    has_profile: bool
    cover_text: str
    answers: list[AnswerCard]
    bid_minor: int
    currency: str
    state: ProposalState
    stage: ProposalStage
    room: uuid.UUID | None
    sent_at: datetime


class ContractState(msgspec.Struct, frozen=True):
    """The contract that came of an offer, whether it still runs, and whether the freelancer left without fault."""

    id: uuid.UUID
    state: ContractStateName
    is_without_fault: bool = False


class OfferCard(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in its room. `amount_minor` counts the currency's smallest unit; milestones add up to it.

    It is `expired` from `expires_at` on.
    """

    id: uuid.UUID
    room: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID
    terms: str
    amount_minor: int
    currency: str
    state: OfferState
    contract: ContractState | None
    made_at: datetime
    expires_at: datetime | None
    milestones: list[MilestoneCard]


class ContractCard(msgspec.Struct, frozen=True, kw_only=True):
    """A contract with what was agreed."""

    id: uuid.UUID
    offer: uuid.UUID
    room: uuid.UUID
    client: uuid.UUID
    freelancer: uuid.UUID
    terms: str
    amount_minor: int
    currency: str
    state: ContractStateName
    started_at: datetime
    ended_at: datetime | None
    ended_by: uuid.UUID | None
    is_without_fault: bool
    leaving_words: str
