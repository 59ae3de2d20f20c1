"""Each flag knows which verdict it met, so that nobody compares it with its episode; built beside the running service."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Index, Q

# As services/disputes.py writes it from now on.
MET = """
UPDATE weirdness_flag f SET met = e.resolution FROM weirdness_episode e
WHERE e.id = f.episode_id AND e.resolution IN ('explained', 'accepted') AND f.at >= e.closed_at
AND f.person_id IS NOT NULL AND f.kind IN ('same', 'dispute')
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("weirdness", "0017_desk_speed")]

    operations = [
        migrations.AddField(
            "flag",
            "met",
            models.CharField(
                max_length=20,
                blank=True,
                default="",
                db_default="",
                help_text="The verdict that stood when it was raised: explained or accepted.",
            ),
        ),
        migrations.RunSQL(MET, migrations.RunSQL.noop),
        AddIndexConcurrently(
            "flag",
            Index(
                fields=["dataset", "at"],
                include=["episode", "kind", "met"],
                condition=Q(met__gt=""),
                name="flag_met",
            ),
        ),
    ]
