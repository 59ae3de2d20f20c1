"""Eras: a person announces that the data became others, or starts counting anew; and takes a mistake back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from weirdness.models import Change, Dataset, Era, Level, Person, Snapshot
from weirdness.services import confidence_due, events
from weirdness.services.errors import Conflict, NotAllowed, Refused

LONGEST_REASON = 200
AHEAD = timedelta(days=366)
UNDO_WITHIN = timedelta(days=1)


def may_announce(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


def may_reset(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.OWN


@dataclass(frozen=True)
class Announcement:
    """What was said of a change, checked. `starts`: now, or the first moment of a past or coming day."""

    cause: str
    reason: str
    starts: datetime


def announced(*, dataset: Dataset, cause: str, reason: str, day: date | None, now: datetime) -> Announcement:
    """Raises Refused with a sentence per field. `day` None or today: the change is now."""
    problems = wrong_reason(reason, "Say what changed, such as “new counting machine”.")
    if cause not in Era.Cause.values:
        problems["cause"] = "Choose what kind of change it was."
    starts = now
    if day is not None and day != timezone.localdate(now):
        starts = timezone.make_aware(datetime.combine(day, time.min))
        problems |= _wrong_day(dataset, starts, now)
    if problems:
        raise Refused(**problems)
    return Announcement(cause, reason.strip(), starts)


def wrong_reason(reason: str, missing: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": missing}
    if len(reason.strip()) > LONGEST_REASON:
        return {"reason": f"This is over {LONGEST_REASON} characters. Shorten it."}
    return {}


def _wrong_day(dataset: Dataset, starts: datetime, now: datetime) -> dict[str, str]:
    if starts > now + AHEAD:
        return {"day": "This is more than a year ahead. Announce it nearer to its day."}
    first = Era.objects.filter(dataset=dataset).earliest("started_at")
    if starts <= first.started_at:
        since = timezone.localdate(first.started_at)
        return {"day": f"Uses are counted since {since:%-d %B %Y}, when it was registered. Give a later day."}
    return {}


@transaction.atomic
def announce(
    *, dataset: Dataset, cause: str, reason: str, actor: Person, now: datetime, day: date | None = None
) -> Era:
    """The data are others since `day` (None: now): uses and finds are counted anew from there.

    A past day moves what counts; a day to come takes effect when it is there. Changes that runs noticed before it
    are settled by it; one noticed later still restarts the quiet run.
    """
    if not may_announce(dataset, actor):
        raise NotAllowed(
            f"Announcing a change of {dataset.key} needs the permission “triage” on it. "
            f"Its owner ({dataset.accountable}) and its data scientists ({dataset.triage_team}) can."
        )
    said = announced(dataset=dataset, cause=cause, reason=reason, day=day, now=now)
    return _begin(dataset, said, Era.Kind.CHANGED, "era_announced" if said.starts > now else "era_began", actor, now)


@transaction.atomic
def reset(*, dataset: Dataset, reason: str, actor: Person, now: datetime) -> Era:
    """The owner starts counting anew, for a reason that no change of the data gives."""
    if not may_reset(dataset, actor):
        raise NotAllowed(f"Only the owner of {dataset.key} ({dataset.accountable}) may start counting anew.")
    if problems := wrong_reason(reason, "Say why what people found so far should count no more."):
        raise Refused(**problems)
    said = Announcement("", reason.strip(), now)
    return _begin(dataset, said, Era.Kind.RESET, "era_reset", actor, now)


def _begin(dataset: Dataset, said: Announcement, kind: str, verb: str, actor: Person, now: datetime) -> Era:
    events.hold(dataset.pk)
    there = Era.objects.filter(dataset=dataset, started_at=said.starts).standing().select_related("by").first()
    if there is not None:
        by = f" by {there.by}" if there.by else ""
        raise Conflict(f"A change of that day was announced already{by}: {there.reason}.")
    era = Era.objects.create(
        dataset=dataset,
        kind=kind,
        cause=said.cause,
        started_at=said.starts,
        reason=said.reason,
        by=actor,
        recorded_at=now,
    )
    if said.starts <= now:
        _settle(era, now)
    events.record(
        verb=verb,
        actor=actor,
        now=now,
        dataset=dataset,
        after=day_of(era) if verb == "era_announced" else "",
        reason=said.reason if said.starts >= now else f"{said.reason} (since {day_of(era)})",
        data={"era": era.pk, "cause": said.cause, "started_at": said.starts.isoformat()},
    )
    confidence_due.owe(dataset=dataset, now=now)
    return era


def day_of(era: Era) -> str:
    return f"{timezone.localdate(era.started_at):%-d %B %Y}"


def _settle(era: Era, now: datetime) -> None:
    waiting = Change.objects.filter(dataset=era.dataset_id, at__lte=era.started_at).unsettled()
    waiting.update(settled_as=Change.Settled.ERA, settled_by=era.by, settled_at=now)


def _unsettle(era: Era) -> None:
    settled = Change.objects.filter(dataset=era.dataset_id, settled_as=Change.Settled.ERA, settled_by=era.by)
    ahead = era.started_at > era.recorded_at
    this = settled.filter(settled_at__gte=era.started_at) if ahead else settled.filter(settled_at=era.recorded_at)
    this.filter(at__lte=era.started_at).update(settled_as="", settled_by=None, settled_at=None)


def may_revoke(era: Era, person: Person, now: datetime) -> bool:
    """Within a day; who could have announced it."""
    if era.kind == Era.Kind.REGISTERED or era.revoked_at or now - era.recorded_at > UNDO_WITHIN:
        return False
    return may_reset(era.dataset, person) if era.kind == Era.Kind.RESET else may_announce(era.dataset, person)


@transaction.atomic
def revoke(*, era_id: int, actor: Person, now: datetime) -> Era:
    """It was announced by mistake: what counted before counts again, and what was decided under it counts no more."""
    events.hold(Era.objects.values_list("dataset", flat=True).get(pk=era_id))
    era = Era.objects.select_for_update(of=("self",)).select_related("dataset", "revoked_by").get(pk=era_id)
    if era.revoked_at is not None:
        raise Conflict(f"{era.revoked_by} took this back already.")
    if not may_revoke(era, actor, now):
        raise NotAllowed(
            "An announcement can be taken back within a day, by those who may announce. Later, announce a new change."
        )
    era.revoked_at, era.revoked_by = now, actor
    era.save(update_fields=["revoked_at", "revoked_by"])
    _unsettle(era)
    events.record(
        verb="era_revoked", actor=actor, now=now, dataset=era.dataset, reason=era.reason, data={"era": era.pk}
    )
    confidence_due.owe(dataset=era.dataset, now=now)
    return era


@transaction.atomic
def begin_due(*, now: datetime) -> None:
    """Announced days that have come: a new estimate is owed, and what runs noticed before is settled."""
    since = Snapshot.objects.filter(dataset=OuterRef("dataset"), at__gte=OuterRef("started_at"))
    due = Era.objects.standing().filter(started_at__lte=now, recorded_at__lt=F("started_at"))
    for era in due.filter(~Exists(since)).select_related("dataset").order_by("dataset_id")[:100]:
        _settle(era, now)
        confidence_due.owe(dataset=era.dataset, now=now)
