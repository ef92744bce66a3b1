"""Questions about invitations, always asked for somebody."""

import uuid
from collections.abc import Sequence
from datetime import date

from vestibule.accounts.models import Person
from vestibule.accounts.queries import plans_on
from vestibule.market.cards import InvitationCard, person_name
from vestibule.market.models import Invitation, JobPost, JobRoom
from vestibule.market.queries import Place, organisation_name, page_of

_WITH = ("job__client", "job__organisation", "freelancer")
MOST_JOBS_TO_INVITE_TO = 50


def invitations_of(
    actor: Person, *, state: str = "", after: Place | None = None, limit: int, on: date
) -> list[InvitationCard]:
    """Those that the actor sent or received, newest first; with `state` only those that stand so."""
    rows = Invitation.objects.visible_to(actor).select_related(*_WITH)
    if state:
        rows = rows.filter(state=state)
    return invitation_cards(list(page_of(rows, "sent_at", after, limit)), on=on)


def invitations_to(
    actor: Person, job: JobPost, *, after: Place | None = None, limit: int, on: date
) -> list[InvitationCard]:
    """Who was invited to a job that the actor can see, newest first: all to its client, their own to a freelancer."""
    rows = Invitation.objects.visible_to(actor).filter(job=job).select_related(*_WITH)
    return invitation_cards(list(page_of(rows, "sent_at", after, limit)), on=on)


def invitation_cards(rows: Sequence[Invitation], *, on: date) -> list[InvitationCard]:
    """Invitations as both sides see them, in one more query."""
    plans = plans_on(on, organisations={row.job.organisation_id for row in rows if row.job.organisation_id})
    return [
        InvitationCard(
            id=row.id,
            job=row.job_id,
            job_title=row.job.title,
            client=person_name(row.job.client),
            organisation=organisation_name(row.job.organisation, plans),
            freelancer=person_name(row.freelancer),
            words=row.words,
            state=row.state,  # type: ignore[arg-type]  # the database knows no other
            room=row.room_id,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def jobs_to_invite_to(client: Person, freelancer_id: uuid.UUID) -> list[JobPost]:
    """The client's open jobs to which this freelancer has neither been invited nor has a room."""
    invited = Invitation.objects.filter(freelancer_id=freelancer_id, state=Invitation.State.SENT).values("job_id")
    in_talks = JobRoom.objects.filter(freelancer_id=freelancer_id).values("job_id")
    rows = JobPost.objects.filter(client=client, state=JobPost.State.OPEN)
    return list(rows.exclude(id__in=invited).exclude(id__in=in_talks).order_by("-posted_at")[:MOST_JOBS_TO_INVITE_TO])
