"""Estimates that are owed: one job for a hundred at night, none that stops the others, none for nothing."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from weirdness.models import Dataset, Job, Snapshot
from weirdness.services import confidence, datasets, estimates, flags, jobs, looks, present, triage, work
from weirdness.services.datasets import ColumnSpec

DAY = timedelta(days=1)


def another(cast: Cast, number: int) -> Dataset:
    return datasets.register(
        key=f"lab/more-{number}",
        title=f"More {number}",
        description="",
        source=cast.source,
        location=f"{number}.csv",
        format="csv",
        columns=[ColumnSpec("plate", "text")],
        key_columns=[],
        key_unique=False,
        owner=cast.owner,
        triage_team=cast.scientists,
        now=NOW - 300 * DAY,
    )


def estimated(dataset: Dataset, at: datetime) -> Snapshot:
    return confidence.recompute(dataset_id=dataset.pk, now=at)


def job_of(key: str) -> Job:
    return Job.objects.get(dedupe_key=key)


@pytest.mark.django_db
def test_a_night_is_one_job_for_all_of_a_block_and_each_gets_its_estimate(cast: Cast) -> None:
    all_of_them = [cast.dataset, *(another(cast, number) for number in range(5))]
    aged = timezone.now() - 2 * DAY
    for dataset in all_of_them:
        estimated(dataset, aged)
    Job.objects.all().delete()
    estimates.owe_daily(now=timezone.now())
    estimates.owe_daily(now=timezone.now())
    owed = Job.objects.filter(kind="night")
    assert owed.count() == len({dataset.pk // estimates.BLOCK for dataset in all_of_them})
    for job in owed:
        assert work.perform(job_id=job.pk, now=timezone.now())
    assert Snapshot.objects.filter(at__gt=aged).count() == len(all_of_them)
    estimates.owe_daily(now=timezone.now())
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


@pytest.mark.django_db
def test_a_dataset_that_was_never_estimated_does_not_wait_for_the_night(cast: Cast) -> None:
    estimates.owe_daily(now=timezone.now())
    assert job_of(f"confidence:{cast.dataset.pk}").state == Job.State.QUEUED


@pytest.mark.django_db
def test_one_that_cannot_be_estimated_stops_none_of_the_others(cast: Cast) -> None:
    others = [another(cast, number) for number in range(3)]
    aged = timezone.now() - 2 * DAY
    for dataset in (cast.dataset, *others):
        estimated(dataset, aged)
    spoilt = Snapshot.objects.get(dataset=cast.dataset)
    Snapshot.objects.filter(pk=spoilt.pk).update(result={"curve_of": spoilt.result["curve_of"]})
    Job.objects.all().delete()
    block = cast.dataset.pk // estimates.BLOCK
    with pytest.raises(KeyError), transaction.atomic():
        confidence.recompute_batch([cast.dataset.pk, *(each.pk for each in others)], now=timezone.now())
    assert Snapshot.objects.filter(at__gt=aged).count() == 0
    estimates.give_up_block(block, "KeyError", timezone.now())
    for dataset in others:
        work.perform(job_id=job_of(f"confidence:{dataset.pk}").pk, now=timezone.now())
    assert Snapshot.objects.filter(at__gt=aged).count() == len(others)
    with pytest.raises(KeyError), transaction.atomic():
        work.perform(job_id=job_of(f"confidence:{cast.dataset.pk}").pk, now=timezone.now())


@pytest.mark.django_db
def test_what_changes_no_count_writes_no_estimate_and_what_does_is_urgent(cast: Cast) -> None:
    issue = flagged(cast, now=timezone.now()).issue
    work.drain()
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=timezone.now())
    assert job_of(f"confidence:{cast.dataset.pk}").urgency == jobs.Urgency.PERSON
    work.drain()
    made = Snapshot.objects.count()
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=timezone.now())
    triage.start(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())
    work.drain()
    assert Snapshot.objects.count() == made
    later = confidence.refresh(dataset_id=cast.dataset.pk, now=timezone.now() + 2 * DAY)
    assert later is not None


@pytest.mark.django_db
def test_many_datasets_are_read_in_as_many_queries_as_one(cast: Cast) -> None:
    more = [another(cast, number) for number in range(6)]
    flagged(cast)
    for dataset in more:
        looks.check_in(dataset=dataset, person=cast.bench, now=NOW)
        flagged(cast, dataset=dataset.key, column="plate")
    with CaptureQueriesContext(connection) as one:
        present.readings([cast.dataset], now=NOW + DAY)
    with CaptureQueriesContext(connection) as many:
        readings = present.readings([cast.dataset, *more], now=NOW + DAY)
    assert len(many) == len(one) <= 16
    assert [each.inputs().looks for each in readings.values()] == [1] * 7


@pytest.mark.django_db
def test_all_at_once_says_what_one_by_one_says(cast: Cast) -> None:
    more = [another(cast, number) for number in range(3)]
    for at, dataset in enumerate(more):
        for ago in range(3 * at):
            looks.check_in(dataset=dataset, person=cast.bench, now=NOW - ago * DAY)
        flagged(cast, dataset=dataset.key, column="plate", now=NOW)
    pks = [cast.dataset.pk, *(each.pk for each in more)]
    mark = transaction.savepoint()
    alone = {pk: confidence.recompute(dataset_id=pk, now=NOW + DAY) for pk in pks}
    transaction.savepoint_rollback(mark)
    assert confidence.recompute_many(pks, now=NOW + DAY) == (4, [])
    for snapshot in Snapshot.objects.all():
        one = alone[snapshot.dataset_id]
        assert (snapshot.inputs, snapshot.state) == (one.inputs, one.state)
        assert snapshot.result["screen"] == one.result["screen"]
