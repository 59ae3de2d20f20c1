"""Waivers: this row is known and accepted, as long as it holds this value and until this date."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from weirdness.models.dataset import Dataset
from weirdness.models.issue import Issue
from weirdness.models.person import Person


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def in_force(self, today: date) -> WaiverQuerySet:
        return self.filter(ended_at__isnull=True, until__gte=today)


class Waiver(models.Model):
    """`row_key` names the row, `value_hash` what it held; another value, or a passed date, fires again."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="waivers")
    grouping_key = models.CharField(max_length=1000)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="waivers")
    row_key = models.JSONField()
    value_hash = models.CharField(max_length=64)
    reason = models.TextField()
    until = models.DateField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_says_why"),
            models.UniqueConstraint(
                fields=["dataset", "grouping_key", "row_key", "value_hash"],
                condition=Q(ended_at__isnull=True),
                name="a_row_is_waived_once",
            ),
        ]
