"""The thin tasks: a delivery does what is most urgent, and an error is written on the job that it happened to."""

from django.utils import timezone

from tests.committed import committed, database_for_tests
from weirdness import tasks
from weirdness.models import Job
from weirdness.services import jobs

__all__ = ["committed", "database_for_tests"]
NOBODY = 999_999  # no run has this id, so doing its job ends in an unexpected error


def owed(key: str, urgency: int) -> Job:
    return jobs.enqueue(kind="run", subject=NOBODY, key=key, now=timezone.now(), urgency=urgency)


def test_an_unexpected_error_is_written_on_the_job_that_was_done_and_not_on_the_one_delivered(
    committed: None,
) -> None:
    night, person = owed("night", jobs.Urgency.SCHEDULE), owed("person", jobs.Urgency.PERSON)
    assert tasks.do.apply(args=[night.pk]).failed()
    night.refresh_from_db()
    person.refresh_from_db()
    assert person.error.startswith("DoesNotExist: ")
    assert (person.state, person.attempts) == ("running", 1)
    assert (night.state, night.attempts, night.error) == ("queued", 0, "")


def test_a_delivery_of_what_is_done_does_nothing(committed: None) -> None:
    night, person = owed("night", jobs.Urgency.SCHEDULE), owed("person", jobs.Urgency.PERSON)
    jobs.call_off(job_id=night.pk, now=timezone.now())
    assert tasks.do.apply(args=[night.pk]).successful()
    person.refresh_from_db()
    assert person.state == "queued"
