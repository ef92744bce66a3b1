"""Whom one may have met on the market without a room: who posts open jobs, who shows a profile, who answered."""

from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.market.models import Invitation, JobPost, Profile, Proposal


def met_on_the_market(actor: Person) -> Q:
    """Clients of the jobs and invitations that the actor may see, and freelancers whose profile or proposal."""
    clients = JobPost.objects.visible_to(actor).values("client")
    invitations = Invitation.objects.visible_to(actor)
    freelancers = Proposal.objects.visible_to(actor).values("freelancer")
    profiles = Profile.objects.visible_to(actor).values("person")
    return (
        Q(pk__in=clients)
        | Q(pk__in=freelancers)
        | Q(pk__in=profiles)
        | Q(pk__in=invitations.values("freelancer"))
        | Q(pk__in=invitations.values("job__client"))
    )
