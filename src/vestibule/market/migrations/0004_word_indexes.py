"""Full text over open job posts and listed profiles; posts that are open already come into the list by age."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from vestibule.market.words import drop_index, index_words, make_index

TABLES = ("market_joblisting", "market_profile")


def make_indexes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        make_index(schema_editor, table)


def drop_indexes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        drop_index(schema_editor, table)


def list_open_posts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    listing = apps.get_model("market", "JobListing")
    for job in apps.get_model("market", "JobPost").objects.filter(state="open").order_by("posted_at", "id").iterator():
        made = listing.objects.create(
            job=job, client_id=job.client_id, organisation_id=job.organisation_id, posted_at=job.posted_at
        )
        index_words("market_joblisting", made.id, text=[job.title, job.body], marks=[])


def unlist_posts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("market", "JobListing").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("market", "0003_finding_each_other")]
    operations = [
        migrations.RunPython(make_indexes, drop_indexes),
        migrations.RunPython(list_open_posts, unlist_posts),
    ]
