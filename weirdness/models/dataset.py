"""Datasets: named collections of rows with one owner."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from weirdness.models.access import Level, granted, grants_of
from weirdness.models.person import Person, Team

KEY = r"[a-z0-9_-]+/[a-z0-9_-]+"
valid_key = RegexValidator(
    rf"^{KEY}$", "A dataset key looks like nyc/flights: small letters, digits, - and _, one slash."
)


class SourceQuerySet(models.QuerySet["Source"]):
    def administered_by(self, person: Person) -> SourceQuerySet:
        """The sources whose datasets this person may register: the only way from a door to a source."""
        if not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        sources = [source for _, source, level in grants_of(person) if source and level == Level.ADMINISTER]
        return self.filter(pk__in=sources)


class Source(models.Model):
    """Where rows come from: a folder of files (`root` names one of SOURCE_ROOTS) or a database (`settings`).

    `secret` is encrypted and write-only: no form, page, API or log shows it again.
    `settings["writes"]`: what the last test found that the role may change (see checks.rights.writes).
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, default="file")
    root = models.CharField(max_length=120, blank=True, help_text="The name of one of the folders in SOURCE_ROOTS.")
    settings = models.JSONField(
        default=dict, blank=True, help_text="Of a database: dialect, host, port, database, user."
    )
    secret = models.TextField(blank=True, editable=False)
    tested_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, help_text="What the last test of the connection said; empty: it worked.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_database(self) -> bool:
        return self.kind == "database"


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, person: Person) -> DatasetQuerySet:
        """The only way from a door to a dataset."""
        if not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        # Without a join, so that it stays a cheap condition in whatever asks for it.
        teams = person.of_teams()
        own = Q(owner=person) | Q(owner_team__in=teams) | Q(steward=person) | Q(triage_team__in=teams)
        return self.filter(Q(open_to_all=True) | own | granted(person, Level.SEE))

    def named(self, key: str) -> DatasetQuerySet:
        """The one of this key as somebody typed it, or that had the key once: at most one."""
        said = key.replace("\x00", "").strip().lower()
        former = FormerKey.objects.filter(key=said)
        return self.filter(Q(key=said) | Q(pk__in=former.values("dataset")))

    def triaged_by(self, person: Person) -> DatasetQuerySet:
        """Those whose issues are this person's to judge: what `level_of` says, as one condition."""
        if not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        return self.filter(triaged(person))

    def owned_by(self, person: Person) -> DatasetQuerySet:
        """Those that this person answers for, or administers."""
        if not person.is_active:
            return self.none()
        if person.is_superuser:
            return self
        teams = person.of_teams()
        return self.filter(Q(owner=person) | Q(owner_team__in=teams) | granted(person, Level.OWN))


def triaged(person: Person) -> Q:
    """Of datasets: the condition of `triaged_by`, of an active person who is no superuser."""
    teams = person.of_teams()
    own = Q(owner=person) | Q(owner_team__in=teams) | Q(steward=person) | Q(triage_team__in=teams)
    return own | granted(person, Level.TRIAGE)


class Dataset(models.Model):
    class Tier(models.TextChoices):
        KEY = "key", "key"
        STANDARD = "standard", "standard"
        SANDBOX = "sandbox", "sandbox"

    class Phase(models.TextChoices):
        SPECS = "specs", "specs"
        SCOPING = "scoping", "scoping"
        HAND_OFF = "hand_off", "hand-off"
        OPEN = "open", "open"

    class State(models.TextChoices):
        LEARNING = "learning", "learning"
        STABLE = "stable", "stable"
        QUIET = "quiet", "quiet, but too few eyes"
        RELAPSED = "relapsed", "relapsed"
        STALE = "stale", "stale"

    key = models.CharField(max_length=120, unique=True, validators=[valid_key])
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="datasets")
    location = models.CharField(
        max_length=300, help_text="Path below the source's root, with * for a folder of parts; or schema.table."
    )
    format = models.CharField(max_length=12)
    key_columns = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="owned")
    owner_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="owned")
    steward = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="stewarded")
    triage_team = models.ForeignKey(Team, models.PROTECT, related_name="triaged")
    open_to_all = models.BooleanField(default=True, help_text="Anyone who is logged in may see and flag it.")
    tags = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.STANDARD)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.OPEN)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LEARNING)
    row_count = models.BigIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=rf"^{KEY}$"), name="dataset_key_is_a_slug_path"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) ^ Q(owner_team__isnull=True), name="dataset_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def has_parts(self) -> bool:
        """Whether it is a folder of files that are read as one, or one by one."""
        return "*" in self.location

    @property
    def accountable(self) -> Person | Team:
        owner = self.owner or self.owner_team
        assert owner is not None
        return owner

    def owners(self) -> list[Person]:
        """The people behind the owner, the active ones."""
        if self.owner is not None:
            return [self.owner] if self.owner.is_active else [p for p in [self.owner.covered_by] if p]
        assert self.owner_team is not None
        return list(self.owner_team.members.filter(is_active=True))

    @property
    def tolerated_rate(self) -> float:
        """λ*: tolerated new issues per look, by tier."""
        return {"key": 0.02, "standard": 0.05, "sandbox": 0.10}[self.tier]

    @property
    def weight(self) -> int:
        """The tier's factor in the queue's score, 1 to 3."""
        return {"key": 3, "standard": 2, "sandbox": 1}[self.tier]

    def level_of(self, person: Person) -> Level | None:
        """The highest rung this person stands on, or None: not theirs to see."""
        if not person.is_active:
            return None
        if person.is_superuser:
            return Level.ADMINISTER
        return person.once(("level", self.pk), lambda: self._level_of(person))

    def _level_of(self, person: Person) -> Level | None:
        teams = person.in_teams()
        rungs = [Level.FLAG] if self.open_to_all else []
        if self.owner_id == person.pk or self.owner_team_id in teams:
            rungs.append(Level.OWN)
        if self.steward_id == person.pk or self.triage_team_id in teams:
            rungs.append(Level.TRIAGE)
        rungs += [Level(level) for on, source, level in grants_of(person) if on == self.pk or source == self.source_id]
        return max(rungs, default=None)


class FormerKey(models.Model):
    """A key that a dataset had: links and logs that use it still find the dataset."""

    key = models.CharField(max_length=120, unique=True, validators=[valid_key])
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="former_keys")
    until = models.DateTimeField()

    class Meta:
        ordering = ["until"]

    def __str__(self) -> str:
        return self.key


class Column(models.Model):
    """One column with what it is said to mean: labels and metadata are flagged as readily as values."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="columns")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    personal = models.BooleanField(default=False, help_text="Masked in evidence, mail and export.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["dataset", "name"], name="one_column_of_a_name")]

    def __str__(self) -> str:
        return self.name
