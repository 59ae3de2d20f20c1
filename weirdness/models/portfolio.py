"""Where each dataset stands, in few numbers: written with its estimate, so that a page of all of them reads no history.

Nothing here is known first: whatever is lost is written again by the next estimate.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from weirdness.models.confidence import Era
from weirdness.models.dataset import Dataset


class StandingQuerySet(models.QuerySet["Standing"]):
    def lacking(self, part: str) -> "StandingQuerySet":
        """Those that lack this part of what stable asks for; all of them for a part that is none."""
        return self.filter(**LACKS[part]) if part in LACKS else self


class Standing(models.Model):
    """How far a dataset is from stable by its newest estimate; each number is what is still missing, 0: nothing.

    `nearness`: 0 to 1, 1 when nothing is missing. `lately`: looks of the last 90 days. `need`: looks lately times what
    is missing: much used, and little known.
    """

    dataset = models.OneToOneField(Dataset, models.CASCADE, primary_key=True, related_name="standing")
    at = models.DateTimeField(db_default=Now())
    looks = models.PositiveIntegerField(help_text="Further looks without anything new.")
    people = models.FloatField()
    viewpoints = models.FloatField()
    issues = models.PositiveIntegerField(help_text="Open ones of severity major or critical, and those nobody judged.")
    checks = models.PositiveIntegerField(help_text="Important ones that fail or flap.")
    missing = models.JSONField(default=list, help_text="The same in words.")
    counted = models.PositiveIntegerField(help_text="Looks of the era.")
    lately = models.PositiveIntegerField()
    nearness = models.FloatField()
    need = models.FloatField()

    objects = StandingQuerySet.as_manager()


LACKS: dict[str, dict[str, Any]] = {
    "looks": {"looks__gt": 0},
    "people": {"people__gt": 0},
    "viewpoints": {"viewpoints__gt": 0},
    "issues": {"issues__gt": 0},
    "checks": {"checks__gt": 0},
}


class Month(models.Model):
    """One month of a dataset, over all its eras: its looks, and how many new oddities they turned up."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="months")
    first_day = models.DateField()
    looks = models.PositiveIntegerField()
    finds = models.PositiveIntegerField()

    class Meta:
        ordering = ["first_day", "dataset"]
        constraints = [models.UniqueConstraint(fields=["dataset", "first_day"], name="one_row_per_month")]


class Tally(models.Model):
    """How many forecasts of an era are alike: written whole, from their rows, whenever one of them changes.

    `held` None: their uses have not all happened. `tenth`: of the forecast, 0 to 9, where what came lies (those alone).
    """

    era = models.ForeignKey(Era, models.CASCADE, related_name="tallies")
    uses = models.PositiveIntegerField()
    stands_alone = models.BooleanField()
    tier = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    held = models.BooleanField(null=True)
    tenth = models.PositiveSmallIntegerField(null=True)
    many = models.PositiveIntegerField()

    class Meta:
        ordering = ["era", "pk"]
