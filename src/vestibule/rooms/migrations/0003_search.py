"""The index of words, in the engine's own kind of full-text search, and how far each room is in it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from vestibule.rooms.search.schema import POSTGRESQL, SQLITE


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE, None)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE rooms_search")


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0002_fewer_indexes_of_events"),
        ("rooms", "0002_fewer_indexes_of_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexedRoom",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="rooms.room",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seq__gte", 0)), name="rooms_indexed_not_negative")
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
