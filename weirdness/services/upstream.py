"""What changed upstream: noticed after a run from the kept profiles, told once, and settled by a person (eras.py)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from checks.changes import Change as Seen
from checks.changes import changes
from weirdness.models import Change, Dataset, Level, Person, Profile, Run
from weirdness.services import confidence_due, events, plans
from weirdness.services.errors import Conflict, NotAllowed

LEAST_RUNS = 2  # earlier profiles, so that there is a spread to compare with


def notice(*, run: Run, now: datetime) -> list[Change]:
    """Compares the run's profile with the last ones; what changed is kept. Inside the run's transaction.

    An ordinary run notices nothing, and a run of the same part notices nothing again.
    """
    profile = Profile.objects.filter(run=run).first()
    if profile is None:
        return []
    history = plans.history(run.dataset, profile.partition, before=profile)
    seen = changes(history, profile.document) if len(history) >= LEAST_RUNS else []
    made = [_keep(profile, each, now=now) for each in seen if not _is_known(profile, each)]
    if made:
        confidence_due.owe(dataset=run.dataset, now=now)
    return made


def _is_known(profile: Profile, seen: Seen) -> bool:
    told = Change.objects.filter(dataset=profile.dataset, partition=profile.partition, kind=seen.kind)
    told = told.filter(columns=list(seen.columns))
    return told.exists() if profile.partition else told.filter(sentence=seen.sentence).exists()


def _keep(profile: Profile, seen: Seen, *, now: datetime) -> Change:
    run = profile.run
    assert run is not None
    change = Change.objects.create(
        dataset=run.dataset,
        run=run,
        partition=profile.partition,
        at=now,
        kind=seen.kind,
        columns=list(seen.columns),
        since=seen.since or profile.partition or f"{timezone.localdate(run.asked_at):%-d %B %Y}",
        sentence=seen.sentence,
        sure=seen.sure,
    )
    events.record(
        verb="change_noticed",
        by_check=True,
        now=now,
        dataset=run.dataset,
        after=seen.kind,
        reason=seen.sentence,
        data={"change": change.pk, "run": run.pk, "columns": change.columns, "sure": seen.sure},
    )
    return change


def may_settle(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


@transaction.atomic
def call_harmless(*, change_id: int, actor: Person, now: datetime) -> Change:
    """It changed, and what people found before still holds: the dataset need not prove itself again."""
    change = Change.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=change_id)
    _may(change.dataset, actor)
    if change.settled_as:
        raise Conflict(f"Somebody settled this already: {change.get_settled_as_display()}.")
    change.settled_as, change.settled_by, change.settled_at = Change.Settled.HARMLESS, actor, now
    change.save(update_fields=["settled_as", "settled_by", "settled_at"])
    events.record(
        verb="change_harmless",
        actor=actor,
        now=now,
        dataset=change.dataset,
        reason=change.sentence,
        data={"change": change.pk},
    )
    confidence_due.owe(dataset=change.dataset, now=now)
    return change


def _may(dataset: Dataset, actor: Person) -> None:
    if not may_settle(dataset, actor):
        raise NotAllowed(
            f"Saying what a change of {dataset.key} means needs the permission “triage” on it. "
            f"Its owner ({dataset.accountable}) and its data scientists ({dataset.triage_team}) can."
        )
