"""The offers and contracts that rooms lead to."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from vestibule.accounts.models import Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.judging.models import JudgedText
from vestibule.kit.ids import new_id
from vestibule.kit.money import LARGEST_AMOUNT_MINOR
from vestibule.rooms.models import Engagement, Room


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, actor: Person) -> "OfferQuerySet":
        """Offers made in rooms that the actor is in now, since they came."""
        return self.filter(
            room__members__person=actor,
            room__members__left_seq=None,
            engagement__offered_seq__gt=F("room__members__joined_seq"),
        )


class Offer(models.Model):
    """What a client offers a freelancer in their room. Its words and its price never change."""

    class State(models.TextChoices):
        MADE = "made", "made"
        WITHDRAWN = "withdrawn", "withdrawn"
        DECLINED = "declined", "declined"
        ACCEPTED = "accepted", "accepted"
        EXPIRED = "expired", "expired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="offers")
    # The same deal in the pair's history, from which their relationship is computed.
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="offer")
    client = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_made")
    freelancer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers_received")
    terms = JudgedTextField(surface="offer")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.MADE)
    made_at = models.DateTimeField()
    # From this moment on nobody can accept it, whether or not its state says so already.
    expires_at = models.DateTimeField(null=True, blank=True)
    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=Q(state="made"), name="market_one_open_offer_per_room"),
            models.CheckConstraint(
                condition=Q(state__in=["made", "withdrawn", "declined", "accepted", "expired"]),
                name="market_offer_state_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("made_at")), name="market_offer_expires_later"
            ),
            models.CheckConstraint(
                condition=~Q(state="expired") | Q(expires_at__isnull=False), name="market_offer_expires_by_date"
            ),
            models.CheckConstraint(condition=~Q(client=F("freelancer")), name="market_offer_two_people"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=LARGEST_AMOUNT_MINOR),
                name="market_offer_amount_in_range",
            ),
            models.CheckConstraint(condition=Exact(Length("currency"), 3), name="market_offer_currency_code"),
            models.CheckConstraint(condition=~Q(terms=""), name="market_offer_has_terms"),
        ]
        indexes = [
            models.Index(fields=["room", "-made_at", "-id"], name="market_offer_of_room"),
            models.Index(fields=["expires_at"], condition=Q(state="made"), name="market_offer_expiring"),
            models.Index(fields=["freelancer", "state"], name="market_offer_to_freelancer"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Milestone(models.Model):
    """A part of an offer with its own price; the parts of an offer add up to its price. It never changes."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="milestones")
    place = models.SmallIntegerField()
    title = JudgedCharField(max_length=120, surface="offer")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    amount_minor = models.BigIntegerField()
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "place"], name="market_milestone_place_once"),
            models.CheckConstraint(condition=~Q(title=""), name="market_milestone_has_title"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=LARGEST_AMOUNT_MINOR),
                name="market_milestone_amount_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.offer_id}"


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, actor: Person) -> "ContractQuerySet":
        """Contracts that came of offers in rooms that the actor is in now, made since they came."""
        return self.filter(offer__in=Offer.objects.visible_to(actor))


class Contract(models.Model):
    """An accepted offer. It runs until one of the two ends it.

    A freelancer who finds that the material is not what was described leaves without fault: the contract ends with
    no pay and no score, and it is recorded that it did.
    """

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
    is_without_fault = models.BooleanField(default=False)
    # What was not as described, in the freelancer's words, perhaps none.
    leaving_words = JudgedTextField(surface="offer", blank=True, default="")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True, ended_by__isnull=True)
                | Q(state="ended", ended_at__isnull=False, ended_by__isnull=False),
                name="market_contract_end_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_without_fault=False, leaving_words="") | Q(is_without_fault=True, state="ended"),
                name="market_contract_leaving_is_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
