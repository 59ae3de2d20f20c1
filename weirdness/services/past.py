"""What was known of one dataset after some of its history, and the reading of it that a live one would have been."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from weirdness.models import Change, Dataset, Era, Event, Flag, GroupingKey, Look, Run, Snapshot, Suite
from weirdness.models.issue_words import Severity
from weirdness.models.moves import OPEN, State
from weirdness.services import check_health, finds, present, staff
from weirdness.services.check_health import EXCUSING, Health
from weirdness.services.era_looks import Use
from weirdness.services.finds import NO_FINDS, Gathered, Seen, Stretch
from weirdness.services.past_issues import TOLD, PastEpisode, PastIssue, PastIssues
from weirdness.services.readings import Reading, Unsettled

KNOWN = {
    *TOLD,
    "run_finished",
    "change_noticed",
    "change_harmless",
    "look_taken_back",
    "log_taken_back",
    "suite_saved",
    "suite_staged",
    "tier_changed",
}
CheckFlags = dict[tuple[int, int], list[tuple[datetime, int]]]  # (issue, episode) → when, in which run


@dataclass
class Past:
    """The history of `dataset`, told as far as its events `until`. Looks up to `look` were known: 0 for all."""

    dataset: Dataset
    issues: PastIssues
    checks: CheckFlags
    tier: str
    look: int | None = None
    runs: set[int] = field(default_factory=set)
    noticed: set[int] = field(default_factory=set)
    harmless: set[int] = field(default_factory=set)
    looks_back: set[int] = field(default_factory=set)
    logs_back: set[int] = field(default_factory=set)
    stages: dict[int, str] = field(default_factory=dict)

    @classmethod
    def before_all(cls, dataset: Dataset) -> "Past":
        flags = Flag.objects.filter(dataset=dataset)
        viewpoints = dict(flags.filter(viewpoint__isnull=False).values_list("pk", "viewpoint"))
        checks: CheckFlags = defaultdict(list)
        told = flags.filter(kind=Flag.Kind.CHECK).values_list("issue", "episode__number", "at", "run")
        for issue, number, at, run in told:
            checks[issue, number].append((at, run))
        first = Event.objects.filter(chain=dataset.pk, verb="tier_changed").order_by("position").first()
        return cls(dataset, PastIssues(viewpoints), checks, first.before if first else dataset.tier)

    def tell(self, event: Event) -> None:
        """The next event of the dataset's history; raises Untold."""
        data = event.data
        if event.verb in TOLD:
            self.issues.tell(event)
        elif event.verb == "tier_changed":
            self.tier = event.after
        elif event.verb == "suite_staged":
            self.stages[data["suite"]] = event.after
        elif event.verb == "suite_saved":
            self.stages[data["suite"]] = data.get("stage") or self.stages.get(data["suite"], Suite.Stage.LIVE)
        else:
            kept, name = {
                "run_finished": (self.runs, "run"),
                "change_noticed": (self.noticed, "change"),
                "change_harmless": (self.harmless, "change"),
                "look_taken_back": (self.looks_back, "look"),
                "log_taken_back": (self.logs_back, "log"),
            }[event.verb]
            kept.add(data[name])

    def reading(
        self, *, name: str, now: datetime, last: Snapshot | None, called: Mapping[str, str] | None = None
    ) -> Reading:
        """What `present.readings` would have said then; `last`: the snapshot before.

        `name`, and `called` (viewpoints, by number): how the dataset and they were called.
        """
        era = Era.objects.filter(dataset=self.dataset).at(now, known=now)
        persons = staff.accounts_then(now)
        return Reading(
            name=name,
            tolerated_rate=Dataset(tier=self.tier).tolerated_rate,
            now=now,
            era=era,
            uses=list(self._uses(era, persons, now)),
            found=list(self._found(era, persons, now)),
            changed_at=self._changed_at(now),
            unsettled=self._unsettled(now),
            health=self._health(now),
            staffed={pk: (called or {}).get(str(pk), today) for pk, today in staff.viewpoints(now, persons).items()},
            last=last,
            prior=present.prior_at(now),
        )

    def _uses(self, era: Era, persons: dict[int, int], now: datetime) -> Iterator[Use]:
        looks = Look.objects.filter(dataset=self.dataset, at__gte=era.started_at, at__lte=now)
        looks = looks.filter(recorded_at__lte=now) if self.look is None else looks.filter(pk__lte=self.look)
        looks = looks.exclude(pk__in=self.looks_back)
        for day, at, pk, person, viewpoint, log in looks.values_list(
            "day", "at", "pk", "person", "viewpoint", "log"
        ).order_by():
            if log not in self.logs_back:
                yield Use(day, at, pk, persons.get(person, person), viewpoint)

    def _changed_at(self, now: datetime) -> datetime | None:
        known = Change.objects.filter(pk__in=self.noticed - self.harmless, at__lte=now)
        return max(known.values_list("at", flat=True), default=None)

    def _unsettled(self, now: datetime) -> Unsettled:
        known = [issue for issue in self.issues.issues.values() if issue.state in OPEN and issue.opened_at <= now]
        return Unsettled(
            major=sum(issue.severity == Severity.MAJOR for issue in known),
            critical=sum(issue.severity == Severity.CRITICAL for issue in known),
            untriaged=sum(State.NEW in (issue.state, issue.asked_in) for issue in known),
        )

    def _health(self, now: datetime) -> Health:
        live = [pk for pk, stage in self.stages.items() if stage == Suite.Stage.LIVE]
        suites = Suite.objects.filter(pk__in=live).order_by()
        runs = Run.objects.filter(pk__in=self.runs, finished_at__lte=now)
        found = check_health.health(suites, runs, {self.dataset.pk: self._excused()})
        return found.get(self.dataset.pk, Health())

    def _excused(self) -> set[str]:
        known = self.issues.issues
        keys = GroupingKey.objects.filter(dataset=self.dataset).values_list("key", "own_issue")
        standing = {key: known[known[own].root or own] for key, own in keys if own in known}
        return {key for key, issue in standing.items() if issue.resolution in EXCUSING}

    def _found(self, era: Era, persons: dict[int, int], now: datetime) -> Iterator[Seen]:
        families = self.issues.families()
        for issue in self.issues.issues.values():
            if issue.state != State.MERGED:
                gathered = [self._gathered(other, persons, now) for other in families.get(issue.number, [])]
                stretches = [self._stretch(issue, each, era, persons, now) for each in issue.episodes]
                yield from finds.firsts(
                    [each for each in stretches if each.opened_at <= now], [each for each in gathered if each]
                )

    def _stretch(
        self, issue: PastIssue, episode: PastEpisode, era: Era, persons: dict[int, int], now: datetime
    ) -> Stretch:
        counts = episode.opened_at >= era.started_at and episode.resolution not in NO_FINDS
        return Stretch(episode.opened_at, counts, min(self._seen(issue, episode, persons, now), default=None))

    def _gathered(self, issue: PastIssue, persons: dict[int, int], now: datetime) -> Gathered | None:
        seen = [each for episode in issue.episodes for each in self._seen(issue, episode, persons, now)]
        first = min((each for each in seen if each.at >= issue.opened_at), default=None)
        return Gathered(self.issues.merged_since(issue), first) if first else None

    def _seen(self, issue: PastIssue, episode: PastEpisode, persons: dict[int, int], now: datetime) -> Iterator[Seen]:
        for pk, flag in episode.flags.items():
            if flag.kind != Flag.Kind.DISPUTE and flag.at <= now:
                yield finds.seen_by(flag.at, pk, flag.person, flag.viewpoint, persons)
        for at, run in self.checks.get((issue.number, episode.number), ()):
            if run in self.runs and at <= now:
                yield Seen(at, False, 0)
