"""What people say the rule got wrong, what staff make of it, and trials of a book over what was written before."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vestibule.accounts.models import Person
from vestibule.kit.ids import new_id


class Answer(models.TextChoices):
    """What staff found."""

    ENGINE_WRONG = "engine_wrong", _("The rule was applied wrongly")
    RULE_RIGHT = "rule_right", _("The rule was applied rightly")
    UNCLEAR = "unclear", _("It cannot be said for sure")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, actor: Person) -> "ObjectionQuerySet":
        """The actor's own."""
        return self.filter(person=actor)


class Objection(models.Model):
    """Somebody says that the rule was applied wrongly to a text: to their own, or to one that they were sent.

    It holds what is needed to look at it and no more, and loses that once it is answered and, where the engine was
    wrong, the case stands in the corpus with an invented detail.
    """

    class Kind(models.TextChoices):
        NOT_CONTACT = "not_contact", _("This is not contact information")
        MISSED = "missed", _("This should have been caught")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="objections", db_index=False)
    # Which text it is about, so that nobody objects twice to one: a digest.
    digest = models.CharField(max_length=64)
    # The room in which it stands or was to stand, and the message; nothing for a text that was written elsewhere.
    room = models.UUIDField(null=True, blank=True)
    seq = models.BigIntegerField(null=True, blank=True)
    # Who wrote it: where they go, their words go.
    author = models.UUIDField()
    surface = models.CharField(max_length=20)
    relationship = models.CharField(max_length=20)
    client_plan = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True, default="")
    # What the author had said before, as far as the verdict needs it.
    context = models.JSONField(default=list)
    verdict = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=14, choices=Answer, blank=True, default="")
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="reviews_objection_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="reviews_objection_answered_at_once",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at", "id"], condition=Q(answer=""), name="reviews_objection_open"),
            models.Index(fields=["person", "-made_at"], name="reviews_objection_of_person"),
            models.Index(fields=["author"], name="reviews_objection_author"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CorpusLine(models.Model):
    """A confirmed case as a line of the corpora that the engine is measured by. Nothing in it is anybody's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    objection = models.OneToOneField(
        Objection, null=True, blank=True, on_delete=models.SET_NULL, related_name="corpus_line"
    )
    language = models.CharField(max_length=5)
    # As in tests/policy/corpora: a kind of finding, `spared:` before it where there should have been none.
    kind = models.CharField(max_length=40)
    text = models.TextField()
    made_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Look(models.Model):
    """A member of staff was shown words that people wrote to each other. Written with the showing, never changed."""

    class What(models.TextChoices):
        OBJECTION = "objection", "an objection"
        SAMPLE = "sample", "a sample of a replay"

    staff = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=10, choices=What)
    thing = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thing", "at"], name="reviews_look_at_thing")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.thing}"


class Replay(models.Model):
    """A trial of a book over what was written in a span of time. Nothing that people see is changed by it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    UNDER_WAY: ClassVar[tuple[str, ...]] = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.CharField(max_length=40)
    # The book itself where it is a draft from a file: a later step must judge by the same one.
    draft = models.TextField(blank=True, default="")
    engine = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    # What cannot be judged as it was: words that it was judged with are erased.
    set_aside = models.PositiveIntegerField(default=0)
    # What was stored before its circumstances were kept.
    left_out = models.PositiveIntegerField(default=0)
    # How far it has come; see `rooms.stored_texts.Place`.
    part = models.CharField(max_length=8, default="posted")
    room = models.UUIDField(null=True, blank=True)
    seq = models.BigIntegerField(default=0)
    kept = models.UUIDField(null=True, blank=True)
    # Who works on it holds it until some time after this.
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(since__lt=models.F("until")), name="reviews_replay_span")]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state__in=["waiting", "running"]), name="reviews_replay_open")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Flip(models.Model):
    """A text whose verdict the book of a replay would change.

    It holds no words: they are looked up, and who looked is written down.
    """

    class Opinion(models.TextChoices):
        RIGHT = "right", _("The new answer is right")
        WRONG = "wrong", _("The new answer is wrong")
        UNCLEAR = "unclear", _("It cannot be said for sure")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="flips", db_index=False)
    # `room#number` of a message that stands, the id of one that is kept, `text:number` of what was written elsewhere.
    place = models.CharField(max_length=64)
    was = models.CharField(max_length=10)
    now = models.CharField(max_length=10)
    clause = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    surface = models.CharField(max_length=20, default="message")
    # By chance: samples are taken in this order.
    rank = models.IntegerField()
    opinion = models.CharField(max_length=8, choices=Opinion, blank=True, default="")
    judged_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "place"], name="reviews_flip_once")]
        indexes = [models.Index(fields=["replay", "opinion", "rank"], name="reviews_flip_sample")]

    def __str__(self) -> str:
        return f"{self.was} to {self.now}"
