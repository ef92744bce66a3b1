"""The record of verdicts: what was decided about which text, under which circumstances, by which book."""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from vestibule.policy import Situation, Verdict


class Judgement(models.Model):
    """One verdict with findings. Texts without findings leave no record: there is nothing to explain or appeal."""

    at = models.DateTimeField()
    person = models.UUIDField()
    surface = models.CharField(max_length=20)
    relationship = models.CharField(max_length=20)
    client_plan = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20, blank=True, default="")
    policy = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10)
    # Findings hold the very details that the rule withholds: for the author and their case only, never for a list.
    verdict = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="judging_of_person")]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.surface} by {self.policy}"

    @classmethod
    def of(cls, verdict: Verdict, situation: Situation, *, person: Any, at: Any) -> "Judgement":  # noqa: ANN401
        """An unsaved record of a verdict."""
        return cls(
            at=at,
            person=person,
            surface=situation.surface,
            relationship=situation.relationship,
            client_plan=situation.client_plan,
            purpose=situation.purpose or "",
            policy=verdict.policy,
            outcome=verdict.outcome,
            verdict=verdict.as_dict(),
        )


class JudgedText(models.Model):
    """In which circumstances a stored text was let through: beside the text, never a copy of it.

    It goes where its owner goes, which has a `GenericRelation` to it. Messages say it themselves (`judged_as`).
    """

    owner_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, db_index=False)
    owner_id = models.CharField(max_length=36)
    owner = GenericForeignKey("owner_type", "owner_id")
    column = models.CharField(max_length=30)
    # The texts of one form are judged in one go, each after those with a lower place.
    act = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    surface = models.CharField(max_length=20)
    # Relationship and plan towards each reader.
    grounds = models.JSONField()
    policy = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_type", "owner_id", "column"], name="judging_text_once"),
            models.UniqueConstraint(fields=["act", "place"], name="judging_text_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.column} of {self.owner_id}"


class Book(models.Model):
    """A rule book that staff write here, as TOML; the packaged ones stand in files.

    What is announced answers from its day on, in every process. `revision` counts the wordings of a draft.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        ANNOUNCED = "announced", "announced"
        WITHDRAWN = "withdrawn", "withdrawn"
        DISCARDED = "discarded", "discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    # As the text says them, once it is announced.
    version = models.CharField(max_length=40, blank=True, default="")
    effective = models.DateField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(state="announced"), name="judging_book_version"),
            models.CheckConstraint(
                condition=~Q(state="announced")
                | Q(effective__isnull=False, announced_at__isnull=False) & ~Q(version=""),
                name="judging_book_announced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class BookStep(models.Model):
    """Who did what with a book, and when."""

    class Deed(models.TextChoices):
        DRAFTED = "drafted", "drafted"
        CHANGED = "changed", "changed"
        ANNOUNCED = "announced", "announced"
        WITHDRAWN = "withdrawn", "withdrawn"
        DISCARDED = "discarded", "discarded"

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.UUIDField()
    deed = models.CharField(max_length=10, choices=Deed)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.deed} {self.book_id}"
