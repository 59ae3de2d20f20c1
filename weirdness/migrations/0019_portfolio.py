"""Forecasts say what they were made of and whether they held; where each dataset stands, and its months; priors put back."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("weirdness", "0018_search_speed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Month",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField()),
                ("looks", models.PositiveIntegerField()),
                ("finds", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["first_day", "dataset"],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "dataset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="weirdness.dataset",
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("looks", models.PositiveIntegerField(help_text="Further looks without anything new.")),
                ("people", models.FloatField()),
                ("viewpoints", models.FloatField()),
                (
                    "issues",
                    models.PositiveIntegerField(
                        help_text="Open ones of severity major or critical, and those nobody judged."
                    ),
                ),
                ("checks", models.PositiveIntegerField(help_text="Important ones that fail or flap.")),
                ("missing", models.JSONField(default=list, help_text="The same in words.")),
                ("counted", models.PositiveIntegerField(help_text="Looks of the era.")),
                ("lately", models.PositiveIntegerField()),
                ("nearness", models.FloatField()),
                ("need", models.FloatField()),
            ],
        ),
        migrations.AddField(
            model_name="forecast",
            name="held",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="forecast",
            name="place",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="forecast",
            name="state",
            field=models.CharField(blank=True, db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tier",
            field=models.CharField(blank=True, db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="prior",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="prior",
            name="evidence",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="prior",
            name="evidence_before",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="prior",
            name="in_force_from",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="No estimate before that is made with it.",
            ),
        ),
        migrations.AlterField(
            model_name="prior",
            name="made_at",
            field=models.DateTimeField(help_text="When it was announced."),
        ),
        migrations.AddIndex(
            model_name="forecast",
            index=models.Index(
                condition=models.Q(("scored_at__isnull", False)), fields=["scored_at", "id"], name="forecast_scored"
            ),
        ),
        migrations.AddIndex(
            model_name="forecast",
            index=models.Index(
                condition=models.Q(("scored_at__isnull", False)),
                fields=["uses", "stands_alone", "tier", "state", "held"],
                name="forecast_totals",
            ),
        ),
        migrations.AddIndex(
            model_name="forecast",
            index=models.Index(condition=models.Q(("place__isnull", False)), fields=["place"], name="forecast_places"),
        ),
        migrations.AddField(
            model_name="month",
            name="dataset",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="months", to="weirdness.dataset"
            ),
        ),
        migrations.AddConstraint(
            model_name="month",
            constraint=models.UniqueConstraint(fields=("dataset", "first_day"), name="one_row_per_month"),
        ),
    ]
