"""What happened before there were notices is not told of: looking through begins where each stream stands."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO notices_feedposition (stream_id, seq) SELECT id, head FROM feed_stream",
            "DELETE FROM notices_feedposition",
        ),
    ]
