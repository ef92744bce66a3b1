"""Organisations over the API: their people, links that invite, plans. More operations of the account's router."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from vestibule.accounts.actions.accept_invitation import accept_invitation
from vestibule.accounts.actions.invite_to_organisation import invite_to_organisation, revoke_invitation
from vestibule.accounts.actions.leave_organisation import change_role, leave_organisation, remove_member
from vestibule.accounts.api import asker
from vestibule.accounts.organisation_pages import link_to
from vestibule.accounts.organisations import invited_by, organisation_for
from vestibule.accounts.profile_api import router

__all__ = ["router"]

Role = Literal["owner", "manager", "member"]
Plan = Literal["basic", "business", "enterprise"]


class ColleagueAnswer(Schema):
    id: uuid.UUID
    name: str
    picture: uuid.UUID | None
    role: Role


class LinkAnswer(Schema):
    """An invitation that is still good; its address is shown only when it is made."""

    id: uuid.UUID
    role: Role
    made_by: str
    expires_at: datetime


class PlanAnswer(Schema):
    """A plan from its first to its last day, both included; without a last day it runs on."""

    plan: Plan
    starts_on: date
    ends_on: date | None


class OrganisationDetailAnswer(Schema):
    """`role` is yours. `invitations` are for owners and managers, `plans` for owners; for others they are null."""

    id: uuid.UUID
    name: str
    plan: Plan
    role: Role
    members: list[ColleagueAnswer]
    invitations: list[LinkAnswer] | None
    plans: list[PlanAnswer] | None


class NewOrganisationInvitation(Schema):
    role: Role = "member"
    days: Literal[1, 7, 30] = 7

    model_config = {"extra": "forbid"}


class NewLink(Schema):
    """`link` is shown this once, and good for one person."""

    id: uuid.UUID
    link: str
    role: Role
    expires_at: datetime


class InvitedAnswer(Schema):
    organisation: str
    plan: Plan
    role: Role
    invited_by: str
    expires_at: datetime


class MemberChoice(Schema):
    person: uuid.UUID

    model_config = {"extra": "forbid"}


class RoleChoice(MemberChoice):
    role: Role


@router.get("/organisations/{organisation_id}", response=OrganisationDetailAnswer, summary="An organisation of mine")
def get_organisation(request: HttpRequest, organisation_id: uuid.UUID) -> Any:  # noqa: ANN401 - ninja reads the dataclass
    return organisation_for(asker(request), organisation_id, now=timezone.now())


@router.post("/organisations/{organisation_id}/invitations", response={201: NewLink}, summary="Invite somebody by link")
def post_invitation(
    request: HttpRequest, organisation_id: uuid.UUID, data: NewOrganisationInvitation
) -> Status[dict[str, Any]]:
    made, code = invite_to_organisation(
        actor=asker(request), organisation_id=organisation_id, role=data.role, days=data.days, now=timezone.now()
    )
    return Status(201, {"id": made.id, "link": link_to(code), "role": made.role, "expires_at": made.expires_at})


@router.delete("/organisation-invitations/{invitation_id}", response={204: None}, summary="Take an invitation back")
def delete_invitation(request: HttpRequest, invitation_id: uuid.UUID) -> Status[None]:
    revoke_invitation(actor=asker(request), invitation_id=invitation_id, now=timezone.now())
    return Status(204, None)


@router.get("/organisation-links/{code}", response=InvitedAnswer, summary="What an invitation is about")
def get_link(request: HttpRequest, code: uuid.UUID) -> Any:  # noqa: ANN401 - ninja reads the dataclass
    return invited_by(code, now=timezone.now())


@router.post("/organisation-links/{code}/accept", response=OrganisationDetailAnswer, summary="Join by an invitation")
def post_accept_link(request: HttpRequest, code: uuid.UUID) -> Any:  # noqa: ANN401 - ninja reads the dataclass
    actor, now = asker(request), timezone.now()
    return organisation_for(actor, accept_invitation(actor=actor, code=code, now=now).id, now=now)


@router.post("/organisations/{organisation_id}/role", response={204: None}, summary="Give a member another role")
def post_role(request: HttpRequest, organisation_id: uuid.UUID, data: RoleChoice) -> Status[None]:
    change_role(actor=asker(request), organisation_id=organisation_id, person_id=data.person, role=data.role)
    return Status(204, None)


@router.post("/organisations/{organisation_id}/remove", response={204: None}, summary="Take a member out")
def post_remove_member(request: HttpRequest, organisation_id: uuid.UUID, data: MemberChoice) -> Status[None]:
    actor = asker(request)
    remove_member(actor=actor, organisation_id=organisation_id, person_id=data.person, now=timezone.now())
    return Status(204, None)


@router.post("/organisations/{organisation_id}/leave", response={204: None}, summary="Leave an organisation")
def post_leave_organisation(request: HttpRequest, organisation_id: uuid.UUID) -> Status[None]:
    leave_organisation(actor=asker(request), organisation_id=organisation_id, now=timezone.now())
    return Status(204, None)
