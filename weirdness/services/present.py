"""What is known of many datasets now, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, Subquery

from weirdness.confidence import STANDING, Prior
from weirdness.models import Change, Dataset, Era, Event, Issue, Look, Run, Snapshot, Suite, Viewpoint
from weirdness.models import Prior as FittedPrior
from weirdness.models.issue_words import Severity
from weirdness.models.moves import State
from weirdness.services import check_health, era_looks, finds, staff
from weirdness.services.check_health import Health
from weirdness.services.readings import Reading, Unsettled

# Nobody has decided what these are: a question to the reporter is no verdict.
UNTRIAGED = Q(state=State.NEW) | Q(state=State.NEEDS_INFO, asked_in=State.NEW)


def readings(datasets: Sequence[Dataset], *, now: datetime) -> dict[int, Reading]:
    """By dataset. What is dated after now is not counted yet; a dataset whose first era lies ahead is left out."""
    pks = [dataset.pk for dataset in datasets]
    eras = eras_of(pks, now)
    starts = {pk: era.started_at for pk, era in eras.items()}
    persons = staff.accounts(now)
    uses, found = era_looks.of_eras(starts, persons, now), finds.of_eras(starts, persons, now)
    changed, unsettled, checks, last = _changes(pks, now), _unsettled(pks, now), _health(pks, now), _last(pks)
    staffed, prior = staff.viewpoints(now, persons), prior_at(now)
    return {
        dataset.pk: Reading(
            name=dataset.title,
            tolerated_rate=dataset.tolerated_rate,
            now=now,
            era=eras[dataset.pk],
            uses=uses[dataset.pk],
            found=found[dataset.pk],
            changed_at=changed.get(dataset.pk),
            unsettled=unsettled.get(dataset.pk, Unsettled()),
            health=checks.get(dataset.pk, Health()),
            staffed=staffed,
            last=last.get(dataset.pk),
            prior=prior,
        )
        for dataset in datasets
        if dataset.pk in eras
    }


def marks(datasets: Iterable[Dataset]) -> dict[int, dict[str, object]]:
    """How far the history of each goes, for its snapshot. The caller holds their chains, so that none goes on."""
    named = {dataset.pk: dataset.title for dataset in datasets}
    newest = Event.objects.filter(chain=OuterRef("pk")).order_by("-position").values("position")[:1]
    events = Dataset.objects.filter(pk__in=named).annotate(last=Subquery(newest)).values_list("pk", "last")
    # Looks are numbered under the chain's lock: whatever comes later to one of these datasets has a higher number.
    look = Look.objects.aggregate(last=Max("pk"))["last"] or 0
    called = {str(pk): name for pk, name in Viewpoint.objects.values_list("pk", "name")}
    return {pk: {"event": event or 0, "look": look, "name": named[pk], "viewpoints": called} for pk, event in events}


def eras_of(datasets: Iterable[int], now: datetime) -> dict[int, Era]:
    begun = Era.objects.standing(now).filter(dataset__in=datasets, started_at__lte=now)
    return {era.dataset_id: era for era in begun.order_by("started_at", "pk")}


def prior_at(now: datetime) -> Prior:
    """The newest that is in force by then; without one, what the code starts from."""
    fitted = FittedPrior.objects.filter(in_force_from__lte=now).last()
    return Prior.from_json(fitted.content) if fitted else STANDING


def _changes(datasets: list[int], now: datetime) -> dict[int, datetime]:
    noticed = Change.objects.filter(dataset__in=datasets, at__lte=now).counted().order_by()
    return dict(noticed.values_list("dataset").annotate(last=Max("at")))


def _unsettled(datasets: list[int], now: datetime) -> dict[int, Unsettled]:
    unsettled = Issue.objects.open().filter(dataset__in=datasets, opened_at__lte=now).order_by()
    counted = unsettled.values("dataset").annotate(
        major=Count("pk", filter=Q(severity=Severity.MAJOR)),
        critical=Count("pk", filter=Q(severity=Severity.CRITICAL)),
        untriaged=Count("pk", filter=UNTRIAGED),
    )
    return {each["dataset"]: Unsettled(each["major"], each["critical"], each["untriaged"]) for each in counted}


def _health(datasets: list[int], now: datetime) -> dict[int, Health]:
    live = Suite.objects.filter(dataset__in=datasets, stage=Suite.Stage.LIVE).order_by()
    runs = Run.objects.filter(finished_at__lte=now)
    return check_health.health(live, runs, check_health.excused(datasets))


def _last(datasets: list[int]) -> dict[int, Snapshot]:
    newest = Snapshot.objects.standing().filter(dataset=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    rows = Dataset.objects.filter(pk__in=datasets).annotate(last=Subquery(newest)).values_list("last", flat=True)
    return {each.dataset_id: each for each in Snapshot.objects.filter(pk__in=[pk for pk in rows if pk])}
