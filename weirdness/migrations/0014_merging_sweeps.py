"""What merging the lists of a blind sweep remembers: how often it was touched, and what each line may be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("weirdness", "0013_look_request_declined")]

    operations = [
        migrations.AddField(
            model_name="sweep",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Counts what was done to the merged list."),
        ),
        migrations.AddField(
            model_name="sweepfind",
            name="near",
            field=models.JSONField(
                blank=True, default=list, help_text="Known issues that it may be, the likest first."
            ),
        ),
    ]
