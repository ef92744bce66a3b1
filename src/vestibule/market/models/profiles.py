"""What freelancers show of themselves."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from vestibule.accounts.models import Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.judging.models import JudgedText
from vestibule.kit.money import LARGEST_AMOUNT_MINOR
from vestibule.rooms.models import Member


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, actor: Person) -> "ProfileQuerySet":
        """Listed profiles are for everybody with an account; others for whom their owner has dealt with."""
        from vestibule.market.models.jobs import Proposal  # noqa: PLC0415 - posts know their freelancers as well

        rooms = Member.objects.filter(person=actor, left_seq=None).values("room_id")
        met = Member.objects.filter(room_id__in=rooms, left_seq=None).values("person_id")
        answered = Proposal.objects.filter(job__client=actor).values("freelancer_id")
        return self.filter(Q(is_listed=True) | Q(person=actor) | Q(person_id__in=met) | Q(person_id__in=answered))


class Profile(models.Model):
    """A freelancer as clients find them. Its number gives the order in which searches walk; people see the person's id.

    The words of a listed profile stand beside it in the index that the database has for full text (`market.words`).
    """

    class Availability(models.TextChoices):
        NOW = "now", "now"
        LATER = "later", "from a day on"
        BUSY = "busy", "takes no work"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    headline = JudgedCharField(max_length=120, surface="profile")
    about = JudgedTextField(surface="profile", blank=True, default="")
    # One skill, one link, one credential a line.
    skills = JudgedTextField(surface="profile", blank=True, default="")
    links = JudgedTextField(surface="profile", blank=True, default="")
    credentials = JudgedTextField(surface="profile", blank=True, default="")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    # For an hour, in the currency's smallest unit.
    rate_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    availability = models.CharField(max_length=5, choices=Availability, default=Availability.NOW)
    available_from = models.DateField(null=True, blank=True)
    is_listed = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="market_profile_has_headline"),
            models.CheckConstraint(
                condition=Q(rate_minor=None, currency="")
                | Q(Q(rate_minor__gte=1, rate_minor__lte=LARGEST_AMOUNT_MINOR), Exact(Length("currency"), 3)),
                name="market_profile_rate_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(availability__in=["now", "busy"], available_from=None)
                | Q(availability="later", available_from__isnull=False),
                name="market_profile_availability_known",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="market_profile_made")]

    def __str__(self) -> str:
        return str(self.person_id)


class ProfilesShown(models.Model):
    """How many profiles of others somebody was shown on a day: the latest on which they looked at any."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="profiles_shown")
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.person_id)
