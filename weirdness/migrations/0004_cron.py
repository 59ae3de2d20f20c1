"""Schedules are cron: what ran every so many minutes keeps running, never less often than before."""

import django.db.models.deletion
from django.db import migrations, models

EVERY_HOURS = (24, 12, 8, 6, 4, 3, 2, 1)
EVERY_MINUTES = (30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1)


def cron_of(minutes):
    """The rarest cron that comes at least every so many minutes, from midnight UTC on."""
    for hours in EVERY_HOURS:
        if minutes >= hours * 60:
            return "0 0 * * *" if hours == 24 else f"0 */{hours} * * *"
    return next(f"*/{each} * * * *" for each in EVERY_MINUTES if minutes >= each)


def to_cron(apps, schema_editor):
    for suite in apps.get_model("weirdness", "Suite").objects.filter(every_minutes__gt=0, cron=""):
        suite.cron, suite.time_zone = cron_of(suite.every_minutes), "UTC"
        suite.save(update_fields=["cron", "time_zone"])


class Migration(migrations.Migration):

    dependencies = [
        ('weirdness', '0003_checks'),
    ]

    operations = [
        migrations.RunPython(to_cron, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='suite',
            name='every_minutes',
        ),
        migrations.AddField(
            model_name='run',
            name='unchanged_since',
            field=models.ForeignKey(blank=True, help_text='The run that read these very data.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.run'),
        ),
    ]
