"""How far the history went when a snapshot was made: whoever recomputes it later reads exactly that much."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("weirdness", "0015_log_uses")]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="log",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                help_text="What was known: its last event and last look, and what the dataset was called.",
            ),
        ),
    ]
