"""The units of confidence: eras, the dated estimates made from them, and how well those foretold what came."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from weirdness.models.dataset import Dataset
from weirdness.models.person import Person


class EraQuerySet(models.QuerySet["Era"]):
    def standing(self, known: datetime | None = None) -> EraQuerySet:
        """All but what was announced by mistake; `known`: as this installation knew it at that moment."""
        if known is None:
            return self.filter(revoked_at__isnull=True)
        still = Q(revoked_at__isnull=True) | Q(revoked_at__gt=known)
        return self.filter(still, recorded_at__lte=known)

    def at(self, moment: datetime, *, known: datetime | None = None) -> Era:
        """The era that holds at a moment, of one dataset; `known`: as this installation knew it then.

        One that is announced for later has not begun.
        """
        return self.standing(known).filter(started_at__lte=moment).latest("started_at", "pk")


class Era(models.Model):
    """A stretch between announced changes; counting starts anew with each.

    It may start before it was announced (`recorded_at`), or be announced for a day to come. `revoked_at`: it was
    announced by mistake, and holds no more.
    """

    class Kind(models.TextChoices):
        REGISTERED = "registered", "the registration"
        CHANGED = "changed", "an announced change"
        RESET = "reset", "counting was started anew"

    class Cause(models.TextChoices):
        SCHEMA = "schema", "The columns or their meaning changed"
        RELOAD = "reload", "All rows were loaded anew"
        MACHINE = "machine", "A new machine, method or source"
        OTHER = "other", "Something else"

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="eras")
    kind = models.CharField(max_length=10, choices=Kind.choices, db_default=Kind.CHANGED)
    cause = models.CharField(max_length=10, blank=True, db_default="", choices=Cause.choices)
    started_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EraQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "started_at"],
                condition=Q(revoked_at__isnull=True),
                name="one_era_starts_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) ^ Q(revoked_by__isnull=False), name="a_revoked_era_says_by_whom"
            ),
        ]

    @property
    def called(self) -> str:
        """As a sentence names it: `the schema change` (of 3 March)."""
        if self.kind == self.Kind.RESET:
            return "the fresh start"
        return CALLED.get(self.cause, self.reason)


CALLED: dict[str, str] = {
    Era.Cause.SCHEMA: "the schema change",
    Era.Cause.RELOAD: "the reload",
    Era.Cause.MACHINE: "the new machine or method",
    Era.Cause.OTHER: "the announced change",
}


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def standing(self, known: datetime | None = None) -> SnapshotQuerySet:
        """All but those made while an era held that was announced by mistake: what they decided counts no more."""
        mistaken = Era.objects.filter(
            dataset=OuterRef("dataset"),
            started_at__lte=OuterRef("at"),
            recorded_at__lte=OuterRef("at"),
            revoked_at__gt=OuterRef("at"),
        )
        return self.exclude(Exists(mistaken.filter(revoked_at__lte=known) if known else mistaken))


class Snapshot(models.Model):
    """The dated estimate of what is unseen: its method and inputs beside its result. Never restated."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="snapshots")
    at = models.DateTimeField()
    method = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=Dataset.State.choices)
    # As a moment: a log that comes late moves the positions of looks, never the day of graduation.
    graduated_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is stable; stale keeps it.")
    inputs = models.JSONField()
    result = models.JSONField()
    log = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="What was known: its last event and last look, and what the dataset was called.",
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["dataset", "at", "id"], name="snapshot_newest")]
        get_latest_by = ["at", "pk"]


class Forecast(models.Model):
    """What was foretold of the next uses, and what came: scored when they have happened.

    `stands_alone`: it began where no other such forecast of the era was under way, so that these share no use.
    `tier`, `state`: the dataset's when it was made. `place`: where what came lies in what was foretold, 0 to 1 (the
    randomised probability integral transform), of those that stand alone.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="forecasts")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="forecasts")
    era = models.ForeignKey(Era, models.PROTECT, related_name="forecasts")
    made_at = models.DateTimeField()
    looks = models.PositiveIntegerField(help_text="Looks of the era when it was made.")
    uses = models.PositiveIntegerField()
    level = models.FloatField(default=0.9)
    low = models.PositiveIntegerField()
    mean = models.FloatField()
    high = models.PositiveIntegerField()
    method = models.CharField(max_length=120)
    stands_alone = models.BooleanField(default=False)
    scored_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(null=True, blank=True)
    tier = models.CharField(max_length=10, blank=True, db_default="")
    state = models.CharField(max_length=10, blank=True, db_default="")
    held = models.BooleanField(null=True, blank=True)
    place = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["era", "looks", "uses"], name="one_forecast_per_look"),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=True) ^ Q(found__isnull=False), name="a_scored_forecast_says_what_came"
            ),
        ]
        indexes = [
            models.Index(fields=["dataset", "era"], condition=Q(scored_at__isnull=True), name="forecast_open"),
            models.Index(fields=["scored_at", "id"], condition=Q(scored_at__isnull=False), name="forecast_scored"),
        ]


class Prior(models.Model):
    """What is assumed before a dataset's first look. Version 1 is in the code; later ones are fitted, or put back.

    `evidence`, `evidence_before`: log evidence of the histories it was fitted to, under it and under the one before.
    """

    version = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField(help_text="When it was announced.")
    in_force_from = models.DateTimeField(db_default=Now(), help_text="No estimate before that is made with it.")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.FloatField(null=True, blank=True)
    evidence_before = models.FloatField(null=True, blank=True)
    datasets = models.PositiveIntegerField(help_text="How many datasets' pasts it was fitted to.")
    content = models.JSONField()
    reason = models.TextField()

    class Meta:
        ordering = ["version"]
        get_latest_by = "version"
