"""Rows that are known: silent as long as they hold the same and until a date; a real engine decides."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import Cast, suite
from tests.weirdness.laboratory import GOOD, HEAD, engine, plates
from weirdness.models import Event, Result, Run, Suite, Waiver
from weirdness.services import runs, waivers, work
from weirdness.services.errors import Conflict, NotAllowed, Refused

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db
ODD = "P9,A1,-4.5,Kim\n"


def ran() -> Run:
    run = runs.request(suite=Suite.objects.get(), now=timezone.now(), trigger="person")
    assert run.job is not None
    work.perform(job_id=run.job.pk, now=timezone.now())
    run.refresh_from_db()
    return run


def waive(cast: Cast, run: Run, *, until: date | None = None, reason: str = "A blank well") -> list[Waiver]:
    result = run.results.get(position=1)
    now = timezone.now()
    day = until or waivers.usual_until(now)
    return waivers.make(result=result, rows=range(20), reason=reason, until=day, actor=cast.scientist, now=now)


@pytest.fixture
def failed(cast: Cast, plates: Path) -> Run:
    suite(cast)
    plates.write_text(HEAD + GOOD + ODD)
    run = ran()
    assert run.state == "failed"
    return run


def test_the_same_row_with_the_same_value_is_silent_and_counted_apart(cast: Cast, failed: Run) -> None:
    (waiver,) = waive(cast, failed)
    assert (waiver.issue, waiver.until) == (failed.flags.get().issue, (timezone.now() + timedelta(days=90)).date())
    run = ran()
    result = run.results.get(position=1)
    assert (run.state, result.waived_count, result.unexpected_count) == ("passed", 1, 0)
    assert Event.objects.get(verb="waived").issue == waiver.issue


def test_another_value_in_the_row_fires(cast: Cast, failed: Run, plates: Path) -> None:
    waive(cast, failed)
    plates.write_text(HEAD + GOOD + "P9,A1,-9.0,Kim\n")
    assert ran().state == "failed"


def test_after_its_date_it_fires(cast: Cast, failed: Run) -> None:
    waive(cast, failed)
    Waiver.objects.update(until=timezone.now().date() - timedelta(days=1))
    assert ran().state == "failed"


def test_on_its_last_day_it_holds_and_once_ended_it_fires(cast: Cast, failed: Run) -> None:
    (waiver,) = waive(cast, failed)
    Waiver.objects.update(until=timezone.now().date())
    assert ran().state == "passed"
    waivers.end(waiver_id=waiver.pk, actor=cast.scientist, now=timezone.now())
    assert ran().state == "failed"
    with pytest.raises(Conflict):
        waivers.end(waiver_id=waiver.pk, actor=cast.scientist, now=timezone.now())


def test_a_new_waiver_of_the_same_row_replaces_the_old_one(cast: Cast, failed: Run) -> None:
    waive(cast, failed)
    waive(cast, failed, reason="Seen again")
    assert [each.reason for each in Waiver.objects.in_force(timezone.now().date())] == ["Seen again"]


def test_what_is_missing_is_said_beside_its_field(cast: Cast, failed: Run) -> None:
    result, now = failed.results.get(position=1), timezone.now()
    with pytest.raises(Refused) as refused:
        waivers.make(result=result, rows=[], reason=" ", until=now.date(), actor=cast.scientist, now=now)
    assert set(refused.value.problems) == {"row", "reason", "until"}
    with pytest.raises(NotAllowed, match="triage"):
        waivers.make(result=result, rows=[0], reason="x", until=now.date(), actor=cast.bench, now=now)


def test_a_run_from_before_says_that_it_must_be_run_again(cast: Cast, failed: Run) -> None:
    Result.objects.update(value_hashes=[])
    with pytest.raises(Refused, match="Run the suite again"):
        waive(cast, failed)
