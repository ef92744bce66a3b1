"""Offers that expire and have milestones, and contracts that a freelancer leaves without fault."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import vestibule.judging.cleared
from vestibule.market.guards import put_up, take_down

GUARDED_BEFORE = {
    "market_offer": (">made", "made>withdrawn", "made>declined", "made>accepted"),
    "market_contract": (">active", "active>ended"),
}
GUARDED = {**GUARDED_BEFORE, "market_offer": (*GUARDED_BEFORE["market_offer"], "made>expired")}


def take_guards_down(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    take_down(schema_editor, GUARDED_BEFORE)


def put_guards_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    put_up(schema_editor, GUARDED_BEFORE)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    put_up(schema_editor, GUARDED)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    take_down(schema_editor, GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0005_saved_jobs"),
        ("rooms", "0003_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(take_guards_down, put_guards_up),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.SmallIntegerField()),
                ("title", vestibule.judging.cleared.JudgedCharField(max_length=120, surface="offer")),
                ("amount_minor", models.BigIntegerField()),
                ("due_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="offer",
            name="market_offer_state_known",
        ),
        migrations.AddField(
            model_name="contract",
            name="is_without_fault",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="leaving_words",
            field=vestibule.judging.cleared.JudgedTextField(blank=True, default="", surface="offer"),
        ),
        migrations.AddField(
            model_name="offer",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="offer",
            name="state",
            field=models.CharField(
                choices=[
                    ("made", "made"),
                    ("withdrawn", "withdrawn"),
                    ("declined", "declined"),
                    ("accepted", "accepted"),
                    ("expired", "expired"),
                ],
                default="made",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state", "made")), fields=["expires_at"], name="market_offer_expiring"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["freelancer", "state"], name="market_offer_to_freelancer"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_without_fault", False), ("leaving_words", "")),
                    models.Q(("is_without_fault", True), ("state", "ended")),
                    _connector="OR",
                ),
                name="market_contract_leaving_is_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["made", "withdrawn", "declined", "accepted", "expired"])),
                name="market_offer_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at", None), ("expires_at__gt", models.F("made_at")), _connector="OR"),
                name="market_offer_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "expired"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="market_offer_expires_by_date",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="market.offer"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(fields=("offer", "place"), name="market_milestone_place_once"),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="market_milestone_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 1000000000000)),
                name="market_milestone_amount_in_range",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
