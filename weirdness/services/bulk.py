"""One verdict on many issues. Those that can, do; each of the others says why not. One batch, so one undo.

Each issue is judged in a transaction of its own: nobody else waits for the whole, and one that moved on does not hold
up the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from weirdness.models import Flag, Issue, Level, Person
from weirdness.models.moves import ASKED_IN, BY_VERB, State
from weirdness.services import assigning, deciding, events, merging, snoozing, triage
from weirdness.services.errors import Conflict, NotAllowed, Refused

MOST = 200
BESIDE: dict[str, Callable[..., Issue]] = {
    "severity": triage.set_severity,
    "assign": assigning.assign,
    "snooze": snoozing.snooze,
    "wake": snoozing.wake_up,
}
VERBS: dict[str, Callable[..., Issue]] = {
    **{verb: verdict for verb, verdict in triage.VERDICTS.items() if verb != "reply"},
    **BESIDE,
}


@dataclass(frozen=True)
class Line:
    """What the verdict would do to one issue: `after` is the state it would have; or why it would do nothing."""

    issue: Issue
    after: str = ""
    why_not: str = ""


@dataclass
class Outcome:
    """`left`: issue number → why the verdict did nothing there."""

    batch: str
    done: list[Issue] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)


def preview(
    *,
    issue_ids: Sequence[int],
    verb: str,
    actor: Person,
    words: dict[str, Any] | None = None,
    versions: dict[int, int] | None = None,
) -> list[Line]:
    """Per issue that the person may see, in the order given. Changes nothing. Raises Refused(issues=…, verb=…)."""
    _accept(issue_ids, verb)
    seen = Issue.objects.visible_to(actor).select_related("dataset__source").in_bulk(list(issue_ids))
    found = [seen[number] for number in dict.fromkeys(issue_ids) if number in seen]
    roles = _roles(found, actor)
    into = (words or {}).get("into")
    target = Issue.objects.visible_to(actor).select_related("dataset", "merged_root").filter(pk=into or 0).first()
    target = (target.merged_root or target) if target else None
    return [
        _line(issue, verb, roles[issue.pk], (versions or {}).get(issue.pk), actor=actor, target=target)
        for issue in found
    ]


def decide(
    *,
    issue_ids: Sequence[int],
    verb: str,
    actor: Person,
    now: datetime,
    words: dict[str, Any] | None = None,
    versions: dict[int, int] | None = None,
) -> Outcome:
    """The verdict on each that it applies to. `words`: what the verb takes, the same for all; versions: as looked at.

    Raises Refused when the words are wrong, before anything is done.
    """
    _accept(issue_ids, verb)
    outcome = Outcome(batch=str(uuid4()))
    seen = set(Issue.objects.visible_to(actor).filter(pk__in=issue_ids).values_list("pk", flat=True))
    for number in dict.fromkeys(issue_ids):
        if number not in seen:
            outcome.left[number] = f"There is no issue #{number} here that you may see."
            continue
        try:
            with events.together(outcome.batch):
                version = (versions or {}).get(number)
                said = dict(words or {})
                outcome.done.append(VERBS[verb](issue_id=number, actor=actor, now=now, version=version, **said))
        except (Conflict, NotAllowed) as reason:
            outcome.left[number] = str(reason)
        except Refused as refused:
            if not outcome.done and set(refused.problems) - {"into", "to", "reason"}:
                raise
            outcome.left[number] = str(refused)
    return outcome


def _accept(issue_ids: Sequence[int], verb: str) -> None:
    if verb not in VERBS:
        raise Refused(verb=f"There is no bulk verdict {verb!r}. Choose one of: {', '.join(VERBS)}.")
    if not issue_ids:
        raise Refused(issues="Select at least one issue.")
    if len(issue_ids) > MOST:
        raise Refused(issues=f"These are {len(issue_ids)} issues; {MOST} go at once. Select fewer.")


def _line(
    issue: Issue, verb: str, roles: set[str], version: int | None, *, actor: Person, target: Issue | None
) -> Line:
    try:
        deciding.unchanged(issue, version)
        if verb == "merge":
            _same(issue, target, actor)
    except (Conflict, NotAllowed, Refused) as reason:
        return Line(issue, why_not=str(reason))
    if verb in BESIDE:
        return _beside(issue, verb, roles)
    move = BY_VERB[verb]
    if not roles & move.by:
        return Line(issue, why_not=f"“{move.label}” is for its {' or '.join(sorted(move.by))}.")
    if issue.state not in move.sources:
        return Line(issue, why_not=f"It is {issue.get_state_display()}: “{move.label}” does not apply.")
    return Line(issue, after=issue.asked_in if move.target == ASKED_IN else move.target)


def _beside(issue: Issue, verb: str, roles: set[str]) -> Line:
    if "triager" not in roles:
        return Line(issue, why_not="This is for those who triage it.")
    if verb != "severity" and not issue.is_open:
        return Line(issue, why_not=f"It is {issue.get_state_display()}.")
    if verb == "wake" and not issue.is_snoozed:
        return Line(issue, why_not="It is not put aside: it is in the queue.")
    return Line(issue, after=issue.state)


def _same(issue: Issue, target: Issue | None, actor: Person) -> None:
    if target is None:
        raise Refused(into="Which issue are they the same as? Type its number.")
    if target.pk == issue.pk:
        raise Conflict(f"#{issue.pk} is the issue that the others are merged into.")
    if issue.state != State.MERGED:
        merging.fits(issue, target, actor)


def _roles(found: list[Issue], person: Person) -> dict[int, set[str]]:
    """Issue.roles_of for many: as many questions as there are datasets among them."""
    levels = {dataset.pk: dataset.level_of(person) for dataset in {issue.dataset for issue in found}}
    teams = person.in_teams()
    flagged = Flag.objects.filter(person=person, issue__in=found).values_list("issue", "issue__merged_root")
    merged_in = Flag.objects.filter(person=person, issue__merged_root__in=found).values_list("issue__merged_root")
    reported = {issue for issue, _ in flagged} | {root for (root,) in merged_in}
    roles: dict[int, set[str]] = {}
    for issue in found:
        mine = issue.assignee_id == person.pk or issue.assignee_team_id in teams
        judges = mine or (levels[issue.dataset_id] or 0) >= Level.TRIAGE
        each = {"anyone": True, "assignee": mine, "triager": judges, "reporter": issue.pk in reported}
        roles[issue.pk] = {role for role, holds in each.items() if holds}
    return roles
