"""History: append-only, a sha256 chain per dataset kept by a trigger (migration 0001)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.dataset import Dataset
from weirdness.models.event_words import sentence
from weirdness.models.issue import Issue
from weirdness.models.person import Person


class Event(models.Model):
    """One thing that happened. `chain` is the dataset's id, or 0 for what belongs to no dataset.

    `position`, `previous` and `hash` are the trigger's; update, delete and truncate are refused.
    """

    class ActorKind(models.TextChoices):
        PERSON = "person", "a person"
        CHECK = "check", "a check"
        SYSTEM = "system", "Weirdness"

    chain = models.BigIntegerField()
    position = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="events")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="events")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="events")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True, default="")
    after = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["actor", "at"], name="event_by_actor")]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="one_event_per_link_of_the_chain"),
            models.CheckConstraint(
                condition=Q(actor_kind="person", actor__isnull=False)
                | (~Q(actor_kind="person") & Q(actor__isnull=True)),
                name="a_persons_event_names_the_person",
            ),
        ]

    def who(self) -> str:
        if self.actor is not None:
            return self.actor.name
        return "A check" if self.actor_kind == self.ActorKind.CHECK else "Weirdness"

    def sentence(self) -> str:
        return sentence(self.verb, who=self.who(), before=self.before, after=self.after, reason=self.reason)
