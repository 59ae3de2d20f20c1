"""Sending an issue to whoever judges it, with the reason; nothing is ever unassigned in silence.

The rules first, the first that matches; then the default by the dataset's state. Who is away or not active any more is
covered; when nobody is there the team has it. Each step is in the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from weirdness.models import Dataset, Flag, Grant, Issue, Person, Rota, Rule, Team
from weirdness.models.issue import IssueQuerySet
from weirdness.models.issue_words import Severity
from weirdness.models.moves import State
from weirdness.routing import by_state
from weirdness.routing import rules as plain
from weirdness.routing.facts import Facts
from weirdness.routing.rules import Missed
from weirdness.routing.targets import KINDS as TARGETS
from weirdness.services import absences, events, rotas, rules

BY_RULE = "rule "  # how the reason of an issue begins that a rule sent where it is
LONGEST_REASON = 300


@dataclass(frozen=True)
class Decision:
    """`because`: without a full stop. `rule`: the one that matched. `missed`: those before it, and why not."""

    who: Person | Team
    because: str
    rule: Rule | None = None
    missed: tuple[Missed, ...] = ()


def facts(
    *,
    dataset: Dataset,
    severity: int,
    column: str = "",
    category: str = "",
    viewpoint: str = "",
    blocks_decision: bool = False,
) -> Facts:
    """Of a flag on this dataset; category and viewpoint are slugs, an unknown one is ''."""
    return Facts(
        dataset=dataset.key,
        source=dataset.source.slug,
        tags=tuple(dataset.tags),
        state=dataset.state,
        column=column,
        category=category,
        severity=str(Severity(severity).label),
        viewpoint=viewpoint,
        blocks_decision=blocks_decision,
    )


def facts_of(issue: Issue, first: Flag | None = None) -> Facts:
    """Of an issue; `first` is the flag that opens it, otherwise the first that a person raised is looked up."""
    if first is None and issue.pk:
        first = issue.flags.filter(person__isnull=False).select_related("viewpoint").order_by("at", "pk").first()
    return facts(
        dataset=issue.dataset,
        severity=issue.severity,
        column=issue.column,
        category=issue.category.slug,
        viewpoint=first.viewpoint.slug if first and first.viewpoint else "",
        blocks_decision=bool(first and first.blocks_decision),
    )


def decide(*, dataset: Dataset, about: Facts, now: datetime) -> Decision:
    """Who gets a flag, and why."""
    kept = rules.in_order()
    on = [rules.plain_rule(rule, number) for number, rule in enumerate(kept, start=1) if rule.is_on]
    found = plain.first(on, about)
    if found.rule is None:
        who, steps = _default(dataset, about, now)
        return Decision(who, _joined(steps), None, found.missed)
    rule = next(each for each in kept if each.pk == found.rule.key)
    said = f"{BY_RULE}{found.rule.number}, “{rule.name}”: {plain.phrase(found.rule.clauses)}"
    who_by_rule, steps = _by_rule(rule, dataset, now)
    if who_by_rule is not None:
        return Decision(who_by_rule, _joined([said, *steps]), rule, found.missed)
    who, more = _default(dataset, about, now)
    return Decision(who, _joined([said, *steps, "so it goes where it would without a rule", *more]), rule, found.missed)


def target(
    *, dataset: Dataset, severity: int, now: datetime | None = None, **about: str | bool
) -> tuple[Person | Team, str]:
    """Who gets a new flag on this dataset, and why. `about`: what else `facts` takes."""
    known = facts(dataset=dataset, severity=severity, **about)  # type: ignore[arg-type]
    made = decide(dataset=dataset, about=known, now=now or timezone.now())
    return made.who, made.because


def _by_rule(rule: Rule, dataset: Dataset, now: datetime) -> tuple[Person | Team | None, list[str]]:
    """None: whom the rule names is not there, or may not see the dataset."""
    kind = TARGETS[rule.target]
    named = kind.whom(rule, dataset)
    if named is None:
        return None, [kind.nobody]
    who, steps = _resolve(named, dataset, now)
    if not _may_see(who, dataset):
        return None, [*steps, f"{who} may not see {dataset.key}"]
    return who, steps


def _resolve(named: Person | Team | Rota, dataset: Dataset, now: datetime) -> tuple[Person | Team, list[str]]:
    """A person who is there, or a team."""
    if isinstance(named, Rota):
        duty = rotas.on_duty(named, now)
        return duty.who, list(duty.steps)
    if isinstance(named, Team):
        return named, []
    who, steps = absences.there(named, now)
    if who is not None:
        return who, list(steps)
    return dataset.triage_team, [*steps, f"nobody covers, so {dataset.triage_team} have it"]


def _default(dataset: Dataset, about: Facts, now: datetime) -> tuple[Person | Team, list[str]]:
    """By the dataset's state: its data scientists, its steward or its owner; of a team with a rota who is on duty."""
    steward, passed = absences.there(dataset.steward, now) if dataset.steward else (None, ())
    choice = by_state.choose(
        state=about.state, critical=about.severity == Severity.CRITICAL.label, has_steward=steward is not None
    )
    if choice.who == "steward" and steward:
        return steward, [choice.because, *passed]
    if choice.who == "owner" and dataset.owner:
        return _of_owner(dataset, dataset.owner, [choice.because, *passed], now)
    team = dataset.owner_team if choice.who == "owner" and dataset.owner_team else dataset.triage_team
    return _of_team(team, [choice.because, *(passed if choice.who == "owner" else ())], now)


def _of_owner(dataset: Dataset, owner: Person, because: list[str], now: datetime) -> tuple[Person | Team, list[str]]:
    who, steps = absences.there(owner, now)
    if who is not None:
        return who, [*because, *steps]
    return _of_team(dataset.triage_team, [*because, *steps, "nobody covers, so its data scientists triage"], now)


def _of_team(team: Team, because: list[str], now: datetime) -> tuple[Person | Team, list[str]]:
    rota = rotas.of_team(team.pk)
    if rota is None:
        return team, because
    duty = rotas.on_duty(rota, now)
    return duty.who, [*because, *duty.steps]


def _may_see(who: Person | Team, dataset: Dataset) -> bool:
    if isinstance(who, Person):
        return dataset.level_of(who) is not None
    theirs = dataset.open_to_all or who.pk in (dataset.triage_team_id, dataset.owner_team_id)
    on = Grant.objects.filter(team=who, dataset=dataset) | Grant.objects.filter(team=who, source=dataset.source_id)
    return theirs or on.exists()


def _joined(steps: Iterable[str]) -> str:
    said = "; ".join(steps)
    return said if len(said) <= LONGEST_REASON else said[: LONGEST_REASON - 1] + "…"


def assign(*, issue: Issue, now: datetime, first: Flag | None = None) -> None:
    """Sets the assignee of an issue that is being opened, by `first`, its flag; the caller saves it."""
    made = decide(dataset=issue.dataset, about=facts_of(issue, first), now=now)
    issue.assignee = made.who if isinstance(made.who, Person) else None
    issue.assignee_team = made.who if isinstance(made.who, Team) else None
    issue.routing_reason = made.because


def untouched() -> IssueQuerySet:
    """Open, judged by nobody in this episode, and not given to anybody by hand."""
    waiting = Issue.objects.filter(state__in=[State.NEW, State.CONFIRMED], judged_at__isnull=True)
    return waiting.filter(assigned_by_hand=False)


def reroute(*, dataset: Dataset, now: datetime) -> int:
    """After a change of state: what is open, untouched and not assigned by hand goes where new flags go."""
    return send_again(untouched().filter(dataset=dataset), now=now, dataset=dataset)


def send_again(issues: IssueQuerySet, *, now: datetime, dataset: Dataset | None = None) -> int:
    """Sends these issues where new flags go now; returns how many changed hands. `dataset`: theirs, as it will be."""
    moved = 0
    locked = issues.select_for_update(of=("self",), no_key=True).select_related("dataset__source", "category")
    for issue in locked.order_by("pk"):
        issue.dataset = dataset or issue.dataset
        before = issue.responsible
        assign(issue=issue, now=now)
        if issue.responsible == before:
            continue
        issue.assigned_by_hand, issue.version, issue.changed_at = False, issue.version + 1, now
        issue.save()
        events.record(
            verb="routed",
            now=now,
            issue=issue,
            before=str(before)[:40],
            after=str(issue.responsible)[:40],
            reason=issue.routing_reason,
        )
        moved += 1
    return moved
