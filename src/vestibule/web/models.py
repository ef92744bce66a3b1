"""Answers that were given to requests with an idempotency key."""

from django.db import models


class AnsweredRequest(models.Model):
    """A person's request under a key and the answer it got, so that asking again changes nothing."""

    person = models.UUIDField()
    key = models.CharField(max_length=64)
    # SHA-256 over method, path and body: the same key with another request is a mistake of the program.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="web_answered_once")]
        indexes = [models.Index(fields=["at"], name="web_answered_at")]

    def __str__(self) -> str:
        return f"{self.person} {self.status}"
