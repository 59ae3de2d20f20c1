"""Looks: who used a dataset on which day, from wherever we know it; and who was asked to."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from weirdness.models.dataset import Dataset
from weirdness.models.person import Person, Viewpoint
from weirdness.models.query_log import LogImport


class LookQuerySet(models.QuerySet["Look"]):
    def counted(self) -> LookQuerySet:
        """All but what was taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def known_at(self, moment: datetime) -> LookQuerySet:
        """What this installation knew at a moment: a look that came late was not known before it came."""
        still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
        return self.filter(still, recorded_at__lte=moment)


class Look(models.Model):
    """One distinct person who used the dataset on one day (of the organisation). A page view is no look.

    `at`: when it was used; `recorded_at`: since when this is known here, later for an imported log.
    """

    class Origin(models.TextChoices):
        CHECK_IN = "check_in", "used it, all fine"
        LINK = "link", "used it, said by a link"
        CLIENT = "client", "a program of theirs"
        FLAG = "flag", "a flag"
        SWEEP = "sweep", "a blind sweep"
        QUERY_LOG = "query_log", "an imported query log"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks")
    viewpoint = models.ForeignKey(Viewpoint, models.PROTECT)
    day = models.DateField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    log = models.ForeignKey(LogImport, models.PROTECT, null=True, blank=True, related_name="looks")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back: it counts no more.")
    is_demo = models.BooleanField(default=False)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["day", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "person", "day"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_look_per_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(origin="query_log", log__isnull=False) | (~Q(origin="query_log") & Q(log__isnull=True)),
                name="an_imported_look_names_its_log",
            ),
        ]


class LookRequest(models.Model):
    """Somebody asked a person by letter to look at a dataset from their viewpoint."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="look_requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="look_requests")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True, help_text="When they said that they do not use it.")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["dataset", "person", "-asked_at"], name="look_request_newest")]
