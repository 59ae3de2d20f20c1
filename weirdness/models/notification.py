"""Notifications: what is owed to whom. Sent through the outbox: a job per row."""

from django.db import models

from weirdness.models.dataset import Dataset
from weirdness.models.issue import Issue
from weirdness.models.person import Person


class Notification(models.Model):
    class State(models.TextChoices):
        DUE = "due", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "refused by the mail server"
        WITHDRAWN = "withdrawn", "no longer allowed or needed"

    key = models.CharField(max_length=200, unique=True, help_text="Event and recipient: sent once.")
    message = models.CharField(max_length=40, help_text="Which message: the name of its three templates.")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="notifications")
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    message_id = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
