"""Checks: suites of expectations, their runs and their results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.dataset import Dataset
from weirdness.models.job import Job
from weirdness.models.person import Person


class Suite(models.Model):
    """The ordered expectations on one dataset, in Great Expectations' own suite JSON."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "draft"
        SHADOW = "shadow", "shadow: runs, tells nobody"
        LIVE = "live", "live"
        REVIEW = "review", "to be reviewed"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="suites")
    name = models.CharField(max_length=120)
    document = models.JSONField(help_text="Great Expectations' suite JSON; import and export lose nothing.")
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.LIVE)
    cron = models.CharField(max_length=100, blank=True, help_text="Five fields, such as 0 2 * * 1-5. Empty: on demand.")
    time_zone = models.CharField(max_length=60, default="UTC", help_text="Where the clock of the schedule hangs.")
    scheduled_at = models.DateTimeField(help_text="What was due before is not owed.")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["dataset", "name"], name="one_suite_of_a_name_per_dataset")]

    def __str__(self) -> str:
        return self.name

    @property
    def expectations(self) -> list[dict]:
        return self.document["expectations"]


class SuiteVersion(models.Model):
    """A suite as it was saved: the document of each version, kept for ever."""

    suite = models.ForeignKey(Suite, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    saved_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, help_text="What changed and why, in a line.")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["suite", "number"], name="one_document_per_suite_version")]


class Slot(models.Model):
    """A moment at which a suite was due: taken once, however many clocks there are."""

    suite = models.ForeignKey(Suite, models.PROTECT, related_name="slots")
    due_at = models.DateTimeField()
    missed = models.PositiveIntegerField(default=0, help_text="Earlier slots that collapsed into this one.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suite", "due_at"], name="a_slot_is_taken_once")]


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, person: Person) -> RunQuerySet:
        return self.filter(dataset__in=Dataset.objects.visible_to(person))

    def finished(self) -> RunQuerySet:
        return self.filter(state__in=[Run.State.PASSED, Run.State.FAILED])


class Run(models.Model):
    """One execution of a suite. A source that can't be read is a run in error, never a failing check."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        RUNNING = "running", "running"
        PASSED = "passed", "passed"
        FAILED = "failed", "failed"
        ERROR = "error", "could not run"
        CANCELLED = "cancelled", "cancelled"

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "on schedule"
        PERSON = "person", "by hand"
        API = "api", "from the API"
        FIX = "fix", "after a claimed fix"

    suite = models.ForeignKey(Suite, models.PROTECT, related_name="runs")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="runs")
    suite_version = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=200, unique=True)
    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    slot = models.OneToOneField(Slot, models.PROTECT, null=True, blank=True, related_name="run")
    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="run")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    row_count = models.BigIntegerField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    partition = models.CharField(max_length=300, blank=True, help_text="The part of the dataset it read; empty: all.")
    is_shadow = models.BooleanField(default=False, help_text="Its failures open no issue and write no letter.")
    unchanged_since = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", help_text="The run that read these very data."
    )
    progress = models.JSONField(default=dict, help_text="While it runs: done and of (expectations), rows.")
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.PASSED, self.State.FAILED, self.State.ERROR, self.State.CANCELLED)


class Result(models.Model):
    """The outcome of one expectation in one run. `success` is null when it could not be evaluated."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="results")
    position = models.PositiveIntegerField()
    type = models.CharField(max_length=120)
    column = models.CharField(max_length=200, blank=True, default="")
    kwargs = models.JSONField(default=dict)
    grouping_key = models.CharField(max_length=1000)
    sentence = models.TextField()
    severity = models.PositiveSmallIntegerField()
    success = models.BooleanField(null=True)
    observed = models.TextField(blank=True)
    element_count = models.BigIntegerField(null=True, blank=True)
    unexpected_count = models.BigIntegerField(null=True, blank=True)
    keys = models.JSONField(default=list)
    examples = models.JSONField(default=list)
    value_hashes = models.JSONField(default=list, help_text="Of what the examples hold: a waiver binds it.")
    waived_count = models.BigIntegerField(default=0, help_text="Failing rows that are known and accepted.")
    is_shadow = models.BooleanField(default=False, help_text="It is tried out: its failure tells nobody.")
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["grouping_key", "run"], name="result_by_grouping_key")]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_result_per_expectation_and_run"),
            models.CheckConstraint(condition=Q(success__isnull=False) | ~Q(message=""), name="unevaluated_says_why"),
        ]
