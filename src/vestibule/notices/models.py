"""What people are told of besides their rooms, how they wish to hear of it, and the mails that are owed for it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vestibule.accounts.models import Person
from vestibule.feed.models import Stream
from vestibule.kit.ids import new_id
from vestibule.rooms.models import Room


class Kind(models.TextChoices):
    """What can be chosen about separately."""

    MESSAGE = "message", _("New messages")
    ANSWER = "answer", _("Answers to you and mentions")
    QUESTION = "question", _("Questions that wait for your answer")
    INVITATION = "invitation", _("Invitations and new rooms")
    PROPOSAL = "proposal", _("Proposals")
    OFFER = "offer", _("Offers")
    CONTRACT = "contract", _("Contracts")
    KEPT = "kept", _("Kept messages that can be sent")
    REVIEW = "review", _("Answers to what you told us")
    SAFETY = "safety", _("Changes to your account")


class How(models.TextChoices):
    """When a mail is sent for a notice."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("Once a day")
    OFF = "off", _("Never")


TALK = (Kind.MESSAGE, Kind.ANSWER)


class Mail(models.Model):
    """A mail that is owed: written with the notices that it tells of, sent by a chore, at most one for each notice.

    It holds no words. They are found when it is sent, as they stand then.
    """

    class Form(models.TextChoices):
        ONE = "one", "one matter"
        MANY = "many", "several matters"
        SAFETY = "safety", "a change to the account"

    class State(models.TextChoices):
        WAITING = "waiting", "waits to be sent"
        SENDING = "sending", "being sent"
        SENT = "sent", "taken by the mail server"
        DROPPED = "dropped", "no longer wanted or needed"
        DEAD = "dead", "given up"

    # Names the mail to mail servers as well: a second attempt is the same mail.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mails", db_index=False)
    form = models.CharField(max_length=8, choices=Form)
    # What was changed about the account; other mails tell of the notices that name them.
    event = models.CharField(max_length=40, blank=True, default="")
    # Where it does not go to the person's address as it is when it is sent, but to the one that they had.
    address = models.EmailField(blank=True, default="")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Who took it to send it holds it until some minutes after this.
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # What the mail server or the network said, as a class and a number, never as text.
    failure = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "dropped", "dead"]),
                name="notices_mail_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"], settled_at__isnull=True)
                | Q(state__in=["sent", "dropped", "dead"], settled_at__isnull=False),
                name="notices_mail_settled_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="notices_mail_due"),
            models.Index(fields=["person", "-created_at"], name="notices_mail_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Person) -> "NoticeQuerySet":
        """The actor's own, once they are shown, and about rooms only where the actor still is in them."""
        rooms = Room.objects.visible_to(actor)
        return self.filter(Q(room=None) | Q(room__in=rooms), person=actor, shown_at__isnull=False)

    def unread(self) -> "NoticeQuerySet":
        """Those not read yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that a person is told of. It names what happened and holds none of its words.

    Before `shown_at` it waits: whoever reads the room meanwhile is never told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    # What happened: the kind of an event, or what was changed about the account. Names the sentence in wording.py.
    event = models.CharField(max_length=40)
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # What it leads to where that is no room: a job.
    thing = models.UUIDField(null=True, blank=True)
    # Which happening it tells of: a stream's, by number; messages of one room are gathered from `seq` to `last_seq`.
    source = models.UUIDField()
    seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # When a mail is to be written for it, if it is unread then; empty: no mail, or there is one already.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    in_digest = models.BooleanField(default=False)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")
    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "seq", "event"], name="notices_told_once"),
            models.UniqueConstraint(
                fields=["person", "room"],
                condition=Q(kind__in=["message", "answer"], read_at__isnull=True),
                name="notices_one_for_the_talk_of_a_room",
            ),
            models.CheckConstraint(condition=Q(last_seq__gte=F("seq")), name="notices_span_ordered"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(shown_at__isnull=False), name="notices_read_after_shown"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(fields=["due_at"], condition=Q(shown_at=None), name="notices_due"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notices_to_mail"),
            models.Index(fields=["room"], name="notices_about_room"),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.person_id}"


class MailChoices(models.Model):
    """How a person wishes to be written to. Hours are those of their own time zone."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="mail_choices")
    is_paused = models.BooleanField(default=False)
    # Whether mails about messages quote them.
    has_texts = models.BooleanField(default=False)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    # No mail between these hours; both or neither.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    # Part of every unsubscribing link: another one makes all links so far void.
    link_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="notices_digest_hour_of_day"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__lte=23, quiet_until__lte=23),
                name="notices_quiet_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"mail choices of {self.person_id}"


class KindChoice(models.Model):
    """How somebody wishes to be mailed about one kind of notice; without a row it is as `table.DEFAULTS` says."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    how = models.CharField(max_length=8, choices=How)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notices_kind_choice_once"),
            models.CheckConstraint(condition=Q(how__in=["now", "digest", "off"]), name="notices_kind_choice_known"),
            models.CheckConstraint(condition=~Q(kind="safety"), name="notices_safety_is_no_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


class RoomChoice(models.Model):
    """How somebody wishes to be mailed about one room, whatever happens there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    how = models.CharField(max_length=8, choices=How)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "room"], name="notices_room_choice_once"),
            models.CheckConstraint(condition=Q(how__in=["now", "digest", "off"]), name="notices_room_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.how}"


class FeedPosition(models.Model):
    """How far a stream has been looked through for what people are to be told of."""

    stream = models.OneToOneField(Stream, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seq__gte=0), name="notices_position_not_negative")]

    def __str__(self) -> str:
        return f"{self.stream_id}@{self.seq}"


def unread_count(person: Person) -> int:
    """How many notices the person has not read."""
    return Notice.objects.visible_to(person).unread().count()
