"""Going from an organisation, of one's own accord or not, and what role one has until then."""

import uuid
from datetime import datetime

from django.db import transaction

from vestibule.accounts.actions.invite_to_organisation import MAY_GIVE
from vestibule.accounts.models import Organisation, OrganisationMember, Person
from vestibule.accounts.organisations import role_in
from vestibule.accounts.renewing import note_new_rights
from vestibule.accounts.upper_floors import show_card_anew
from vestibule.feed.append import writing
from vestibule.kit.refusals import InvalidInput, NotAllowed, WrongState

Role = OrganisationMember.Role


class LastOwner(WrongState):
    code = "last_owner"
    sentence = "An organisation needs an owner. Make somebody else one first."


def leave_organisation(*, actor: Person, organisation_id: uuid.UUID, now: datetime) -> None:
    """The actor acts for the organisation no more: its badge leaves their rooms. Raises `NotFound`, `LastOwner`."""
    role_in(organisation_id, actor)
    _take_out(organisation_id, actor, now)


def remove_member(*, actor: Person, organisation_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> None:
    """Take somebody out who has a role that the actor could give.

    Raises `NotFound`, `NotAllowed`, `LastOwner`, and `InvalidInput` at `person`.
    """
    own_role = role_in(organisation_id, actor)
    member = _member(organisation_id, person_id)
    if member.role not in MAY_GIVE[own_role]:
        raise NotAllowed(sentence="Only owners remove owners and managers.")
    _take_out(organisation_id, member.person, now)


def change_role(*, actor: Person, organisation_id: uuid.UUID, person_id: uuid.UUID, role: str) -> None:
    """Give a member another role. Owners only. Raises `NotFound`, `NotAllowed`, `InvalidInput`, `LastOwner`."""
    if role_in(organisation_id, actor) != Role.OWNER:
        raise NotAllowed(sentence="Only owners change roles.")
    if role not in Role.values:
        raise InvalidInput(field="role", sentence="There is no such role.")
    with transaction.atomic(durable=True):
        _lock(organisation_id)
        member = _member(organisation_id, person_id)
        if member.role == Role.OWNER and role != Role.OWNER:
            _refuse_last_owner(organisation_id)
        member.role = role
        member.save(update_fields=["role"])
        note_new_rights(member.person)


def _take_out(organisation_id: uuid.UUID, person: Person, now: datetime) -> None:
    with writing(now=now) as feed:
        _lock(organisation_id)
        member = _member(organisation_id, person.id)
        if member.role == Role.OWNER:
            _refuse_last_owner(organisation_id)
        member.delete()
        note_new_rights(person)
        show_card_anew(feed=feed, person=person, was=str(person.display_name), organisation=organisation_id)


def _lock(organisation_id: uuid.UUID) -> None:
    """Whoever changes the owners waits here, so that two cannot both be the last but one."""
    Organisation.objects.select_for_update().filter(id=organisation_id).first()


def _member(organisation_id: uuid.UUID, person_id: uuid.UUID) -> OrganisationMember:
    found = (
        OrganisationMember.objects.select_related("person")
        .filter(organisation_id=organisation_id, person_id=person_id)
        .first()
    )
    if found is None:
        raise InvalidInput(field="person", sentence="This person does not belong to the organisation.")
    return found


def _refuse_last_owner(organisation_id: uuid.UUID) -> None:
    if OrganisationMember.objects.filter(organisation_id=organisation_id, role=Role.OWNER).count() < 2:
        raise LastOwner
