"""Job posts, and how freelancers come to them: invitations, proposals, and the one room of each pair and job."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from vestibule.accounts.models import Organisation, Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.judging.models import JudgedText
from vestibule.kit.ids import new_id
from vestibule.kit.money import LARGEST_AMOUNT_MINOR
from vestibule.rooms.models import Room


class JobPostQuerySet(models.QuerySet["JobPost"]):
    def visible_to(self, actor: Person) -> "JobPostQuerySet":
        """Open posts are everybody's; drafts their client's; closed ones also theirs who answered or were invited."""
        answered = Proposal.objects.filter(freelancer=actor).values("job_id")
        invited = Invitation.objects.filter(freelancer=actor).values("job_id")
        return self.filter(
            Q(state=JobPost.State.OPEN)
            | Q(client=actor)
            | (Q(state=JobPost.State.CLOSED) & (Q(id__in=answered) | Q(id__in=invited)))
        )


class JobPost(models.Model):
    """Work that a client offers. Its badge comes from the plan of the organisation it is posted for."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    class BudgetKind(models.TextChoices):
        NONE = "", "not said"
        FIXED = "fixed", "for the whole"
        HOURLY = "hourly", "by the hour"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_posts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="job_posts"
    )
    title = JudgedCharField(max_length=120, surface="job_post")
    body = JudgedTextField(surface="job_post")
    # One skill, and one question to whoever answers, a line.
    skills = JudgedTextField(surface="job_post", blank=True, default="")
    questions = JudgedTextField(surface="job_post", blank=True, default="")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    budget_kind = models.CharField(max_length=6, choices=BudgetKind, blank=True, default="")
    # In the currency's smallest unit, for the whole or for an hour; the least may be left open.
    budget_from_minor = models.BigIntegerField(null=True, blank=True)
    budget_to_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    state = models.CharField(max_length=10, choices=State)
    # When it was opened; for a draft, when it was begun.
    posted_at = models.DateTimeField()
    objects = JobPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "open", "closed"]), name="market_job_state_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="market_job_has_words"),
            models.CheckConstraint(
                condition=Q(budget_kind="", currency="", budget_from_minor=None, budget_to_minor=None)
                | (
                    Q(budget_kind__in=["fixed", "hourly"], budget_to_minor__gte=1)
                    & Q(budget_to_minor__lte=LARGEST_AMOUNT_MINOR)
                    & Exact(Length("currency"), 3)
                    & (Q(budget_from_minor=None) | Q(budget_from_minor__gte=1))
                ),
                name="market_job_budget_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(budget_from_minor=None) | Q(budget_from_minor__lte=F("budget_to_minor")),
                name="market_job_budget_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-posted_at", "-id"], name="market_job_newest"),
            models.Index(fields=["client", "-posted_at"], name="market_job_of_client"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JobListing(models.Model):
    """An open post as searches walk through it: narrow, in the order of opening, away once the post is closed.

    The words of the post stand beside it in the index that the database has for full text (`market.words`).
    """

    job = models.OneToOneField(JobPost, on_delete=models.CASCADE, related_name="listing")
    client = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    budget_kind = models.CharField(max_length=6, blank=True, default="")
    budget_to_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["posted_at"], name="market_listing_posted")]

    def __str__(self) -> str:
        return str(self.job_id)


class SavedJob(models.Model):
    """A post that somebody keeps in their list."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_jobs")
    job = models.ForeignKey(JobPost, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "job"], name="market_job_saved_once")]
        indexes = [models.Index(fields=["person", "-saved_at"], name="market_saved_of_person")]

    def __str__(self) -> str:
        return f"{self.job_id} of {self.person_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Person) -> "InvitationQuerySet":
        """An invitation is between the client of the job and the freelancer."""
        return self.filter(Q(freelancer=actor) | Q(job__client=actor))


class Invitation(models.Model):
    """A client asks a freelancer to talk about a job. Accepted, it leads to their room: `room` is set then."""

    class State(models.TextChoices):
        SENT = "sent", "sent"
        WITHDRAWN = "withdrawn", "withdrawn"
        DECLINED = "declined", "declined"
        ACCEPTED = "accepted", "accepted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(JobPost, on_delete=models.CASCADE, related_name="invitations")
    freelancer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    words = JudgedTextField(surface="invite", blank=True, default="")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    sent_at = models.DateTimeField()
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "freelancer"], condition=Q(state="sent"), name="market_invitation_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "withdrawn", "declined", "accepted"]),
                name="market_invitation_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["job", "-sent_at", "-id"], name="market_invitation_of_job"),
            models.Index(fields=["freelancer", "state", "-sent_at"], name="market_invitation_of_person"),
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
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
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


class ProposalAnswer(models.Model):
    """What a proposal says to a question of the post, which is kept as it read when it was answered."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    place = models.SmallIntegerField()
    question = JudgedTextField(surface="job_post")
    answer = JudgedTextField(surface="proposal")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "place"], name="market_answer_place_once"),
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="market_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.proposal_id}"


class JobRoom(models.Model):
    """The one room in which a job's client and a freelancer talk about it."""

    job = models.ForeignKey(JobPost, on_delete=models.CASCADE, related_name="rooms")
    freelancer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_rooms")
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="job_room")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "freelancer"], name="market_one_room_per_pair_and_job")]

    def __str__(self) -> str:
        return str(self.room_id)
