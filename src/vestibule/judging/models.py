"""The record of verdicts: what was decided about which text, under which circumstances, by which book."""

from typing import Any

from django.db import models

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
