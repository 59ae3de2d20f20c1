"""What estimates start from: fitted once a month to what happened here, told before it holds, and put back by hand."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from weirdness.confidence import STANDING, History, Refit, Refused, refit
from weirdness.confidence import Prior as Start
from weirdness.confidence.refit import FEWEST_DATASETS
from weirdness.models import Dataset, Job, Person, Prior, Snapshot
from weirdness.services import errors, events, jobs, notifications, present

FEWEST = FEWEST_DATASETS
FEWEST_LOOKS = 20  # a dataset with fewer says little of how datasets are here
CLEARLY = 3.0  # in log evidence: 20 times as likely (Kass & Raftery 1995, JASA 90:773, "strong")
NIGHT = 4  # o'clock, of the organisation


def owe_monthly(*, now: datetime) -> None:
    """One job a month, in the night of its first day."""
    local = timezone.localtime(now)
    key = f"prior:{local:%Y-%m}"
    if (local.day > 1 or local.hour >= NIGHT) and not Job.objects.filter(dedupe_key=key).exists():
        jobs.enqueue(kind="prior", subject=0, key=key, now=now)


def perform(claim: jobs.Claim) -> None:
    with transaction.atomic():
        fit(now=timezone.now())
        jobs.finish(claim=claim, now=timezone.now())


@transaction.atomic
def fit(*, now: datetime) -> Prior | None:
    """A new version, if what happened here is clearly more likely under it; None: too few datasets, or not clearly.

    It holds from the next day on; administrators get a letter before.
    """
    before = present.prior_at(now)
    try:
        found = refit(histories(), timezone.localdate(now), before)
    except Refused:
        return None
    if found.log_evidence - found.log_evidence_before < CLEARLY or _lately(now):
        return None
    return _announce(
        found.prior,
        now=now,
        reason=_why(found),
        verb="prior_fitted",
        evidence=found.log_evidence,
        evidence_before=found.log_evidence_before,
    )


def histories() -> list[History]:
    """The present eras, as the newest estimates counted them."""
    newest = Snapshot.objects.standing().filter(dataset=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    last = Dataset.objects.order_by().annotate(last=Subquery(newest)).values("last")
    named = ("inputs__finds", "inputs__looks", "inputs__tolerated_rate")
    rows = Snapshot.objects.filter(pk__in=last).order_by("dataset").values_list(*named)
    return [History(tuple(finds), looks, rate) for finds, looks, rate in rows if looks >= FEWEST_LOOKS]


def versions(now: datetime) -> list[tuple[Prior, bool]]:
    """The newest first, down to version 1 of the code; with whether it holds now."""
    first = Prior(
        version=1,
        made_at=datetime.min.replace(tzinfo=UTC),
        in_force_from=datetime.min.replace(tzinfo=UTC),
        datasets=0,
        content=STANDING.as_json(),
        reason="What Weirdness comes with: as if one new oddity had been seen in five uses.",
    )
    every = [*Prior.objects.select_related("by").order_by("-version"), first]
    holds = next(each.version for each in every if each.in_force_from <= now)
    return [(each, each.version == holds) for each in every]


@transaction.atomic
def put_back(*, version: int, actor: Person, now: datetime) -> Prior:
    """An earlier version holds again from the next day on, as a new one; 1 is what the code starts from."""
    if not actor.is_superuser:
        raise errors.NotAllowed("What estimates start from is put back by an administrator.")
    content = _content(version)
    start = Start.from_json(content)
    if start == present.prior_at(_tomorrow(now)):
        raise errors.Conflict(f"Version {version} is what estimates start from already.")
    return _announce(start, now=now, reason=f"Version {version} was put back.", verb="prior_put_back", by=actor)


def _content(version: int) -> dict[str, object]:
    if version == 1:
        return STANDING.as_json()
    found = Prior.objects.filter(version=version).first()
    if found is None:
        raise errors.Refused(version=f"There is no version {version}.")
    return dict(found.content)


def _announce(
    start: Start,
    *,
    now: datetime,
    reason: str,
    verb: str,
    by: Person | None = None,
    evidence: float | None = None,
    evidence_before: float | None = None,
) -> Prior:
    events.hold(0)
    last = Prior.objects.select_for_update().last()
    made = Prior.objects.create(
        version=last.version + 1 if last else 2,
        made_at=now,
        in_force_from=_tomorrow(now),
        datasets=start.datasets,
        content=start.as_json(),
        reason=reason,
        by=by,
        evidence=evidence,
        evidence_before=evidence_before,
    )
    events.record(verb=verb, now=now, actor=by, after=str(made.version), reason=reason, data={"prior": made.version})
    for person in Person.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        notifications.owe(
            message="prior_fitted",
            key=f"prior:{made.version}:{person.pk}",
            person=person,
            now=now,
            context={"prior": made.version},
        )
    return made


def _tomorrow(now: datetime) -> datetime:
    day = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


def _lately(now: datetime) -> bool:
    """A version that somebody made by hand, or that was only just announced, is not fitted away within a month."""
    last = Prior.objects.filter(made_at__lte=now).last()
    return last is not None and now - last.made_at < timedelta(days=27)


def _why(found: Refit) -> str:
    prior, before = found.prior, found.before
    gain = found.log_evidence - found.log_evidence_before
    return (
        f"What happened in {prior.datasets} datasets here is clearly more likely under it: log evidence "
        f"{found.log_evidence:,.1f} instead of {found.log_evidence_before:,.1f} ({gain:.1f} more; "
        f"{CLEARLY:g} are asked for). Before the first use it expects {prior.rate_finds / prior.rate_looks:.2f} new "
        f"oddities per use, as if seen in {prior.rate_looks:.1f} uses; until now "
        f"{before.rate_finds / before.rate_looks:.2f}, as if in {before.rate_looks:.1f}."
    )
