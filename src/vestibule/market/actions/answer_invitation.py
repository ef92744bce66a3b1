"""Saying yes or no to an invitation."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import job_room, lock_job, locked_invitation, refuse_settled, settle_invitation
from vestibule.market.events import InvitationAccepted
from vestibule.market.models import Invitation
from vestibule.market.queries import visible_invitation
from vestibule.market.rules import NotYours
from vestibule.market.texts import words_for_room


def answer_invitation(*, actor: Person, invitation_id: uuid.UUID, accepts: bool, now: datetime) -> Invitation:
    """The freelancer accepts, and the room of the two about this job opens; or declines, and nothing more happens.

    Raises `NotFound`, `NotAllowed` for the client, `InvitationSettled`, `RoomLeftBefore` when there is a room already
    and one of the two has left it.
    """
    found = visible_invitation(actor, invitation_id)
    with writing(now=now) as feed:
        lock_job(found.job_id)
        invitation = locked_invitation(actor, invitation_id)
        if invitation.freelancer_id != actor.id:
            raise NotYours(sentence="Only who was invited answers an invitation.")
        if not accepts:
            return settle_invitation(invitation, to=Invitation.State.DECLINED)
        refuse_settled(invitation)
        room_id = job_room(feed, invitation.job, invitation.freelancer, actor=actor)
        feed.lock([room_id])
        words = words_for_room(
            invitation.words, room_id=room_id, author_id=invitation.job.client_id, surface="invite", on=now.date()
        )
        fact = InvitationAccepted(
            invitation=invitation.id, job=invitation.job_id, job_title=invitation.job.title, words=words
        )
        feed.append(stream=room_id, fact=fact, by=actor.id)
        Invitation.objects.filter(id=invitation.id).update(room_id=room_id)
        invitation.room_id = room_id
        return settle_invitation(invitation, to=Invitation.State.ACCEPTED)
