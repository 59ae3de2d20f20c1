"""Inquiries: questions of a page to the data, answered by a worker a moment later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.dataset import Dataset, Source
from weirdness.models.issue import Issue
from weirdness.models.job import Job
from weirdness.models.person import Person


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def of(self, person: Person) -> InquiryQuerySet:
        """Who asked may read the answer, nobody else."""
        return self.filter(asked_by=person)


class Inquiry(models.Model):
    """One question (`kind`, `arguments`) about a source or dataset. `message` says what went wrong."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        ANSWERED = "answered", "answered"
        FAILED = "failed", "could not be answered"

    kind = models.CharField(max_length=30)
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True)
    dataset = models.ForeignKey(Dataset, models.CASCADE, null=True, blank=True)
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, blank=True)
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Person, models.PROTECT)
    asked_at = models.DateTimeField()
    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.JSONField(null=True, blank=True)
    message = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(message=""), name="a_failed_inquiry_says_why"),
        ]
