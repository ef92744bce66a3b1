"""Job posts, the proposals that answer them, and the offers and contracts that rooms lead to.

States move along `STEPS` only; triggers in the database refuse every other step, whoever tries it.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from vestibule.accounts.models import Organisation, Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.kit.ids import new_id
from vestibule.kit.money import LARGEST_AMOUNT_MINOR
from vestibule.rooms.models import Engagement, Room


class JobPostQuerySet(models.QuerySet["JobPost"]):
    def visible_to(self, actor: Person) -> "JobPostQuerySet":
        """Open posts are everybody's; drafts their client's; closed ones also theirs who answered them."""
        answered = Proposal.objects.filter(freelancer=actor).values("job_id")
        return self.filter(
            Q(state=JobPost.State.OPEN) | Q(client=actor) | Q(state=JobPost.State.CLOSED, id__in=answered)
        )


class JobPost(models.Model):
    """Work that a client offers. Its badge comes from the plan of the organisation it is posted for."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_posts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="job_posts"
    )
    title = JudgedCharField(max_length=120, surface="job_post")
    body = JudgedTextField(surface="job_post")
    state = models.CharField(max_length=10, choices=State)
    # When it was opened; for a draft, when it was begun.
    posted_at = models.DateTimeField()
    objects = JobPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "open", "closed"]), name="market_job_state_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="market_job_has_words"),
        ]
        indexes = [
            models.Index(fields=["state", "-posted_at", "-id"], name="market_job_newest"),
            models.Index(fields=["client", "-posted_at"], name="market_job_of_client"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Person) -> "ProposalQuerySet":
        """A proposal is between its freelancer and the client of the job."""
        return self.filter(Q(freelancer=actor) | Q(job__client=actor))


class Proposal(models.Model):
    """A freelancer's answer to a job post. `room` is set once it was shared in a room."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        WITHDRAWN = "withdrawn", "withdrawn"
        DECLINED = "declined", "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(JobPost, on_delete=models.CASCADE, related_name="proposals")
    freelancer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    cover_text = JudgedTextField(surface="proposal")
    bid_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals")
    sent_at = models.DateTimeField()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "freelancer"], condition=Q(state="submitted"), name="market_proposal_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "withdrawn", "declined"]), name="market_proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(bid_minor__gte=1, bid_minor__lte=LARGEST_AMOUNT_MINOR), name="market_proposal_bid_in_range"
            ),
            models.CheckConstraint(condition=Exact(Length("currency"), 3), name="market_proposal_currency_code"),
            models.CheckConstraint(condition=~Q(cover_text=""), name="market_proposal_has_words"),
        ]
        indexes = [
            models.Index(fields=["job", "-sent_at", "-id"], name="market_proposal_of_job"),
            models.Index(fields=["freelancer", "-sent_at"], name="market_proposal_of_freelancer"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JobRoom(models.Model):
    """The one room in which a job's client and a freelancer talk about it."""

    job = models.ForeignKey(JobPost, on_delete=models.CASCADE, related_name="rooms")
    freelancer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_rooms")
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="job_room")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "freelancer"], name="market_one_room_per_pair_and_job")]

    def __str__(self) -> str:
        return str(self.room_id)


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, actor: Person) -> "OfferQuerySet":
        """Offers made in rooms that the actor is in now."""
        return self.filter(room__in=Room.objects.visible_to(actor))


class Offer(models.Model):
    """What a client offers a freelancer in their room. Its words and its price never change."""

    class State(models.TextChoices):
        MADE = "made", "made"
        WITHDRAWN = "withdrawn", "withdrawn"
        DECLINED = "declined", "declined"
        ACCEPTED = "accepted", "accepted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="offers")
    # The same deal in the pair's history, from which their relationship is computed.
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="offer")
    client = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_made")
    freelancer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_received")
    terms = JudgedTextField(surface="offer")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.MADE)
    made_at = models.DateTimeField()
    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=Q(state="made"), name="market_one_open_offer_per_room"),
            models.CheckConstraint(
                condition=Q(state__in=["made", "withdrawn", "declined", "accepted"]), name="market_offer_state_known"
            ),
            models.CheckConstraint(condition=~Q(client=F("freelancer")), name="market_offer_two_people"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=LARGEST_AMOUNT_MINOR),
                name="market_offer_amount_in_range",
            ),
            models.CheckConstraint(condition=Exact(Length("currency"), 3), name="market_offer_currency_code"),
            models.CheckConstraint(condition=~Q(terms=""), name="market_offer_has_terms"),
        ]
        indexes = [models.Index(fields=["room", "-made_at", "-id"], name="market_offer_of_room")]

    def __str__(self) -> str:
        return str(self.id)


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, actor: Person) -> "ContractQuerySet":
        """Contracts that came of offers in rooms that the actor is in now."""
        return self.filter(offer__room__in=Room.objects.visible_to(actor))


class Contract(models.Model):
    """An accepted offer. It runs until one of the two ends it."""

    class State(models.TextChoices):
        ACTIVE = "active", "active"
        ENDED = "ended", "ended"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="contract")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts_ended"
    )
    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True, ended_by__isnull=True)
                | Q(state="ended", ended_at__isnull=False, ended_by__isnull=False),
                name="market_contract_end_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


Step = tuple[str, str]

# A new record comes from the empty state. The migration `guard_states` holds the same steps in the database.
STEPS: dict[type[models.Model], frozenset[Step]] = {
    JobPost: frozenset({("", "draft"), ("", "open"), ("draft", "open"), ("draft", "closed"), ("open", "closed")}),
    Proposal: frozenset({("", "submitted"), ("submitted", "withdrawn"), ("submitted", "declined")}),
    Offer: frozenset({("", "made"), ("made", "withdrawn"), ("made", "declined"), ("made", "accepted")}),
    Contract: frozenset({("", "active"), ("active", "ended")}),
}
