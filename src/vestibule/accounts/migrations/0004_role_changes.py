from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_discretion"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="role_changes",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
