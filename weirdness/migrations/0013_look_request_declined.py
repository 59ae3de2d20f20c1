"""Who was asked to look can say that they do not use the data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("weirdness", "0012_eras")]

    operations = [
        migrations.AddField(
            model_name="lookrequest",
            name="declined_at",
            field=models.DateTimeField(blank=True, help_text="When they said that they do not use it.", null=True),
        ),
    ]
