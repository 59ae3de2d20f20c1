"""Verdicts: what people decide about an issue. Two at once: one wins, the other is told what happened and by whom."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from weirdness.models import Issue, Person
from weirdness.models.issue_words import Fault, Resolution, Severity
from weirdness.services import asking, confidence_due, earlier, events, fixes, issues, merging, notifications
from weirdness.services.deciding import decide, unchanged
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.issues import Closing

Verdict = Callable[..., Issue]
CLOSABLE = (Resolution.NOT_REPRODUCIBLE, Resolution.OUT_OF_SCOPE, Resolution.NO_REPLY)


def confirm(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return decide("confirm", issue_id, actor, now, version, reason, None)


def explain(
    *, issue_id: int, actor: Person, now: datetime, explanation: str, version: int | None = None, fault: str = ""
) -> Issue:
    """Not weird, because …: what the next reader is shown."""
    if not explanation.strip():
        raise Refused(explanation="Say why it looks weird but isn't: the next person who meets it reads this.")
    closing = Closing(Resolution.EXPLAINED, fault=_fault(fault), explanation=explanation.strip())
    return decide("explain", issue_id, actor, now, version, explanation.strip(), closing)


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
    elif caveat_until <= timezone.localdate(now):
        problems["caveat_until"] = "Choose a date in the future: after it, the issue is looked at again."
    if problems:
        raise Refused(**problems)
    closing = Closing(Resolution.ACCEPTED, fault=_fault(fault), caveat=caveat.strip(), caveat_until=caveat_until)
    return decide("accept", issue_id, actor, now, version, caveat.strip(), closing)


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
    return decide("close", issue_id, actor, now, version, said, Closing(resolution, fault=_fault(fault)))


def reopen(*, issue_id: int, actor: Person, now: datetime, reason: str, version: int | None = None) -> Issue:
    if not reason.strip():
        raise Refused(reason="Say what came back, or what the verdict missed.")
    return decide("reopen", issue_id, actor, now, version, reason.strip(), None)


def start(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return decide("start", issue_id, actor, now, version, reason, None)


def stop(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return decide("stop", issue_id, actor, now, version, reason, None)


@transaction.atomic
def claim_fixed(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    """Whoever says so is taken at their word, and the checks that guard the issue are asked at once."""
    issue = decide("claim_fixed", issue_id, actor, now, version, reason, None)
    fixes.owe_runs(issue=issue, actor=actor, now=now)
    return issue


def verify(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return decide("verify", issue_id, actor, now, version, reason, Closing(Resolution.VERIFIED_FIXED))


def not_fixed(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    return decide("not_fixed", issue_id, actor, now, version, reason, None)


@transaction.atomic
def set_severity(*, issue_id: int, actor: Person, now: datetime, severity: int, version: int | None = None) -> Issue:
    """How bad it is: minor, major or critical. A critical one makes a stable dataset relapse."""
    issue = issues.lock(issue_id)
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"The severity of issue #{issue.pk} is set by those who triage it.")
    if severity not in Severity.values:
        raise Refused(severity="Choose minor, major or critical.")
    unchanged(issue, version)
    if severity == issue.severity:
        return issue
    was = earlier.remember(issue)
    before, issue.severity = issue.get_severity_display(), severity
    issues.touch(issue, now)
    event = events.record(
        verb="severity",
        actor=actor,
        now=now,
        issue=issue,
        before=before,
        after=issue.get_severity_display(),
        data={"was": was, "version": issue.version},
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
    "merge": merging.merge,
    "ask": asking.ask,
    "explain": explain,
    "accept": accept,
    "close": close,
    "reopen": reopen,
    "start": start,
    "stop": stop,
    "claim_fixed": claim_fixed,
    "verify": verify,
    "not_fixed": not_fixed,
    "reply": asking.reply,
    "unmerge": merging.unmerge,
}
