"""Verdicts: what people decide about an issue. Two at once: one wins, the other is told what happened and by whom."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from weirdness.models import Event, Issue, Person
from weirdness.models.issue import Fault, Resolution, Severity
from weirdness.models.moves import BY_VERB
from weirdness.services import confidence_due, events, fixes, issues, notifications
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.issues import Closing

Verdict = Callable[..., Issue]
CLOSABLE = (Resolution.NOT_REPRODUCIBLE, Resolution.OUT_OF_SCOPE, Resolution.NO_REPLY)


def _decide(
    verb: str, issue_id: int, actor: Person, now: datetime, version: int | None, reason: str, closing: Closing | None
) -> Issue:
    with transaction.atomic():
        issue = issues.lock(issue_id)
        _guard(issue, verb, actor, version)
        if verb == "start" and issue.assignee is None:
            issue.assignee, issue.assignee_team, issue.assigned_by_hand = actor, None, True
        issues.step(
            issue=issue, verb=verb, actor=actor, now=now, reason=reason, closing=closing, wait=notifications.UNDO
        )
    return issue


def _guard(issue: Issue, verb: str, actor: Person, version: int | None) -> None:
    move = BY_VERB[verb]
    roles = issue.roles_of(actor)
    if not roles & move.by:
        who = " or ".join(sorted(move.by))
        raise NotAllowed(f"“{move.label}” on issue #{issue.pk} is for its {who}.")
    if version is not None and version != issue.version:
        raise Conflict(f"Somebody was quicker. {latest(issue)} Nothing of yours was applied; look at it again.")
    if issue.state not in move.sources:
        raise Conflict(f"Issue #{issue.pk} is {issue.get_state_display()} now. {latest(issue)}")


def latest(issue: Issue) -> str:
    """What happened last to this issue, as a sentence."""
    event = Event.objects.filter(issue=issue).select_related("actor").last()
    return f"{event.sentence()}." if event else ""


def confirm(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return _decide("confirm", issue_id, actor, now, version, reason, None)


def explain(
    *, issue_id: int, actor: Person, now: datetime, explanation: str, version: int | None = None, fault: str = ""
) -> Issue:
    """Not weird, because …: what the next reader is shown."""
    if not explanation.strip():
        raise Refused(explanation="Say why it looks weird but isn't: the next person who meets it reads this.")
    closing = Closing(Resolution.EXPLAINED, fault=_fault(fault), explanation=explanation.strip())
    return _decide("explain", issue_id, actor, now, version, explanation.strip(), closing)


def accept(
    *,
    issue_id: int,
    actor: Person,
    now: datetime,
    caveat: str,
    caveat_until: date | None,
    version: int | None = None,
    fault: str = "",
) -> Issue:
    """Real, and will not be repaired: readers get a caveat until the date."""
    problems = {}
    if not caveat.strip():
        problems["caveat"] = "Say what a reader must know before using the data."
    if caveat_until is None:
        problems["caveat_until"] = "Until when does this hold? After the date it is looked at again."
    elif caveat_until <= now.date():
        problems["caveat_until"] = "Choose a date in the future: after it, the issue is looked at again."
    if problems:
        raise Refused(**problems)
    closing = Closing(Resolution.ACCEPTED, fault=_fault(fault), caveat=caveat.strip(), caveat_until=caveat_until)
    return _decide("accept", issue_id, actor, now, version, caveat.strip(), closing)


def close(
    *,
    issue_id: int,
    actor: Person,
    now: datetime,
    resolution: str,
    version: int | None = None,
    reason: str = "",
    fault: str = "",
) -> Issue:
    if resolution not in CLOSABLE:
        raise Refused(resolution="Choose how it ends: not reproducible, out of scope, or no reply.")
    said = reason.strip() or str(Resolution(resolution).label)
    return _decide("close", issue_id, actor, now, version, said, Closing(resolution, fault=_fault(fault)))


def reopen(*, issue_id: int, actor: Person, now: datetime, reason: str, version: int | None = None) -> Issue:
    if not reason.strip():
        raise Refused(reason="Say what came back, or what the verdict missed.")
    return _decide("reopen", issue_id, actor, now, version, reason.strip(), None)


def start(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return _decide("start", issue_id, actor, now, version, reason, None)


@transaction.atomic
def claim_fixed(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    """Whoever says so is taken at their word, and the checks that guard the issue are asked at once."""
    issue = _decide("claim_fixed", issue_id, actor, now, version, reason, None)
    fixes.owe_runs(issue=issue, actor=actor, now=now)
    return issue


def verify(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return _decide("verify", issue_id, actor, now, version, reason, Closing(Resolution.VERIFIED_FIXED))


def not_fixed(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return _decide("not_fixed", issue_id, actor, now, version, reason, None)


@transaction.atomic
def set_severity(*, issue_id: int, actor: Person, now: datetime, severity: int, version: int | None = None) -> Issue:
    """How bad it is: minor, major or critical. A critical one makes a stable dataset relapse."""
    issue = issues.lock(issue_id)
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"The severity of issue #{issue.pk} is set by those who triage it.")
    if severity not in Severity.values:
        raise Refused(severity="Choose minor, major or critical.")
    if version is not None and version != issue.version:
        raise Conflict(f"Somebody was quicker. {latest(issue)} Nothing of yours was applied; look at it again.")
    if severity == issue.severity:
        return issue
    before, issue.severity = issue.get_severity_display(), severity
    issue.version, issue.changed_at = issue.version + 1, now
    issue.save()
    event = events.record(
        verb="severity", actor=actor, now=now, issue=issue, before=before, after=issue.get_severity_display()
    )
    notifications.tell(issue=issue, event=event, now=now, wait=notifications.UNDO)
    confidence_due.owe(dataset=issue.dataset, now=now)
    return issue


def _fault(fault: str) -> str:
    if fault and fault not in Fault.values:
        raise Refused(
            fault="Choose where the cause lay: source, pipeline, label, definition, check, reader or unknown."
        )
    return fault


VERDICTS: dict[str, Verdict] = {
    "confirm": confirm,
    "explain": explain,
    "accept": accept,
    "close": close,
    "reopen": reopen,
    "start": start,
    "claim_fixed": claim_fixed,
    "verify": verify,
    "not_fixed": not_fixed,
}
