"""What the market shows of its records: over the API and on its pages, the same for both."""

import uuid
from datetime import datetime
from typing import Literal

import msgspec

JobState = Literal["draft", "open", "closed"]
ProposalState = Literal["submitted", "withdrawn", "declined"]
OfferState = Literal["made", "withdrawn", "declined", "accepted"]
ContractStateName = Literal["active", "ended"]


class PersonName(msgspec.Struct, frozen=True):
    """Somebody as others see them."""

    id: uuid.UUID
    name: str


class OrganisationName(msgspec.Struct, frozen=True):
    """An organisation with the plan that it has today, from which its badge is drawn."""

    id: uuid.UUID
    name: str
    plan: str


class JobCard(msgspec.Struct, frozen=True, kw_only=True):
    """A job post. `proposals` counts the open ones, for its client only; `own_proposal` is the reader's open one."""

    id: uuid.UUID
    client: PersonName
    organisation: OrganisationName | None
    title: str
    body: str
    state: JobState
    posted_at: datetime
    proposals: int | None
    own_proposal: uuid.UUID | None


class ProposalCard(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a job post. `room` is where it was shared, if it was."""

    id: uuid.UUID
    job: uuid.UUID
    job_title: str
    freelancer: PersonName
    cover_text: str
    bid_minor: int
    currency: str
    state: ProposalState
    room: uuid.UUID | None
    sent_at: datetime


class ContractState(msgspec.Struct, frozen=True):
    """The contract that came of an offer, and whether it still runs."""

    id: uuid.UUID
    state: ContractStateName


class OfferCard(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in its room. `amount_minor` counts the currency's smallest unit."""

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
