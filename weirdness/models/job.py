"""Jobs: rows that owe work. The row is the queue; Celery is the clock."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        DEAD = "dead", "given up"

    kind = models.CharField(max_length=20)
    dedupe_key = models.CharField(max_length=200, unique=True)
    subject = models.BigIntegerField(help_text="The id of what the work is about.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    urgency = models.PositiveSmallIntegerField(default=0, help_text="Higher goes first: somebody waits for it.")
    published_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leased"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="job_finished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(token__isnull=False, lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
            models.CheckConstraint(condition=~Q(state="dead") | ~Q(error=""), name="a_dead_job_says_why"),
        ]
