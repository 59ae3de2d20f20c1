"""Forgetting: rows shown with old results, old profiles, jobs and slots go; runs, verdicts, issues and events stay."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, suite
from tests.weirdness.web.conftest import failing_run
from weirdness.models import Event, Issue, Job, Profile, Result, Run, Slot
from weirdness.services import jobs, retention, runs, work

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


LONG_AGO, LATELY = NIGHT - timedelta(days=401), NIGHT - timedelta(days=399)


def ended(kind: str, *, at: datetime, state: str = Job.State.DONE, key: str = "") -> Job:
    job = jobs.enqueue(kind=kind, subject=1, key=key or f"{kind}:{at}:{state}", now=at)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=at, error="dead" if state == Job.State.DEAD else "")
    return job


def slotted(cast: Cast, *, at: datetime, missed: int = 0, state: str = Run.State.PASSED) -> Run:
    """A run on schedule, done at once."""
    asked = suite(cast)
    slot = Slot.objects.create(suite=asked, due_at=at, missed=missed)
    run = runs.request(suite=asked, now=at, trigger="schedule", key=f"slot:{at}", slot=slot)
    Run.objects.filter(pk=run.pk).update(state=state, finished_at=at)
    Job.objects.filter(pk=run.job_id).update(state=Job.State.DONE, finished_at=at)
    return run


def test_jobs_that_ended_long_ago_go_and_younger_waiting_and_recurring_ones_stay(cast: Cast) -> None:
    gone = {ended("mail", at=LONG_AGO).pk, ended("mail", at=LONG_AGO, state=Job.State.DEAD).pk}
    kept = {ended("mail", at=LATELY).pk, ended("confidence", at=LONG_AGO).pk}
    kept.add(jobs.enqueue(kind="mail", subject=2, key="waits", now=LONG_AGO).pk)
    forgotten()
    left = set(Job.objects.values_list("pk", flat=True))
    assert not left & gone
    assert kept <= left


def test_a_run_outlives_its_job_and_its_slot(cast: Cast) -> None:
    run, newest = slotted(cast, at=LONG_AGO), slotted(cast, at=LONG_AGO + timedelta(hours=1))
    forgotten()
    run.refresh_from_db()
    newest.refresh_from_db()
    assert (run.state, run.job, run.slot) == ("passed", None, None)
    assert newest.slot == Slot.objects.get()
    assert not Job.objects.filter(kind="run").exists()


def test_what_a_run_that_is_not_over_refers_to_stays(cast: Cast) -> None:
    slotted(cast, at=LATELY)
    run = slotted(cast, at=LONG_AGO, state=Run.State.RUNNING)
    forgotten()
    run.refresh_from_db()
    assert (run.slot is None, run.job is None) == (False, False)


def test_a_slot_that_says_how_late_its_run_was_stays(cast: Cast) -> None:
    slotted(cast, at=LATELY)
    run = slotted(cast, at=LONG_AGO, missed=3)
    forgotten()
    run.refresh_from_db()
    assert run.slot is not None


def test_bookkeeping_is_forgotten_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        ended("mail", at=LONG_AGO, key=f"mail:{number}")
    assert [retention.forget_some(now=NIGHT) for _ in range(4)] == [2, 2, 1, 0]
