"""Why an era began, of fixed kinds; and eras that were announced by mistake."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("weirdness", "0011_confidence")]

    operations = [
        migrations.AddField(
            "era",
            "cause",
            models.CharField(
                blank=True,
                choices=[
                    ("schema", "The columns or their meaning changed"),
                    ("reload", "All rows were loaded anew"),
                    ("machine", "A new machine, method or source"),
                    ("other", "Something else"),
                ],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AddField("era", "revoked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "era",
            "revoked_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint("era", "one_era_starts_at_a_time"),
        migrations.AddConstraint(
            "era",
            models.UniqueConstraint(
                condition=Q(revoked_at__isnull=True), fields=["dataset", "started_at"], name="one_era_starts_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            "era",
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) ^ Q(revoked_by__isnull=False), name="a_revoked_era_says_by_whom"
            ),
        ),
    ]
