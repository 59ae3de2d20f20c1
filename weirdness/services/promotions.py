"""Promotion: what somebody flagged becomes an expectation, and what that finds from then on is the same issue."""

from datetime import datetime
from typing import Any

from django.db import transaction

import checks
from checks.specs import MASK
from weirdness.models import Column, Dataset, Evidence, GroupingKey, Issue, Level, Person, Profile, Suite
from weirdness.models.issue_words import Severity
from weirdness.models.moves import State
from weirdness.services import events, guards, issues, suite_parts, suites
from weirdness.services import rows as marked_rows
from weirdness.services.candidates import Reported, candidates
from weirdness.services.errors import NotAllowed, Refused

NEW_SUITE, DAILY = "From flags", "0 6 * * *"
SEVERITIES = {Severity.MINOR: "info", Severity.MAJOR: "warning", Severity.CRITICAL: "critical"}
LOGICAL = {"decimal": "number", "float": "number", "double": "number", "int": "integer", "bigint": "integer"}
NEVER = "expect_column_values_to_not_be_in_set"  # finds the very values only
MOSTLY = 50  # percent of the rows
GONE = (State.FIXED, State.CLOSED)
Document = dict[str, Any]


def may_promote(issue: Issue, person: Person) -> bool:
    return (issue.dataset.level_of(person) or 0) >= Level.TRIAGE


def marked(issue: Issue) -> list[dict[str, Any]]:
    """The rows that people named: [{"key", "columns"}], the columns that are wrong in them: marked, or the flag's."""
    named = Evidence.objects.filter(flag__issue=issue).select_related("flag").order_by("pk")
    found: list[dict[str, Any]] = []
    for each in named:
        column = each.flag.column or issue.column
        for key in each.keys:
            marked_cells = list(marked_rows.marks(each.flag.rows_as_typed, key))
            found.append({"key": key, "columns": marked_cells or ([column] if column else [])})
    return [each for at, each in enumerate(found) if each not in found[:at]]


def propose(issue: Issue) -> list[Document]:
    """Expectations that could guard against it, before the data were asked."""
    known = Profile.objects.filter(dataset=issue.dataset).first()
    profile = known.document["columns"].get(issue.column, {}) if known else {}
    flag = issue.flags.exclude(proposed_value="").order_by("pk").first()
    said = Reported(
        category=issue.category.slug,
        column=issue.column,
        type=profile.get("type") or _type(issue),
        values=_values(issue),
        proposed=flag.proposed_value if flag else "",
        key_columns=tuple(issue.dataset.key_columns),
        agreeing=_agreeing(issue, known.document["columns"] if known else {}),
        profile=profile,
    )
    return candidates(said)


def _type(issue: Issue) -> str:
    column = Column.objects.filter(dataset=issue.dataset, name=issue.column).first()
    name = column.type.lower() if column else ""
    return LOGICAL.get(name, name)


def _values(issue: Issue) -> tuple[str, ...]:
    """What the reported rows held in the column when they were copied; masked values are not known."""
    if not issue.column:
        return ()
    copied = Evidence.objects.filter(flag__issue=issue, state=Evidence.State.COPIED)
    values = [str(row.get(issue.column, "")) for each in copied for row in each.rows if issue.column in each.columns]
    return tuple(dict.fromkeys(value for value in values if value != MASK))


def _agreeing(issue: Issue, profiles: Document) -> tuple[str, ...]:
    """Columns in which reported rows that contradict each other are alike; those with many different values first."""
    copied = Evidence.objects.filter(flag__issue=issue, state=Evidence.State.COPIED)
    rows = [row for each in copied for row in each.rows]
    if len({row.get(issue.column, "") for row in rows}) < 2:
        return ()
    alike = [name for name in rows[0] if name != issue.column and rows[0][name] not in ("", MASK)]
    alike = [name for name in alike if len({row.get(name) for row in rows}) == 1]
    return tuple(sorted(alike, key=lambda name: -(profiles.get(name, {}).get("distinct") or 0)))


def refusal(issue: Issue, proposal: Document, found: Document) -> str:
    """Why this cannot be added, in a sentence; "" when it can. `found`: see checks' promote."""
    return blind(issue, proposal, found) or taken(issue, proposal["expectation"])


def blind(issue: Issue, proposal: Document, found: Document) -> str:
    """Why this would not notice what was flagged, in a sentence; "" when it would."""
    result, reported, caught = proposal["result"], found["reported"], proposal["caught"]
    if result["error"]:
        return f"This cannot be asked of the data. {result['error']}"
    if reported and caught == 0:
        return "The reported rows would pass, so it would not notice what was flagged. Choose another sentence."
    if reported and result["success"]:
        return "It passes now, with the reported rows in the data, so it would not notice what was flagged."
    if reported and proposal["expectation"]["type"] == NEVER and (result["unexpected_percent"] or 0) > MOSTLY:
        return "Most rows hold these values, so it would not tell what is odd about the reported ones."
    if not reported and not found["missing"] and result["success"] and issue.state not in GONE:
        return (
            "It finds nothing now, so it would not notice what was flagged. Name the rows, or choose another sentence."
        )
    return ""


def taken(issue: Issue, expectation: Document) -> str:
    """Why the question is another issue's, or asked already, in a sentence; "" when it is free."""
    identity = checks.identity(expectation)
    if number := keeper(issue, expectation):
        return f"This is asked already, and what it finds is #{number}. Change its limits there, or merge the two."
    is_ours = issue.grouping_keys.filter(key=identity).exists()
    for suite in Suite.objects.filter(dataset=issue.dataset, stage__in=guards.TELLING):
        for each in suite.expectations:
            if checks.identity(each) != identity:
                continue
            if each["kwargs"] == expectation["kwargs"] and is_ours:
                return f"The suite {suite.name} asks exactly this for #{issue.pk} already."
            if each["kwargs"] != expectation["kwargs"]:
                return f"The suite {suite.name} asks it with other limits: {checks.sentence(each)}. Change it there."
    return ""


def keeper(issue: Issue, expectation: Document) -> int | None:
    """The number of the other issue that what this question finds belongs to: the two may be the same."""
    key = GroupingKey.objects.filter(dataset=issue.dataset, key=checks.identity(expectation)).exclude(issue=issue)
    return key.values_list("issue", flat=True).first()


@transaction.atomic
def promote(
    *, issue_id: int, expectation: Document, stage: str, found: Document, actor: Person, now: datetime
) -> Suite:
    """Adds the expectation to the dataset's suite, `stage` live or shadow; what it finds from now on is this issue.

    `found` is what the engine said a moment ago. Raises Refused(expectation=…) when the reported rows would pass.
    """
    issue = issues.lock(issue_id)
    if not may_promote(issue, actor):
        raise NotAllowed(f"Promoting issue #{issue.pk} is for those who triage {issue.dataset.key}.")
    if stage not in ("live", "shadow"):
        raise Refused(stage="A promoted check is live, or a shadow that is tried out.")
    (proposal,) = found["proposals"]
    if reason := refusal(issue, proposal, found):
        raise Refused(expectation=reason)
    identity = checks.identity(expectation)
    _claim(issue, identity, checks.column_of(expectation))
    suite = _asking(issue.dataset, expectation) or _add(issue, expectation, stage, actor=actor, now=now)
    events.record(
        verb="promoted",
        actor=actor,
        now=now,
        issue=issue,
        after=stage,
        reason=checks.sentence(expectation),
        data={"suite": suite.pk, "caught": proposal["caught"], "reported": found["reported"]},
    )
    guards.settle(dataset=issue.dataset, now=now)
    return suite


def _claim(issue: Issue, identity: str, column: str) -> None:
    """What this question finds is this issue, for ever; whoever was quicker keeps it."""
    named = {"issue": issue, "own_issue": issue, "column": column}
    key, _ = GroupingKey.objects.get_or_create(dataset=issue.dataset, key=identity, defaults=named)
    if key.issue_id != issue.pk:
        raise Refused(expectation=f"Somebody was quicker: what this finds is #{key.issue_id} now.")


def _asking(dataset: Dataset, expectation: Document) -> Suite | None:
    """The suite that has this very expectation already."""
    said = (expectation["type"], expectation["kwargs"])
    watching = Suite.objects.filter(dataset=dataset, stage__in=guards.TELLING)
    return next((suite for suite in watching if said in [(e["type"], e["kwargs"]) for e in suite.expectations]), None)


def _add(issue: Issue, expectation: Document, stage: str, *, actor: Person, now: datetime) -> Suite:
    made = {
        "type": expectation["type"],
        "kwargs": expectation["kwargs"],
        "severity": SEVERITIES[Severity(issue.severity)],
        "notes": f"From issue #{issue.pk}: {issue.title}",
    }
    made = suite_parts.staged(suite_parts.with_ours(made, issue=issue.pk), stage)
    home = Suite.objects.filter(dataset=issue.dataset, stage__in=guards.TELLING).order_by("pk").first()
    home = home or Suite.objects.filter(dataset=issue.dataset, name=NEW_SUITE).first()
    empty: Document = {"name": NEW_SUITE, "expectations": [], "meta": {}}
    document = suite_parts.added(home.document if home else empty, made)
    is_new = home is None
    return suites.save(
        dataset=issue.dataset,
        document=document,
        now=now,
        actor=actor,
        suite=home,
        note=f"Promoted from #{issue.pk}",
        stage=None if home and home.stage in guards.TELLING else Suite.Stage.LIVE,
        cron=DAILY if is_new else None,
    )
