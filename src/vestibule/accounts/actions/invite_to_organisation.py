"""Links by which somebody may join an organisation."""

import uuid
from datetime import datetime, timedelta

from vestibule.accounts.models import Organisation, OrganisationInvitation, OrganisationMember, Person
from vestibule.accounts.organisations import role_in
from vestibule.kit.ids import digest_of, new_id
from vestibule.kit.refusals import InvalidInput, NotAllowed, NotFound

LIVES_DAYS = (1, 7, 30)
MOST_OPEN = 20
Role = OrganisationMember.Role
# Who may bring in whom: nobody gives more than they have.
MAY_GIVE: dict[str, tuple[str, ...]] = {
    Role.OWNER: (Role.OWNER, Role.MANAGER, Role.MEMBER),
    Role.MANAGER: (Role.MEMBER,),
    Role.MEMBER: (),
}


def invite_to_organisation(
    *, actor: Person, organisation_id: uuid.UUID, role: str, days: int, now: datetime
) -> tuple[OrganisationInvitation, uuid.UUID]:
    """Make a link for one person; returns its record and its code, which is shown this once.

    Raises `NotFound` for strangers, `NotAllowed`, and `InvalidInput` at `role` or `days`.
    """
    own_role = role_in(organisation_id, actor)
    if not MAY_GIVE[own_role]:
        raise NotAllowed(sentence="Only owners and managers invite.")
    if role not in MAY_GIVE[own_role]:
        raise InvalidInput(field="role", sentence="You cannot give this role.")
    if days not in LIVES_DAYS:
        raise InvalidInput(field="days", sentence="A link is good for 1, 7 or 30 days.")
    organisation = Organisation.objects.get(id=organisation_id)
    if organisation.invitations.filter(closed_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        sentence = "There are %(most)s open links. Take one back first."
        raise InvalidInput(field="role", sentence=sentence, most=MOST_OPEN)
    code = new_id()
    made = OrganisationInvitation.objects.create(
        organisation=organisation,
        digest=digest_of(str(code)),
        role=role,
        made_by=actor,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return made, code


def revoke_invitation(*, actor: Person, invitation_id: uuid.UUID, now: datetime) -> OrganisationInvitation:
    """Take a link back; who joined by it stays. Raises `NotFound` for all but owners and managers."""
    found = (
        OrganisationInvitation.objects.select_related("organisation")
        .filter(
            id=invitation_id,
            organisation__members__person=actor,
            organisation__members__role__in=[Role.OWNER, Role.MANAGER],
        )
        .first()
    )
    if found is None:
        raise NotFound
    OrganisationInvitation.objects.filter(id=found.id, closed_at=None).update(closed_at=now)
    return found
