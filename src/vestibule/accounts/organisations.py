"""Questions about organisations, asked for somebody who belongs to them or has a link."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from vestibule.accounts.models import Organisation, OrganisationInvitation, OrganisationMember, Person
from vestibule.accounts.queries import plans_on
from vestibule.kit.ids import digest_of
from vestibule.kit.refusals import NotFound

Role = OrganisationMember.Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the others see them: never an address."""

    id: uuid.UUID
    name: str
    picture: uuid.UUID | None
    role: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An invitation that is still good. Its code is known to whoever was given it."""

    id: uuid.UUID
    role: str
    made_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PlanSpan:
    """A plan from its first to its last day, both included; without a last day it runs on."""

    plan: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """An organisation for one of its members. Links are for owners and managers, plans for owners: else None."""

    id: uuid.UUID
    name: str
    plan: str
    role: str
    members: list[Colleague]
    invitations: list[OpenLink] | None
    plans: list[PlanSpan] | None


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link says before anything happens."""

    organisation: str
    plan: str
    role: str
    invited_by: str
    expires_at: datetime


def role_in(organisation_id: uuid.UUID, actor: Person) -> str:
    """The actor's role; an organisation that they do not belong to is `NotFound`."""
    found = OrganisationMember.objects.filter(organisation_id=organisation_id, person=actor)
    role = found.values_list("role", flat=True).first()
    if role is None:
        raise NotFound
    return role


def organisation_for(actor: Person, organisation_id: uuid.UUID, *, now: datetime) -> OrganisationDetail:
    """The organisation as this member may see it, in a fixed number of queries. Raises `NotFound`."""
    role = role_in(organisation_id, actor)
    organisation = Organisation.objects.get(id=organisation_id)
    seats = organisation.members.select_related("person").order_by("id")
    return OrganisationDetail(
        id=organisation.id,
        name=organisation.name,
        plan=plans_on(now.date(), organisations=[organisation.id])[organisation.id],
        role=role,
        members=[Colleague(one.person_id, one.person.display_name, one.person.picture, one.role) for one in seats],
        invitations=_links(organisation, now) if role in {Role.OWNER, Role.MANAGER} else None,
        plans=_plans(organisation) if role == Role.OWNER else None,
    )


def _links(organisation: Organisation, now: datetime) -> list[OpenLink]:
    links = organisation.invitations.filter(closed_at=None, expires_at__gt=now).select_related("made_by")
    return [OpenLink(one.id, one.role, one.made_by.display_name, one.expires_at) for one in links.order_by("made_at")]


def _plans(organisation: Organisation) -> list[PlanSpan]:
    spans = organisation.plan_periods.order_by("-starts_on")
    return [PlanSpan(one.plan, one.starts_on, one.ends_on) for one in spans]


def open_invitation(code: uuid.UUID, *, now: datetime) -> OrganisationInvitation:
    """The invitation behind a link that is still good. Any other link is `NotFound`, whatever became of it."""
    found = (
        OrganisationInvitation.objects.select_related("organisation", "made_by")
        .filter(digest=digest_of(str(code)), closed_at=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def invited_by(code: uuid.UUID, *, now: datetime) -> Invited:
    """What a link says to whoever opens it; opening changes nothing. Raises `NotFound`."""
    found = open_invitation(code, now=now)
    organisation = found.organisation
    plan = plans_on(now.date(), organisations=[organisation.id])[organisation.id]
    return Invited(organisation.name, plan, found.role, found.made_by.display_name, found.expires_at)
