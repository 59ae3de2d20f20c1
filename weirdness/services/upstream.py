"""What changed upstream: noticed after a run from the kept profiles, told once, and settled by a person."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from checks.changes import Change as Seen
from checks.changes import changes
from weirdness.models import Change, Dataset, Era, Level, Person, Profile, Run
from weirdness.services import confidence_due, events, plans
from weirdness.services.errors import Conflict, NotAllowed, Refused

LEAST_RUNS = 2  # earlier profiles, so that there is a spread to compare with
LONGEST_REASON = 200


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
def begin_era(*, dataset: Dataset, reason: str, actor: Person, now: datetime) -> Era:
    """Counting starts anew: what is noticed and unsettled belongs to the new era."""
    _may(dataset, actor)
    reason = reason.strip()
    if not reason:
        raise Refused(reason="Say what changed, such as “new counting machine”.")
    if len(reason) > LONGEST_REASON:
        raise Refused(reason=f"This is over {LONGEST_REASON} characters. Shorten it.")
    era = Era.objects.create(
        dataset=dataset, kind=Era.Kind.CHANGED, started_at=now, reason=reason, by=actor, recorded_at=now
    )
    _settle(dataset, Change.Settled.ERA, actor, now)
    events.record(verb="era_began", actor=actor, now=now, dataset=dataset, reason=reason, data={"era": era.pk})
    confidence_due.owe(dataset=dataset, now=now)
    return era


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


def _settle(dataset: Dataset, how: str, actor: Person, now: datetime) -> None:
    waiting = Change.objects.filter(dataset=dataset).unsettled()
    waiting.update(settled_as=how, settled_by=actor, settled_at=now)


def _may(dataset: Dataset, actor: Person) -> None:
    if not may_settle(dataset, actor):
        raise NotAllowed(
            f"Saying what a change of {dataset.key} means needs the permission “triage” on it. "
            f"Its owner ({dataset.accountable}) and its data scientists ({dataset.triage_team}) can."
        )
