"""From results to issues: a failing expectation has at most one issue per grouping key, whatever comes twice."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from weirdness.models import Category, Flag, GroupingKey, Issue, Result, Run
from weirdness.models.issue_words import Resolution, Target
from weirdness.models.moves import State
from weirdness.services import events, guards, issues, scoring
from weirdness.services.issues import About, Closing

PASSES = 3  # in a row, to recover
CATEGORIES = {"null": "missing", "unique": "duplicate", "type": "wrong-label", "set": "wrong-label"}


@dataclass
class Changes:
    """What a run changed: ids of issues. `still` failed before and fails now; `quiet` was explained or accepted.

    `noticed`: ids of changes upstream. `to_review`: in words, the expectations that went to review by themselves.
    """

    new: list[int] = field(default_factory=list)
    came_back: list[int] = field(default_factory=list)
    recovered: list[int] = field(default_factory=list)
    still: list[int] = field(default_factory=list)
    quiet: list[int] = field(default_factory=list)
    noticed: list[int] = field(default_factory=list)
    to_review: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.came_back or self.recovered or self.noticed or self.to_review)


def apply(*, run: Run, results: list[Result], now: datetime) -> Changes:
    """Flags what failed, counts what passed; what is only tried out does neither. Inside the run's transaction."""
    changes = Changes()
    for result in results:
        if result.is_shadow:
            continue
        if result.success is False:
            _failed(run, result, changes, now=now)
        elif result.success:
            _passed(run, result, changes, now=now)
    return changes


def _failed(run: Run, result: Result, changes: Changes, *, now: datetime) -> None:
    issue = _issue_of(run, result)
    if issue is None:
        changes.new.append(_open(run, result, now=now).pk)
        return
    issue = issues.lock_standing(issue.pk)
    if _stays_closed(issue, now):
        changes.quiet.append(issue.pk)
        _flag(run, result, issue, now=now)
        return
    said = f"{result.sentence}: {result.observed}"
    if issue.state == State.CLOSED:
        issues.step(issue=issue, verb="regress", by_check=True, now=now, reason=said)
        changes.came_back.append(issue.pk)
    elif issue.state == State.FIXED:
        issues.step(issue=issue, verb="check_failed", said_as="fix_failed", by_check=True, now=now, reason=said)
        changes.came_back.append(issue.pk)
    else:
        changes.still.append(issue.pk)
        events.record(verb="check_still_fails", by_check=True, now=now, issue=issue, reason=result.observed)
    _flag(run, result, issue, now=now)


def _issue_of(run: Run, result: Result) -> Issue | None:
    key = GroupingKey.objects.filter(dataset=run.dataset, key=result.grouping_key).select_related("issue").first()
    return key.issue if key else None


def _stays_closed(issue: Issue, now: datetime) -> bool:
    """Explained stays explained; accepted stays accepted until its date has passed."""
    if issue.state != State.CLOSED:
        return False
    if issue.resolution == Resolution.ACCEPTED:
        until = issue.episode().caveat_until
        return until is not None and timezone.localdate(now) <= until
    return issue.resolution == Resolution.EXPLAINED


def _open(run: Run, result: Result, *, now: datetime) -> Issue:
    # The unique key on (dataset, key) settles a race: the loser's transaction fails, and its job runs again.
    issue = issues.open_new(
        dataset=run.dataset,
        title=f"Fails: {result.sentence[0].lower()}{result.sentence[1:]}",
        category=Category.objects.get(slug=_category(result.type)),
        about=About(Target.COLUMN if result.column else Target.DATASET, result.column),
        severity=result.severity,
        state=State.CONFIRMED,
        now=now,
        by_check=True,
        is_demo=run.is_demo,
    )
    issue.guarded = True
    issue.save(update_fields=["guarded"])
    GroupingKey.objects.create(
        dataset=run.dataset, key=result.grouping_key, column=result.column, issue=issue, own_issue=issue
    )
    _flag(run, result, issue, now=now)
    events.record(
        verb="check_failed",
        by_check=True,
        now=now,
        issue=issue,
        after=issue.state,
        reason=f"{result.sentence}: {result.observed}",
        data={"run": run.pk, **issues.as_opened(issue)},
    )
    issues.owe_estimate(issue, now=now)
    return issue


def _category(expectation_type: str) -> str:
    return next((slug for word, slug in CATEGORIES.items() if word in expectation_type), "wrong-value")


def _flag(run: Run, result: Result, issue: Issue, *, now: datetime) -> None:
    Flag.objects.create(
        kind=Flag.Kind.CHECK,
        dataset=run.dataset,
        dataset_name=run.dataset.key,
        issue=issue,
        episode=issue.episode(),
        run=run,
        category=issue.category,
        target=issue.target,
        column=issue.column,
        sentence=issues.shorten(f"{result.sentence}: {result.observed}", most=500),
        at=now,
        is_demo=run.is_demo,
    )


def _passed(run: Run, result: Result, changes: Changes, *, now: datetime) -> None:
    known = _issue_of(run, result)
    if known is None or not known.is_open or _passes(run.dataset_id, result.grouping_key) < PASSES:
        return
    issue = issues.lock_standing(known.pk)
    if not _all_pass(issue, but=result.grouping_key):
        return
    closing = Closing(Resolution.VERIFIED_FIXED)
    if issue.state == State.FIXED and not issue.flapping:
        issues.step(issue=issue, verb="verify_auto", now=now, closing=closing)
    elif issue.state == State.CONFIRMED and _is_the_checks_own(issue):
        issues.step(issue=issue, verb="recover", now=now, closing=closing)
    else:
        return
    changes.recovered.append(issue.pk)


def _all_pass(issue: Issue, *, but: str) -> bool:
    """Whether the other live checks of the issue pass, too: it may stand for several that were merged."""
    others = set(issue.grouping_keys.values_list("key", flat=True)) - {but}
    live = others and others & guards.live_keys(issue.dataset)
    return all(_passes(issue.dataset_id, key) >= PASSES for key in live)


def _is_the_checks_own(issue: Issue) -> bool:
    """Born of a check, no person met it in this episode, here or where it was merged from; not flapping."""
    met = scoring.flags_of(issue).exclude(kind=Flag.Kind.DISPUTE).filter(person__isnull=False)
    return issue.episode().born_of_check and not issue.flapping and not met.exists()


def passes_of(issue: Issue) -> int | None:
    """How many times in a row the checks of an open issue passed, at most 3; None when passes would not close it."""
    recovers = issue.state == State.CONFIRMED and issue.guarded and _is_the_checks_own(issue)
    if issue.flapping or (issue.state != State.FIXED and not recovers):
        return None
    keys = issue.grouping_keys.values_list("key", flat=True)
    return min((_passes(issue.dataset_id, key) for key in keys), default=None)


def _passes(dataset_id: int, key: str) -> int:
    """Of the newest results of one check, how many passed before one failed."""
    told = Result.objects.filter(
        run__dataset=dataset_id, grouping_key=key, success__isnull=False, is_shadow=False
    ).order_by("-run_id", "-position")
    newest = list(told.values_list("success", flat=True)[:PASSES])
    return newest.index(False) if False in newest else len(newest)
