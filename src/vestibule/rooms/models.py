"""Rooms, who is in them, what was said, what was kept back, and how a pair stands to each other."""

import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q

from vestibule.accounts.models import Organisation, Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.judging.models import JudgedText
from vestibule.kit.ids import new_id


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, actor: Person) -> "RoomQuerySet":
        """The rooms the actor is in now. Anybody else's do not exist for them."""
        return self.filter(members__person=actor, members__left_seq=None)


class Room(models.Model):
    """A place where members talk. Its feed stream has the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = JudgedCharField(max_length=120, surface="room_title")
    circumstances = GenericRelation(JudgedText, "owner_id", "owner_type")
    # What it is about, named by whoever opened it (a job post, say); rooms know no more of it.
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    created_at = models.DateTimeField()
    objects = RoomQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"], name="rooms_room_about")]

    def __str__(self) -> str:
        return str(self.id)


class Member(models.Model):
    """A person in a room, from number `joined_seq` until `left_seq`."""

    class Side(models.TextChoices):
        CLIENT = "client", "client"
        FREELANCER = "freelancer", "freelancer"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="room_memberships")
    side = models.CharField(max_length=10, choices=Side)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL)
    joined_seq = models.BigIntegerField(default=0)
    left_seq = models.BigIntegerField(null=True, blank=True)
    read_seq = models.BigIntegerField(default=0)
    # When the mark was moved last; nothing for marks from before that was kept.
    read_at = models.DateTimeField(null=True, blank=True)
    # The colleague who brought them in later; nobody for those with whom the room was opened.
    brought_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Where the person keeps the room in their own list; nobody else learns of it.
    pinned_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"], condition=Q(left_seq__isnull=True), name="rooms_member_once"
            ),
            models.CheckConstraint(
                condition=Q(left_seq__isnull=True) | Q(left_seq__gte=F("joined_seq")), name="rooms_member_span_ordered"
            ),
            models.CheckConstraint(condition=Q(read_seq__gte=0), name="rooms_member_read_not_negative"),
        ]
        indexes = [models.Index(fields=["person", "room"], name="rooms_member_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"


class Message(models.Model):
    """A message that stands in its room at number `seq`, in its latest wording.

    Every index and every foreign key costs each message. An author's messages are found through the rooms they are in;
    that room and author exist is known when the message gets its number, as a member's, on the room's locked stream.
    """

    room = models.ForeignKey(
        Room, on_delete=models.CASCADE, related_name="messages", db_index=False, db_constraint=False
    )
    seq = models.BigIntegerField()
    author = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="messages", db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=64)
    body = JudgedTextField(surface="message")
    purpose = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    # Under which circumstances it was judged: relationship/plan/policy. Enough to judge it again the same way.
    judged_as = models.CharField(max_length=80)
    # 1 as posted; the wordings before the latest are its `Revision`s.
    revision = models.PositiveIntegerField(default=1, db_default=1)
    # The number of the event that brought the latest wording, or took the text away.
    changed_seq = models.BigIntegerField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="rooms_message_number_once"),
            models.UniqueConstraint(fields=["room", "author", "key"], name="rooms_message_key_once"),
            models.CheckConstraint(
                condition=Q(changed_seq__isnull=False) | Q(revision=1, deleted_at__isnull=True),
                name="rooms_message_change_has_number",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(body=""), name="rooms_message_deleted_bare"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq}"

    @property
    def latest_seq(self) -> int:
        """The number of the event that brought the message as it is now."""
        return self.changed_seq or self.seq


class Revision(models.Model):
    """An earlier wording of a message that was edited. Everybody who can read the message can read it too."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    seq = models.BigIntegerField()
    number = models.PositiveIntegerField()
    # The number of the event that brought this wording.
    event_seq = models.BigIntegerField()
    body = JudgedTextField(surface="message")
    purpose = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq", "number"], name="rooms_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="rooms_revision_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq} r{self.number}"


class Reply(models.Model):
    """To which message another one answers, and the words of it that it repeats."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="replies", db_index=False)
    seq = models.BigIntegerField()
    to_seq = models.BigIntegerField()
    to_revision = models.PositiveIntegerField()
    quote = JudgedTextField(surface="message", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="rooms_reply_once"),
            models.CheckConstraint(condition=Q(to_seq__lt=F("seq")), name="rooms_reply_to_earlier"),
        ]
        indexes = [models.Index(fields=["room", "to_seq"], name="rooms_reply_to")]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq} to #{self.to_seq}"


class Reaction(models.Model):
    """One person's sign under a message."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    seq = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    reaction = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq", "reaction", "person"], name="rooms_reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} on {self.room_id}#{self.seq}"


class PinnedMessage(models.Model):
    """A message that the members keep at hand."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="pinned_messages", db_index=False)
    seq = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    pinned_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="rooms_pinned_once")]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq}"


class Question(models.Model):
    """A message that waits for an answer, as one of the members has marked it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="questions", db_index=False)
    seq = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    marked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    # When those who owe the answer were reminded of it.
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="rooms_question_once")]
        indexes = [
            models.Index(fields=["said_at"], condition=Q(answered_at=None, reminded_at=None), name="rooms_question_due")
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq}"


class Draft(models.Model):
    """What somebody has begun to write in a room; on all their devices, and read by nobody else."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    # Not judged text: the author alone can read it. Empty once it was sent or thrown away.
    body = models.TextField(blank=True)
    purpose = models.CharField(max_length=20, blank=True, default="")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="rooms_draft_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"


class IndexedRoom(models.Model):
    """How far the messages of a room can be searched. The words themselves lie outside Django: search/index.py."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, primary_key=True, related_name="indexed")
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seq__gte=0), name="rooms_indexed_not_negative")]

    def __str__(self) -> str:
        return f"{self.room_id}@{self.seq}"


class WithheldMessageQuerySet(models.QuerySet["WithheldMessage"]):
    def visible_to(self, actor: Person) -> "WithheldMessageQuerySet":
        """The actor's own, in rooms they are still in."""
        return self.filter(author=actor, state=WithheldMessage.State.KEPT, room__in=Room.objects.visible_to(actor))


class WithheldMessage(models.Model):
    """A message that was not delivered. Nobody but its author ever receives its text."""

    class State(models.TextChoices):
        KEPT = "kept", "kept for its author"
        POSTED = "posted", "posted later"
        DISCARDED = "discarded", "discarded by its author"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="withheld_messages")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="withheld_messages")
    key = models.CharField(max_length=64)
    after_seq = models.BigIntegerField()
    # Not judged text: the author alone can read it.
    body = models.TextField()
    purpose = models.CharField(max_length=20, blank=True, default="")
    verdict = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    at = models.DateTimeField()
    # The message that it would reword; nothing for one that would be new.
    edits_seq = models.BigIntegerField(null=True, blank=True)
    # The message that it answers, and the words of it that it repeats.
    reply_seq = models.BigIntegerField(null=True, blank=True)
    reply_revision = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True, default="")
    objects = WithheldMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "author", "key"], name="rooms_withheld_key_once"),
        ]
        indexes = [models.Index(fields=["author", "room", "state"], name="rooms_withheld_of_author")]

    def __str__(self) -> str:
        return str(self.id)


class Engagement(models.Model):
    """One offer between two people and what became of it: the history that their relationship is computed from.

    Written by whoever makes contracts (the marketplace, say), in the same transaction as their own records.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "offered"
        ACTIVE = "active", "contract running"
        ENDED = "ended", "contract ended"
        CLOSED = "closed", "withdrawn, declined or expired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="engagements")
    client = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="engagements_as_client")
    freelancer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="engagements_as_freelancer")
    state = models.CharField(max_length=10, choices=State)
    offered_seq = models.BigIntegerField()
    started_seq = models.BigIntegerField(null=True, blank=True)
    ended_seq = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(client=F("freelancer")), name="rooms_engagement_two_people"),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "closed"], started_seq__isnull=True)
                | Q(state="active", started_seq__isnull=False, ended_seq__isnull=True)
                | Q(state="ended", started_seq__isnull=False, ended_seq__isnull=False),
                name="rooms_engagement_state_has_numbers",
            ),
        ]
        indexes = [models.Index(fields=["client", "freelancer", "state"], name="rooms_engagement_of_pair")]

    def __str__(self) -> str:
        return f"{self.client_id}–{self.freelancer_id}: {self.state}"


Pair = tuple[uuid.UUID, uuid.UUID]
