"""Forgetting: the rows shown with old results and old profiles go; runs, verdicts, issues and events stay."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.weirdness.web.conftest import failing_run
from weirdness.models import Event, Issue, Job, Profile, Result, Run
from weirdness.services import retention, work

pytestmark = pytest.mark.django_db
NIGHT = timezone.now().replace(hour=4, minute=0)


@pytest.fixture
def old(cast: Cast) -> Run:
    """A failed run with a profile, from 401 days ago."""
    run, long_ago = failing_run(cast), NIGHT - timedelta(days=401)
    Run.objects.update(finished_at=long_ago)
    document = {"columns": {}}
    Profile.objects.create(dataset=cast.dataset, run=run, at=long_ago, row_count=96, fingerprint="f", document=document)
    return run


def forgotten() -> None:
    while retention.forget_some(now=NIGHT):
        pass


def test_what_is_old_loses_its_rows_and_profile_and_keeps_its_verdict(old: Run) -> None:
    events = Event.objects.count()
    forgotten()
    result = old.results.get(position=1)
    assert (result.keys, result.examples, result.success, result.unexpected_count) == ([], [], False, 2)
    assert not Profile.objects.exists()
    assert Issue.objects.get().state == "confirmed"
    assert Event.objects.count() == events


def test_what_is_younger_stays(old: Run) -> None:
    Run.objects.update(finished_at=NIGHT - timedelta(days=399))
    Profile.objects.update(at=NIGHT - timedelta(days=399))
    forgotten()
    assert Result.objects.exclude(keys=[]).exists()
    assert Profile.objects.exists()


def test_rows_go_before_profiles(old: Run) -> None:
    retention.forget_some(now=NIGHT)
    assert not Result.objects.exclude(keys=[]).exists()
    assert Profile.objects.exists()


def test_it_is_owed_once_a_night_and_done_by_a_worker(old: Run) -> None:
    evening = NIGHT.replace(hour=1)
    work.sweep(now=evening)
    assert not Job.objects.filter(kind="retention").exists()
    for _ in range(2):
        work.sweep(now=NIGHT)
    job = Job.objects.get(kind="retention")
    assert work.perform(job_id=job.pk, now=NIGHT)
    work.sweep(now=NIGHT + timedelta(hours=3))
    assert Job.objects.get(kind="retention").state == "done"
    assert not Profile.objects.exists()


def test_an_installation_may_keep_everything(old: Run, settings: Settings) -> None:
    settings.RETENTION_DAYS = 0
    work.sweep(now=NIGHT)
    assert not Job.objects.filter(kind="retention").exists()
