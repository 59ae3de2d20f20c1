"""Issues: one distinct weirdness each, in stretches called episodes."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from weirdness.models.access import Level
from weirdness.models.dataset import Dataset
from weirdness.models.moves import OPEN, Move, State, offered
from weirdness.models.person import Person, Team
from weirdness.models.score import parts


class Severity(models.IntegerChoices):
    """The values are the weights of the queue's score."""

    MINOR = 1, "minor"
    MAJOR = 3, "major"
    CRITICAL = 9, "critical"


class Resolution(models.TextChoices):
    VERIFIED_FIXED = "verified_fixed", "fixed, and verified"
    UNVERIFIED_FIX = "unverified_fix", "fix claimed, nobody verified it"
    EXPLAINED = "explained", "not weird: explained"
    ACCEPTED = "accepted", "real, accepted with a caveat"
    NOT_REPRODUCIBLE = "not_reproducible", "could not be reproduced"
    NO_REPLY = "no_reply", "no reply to our question"
    OUT_OF_SCOPE = "out_of_scope", "out of scope"


class Fault(models.TextChoices):
    SOURCE = "source", "the source"
    PIPELINE = "pipeline", "the pipeline"
    LABEL = "label", "a label"
    DEFINITION = "definition", "the definition"
    CHECK = "check", "the check"
    READER = "reader", "the reader"
    UNKNOWN = "unknown", "unknown"


class Target(models.TextChoices):
    DATASET = "dataset", "the whole dataset"
    COLUMN = "column", "a column"
    ROWS = "rows", "some rows"
    METADATA = "metadata", "a description, unit or other label"


class MetadataField(models.TextChoices):
    NAME = "name", "name"
    DESCRIPTION = "description", "description"
    UNIT = "unit", "unit"
    PROVENANCE = "provenance", "where it comes from"
    OWNER = "owner", "owner"
    LABELS = "labels", "label vocabulary"


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, person: Person) -> IssueQuerySet:
        return self.filter(dataset__in=Dataset.objects.visible_to(person))

    def open(self) -> IssueQuerySet:
        return self.filter(state__in=OPEN)

    def known(self) -> IssueQuerySet:
        """What a reader should meet before writing a new flag: open, explained or accepted."""
        settled = Q(state=State.CLOSED, resolution__in=[Resolution.EXPLAINED, Resolution.ACCEPTED])
        return self.filter(Q(state__in=OPEN) | settled)

    def about(self, dataset: Dataset, *, column: str = "", category: str = "") -> IssueQuerySet:
        found = self.filter(dataset=dataset)
        if column:
            found = found.filter(column=column)
        return found.filter(category__slug=category) if category else found

    def triaged_by(self, person: Person) -> IssueQuerySet:
        """Issues whose verdict is this person's to give."""
        if person.is_superuser:
            return self
        teams = Team.objects.filter(members=person).values("pk")
        mine = Q(dataset__triage_team__in=teams) | Q(dataset__steward=person) | Q(dataset__owner=person)
        mine |= Q(dataset__owner_team__in=teams) | Q(assignee=person) | Q(assignee_team__in=teams)
        granted = Q(dataset__grants__level__gte=Level.TRIAGE) & (
            Q(dataset__grants__person=person) | Q(dataset__grants__team__in=teams)
        )
        return self.filter(pk__in=Issue.objects.filter(mine | granted).values("pk"))

    def waiting(self) -> IssueQuerySet:
        """No person has judged this episode yet."""
        return self.filter(state__in=[State.NEW, State.CONFIRMED], judged_at__isnull=True)

    def scored(self, now: datetime) -> IssueQuerySet:
        """Annotates the parts of the score and the score; ordered by it, never by date."""
        return self.annotate(**parts(now)).order_by("-score", "pk")


class Issue(models.Model):
    """The primary key is the number shown to people (#12): per installation, never reused."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="issues")
    title = models.CharField(max_length=160)
    category = models.ForeignKey("weirdness.Category", models.PROTECT, related_name="issues")
    target = models.CharField(max_length=10, choices=Target.choices)
    column = models.CharField(max_length=200, blank=True, default="")
    metadata_field = models.CharField(max_length=20, blank=True, default="", choices=MetadataField.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.MINOR)
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="assigned")
    assignee_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="assigned")
    assigned_by_hand = models.BooleanField(default=False)
    routing_reason = models.CharField(max_length=300, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    regressed = models.BooleanField(default=False)
    flapping = models.BooleanField(default=False)
    guarded = models.BooleanField(default=False)
    resolution = models.CharField(max_length=20, blank=True, default="", choices=Resolution.choices)
    # Of the episode under way: when it opened, and when a person first judged it.
    opened_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["dataset", "state"], name="issue_dataset_state"),
            models.Index(fields=["state"], condition=Q(judged_at__isnull=True), name="issue_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & ~Q(resolution="")) | (~Q(state=State.CLOSED) & Q(resolution="")),
                name="issue_is_closed_with_a_resolution",
            ),
            models.CheckConstraint(
                condition=Q(assignee__isnull=True) | Q(assignee_team__isnull=True),
                name="issue_has_one_assignee",
            ),
            models.CheckConstraint(
                condition=Q(target=Target.METADATA, metadata_field__gt="")
                | (~Q(target=Target.METADATA) & Q(metadata_field="")),
                name="issue_about_metadata_names_the_field",
            ),
            models.CheckConstraint(
                condition=~Q(target=Target.COLUMN) | ~Q(column=""), name="issue_about_a_column_names_it"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def responsible(self) -> Person | Team | None:
        return self.assignee or self.assignee_team

    def episode(self) -> Episode:
        """The stretch under way, or the last one."""
        return self.episodes.latest("number")

    def roles_of(self, person: Person) -> set[str]:
        """The words of the transition table that fit this person on this issue."""
        level = self.dataset.level_of(person)
        if level is None:
            return set()
        roles = {"anyone"}
        teams = set(person.teams.values_list("pk", flat=True))
        is_assigned = self.assignee_id == person.pk or self.assignee_team_id in teams
        if is_assigned:
            roles.add("assignee")
        if is_assigned or level >= Level.TRIAGE:
            roles.add("triager")
        if self.flags.filter(person=person).exists():
            roles.add("reporter")
        return roles

    def moves_for(self, person: Person) -> list[Move]:
        return offered(self.state, self.roles_of(person))


class Episode(models.Model):
    """One stretch of an issue from opening to closing; a return opens the next."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="episodes")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    born_of_check = models.BooleanField(default=False)
    resolution = models.CharField(max_length=20, blank=True, default="", choices=Resolution.choices)
    fault = models.CharField(max_length=12, blank=True, default="", choices=Fault.choices)
    explanation = models.TextField(blank=True, default="")
    caveat = models.TextField(blank=True, default="")
    caveat_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="episodes_are_numbered"),
            models.UniqueConstraint(
                fields=["issue"], condition=Q(closed_at__isnull=True), name="one_open_episode_per_issue"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, resolution="") | (Q(closed_at__isnull=False) & ~Q(resolution="")),
                name="episode_is_closed_with_a_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(resolution=Resolution.EXPLAINED) | ~Q(explanation=""), name="explained_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(resolution=Resolution.ACCEPTED) | (~Q(caveat="") & Q(caveat_until__isnull=False)),
                name="accepted_has_a_caveat_and_an_expiry",
            ),
        ]


class GroupingKey(models.Model):
    """Sends a repeated flag to the same issue without asking; names one issue for ever."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="grouping_keys")
    key = models.CharField(max_length=1000)
    column = models.CharField(max_length=200, default="", blank=True)
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="grouping_keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="a_grouping_key_names_one_issue")]
