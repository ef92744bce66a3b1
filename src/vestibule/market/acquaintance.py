"""Whom one may have met on the market without a room: who posts open jobs, who answered one's own."""

from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.market.models import JobPost, Proposal


def met_on_the_market(actor: Person) -> Q:
    """Clients of the jobs that the actor may see, and freelancers whose proposals they may see."""
    clients = JobPost.objects.visible_to(actor).values("client")
    freelancers = Proposal.objects.visible_to(actor).values("freelancer")
    return Q(pk__in=clients) | Q(pk__in=freelancers)
