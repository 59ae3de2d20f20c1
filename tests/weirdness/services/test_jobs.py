"""The one mechanism for owed work."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.cast import NOW, Cast, flagged, suite
from weirdness.models import Evidence, Issue, Job, Notification, Run
from weirdness.services import jobs, runs, work

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)


def owed(key: str = "a") -> Job:
    return jobs.enqueue(kind="mail", subject=1, key=key, now=NOW)


def claimed(job: Job, *, after: timedelta = timedelta(0)) -> jobs.Claim:
    claim = jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + after)
    assert claim is not None
    return claim


def test_work_owed_twice_under_one_key_is_one_job() -> None:
    assert owed().pk == owed().pk
    assert Job.objects.count() == 1


def test_work_that_is_done_can_be_owed_anew() -> None:
    claim = claimed(owed())
    jobs.finish(claim=claim, now=NOW)
    again = owed()
    assert (again.pk, Job.objects.get().state) == (claim.job_id, "queued")


def test_a_job_is_not_claimed_before_it_is_due() -> None:
    job = jobs.enqueue(kind="mail", subject=1, key="later", now=NOW, due_at=NOW + timedelta(minutes=1))
    assert jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + timedelta(seconds=59)) is None
    assert jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + timedelta(seconds=60)) is not None


def test_a_job_under_a_lease_is_not_claimed_by_another() -> None:
    job = owed()
    claimed(job)
    assert jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + LEASE) is None


def test_a_lease_that_ran_out_lets_another_take_over_and_the_first_can_no_longer_finish() -> None:
    job = owed()
    first = claimed(job)
    second = claimed(job, after=LEASE + timedelta(seconds=1))
    assert second.token != first.token
    with pytest.raises(jobs.LeaseLost):
        jobs.finish(claim=first, now=NOW)
    jobs.finish(claim=second, now=NOW)
    assert Job.objects.get().state == "done"


def test_a_lease_that_is_extended_lasts_longer() -> None:
    job = owed()
    claim = claimed(job)
    jobs.extend(claim=claim, now=NOW + LEASE)
    assert jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + LEASE * 1.5) is None


def test_a_lost_lease_cannot_be_extended() -> None:
    job = owed()
    first = claimed(job)
    claimed(job, after=LEASE * 2)
    with pytest.raises(jobs.LeaseLost):
        jobs.extend(claim=first, now=NOW)


def test_finishing_without_the_lease_rolls_back_everything_that_was_done(cast: Cast) -> None:
    job = owed()
    first = claimed(job)
    claimed(job, after=LEASE * 2)

    @transaction.atomic
    def work_under_the_first_lease() -> None:
        flagged(cast)
        jobs.finish(claim=first, now=NOW)

    with pytest.raises(jobs.LeaseLost):
        work_under_the_first_lease()
    assert not Issue.objects.exists()


def test_a_deferral_is_no_death() -> None:
    job = owed()
    for minute in range(10):
        claim = claimed(job, after=timedelta(minutes=minute))
        jobs.defer(claim=claim, until=NOW + timedelta(minutes=minute + 1), reason="The engine is being restarted.")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("queued", 0, "The engine is being restarted.")


def test_a_deferral_under_a_lost_lease_changes_nothing() -> None:
    job = owed()
    first = claimed(job)
    claimed(job, after=LEASE * 2)
    jobs.defer(claim=first, until=NOW + timedelta(days=1), reason="late")
    job.refresh_from_db()
    assert (job.state, job.error) == ("running", "")


def died_three_times(job: Job) -> None:
    """Three workers that take it and are never heard of again; then the sweep comes by."""
    Job.objects.filter(pk=job.pk).update(due_at=NOW)
    for hour in range(3):
        claimed(job, after=timedelta(hours=hour))
    assert jobs.claim(job_id=job.pk, lease=LEASE, now=NOW + timedelta(hours=3)) is None
    work.sweep(now=NOW + timedelta(hours=4))
    job.refresh_from_db()
    assert (job.state, job.error) == ("dead", "The worker died three times while doing this.")


def test_a_run_over_which_three_workers_died_is_an_error_that_its_owner_hears_of(cast: Cast) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger=Run.Trigger.PERSON)
    died_three_times(run.job)
    run.refresh_from_db()
    assert run.state == "error"
    assert run.message == "The run was given up. The worker died three times while doing this."
    assert Notification.objects.get(message="run_error").person == cast.owner
    assert not Issue.objects.exists()


def test_evidence_over_which_three_workers_died_says_so(cast: Cast) -> None:
    flag = flagged(cast, target="rows", rows="P1, A1")
    died_three_times(Job.objects.get(kind="evidence"))
    assert Evidence.objects.get(flag=flag).state == "unreadable"
    assert "died three times" in Evidence.objects.get(flag=flag).message


def test_two_deaths_are_forgiven() -> None:
    job = owed()
    claimed(job)
    claimed(job, after=timedelta(hours=1))
    assert jobs.take_dead(now=NOW + timedelta(hours=2)) == []
    assert jobs.take_due(now=NOW + timedelta(hours=2)) == [job]


def test_the_words_of_an_unexpected_error_stay_on_a_job_that_dies() -> None:
    job = owed()
    for hour in range(3):
        claimed(job, after=timedelta(hours=hour))
        jobs.stumble(job_id=job.pk, error="ValueError: odd", now=NOW + timedelta(hours=hour))
    assert [dead.error for dead in jobs.take_dead(now=NOW + timedelta(hours=4))] == ["ValueError: odd"]


def test_what_is_due_is_published_once_and_again_after_half_a_minute_without_effect() -> None:
    job = owed()
    assert jobs.take_due(now=NOW) == [job]
    assert jobs.take_due(now=NOW + timedelta(seconds=29)) == []
    assert jobs.take_due(now=NOW + timedelta(seconds=31)) == [job]


def test_one_sweep_takes_a_hundred_jobs_the_oldest_first() -> None:
    for number in range(101):
        jobs.enqueue(kind="mail", subject=number, key=f"k{number}", now=NOW - timedelta(seconds=number))
    assert [job.subject for job in jobs.take_due(now=NOW)] == list(range(100, 0, -1))
    assert [job.subject for job in jobs.take_due(now=NOW)] == [0]


def due(key: str, urgency: int, *, kind: str = "run", seconds: int = 0) -> Job:
    later = NOW + timedelta(seconds=seconds)
    return jobs.enqueue(kind=kind, subject=1, key=key, now=later, urgency=urgency)


def taken(job: Job) -> str:
    claim = work.take(job_id=job.pk, now=NOW + timedelta(minutes=1))
    return Job.objects.get(pk=claim.job_id).dedupe_key if claim else "nothing"


def test_a_delivery_of_the_night_takes_what_somebody_waits_for_first_and_itself_last() -> None:
    night = due("night", jobs.Urgency.SCHEDULE)
    due("another night", jobs.Urgency.SCHEDULE, seconds=-60)
    due("pipeline", jobs.Urgency.API, seconds=1)
    due("person", jobs.Urgency.PERSON, seconds=2)
    due("question", jobs.Urgency.PERSON, kind="inquiry", seconds=3)
    assert [taken(night) for _ in range(5)] == ["person", "question", "pipeline", "night", "nothing"]


def test_a_delivery_does_nothing_of_another_queue() -> None:
    night = due("night", jobs.Urgency.SCHEDULE)
    due("letter", jobs.Urgency.PERSON, kind="mail")
    assert [taken(night), taken(night)] == ["night", "nothing"]


def test_a_delivery_whose_job_is_done_or_not_due_takes_nothing() -> None:
    later = due("later", jobs.Urgency.SCHEDULE, seconds=3600)
    due("person", jobs.Urgency.PERSON)
    assert taken(later) == "nothing"


def test_what_is_owed_anew_has_its_new_urgency() -> None:
    jobs.finish(claim=claimed(due("a", jobs.Urgency.SCHEDULE)), now=NOW)
    due("a", jobs.Urgency.PERSON)
    assert Job.objects.get().urgency == jobs.Urgency.PERSON


def test_what_somebody_waits_for_has_a_worker_of_its_own() -> None:
    due("night", jobs.Urgency.SCHEDULE)
    due("fix", jobs.Urgency.FIX)
    due("pipeline", jobs.Urgency.API)
    due("question", jobs.Urgency.PERSON, kind="inquiry")
    due("letter", jobs.Urgency.PERSON, kind="mail")
    queues = {Job.objects.get(pk=pk).dedupe_key: queue for pk, queue in work.sweep(now=NOW)}
    expected = {"night": "checks", "fix": "checks", "pipeline": "asked", "question": "asked", "letter": "default"}
    assert expected.items() <= queues.items()
