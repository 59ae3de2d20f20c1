"""The units of confidence: looks, eras, and the dated estimates made from them."""

from django.db import models

from weirdness.models.dataset import Dataset
from weirdness.models.person import Person, Viewpoint


class Era(models.Model):
    """A stretch between announced changes; counting starts anew with each."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="eras")
    started_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["started_at"]
        constraints = [models.UniqueConstraint(fields=["dataset", "started_at"], name="one_era_starts_at_a_time")]


class Look(models.Model):
    """One distinct person who used the dataset on one day (of the organisation). A page view is no look."""

    class Origin(models.TextChoices):
        CHECK_IN = "check_in", "used it, all fine"
        FLAG = "flag", "a flag"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks")
    viewpoint = models.ForeignKey(Viewpoint, models.PROTECT)
    day = models.DateField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["day", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["dataset", "person", "day"], name="one_look_per_person_and_day")]


class Snapshot(models.Model):
    """The dated estimate of what is unseen: its method and inputs beside its result. Never restated."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="snapshots")
    at = models.DateTimeField()
    method = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=Dataset.State.choices)
    inputs = models.JSONField()
    result = models.JSONField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["dataset", "at", "id"], name="snapshot_newest")]
        get_latest_by = ["at", "pk"]
