"""What was found behind the links of messages. Rooms are a floor above: a message is named by stream and number."""

from django.db import models
from django.db.models import Q

from vestibule.judging.cleared import JudgedCharField, JudgedTextField


class Look(models.Model):
    """The links of one wording of a message were looked at. Nobody looks a second time, whatever came of it."""

    room = models.UUIDField()
    seq = models.BigIntegerField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    # The number of the event that told the room of it; none where there was nothing to tell.
    event_seq = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq", "revision"], name="links_look_once"),
            models.CheckConstraint(condition=Q(seq__gte=1, revision__gte=1), name="links_look_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.room}#{self.seq} r{self.revision}"


class FoundPage(models.Model):
    """A page as the readers of a message see it: its site, its title, what it says of itself."""

    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="pages")
    place = models.SmallIntegerField()
    # The link as it stands in the message; the site is where it led to.
    address = JudgedTextField(surface="message")
    site = JudgedCharField(max_length=253, surface="message")
    title = JudgedTextField(surface="message")
    description = JudgedTextField(surface="message", blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "place"], name="links_page_place_once")]

    def __str__(self) -> str:
        return f"{self.place} of {self.look_id}"
