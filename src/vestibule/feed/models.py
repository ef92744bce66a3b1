"""Streams: dense, permanent, ordered logs, and who may follow them."""

import uuid

from django.db import models
from django.db.models import F, Q


class Stream(models.Model):
    """One ordered log: a room's (its id is the room's) or a person's own (its id is the person's)."""

    id = models.UUIDField(primary_key=True)
    head = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(head__gte=0), name="feed_stream_head_not_negative")]

    def __str__(self) -> str:
        return f"{self.id}@{self.head}"


class Event(models.Model):
    """A past fact at its permanent number. `body` holds exactly the bytes that members receive, encoded once."""

    # No index of its own: the number's constraint begins with the stream. No foreign key to check for each event
    # either: none is written without its stream's head having moved, in the same transaction.
    stream = models.ForeignKey(
        Stream, on_delete=models.CASCADE, related_name="events", db_index=False, db_constraint=False
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    # A change of audience is never taken from a hint: receivers read it, and with it who may still follow.
    changes_audience = models.BooleanField(default=False)
    # Whether members see it as a place on the timeline, or only as news about something else.
    on_timeline = models.BooleanField(default=True)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="feed_event_number_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="feed_event_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.kind}"


class Follower(models.Model):
    """A person may read the events of a stream with `since < seq <= until`; an open `until` means: still."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="followers")
    person = models.UUIDField(default=uuid.uuid4)
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "person"], condition=Q(until__isnull=True), name="feed_follower_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="feed_follower_span_ordered"
            ),
        ]
        indexes = [models.Index(fields=["person", "stream"], name="feed_follower_of_person")]

    def __str__(self) -> str:
        return f"{self.person} follows {self.stream_id}"
