"""What the columns of a dataset looked like at a run: kept, so that a page can draw the last ones."""

from django.db import models

from weirdness.models.check import Run
from weirdness.models.dataset import Dataset


class Profile(models.Model):
    """`document` is the dict of a checks.Profile; `partition` as in the run."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="profiles")
    run = models.OneToOneField(Run, models.PROTECT, null=True, blank=True, related_name="profile")
    partition = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    row_count = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    document = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["dataset", "-at"], name="profile_by_dataset")]
