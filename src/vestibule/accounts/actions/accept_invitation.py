"""Joining an organisation by a link."""

import uuid
from datetime import datetime

from django.db import transaction

from vestibule.accounts.models import Organisation, OrganisationInvitation, OrganisationMember, Person
from vestibule.accounts.organisations import open_invitation
from vestibule.accounts.renewing import note_new_rights
from vestibule.kit.refusals import NotFound, WrongState


class AlreadyMember(WrongState):
    code = "already_member"
    sentence = "You belong to this organisation already."


def accept_invitation(*, actor: Person, code: uuid.UUID, now: datetime) -> Organisation:
    """Join; the link is used up. Whoever joins hires from now on.

    Raises `NotFound` where the link is unknown, used, taken back or too old, and `AlreadyMember`.
    """
    with transaction.atomic(durable=True):
        invitation = open_invitation(code, now=now)
        if OrganisationMember.objects.filter(organisation=invitation.organisation, person=actor).exists():
            raise AlreadyMember
        # Of two who take it at once, one closes it.
        closed = OrganisationInvitation.objects.filter(id=invitation.id, closed_at=None)
        if not closed.update(closed_at=now, taken_by=actor):
            raise NotFound
        OrganisationMember.objects.create(organisation=invitation.organisation, person=actor, role=invitation.role)
        Person.objects.filter(id=actor.id).update(is_client=True)
        note_new_rights(actor)
    return invitation.organisation
