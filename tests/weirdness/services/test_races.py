"""Many at once, in real threads on a real PostgreSQL: exactly one wins, nothing doubles, nothing deadlocks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import NOW, Cast, flagged, make, suite
from tests.committed import committed, database_for_tests
from weirdness.models import Dataset, Event, Flag, Job, Run, Slot
from weirdness.services import confidence, flags, jobs, runs, schedule, trail, triage
from weirdness.services.errors import Conflict
from weirdness.services.flags import Report

__all__ = ["committed", "database_for_tests"]
CALLERS = 20
ROUNDS = 20


@pytest.fixture
def everybody(committed: None) -> Cast:
    return make()


def at_once(call: Callable[[int], Any], callers: int = CALLERS) -> list[Any]:
    """The answers, or the exceptions, of callers who all start at the same moment."""
    start = Barrier(callers)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=30)
            return call(number)
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(one, range(callers)))


def test_a_job_is_claimed_by_one_of_twenty_in_each_of_many_rounds(everybody: Cast) -> None:
    for number in range(ROUNDS):
        job = jobs.enqueue(kind="mail", subject=1, key=f"race:{number}", now=NOW)
        claims = at_once(lambda _, pk=job.pk: jobs.claim(job_id=pk, lease=timedelta(seconds=30), now=NOW))
        assert sum(claim is not None for claim in claims) == 1
        assert Job.objects.get(pk=job.pk).attempts == 1


def test_an_expired_lease_is_taken_over_by_one_of_twenty(everybody: Cast) -> None:
    job = jobs.enqueue(kind="mail", subject=1, key="race", now=NOW)
    jobs.claim(job_id=job.pk, lease=timedelta(seconds=30), now=NOW)
    later = NOW + timedelta(minutes=1)
    claims = at_once(lambda _: jobs.claim(job_id=job.pk, lease=timedelta(seconds=30), now=later))
    assert sum(claim is not None for claim in claims) == 1


def test_twenty_sweeps_publish_each_due_job_once(everybody: Cast) -> None:
    Job.objects.all().delete()
    for number in range(60):
        jobs.enqueue(kind="mail", subject=number, key=f"race:{number}", now=NOW)
    taken = [job.pk for batch in at_once(lambda _: jobs.take_due(now=NOW)) for job in batch]
    assert len(taken) == len(set(taken)) == 60


def test_a_slot_is_taken_once_by_two_clocks(everybody: Cast) -> None:
    suite(everybody, cron="0 * * * *")
    for hour in range(ROUNDS):
        at_once(lambda _, now=NOW + timedelta(hours=hour): schedule.open_due(now=now), callers=2)
        assert Slot.objects.count() == Run.objects.count() == hour + 1


def test_of_twenty_verdicts_on_one_version_one_wins_and_the_others_are_told_by_whom(everybody: Cast) -> None:
    issue = flagged(everybody).issue
    answers = at_once(
        lambda _: triage.confirm(issue_id=issue.pk, actor=everybody.scientist, now=NOW, version=issue.version)
    )
    lost = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(lost) == CALLERS - 1
    assert all("Dana confirmed it" in str(conflict) for conflict in lost)
    assert Event.objects.filter(verb="confirm").count() == 1


def test_the_same_form_sent_twenty_times_at_once_is_one_flag(everybody: Cast) -> None:
    report = Report("lab/plates", "missing", "Half of the wells are empty.", submission=uuid4())
    sent = at_once(lambda _: flags.raise_flag(person=everybody.bench, report=report, now=NOW))
    assert len({flag.pk for flag in sent}) == Flag.objects.count() == 1


def test_the_same_run_asked_for_twenty_times_at_once_is_one_run(everybody: Cast) -> None:
    plates = suite(everybody)
    asked = at_once(lambda _: runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API, key="once"))
    assert len({run.pk for run in asked}) == Run.objects.count() == 1


def test_same_here_pressed_twenty_times_at_once_counts_once(everybody: Cast) -> None:
    issue = flagged(everybody).issue
    at_once(lambda _: flags.same_here(person=everybody.quality, issue_id=issue.pk, now=NOW))
    assert issue.flags.filter(kind="same").count() == 1


def test_twenty_writers_leave_a_history_in_which_every_link_holds(everybody: Cast) -> None:
    people = [everybody.bench, everybody.quality, everybody.manager]
    at_once(lambda number: flagged(everybody, by=people[number % 3], sentence=f"Odd thing {number}"))
    assert Flag.objects.count() == CALLERS
    assert trail.verify().broken == []


def test_flags_and_a_changing_estimate_of_one_dataset_wait_for_each_other_without_a_deadlock(everybody: Cast) -> None:
    dataset = flagged(everybody).issue.dataset
    estimated = []

    def estimate_or_flag(number: int) -> None:
        if number == 0:
            estimated.append(confidence.recompute(dataset_id=dataset.pk, now=NOW).state)
        else:
            flagged(everybody, sentence=f"Odd thing {number}")

    for _ in range(ROUNDS):
        Dataset.objects.filter(pk=dataset.pk).update(state="stable")
        at_once(estimate_or_flag, callers=4)
    assert Event.objects.filter(verb="state", dataset=dataset).count() == len(estimated) == ROUNDS
    assert Flag.objects.count() == 1 + 3 * ROUNDS
