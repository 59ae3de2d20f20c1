"""Blind sweeps: people of different viewpoints look at the same data, each without seeing the others' lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.dataset import Dataset
from weirdness.models.flag import Category
from weirdness.models.issue import Issue
from weirdness.models.issue_words import MetadataField, Target
from weirdness.models.person import Person, Viewpoint


class SweepQuerySet(models.QuerySet["Sweep"]):
    def visible_to(self, person: Person) -> SweepQuerySet:
        return self.filter(dataset__in=Dataset.objects.visible_to(person))

    def concerning(self, person: Person) -> SweepQuerySet:
        """Those that this person takes part in, asked for, or could run, since they triage the dataset."""
        theirs = Q(person=person) | Q(person__merged_into=person)
        invited = Q(pk__in=Reviewer.objects.filter(theirs).values("sweep"))
        run = Q(asked_by=person) | Q(dataset__in=Dataset.objects.triaged_by(person))
        return self.visible_to(person).filter(invited | run)

    def awaiting(self, person: Person) -> SweepQuerySet:
        """Open ones in which a list of this person's is not handed in yet."""
        theirs = Q(person=person) | Q(person__merged_into=person)
        undone = Reviewer.objects.filter(theirs, done_at__isnull=True).values("sweep")
        return self.visible_to(person).filter(state=Sweep.State.OPEN, pk__in=undone)


class Sweep(models.Model):
    """One invitation to at least four reviewers. open: lists are hidden; merging: the lists are laid together."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        MERGING = "merging", "lists are being merged"
        CLOSED = "closed", "closed"
        CALLED_OFF = "called_off", "called off"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="sweeps")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    deadline = models.DateTimeField()
    guide = models.TextField(blank=True, help_text="What to look at, in a few words.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts what was done to the merged list.")

    objects = SweepQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset"], condition=Q(state__in=["open", "merging"]), name="one_sweep_of_a_dataset_at_a_time"
            ),
        ]


class Reviewer(models.Model):
    """One person's part in a sweep, with the viewpoint they had. `done_at`: they handed in their list."""

    sweep = models.ForeignKey(Sweep, models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="reviews")
    viewpoint = models.ForeignKey(Viewpoint, models.PROTECT)
    invited_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sweep", "person"], name="one_review_per_person_and_sweep")]


class SweepItem(models.Model):
    """One distinct oddity of the merged list, and the issue that it became or was already."""

    sweep = models.ForeignKey(Sweep, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="sweep_items")
    set_aside = models.CharField(max_length=300, blank=True, help_text="Why it is no oddity of these data; else empty.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sweep", "number"], name="one_item_of_a_number")]


class SweepFind(models.Model):
    """One line of a reviewer's list: what a flag would say."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="finds")
    at = models.DateTimeField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    target = models.CharField(max_length=10, choices=Target.choices, default=Target.DATASET)
    column = models.CharField(max_length=200, blank=True, default="")
    metadata_field = models.CharField(max_length=20, blank=True, default="", choices=MetadataField.choices)
    sentence = models.CharField(max_length=500)
    rows_as_typed = models.TextField(blank=True)
    item = models.ForeignKey(SweepItem, models.SET_NULL, null=True, blank=True, related_name="finds")
    near = models.JSONField(default=list, blank=True, help_text="Known issues that it may be, the likest first.")

    class Meta:
        ordering = ["at", "pk"]
