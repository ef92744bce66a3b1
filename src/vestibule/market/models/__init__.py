"""The market's records: profiles, job posts, invitations, proposals, offers and contracts.

States move along `STEPS` only; triggers in the database refuse every other step, whoever tries it.
"""

from django.db import models

from vestibule.market.models.deals import Contract, Milestone, Offer
from vestibule.market.models.jobs import (
    Invitation,
    JobListing,
    JobPost,
    JobRoom,
    Proposal,
    ProposalAnswer,
    SavedJob,
)
from vestibule.market.models.profiles import Profile, ProfilesShown

Step = tuple[str, str]

# A new record comes from the empty state. The migrations hold the same steps in the database.
STEPS: dict[type[models.Model], frozenset[Step]] = {
    JobPost: frozenset(
        {("", "draft"), ("", "open"), ("draft", "open"), ("draft", "closed"), ("open", "closed"), ("closed", "open")}
    ),
    Proposal: frozenset({("", "submitted"), ("submitted", "withdrawn"), ("submitted", "declined")}),
    Invitation: frozenset({("", "sent"), ("sent", "withdrawn"), ("sent", "declined"), ("sent", "accepted")}),
    Offer: frozenset(
        {("", "made"), ("made", "withdrawn"), ("made", "declined"), ("made", "accepted"), ("made", "expired")}
    ),
    Contract: frozenset({("", "active"), ("active", "ended")}),
}

__all__ = [
    "STEPS",
    "Contract",
    "Invitation",
    "JobListing",
    "JobPost",
    "JobRoom",
    "Milestone",
    "Offer",
    "Profile",
    "ProfilesShown",
    "Proposal",
    "ProposalAnswer",
    "SavedJob",
]
