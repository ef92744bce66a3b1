"""Taking an invitation back."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import lock_job, locked_invitation, settle_invitation
from vestibule.market.models import Invitation
from vestibule.market.queries import visible_invitation
from vestibule.market.rules import NotYours


def withdraw_invitation(*, actor: Person, invitation_id: uuid.UUID, now: datetime) -> Invitation:
    """The client takes an open invitation back. Raises `NotFound`, `NotAllowed` for others, `InvitationSettled`."""
    found = visible_invitation(actor, invitation_id)
    with writing(now=now):
        lock_job(found.job_id)
        invitation = locked_invitation(actor, invitation_id)
        if invitation.job.client_id != actor.id:
            raise NotYours(sentence="Only who invited withdraws an invitation.")
        return settle_invitation(invitation, to=Invitation.State.WITHDRAWN)
