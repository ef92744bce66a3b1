"""Skills and budgets of job posts, profiles, invitations, and the list that searches walk through."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import vestibule.judging.cleared
import vestibule.kit.ids
from vestibule.market.guards import put_up, take_down

GUARDED_BEFORE = {"market_jobpost": (">draft", ">open", "draft>open", "draft>closed", "open>closed")}
GUARDED = {
    "market_jobpost": (*GUARDED_BEFORE["market_jobpost"], "closed>open"),
    "market_invitation": (">sent", "sent>withdrawn", "sent>declined", "sent>accepted"),
}


def take_jobs_guard_down(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    take_down(schema_editor, GUARDED_BEFORE)


def put_jobs_guard_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    put_up(schema_editor, GUARDED_BEFORE)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    put_up(schema_editor, GUARDED)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    take_down(schema_editor, GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("market", "0002_guard_states"),
        ("rooms", "0002_fewer_indexes_of_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(take_jobs_guard_down, put_jobs_guard_up),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vestibule.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="invite")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("withdrawn", "withdrawn"),
                            ("declined", "declined"),
                            ("accepted", "accepted"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JobListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("budget_kind", models.CharField(blank=True, default="", max_length=6)),
                ("budget_to_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("posted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline", vestibule.judging.cleared.JudgedCharField(max_length=120, surface="profile")),
                ("about", vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="profile")),
                ("skills", vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="profile")),
                ("links", vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="profile")),
                ("credentials", vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="profile")),
                ("rate_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                (
                    "availability",
                    models.CharField(
                        choices=[("now", "now"), ("later", "from a day on"), ("busy", "takes no work")],
                        default="now",
                        max_length=5,
                    ),
                ),
                ("available_from", models.DateField(blank=True, null=True)),
                ("is_listed", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="jobpost",
            name="budget_from_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="jobpost",
            name="budget_kind",
            field=models.CharField(
                blank=True,
                choices=[("", "not said"), ("fixed", "for the whole"), ("hourly", "by the hour")],
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="jobpost",
            name="budget_to_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="jobpost",
            name="currency",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
        migrations.AddField(
            model_name="jobpost",
            name="questions",
            field=vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="job_post"),
        ),
        migrations.AddField(
            model_name="jobpost",
            name="skills",
            field=vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="job_post"),
        ),
        migrations.AddConstraint(
            model_name="jobpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("budget_from_minor", None), ("budget_kind", ""), ("budget_to_minor", None), ("currency", "")
                    ),
                    models.Q(
                        ("budget_kind__in", ["fixed", "hourly"]),
                        ("budget_to_minor__gte", 1),
                        ("budget_to_minor__lte", 1000000000000),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("currency"), 3),
                        models.Q(("budget_from_minor", None), ("budget_from_minor__gte", 1), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="market_job_budget_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("budget_from_minor", None),
                    ("budget_from_minor__lte", models.F("budget_to_minor")),
                    _connector="OR",
                ),
                name="market_job_budget_ordered",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="freelancer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="job",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="market.jobpost"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="room",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="invitations",
                to="rooms.room",
            ),
        ),
        migrations.AddField(
            model_name="joblisting",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="joblisting",
            name="job",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="listing", to="market.jobpost"
            ),
        ),
        migrations.AddField(
            model_name="joblisting",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="profile", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["job", "-sent_at", "-id"], name="market_invitation_of_job"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["freelancer", "state", "-sent_at"], name="market_invitation_of_person"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sent")), fields=("job", "freelancer"), name="market_invitation_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sent", "withdrawn", "declined", "accepted"])),
                name="market_invitation_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="joblisting",
            index=models.Index(fields=["posted_at"], name="market_listing_posted"),
        ),
        migrations.AddIndex(
            model_name="profile",
            index=models.Index(fields=["made_at"], name="market_profile_made"),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True), name="market_profile_has_headline"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("currency", ""), ("rate_minor", None)),
                    models.Q(
                        ("rate_minor__gte", 1),
                        ("rate_minor__lte", 1000000000000),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("currency"), 3),
                    ),
                    _connector="OR",
                ),
                name="market_profile_rate_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("availability__in", ["now", "busy"]), ("available_from", None)),
                    models.Q(("availability", "later"), ("available_from__isnull", False)),
                    _connector="OR",
                ),
                name="market_profile_availability_known",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
