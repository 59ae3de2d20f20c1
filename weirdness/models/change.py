"""What a run noticed to have changed upstream: schema, type, volume or distribution."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from weirdness.models.check import Run
from weirdness.models.dataset import Dataset
from weirdness.models.person import Person


class ChangeQuerySet(models.QuerySet["Change"]):
    def unsettled(self) -> ChangeQuerySet:
        return self.filter(settled_as="")

    def counted(self) -> ChangeQuerySet:
        """Those after which a dataset must prove itself again: all but what somebody called harmless."""
        return self.exclude(settled_as=Change.Settled.HARMLESS)


class Change(models.Model):
    """One change in words. `since`: the part or day that shows it first; `settled_as`: what a person made of it."""

    class Settled(models.TextChoices):
        ERA = "era", "a new era began"
        HARMLESS = "harmless", "no reason to count anew"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="changes")
    run = models.ForeignKey(Run, models.PROTECT, related_name="changes")
    partition = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    columns = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    since = models.CharField(max_length=300)
    sentence = models.TextField()
    sure = models.FloatField()
    settled_as = models.CharField(max_length=10, blank=True, default="", choices=Settled.choices)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["dataset", "-at"], name="change_by_dataset")]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_as="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(settled_as="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="a_settled_change_names_the_person",
            )
        ]
