"""How many forecasts are alike is kept by era: the totals of half a million need not read them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("weirdness", "0019_portfolio"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uses", models.PositiveIntegerField()),
                ("stands_alone", models.BooleanField()),
                ("tier", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=10)),
                ("held", models.BooleanField(null=True)),
                ("tenth", models.PositiveSmallIntegerField(null=True)),
                ("many", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["era", "pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="forecast",
            name="forecast_totals",
        ),
        migrations.RemoveIndex(
            model_name="forecast",
            name="forecast_places",
        ),
        migrations.AddField(
            model_name="tally",
            name="era",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="weirdness.era"
            ),
        ),
    ]
