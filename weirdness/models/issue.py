"""Issues: one distinct weirdness each, in stretches called episodes."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from weirdness.models.access import Level
from weirdness.models.dataset import Dataset
from weirdness.models.issue_indexes import INDEXES, KNOWN
from weirdness.models.issue_words import Fault, MetadataField, Resolution, Severity, Target
from weirdness.models.judging import datasets_to_judge
from weirdness.models.moves import OPEN, Move, State, offered
from weirdness.models.person import Person, Team
from weirdness.models.score import Score
from weirdness.models.search import found


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, person: Person) -> IssueQuerySet:
        """The only way from a door to an issue. A private one is for its reporters and those who judge it."""
        if person.is_superuser:
            return self if person.is_active else self.none()
        seen = self.filter(dataset__in=Dataset.objects.visible_to(person))
        reported = Issue.objects.filter(private=True, flags__person=person)
        own = Q(pk__in=reported.values("pk")) | Q(pk__in=reported.values("merged_root"))
        return seen.filter(Q(private=False) | _judged_by(person) | own)

    def open(self) -> IssueQuerySet:
        return self.filter(state__in=OPEN)

    def known(self) -> IssueQuerySet:
        """What a reader should meet before writing a new flag: open, explained or accepted."""
        return self.filter(KNOWN)

    def about(self, dataset: Dataset, *, column: str = "", category: str = "") -> IssueQuerySet:
        found = self.filter(dataset=dataset)
        if column:
            found = found.filter(column=column)
        return found.filter(category__slug=category) if category else found

    def triaged_by(self, person: Person) -> IssueQuerySet:
        """Issues whose verdict is this person's to give."""
        return self if person.is_superuser else self.filter(_judged_by(person))

    def to_judge(self, person: Person) -> IssueQuerySet:
        """The queue of one person: of issues that are open, those `visible_to` and `triaged_by` together.

        Whose datasets are whose is looked up here, once, so that many questions about the queue stay short. Which
        state they are in is for the question to say: said twice, the planner expects too few.
        """
        if person.is_superuser:
            return self.visible_to(person)
        datasets = datasets_to_judge(person)
        theirs = Q(dataset__pk__within=tuple(datasets.judged))
        given = Q(assignee=person) | Q(assignee_team__in=list(person.in_teams()))
        return self.filter(theirs | (given & Q(dataset__pk__within=datasets.others)))

    def waiting(self) -> IssueQuerySet:
        """No person has judged this episode yet."""
        return self.filter(state__in=[State.NEW, State.CONFIRMED], judged_at__isnull=True)

    def awake(self, now: datetime) -> IssueQuerySet:
        """Neither snoozed until a moment that is still to come, nor until the next flag."""
        return self.filter(snoozed_till_flag=False).exclude(snoozed_until__gt=now)

    def asleep(self, now: datetime) -> IssueQuerySet:
        """Open, and put aside."""
        return self.open().filter(Q(snoozed_till_flag=True) | Q(snoozed_until__gt=now))

    def search(self, text: str, datasets: tuple[int, ...] = ()) -> IssueQuerySet:
        """Those that a number, words or a dataset's name find, looked up at once: narrow first, order afterwards.

        `datasets`: none of these issues is of another.
        """
        flags = Issue.flags.rel.related_model.objects.all()
        if datasets:
            flags = flags.filter(dataset__pk__within=datasets)
        return Issue.objects.filter(pk__among=found(self, flags, text.replace("\x00", "").strip()[:200]))

    def by_score(self) -> IssueQuerySet:
        """The order of the queue: never by date."""
        return self.order_by("-score", "pk")


def _judged_by(person: Person) -> Q:
    """Asked of each row by itself, so that nobody collects all private issues first."""
    theirs = Q(dataset__in=Dataset.objects.triaged_by(person).values("pk"))
    return theirs | Q(assignee=person) | Q(assignee_team__in=person.of_teams())


def seen_by(person: Person) -> IssueQuerySet:
    """All that is `visible_to` a person; what that means is put together once per request, for pages of many lists."""
    seen: IssueQuerySet = person.once("issues", lambda: Issue.objects.visible_to(person))
    return seen.all()


class Issue(models.Model):
    """The primary key is the number shown to people (#12): per installation, never reused."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="issues")
    title = models.CharField(max_length=160)
    category = models.ForeignKey("weirdness.Category", models.PROTECT, related_name="issues")
    target = models.CharField(max_length=10, choices=Target.choices)
    column = models.CharField(max_length=200, blank=True, default="")
    metadata_field = models.CharField(max_length=20, blank=True, default="", choices=MetadataField.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    state_since = models.DateTimeField(help_text="Since when it is in this state: what the clock expires by.")
    asked_in = models.CharField(max_length=12, blank=True, default="", help_text="The state a question was asked in.")
    fix_asked_at = models.DateTimeField(null=True, blank=True, help_text="When its reporters were asked: fixed?")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    # The issue that stands for this one at the end of a chain of merges: its flags are counted there.
    merged_root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="family")
    private = models.BooleanField(default=False, help_text="Only for its reporters and those who judge it.")
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.MINOR)
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="assigned")
    assignee_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="assigned")
    assigned_by_hand = models.BooleanField(default=False)
    routing_reason = models.CharField(max_length=300, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_till_flag = models.BooleanField(default=False, help_text="Sleeps until somebody flags it again.")
    regressed = models.BooleanField(default=False)
    flapping = models.BooleanField(default=False)
    guarded = models.BooleanField(default=False)
    resolution = models.CharField(max_length=20, blank=True, default="", choices=Resolution.choices)
    # Of the episode under way: when it opened, and when a person first judged it.
    opened_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    # The order of the queue, kept with each change (services/scoring.py), so that no page has to compute it.
    people = models.PositiveIntegerField(default=0, help_text="Who flagged this episode.")
    viewpoints = models.PositiveIntegerField(default=0)
    pressure = models.PositiveSmallIntegerField(default=0, help_text="Quarters of its time that are over, at most 8.")
    score = models.FloatField(default=0)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = INDEXES
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
                condition=Q(state=State.MERGED, merged_into__isnull=False, merged_root__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True, merged_root__isnull=True)),
                name="a_merged_issue_names_the_one_that_stands_for_it",
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

    @property
    def is_snoozed(self) -> bool:
        """As it stands in the row: a moment that has passed is cleared by the clock."""
        return self.snoozed_till_flag or self.snoozed_until is not None

    @property
    def parts(self) -> Score:
        """What its place in the queue is made of."""
        return Score(self.severity, self.people, self.viewpoints, self.dataset.weight, self.pressure)

    def roles_of(self, person: Person, *, reported: bool | None = None) -> set[str]:
        """The words of the transition table that fit this person on this issue. `reported`: known already."""
        level = self.dataset.level_of(person)
        if level is None:
            return set()
        roles = {"anyone"}
        is_assigned = self.assignee_id == person.pk or self.assignee_team_id in person.in_teams()
        if is_assigned:
            roles.add("assignee")
        if is_assigned or level >= Level.TRIAGE:
            roles.add("triager")
        if self._reported_by(person) if reported is None else reported:
            roles.add("reporter")
        return roles

    def _reported_by(self, person: Person) -> bool:
        return Issue.objects.filter(Q(pk=self.pk) | Q(merged_root=self), flags__person=person).exists()

    def moves_for(self, person: Person) -> list[Move]:
        return offered(self.state, self.roles_of(person))


class Episode(models.Model):
    """One stretch of an issue from opening to closing; a return opens the next."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="episodes")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    born_of_check = models.BooleanField(default=False)
    opened_as = models.CharField(max_length=16, blank=True, default="", help_text="The move that opened it.")
    resolution = models.CharField(max_length=20, blank=True, default="", choices=Resolution.choices)
    fault = models.CharField(max_length=12, blank=True, default="", choices=Fault.choices)
    explanation = models.TextField(blank=True, default="")
    caveat = models.TextField(blank=True, default="")
    caveat_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["caveat_until"], condition=Q(resolution="accepted"), name="episode_caveat_until"),
        ]
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
    own_issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="+", help_text="Whose key it is: a merge points it elsewhere, and back."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="a_grouping_key_names_one_issue")]
