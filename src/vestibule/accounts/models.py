"""People, the organisations they hire for, what those organisations have bought, and keys for programs."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from vestibule.judging.cleared import JudgedCharField
from vestibule.judging.models import JudgedText
from vestibule.kit.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    """Finds people. Making them is the action `create_person`."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. `email` is known to the house and to nobody else."""

    class StaffRole(models.TextChoices):
        NONE = "", "not staff"
        MODERATOR = "moderator", "moderator"
        ADMINISTRATOR = "administrator", "administrator"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField()
    display_name = JudgedCharField(max_length=80, surface="display_name")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    is_client = models.BooleanField(default=False)
    is_freelancer = models.BooleanField(default=False)
    staff_role = models.CharField(max_length=20, choices=StaffRole, default=StaffRole.NONE, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    # Neither gives nor receives presence, typing and read marks.
    is_discreet = models.BooleanField(default=False, db_default=False)
    is_active = models.BooleanField(default=True)
    # People of the demonstration: their presence never counts as real people.
    is_sample = models.BooleanField(default=False)
    date_joined = models.DateTimeField()
    # How often a role of theirs has changed, so that each of their sessions sees that it has; see `renewing.py`.
    role_changes = models.PositiveIntegerField(default=0, db_default=0)
    # The id of their `PersonPicture`, so that lists of people need not ask for it.
    picture = models.UUIDField(null=True, blank=True)
    # Deletion is asked for; until this moment they may think better of it.
    leaves_at = models.DateTimeField(null=True, blank=True)
    leaves_texts = models.BooleanField(default=True)
    # What is left is a tombstone that keeps the order of rooms.
    deleted_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_person_email_once"),
            models.CheckConstraint(
                condition=Q(is_client=True) | Q(is_freelancer=True) | ~Q(staff_role=""),
                name="accounts_person_has_a_side",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_role)


class PersonPicture(models.Model):
    """A person's picture as it was re-encoded here; nothing of the file that was uploaded is left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="stored_picture")
    webp = models.BinaryField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Organisation(models.Model):
    """A company that hires. Its plan, and nothing else, gives it the badge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = JudgedCharField(max_length=80, surface="display_name")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class OrganisationMember(models.Model):
    """A person who acts for an organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        MANAGER = "manager", "manager"
        MEMBER = "member", "member"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="organisation_memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="accounts_organisation_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class OrganisationInvitation(models.Model):
    """A link that lets one person join one organisation. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=10, choices=OrganisationMember.Role, default=OrganisationMember.Role.MEMBER)
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Taken by somebody, or taken back: either way the link is no longer good.
    closed_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(closed_at__isnull=False), name="accounts_taken_is_closed"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanPeriodQuerySet(models.QuerySet["PlanPeriod"]):
    def on(self, day: date) -> "PlanPeriodQuerySet":
        """The periods that cover this day; the last day is included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class PlanPeriod(models.Model):
    """The plan an organisation has over a span of days. Without a period the plan is `basic`."""

    class Plan(models.TextChoices):
        BASIC = "basic", "Basic"
        BUSINESS = "business", "Business"
        ENTERPRISE = "enterprise", "Enterprise"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="plan_periods")
    plan = models.CharField(max_length=12, choices=Plan)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    objects = PlanPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ends_on__isnull=True), name="accounts_one_open_plan"
            ),
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="accounts_plan_starts_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="accounts_plan_days_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} from {self.starts_on}"


class PersonalToken(models.Model):
    """A key with which a person's program acts as that person. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="personal_tokens")
    # Read by its owner alone.
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # To the hour; enough to see that a key is forgotten.
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)
