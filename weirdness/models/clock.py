"""Clocks of an episode, in business hours: until it is acknowledged, until it is resolved."""

from django.db import models
from django.db.models import Q

from weirdness.models.issue import Episode, Issue


class Clock(models.Model):
    """`due_at` is 100 % of its time, `late_at` 200 %. A paused clock has no next mark; resuming moves its ends."""

    class Kind(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", "first verdict"
        RESOLVE = "resolve", "resolution"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="clocks")
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    started_at = models.DateTimeField()
    limit = models.DurationField(help_text="Business time until it is due.")
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="The verdict or the closing came.")
    quarters = models.PositiveSmallIntegerField(default=0, help_text="Of its limit that are over, at most 8.")
    next_mark_at = models.DateTimeField(null=True, blank=True, help_text="When the next quarter is over.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "kind"], name="one_clock_of_a_kind_per_episode"),
            models.CheckConstraint(
                condition=Q(next_mark_at__isnull=True) | Q(paused_at__isnull=True, stopped_at__isnull=True),
                name="a_standing_clock_has_no_next_mark",
            ),
        ]
        indexes = [
            models.Index(fields=["next_mark_at"], condition=Q(next_mark_at__isnull=False), name="clock_next_mark"),
        ]
