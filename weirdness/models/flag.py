"""Flags: one observer's report each, and the evidence copied when it was made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from weirdness.models.check import Run
from weirdness.models.dataset import Dataset
from weirdness.models.issue import Episode, Issue
from weirdness.models.person import Person, Viewpoint
from weirdness.models.search import SENTENCE


class Category(models.Model):
    """A tile of the flag form; each maps to a published data-quality dimension."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    hint = models.CharField(max_length=120)
    icon = models.CharField(max_length=40)
    dimension = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, person: Person) -> FlagQuerySet:
        return self.filter(Q(issue__in=Issue.objects.visible_to(person).values("pk")) | Q(person=person))

    def of(self, person: Person) -> FlagQuerySet:
        """Their own, which they see whatever became of the dataset."""
        return self.filter(person=person)

    def to_register(self) -> FlagQuerySet:
        """Flags on datasets that nobody registered yet."""
        return self.filter(dataset__isnull=True)


class Flag(models.Model):
    class Kind(models.TextChoices):
        REPORT = "report", "flagged"
        SAME = "same", "same here"
        DISPUTE = "dispute", "looks right to me"
        CHECK = "check", "check failed"
        QUESTION = "question", "asked"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="flags")
    dataset_name = models.CharField(max_length=200, help_text="As it was typed.")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="flags")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, blank=True, related_name="flags")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="flags")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="flags")
    viewpoint = models.ForeignKey(Viewpoint, models.PROTECT, null=True, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="flags")
    target = models.CharField(max_length=10, default="dataset")
    column = models.CharField(max_length=200, blank=True, default="")
    metadata_field = models.CharField(max_length=20, blank=True, default="")
    sentence = models.CharField(max_length=500, blank=True)
    proposed_value = models.CharField(max_length=500, blank=True)
    rows_as_typed = models.TextField(blank=True)
    private = models.BooleanField(default=False, help_text="Only for its reporter and those who judge it.")
    link = models.URLField(max_length=1000, blank=True)
    blocks_decision = models.BooleanField(default=False)
    met = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="The verdict that stood when it was raised: explained or accepted.",
    )
    submission = models.UUIDField(unique=True, null=True, blank=True, help_text="The same form sent twice is one flag.")
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["dataset", "at"],
                include=["episode", "kind"],
                condition=Q(person__isnull=False),
                name="flag_by_moment",
            ),
            models.Index(
                fields=["dataset", "at"],
                include=["episode", "kind", "met"],
                condition=Q(met__gt=""),
                name="flag_met",
            ),
            GinIndex(
                F("dataset"),
                SENTENCE,
                condition=Q(person__isnull=False),
                name="flag_words",
                gin_pending_list_limit=512,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(run__isnull=True), name="flag_has_exactly_one_observer"
            ),
            models.UniqueConstraint(
                fields=["person", "episode"],
                condition=Q(kind__in=["same", "dispute"]),
                name="one_same_or_dispute_per_person_and_episode",
            ),
            models.CheckConstraint(
                condition=Q(dataset__isnull=True, issue__isnull=True, episode__isnull=True)
                | Q(dataset__isnull=False, issue__isnull=False, episode__isnull=False),
                name="flag_on_a_registered_dataset_has_an_issue",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(viewpoint__isnull=False),
                name="a_persons_flag_keeps_the_viewpoint",
            ),
        ]


class Evidence(models.Model):
    """The rows concerned, copied when they were flagged, so that the issue still shows what was seen.

    `rows` is a list of {column: value as text}; personal columns are masked. `keys` is what was asked for.
    """

    class State(models.TextChoices):
        WANTED = "wanted", "being copied"
        COPIED = "copied", "copied"
        UNREADABLE = "unreadable", "could not be copied"

    flag = models.OneToOneField(Flag, models.PROTECT, related_name="evidence")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WANTED)
    keys = models.JSONField(default=list)
    fresh = models.JSONField(default=list, help_text="Keys that came later and are still to be copied.")
    columns = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    rows = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["keys"], opclasses=["jsonb_path_ops"], name="evidence_keys")]
