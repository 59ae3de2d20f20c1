"""Running suites: asked for by anybody, owed as a job, done in a child of the fork server."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import checks
from checks import client
from weirdness.models import Dataset, Level, Person, Run, Slot, Suite
from weirdness.services import events, jobs, once, parts, reviews, unchanged
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.outcomes import give_up, previous, store, store_error
from weirdness.services.plans import asked_of, masked_columns, plan_of, source_of

__all__ = [
    "asked_of",
    "cancel",
    "give_up",
    "masked_columns",
    "may_cancel",
    "perform",
    "plan_of",
    "previous",
    "request",
    "source_of",
    "store",
    "store_error",
]
BEAT = 1.0  # seconds between two looks at a run that is under way: its lease, its progress, its cancellation
URGENCY = {
    Run.Trigger.PERSON: jobs.Urgency.PERSON,
    Run.Trigger.API: jobs.Urgency.API,
    Run.Trigger.FIX: jobs.Urgency.FIX,
    Run.Trigger.SCHEDULE: jobs.Urgency.SCHEDULE,
}
TELLING = (Suite.Stage.LIVE, Suite.Stage.REVIEW)


@transaction.atomic
def request(
    *,
    suite: Suite,
    now: datetime,
    trigger: str,
    actor: Person | None = None,
    key: str = "",
    slot: Slot | None = None,
    partition: str = "",
    is_demo: bool = False,
) -> Run:
    """Asks for a run, of one part of the dataset when `partition` names it. The same `key` twice is one run."""
    if trigger != Run.Trigger.FIX:
        _may_ask(suite.dataset, actor)
    _accept(suite.dataset, partition)
    key = key or f"{trigger}:{uuid4()}"
    once.hold(f"run:{key}")
    if known := Run.objects.filter(idempotency_key=key).first():
        if known.suite_id != suite.pk or known.partition != partition:
            raise Refused(key="This idempotency key was used for another run. Choose a new one.")
        return known
    run = Run.objects.create(
        suite=suite,
        dataset=suite.dataset,
        suite_version=suite.version,
        idempotency_key=key,
        trigger=trigger,
        asked_by=actor,
        slot=slot,
        asked_at=now,
        partition=partition,
        is_shadow=suite.stage not in TELLING,
        is_demo=is_demo,
    )
    urgency = URGENCY[Run.Trigger(trigger)]
    run.job = jobs.enqueue(kind="run", subject=run.pk, key=f"run:{run.pk}", now=now, urgency=urgency)
    run.save(update_fields=["job"])
    events.record(
        verb="run_asked", actor=actor, now=now, dataset=suite.dataset, after=suite.name[:40], data={"run": run.pk}
    )
    return run


def may_ask(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.FLAG


def _may_ask(dataset: Dataset, actor: Person | None) -> None:
    if actor and not may_ask(dataset, actor):
        raise NotAllowed(
            f"Asking for a run of {dataset.key} needs the permission “flag” on it. Its owner can ask for you."
        )


def _accept(dataset: Dataset, partition: str) -> None:
    if partition and not dataset.has_parts:
        raise Refused(partition=f"{dataset.key} is not a folder of parts, so it is always checked whole.")
    if len(partition) > 300:
        raise Refused(partition="The name of a part has at most 300 characters.")


def may_cancel(run: Run, person: Person) -> bool:
    """Who asked for it, and who triages its dataset."""
    return run.asked_by_id == person.pk or (run.dataset.level_of(person) or 0) >= Level.TRIAGE


@transaction.atomic
def cancel(*, run_id: int, actor: Person, now: datetime) -> Run:
    """Ends a run that is not over. One that waits never starts; one under way is stopped at its worker's next beat."""
    run = Run.objects.select_for_update(of=("self",)).select_related("dataset", "suite").get(pk=run_id)
    if not may_cancel(run, actor):
        raise NotAllowed(f"Run {run.pk} can be cancelled by who asked for it, and by those who triage its dataset.")
    if run.is_over:
        raise Conflict(f"Run {run.pk} is over already: {run.get_state_display()}. There is nothing to cancel.")
    if run.job_id:
        jobs.call_off(job_id=run.job_id, now=now)
    run.state, run.cancelled_by, run.finished_at = Run.State.CANCELLED, actor, now
    run.message = f"{actor.name} cancelled it."
    run.save()
    events.record(verb="run_cancelled", actor=actor, now=now, dataset=run.dataset, data={"run": run.pk})
    return run


@dataclass
class _Watch:
    """Between worker and child: keeps the lease, passes the progress on. Without the lease, LeaseLost ends the wait."""

    claim: jobs.Claim
    run: Run
    heard: dict[str, Any] = field(default_factory=dict)

    def hear(self, progress: dict[str, Any]) -> None:
        self.heard = progress

    def beat(self) -> None:
        jobs.extend(claim=self.claim, now=timezone.now())
        if self.heard != self.run.progress:
            self.run.progress = self.heard
            Run.objects.filter(pk=self.run.pk, state=Run.State.RUNNING).update(progress=self.heard)


def perform(claim: jobs.Claim) -> None:
    """Does a claimed run: the lease is kept while the child works; the result is stored with what follows from it."""
    run = Run.objects.select_related("suite", "dataset", "dataset__source").get(pk=claim.subject)
    try:
        if _begin(run, claim.at):
            _do(claim, run)
    except jobs.LeaseLost:
        if not Run.objects.filter(pk=run.pk, state=Run.State.CANCELLED).exists():
            raise


def _begin(run: Run, now: datetime) -> bool:
    """From here on it runs, as its suite is now; False when it was cancelled a moment ago."""
    run.state, run.started_at, run.progress, run.message = Run.State.RUNNING, now, {}, ""
    run.suite_version, run.is_shadow = run.suite.version, run.suite.stage not in TELLING
    names = ("state", "started_at", "progress", "message", "suite_version", "is_shadow")
    waiting = Run.objects.filter(pk=run.pk, state__in=[Run.State.QUEUED, Run.State.RUNNING])
    return bool(waiting.update(**{name: getattr(run, name) for name in names}))


def _do(claim: jobs.Claim, run: Run) -> None:
    try:
        result, since = _found(claim, run)
    except checks.EngineGone as gone:
        _wait_for_the_engine(claim, run, reason=str(gone))
        return
    except (checks.CheckError, Refused) as error:
        with transaction.atomic():
            store_error(run=run, message=str(error), now=timezone.now())
            jobs.finish(claim=claim, now=timezone.now())
        return
    reviews.send_due(suite=run.suite, now=timezone.now())
    with transaction.atomic():
        store(run=run, result=result, now=timezone.now(), since=since)
        jobs.finish(claim=claim, now=timezone.now())


def _found(claim: jobs.Claim, run: Run) -> tuple[checks.SuiteResult, Run | None]:
    """What the engine found; and the run that had found it already, when the data are the same."""
    watch, now = _Watch(claim, run), timezone.now()
    known = unchanged.comparable(run, now=now)
    plan = plan_of(run.suite, partition=run.partition, now=now)
    result = client.ask(
        "run",
        replace(plan, profile=True, unless=known.fingerprint if known else "", parts=parts.known(run)).to_dict(),
        socket_path=settings.CHECKS_SOCKET,
        deadline=settings.CHECK_DEADLINE_SECONDS,
        beat=watch.beat,
        beat_every=BEAT,
        progress=watch.hear,
    )
    if known and result.unchanged:
        return unchanged.again(known, result), known
    return result, None


def _wait_for_the_engine(claim: jobs.Claim, run: Run, *, reason: str) -> None:
    """The fork server went away: it is being restarted, so the run is only late."""
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.QUEUED, message=reason)
    jobs.defer(claim=claim, until=timezone.now() + timedelta(seconds=5), reason=reason)
