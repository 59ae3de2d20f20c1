"""When suites are due: cron on the clock of a zone, slots taken once, missed ones in one late run."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast, suite
from weirdness.models import Run, Slot, Suite
from weirdness.services import schedule, suites, work

ZURICH = "Europe/Zurich"
HOURLY = "0 * * * *"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "zone", "now", "due"),
    [
        ("30 2 * * *", ZURICH, "2026-01-10T01:29:59", "2026-01-09T01:30"),
        ("30 2 * * *", ZURICH, "2026-01-10T01:30", "2026-01-10T01:30"),
        ("30 2 * * *", ZURICH, "2026-07-10T00:30", "2026-07-10T00:30"),
        ("0 2 * * 1-5", "UTC", "2026-11-22T12:00", "2026-11-20T02:00"),
        ("0 0 29 2 *", "UTC", "2026-11-02T00:00", "2024-02-29T00:00"),
        ("0 0 29 2 *", "UTC", "2028-02-29T00:00", "2028-02-29T00:00"),
        ("0 9 * * *", "Asia/Kathmandu", "2026-11-02T04:00", "2026-11-02T03:15"),
    ],
)
def test_a_schedule_is_read_on_the_clock_of_its_zone(cron: str, zone: str, now: str, due: str) -> None:
    assert schedule.latest_slot(cron, zone, at(now)) == at(due)


def dues(cron: str, begin: str, hours: int) -> list[str]:
    """The distinct slots that a sweep every minute finds."""
    moments = (at(begin) + timedelta(minutes=minute) for minute in range(hours * 60))
    found = {schedule.latest_slot(cron, ZURICH, moment) for moment in moments}
    return [f"{due:%d %H:%M}" for due in sorted(found) if due and due >= at(begin)]


def test_an_hour_that_summer_time_skips_runs_once_when_the_gap_ends() -> None:
    assert dues("30 2 * * *", "2026-03-28T12:00", 36) == ["29 01:00"]


def test_an_hour_that_winter_time_repeats_runs_once_the_first_time() -> None:
    assert dues("30 2 * * *", "2026-10-24T12:00", 36) == ["25 00:30"]


@pytest.mark.parametrize("begin", ["2026-03-29T00:00", "2026-10-25T00:00"])
def test_a_step_follows_real_time_through_both_changes_of_the_clock(begin: str) -> None:
    assert dues("*/30 * * * *", begin, 3) == [f"{at(begin) + timedelta(minutes=30 * n):%d %H:%M}" for n in range(6)]


@given(
    st.sampled_from(["*/7 * * * *", "30 2 * * *", "0 */5 * * *", "15 1-3 * * 0", "0 0 1 * *"]),
    st.sampled_from(["UTC", ZURICH, "America/New_York", "Australia/Lord_Howe"]),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(lambda each: each.replace(tzinfo=UTC)),
    st.integers(0, 100_000),
)
def test_time_that_goes_on_never_takes_a_slot_back(cron: str, zone: str, now: datetime, seconds: int) -> None:
    first, later = (schedule.latest_slot(cron, zone, each) for each in (now, now + timedelta(seconds=seconds)))
    assert first is not None
    assert later is not None
    assert first <= now
    assert first <= later


@pytest.mark.django_db
def test_a_slot_is_taken_once(cast: Cast) -> None:
    suite(cast, cron=HOURLY)
    assert len(schedule.open_due(now=NOW)) == 1
    assert schedule.open_due(now=NOW + timedelta(minutes=59)) == []
    assert len(schedule.open_due(now=NOW + timedelta(minutes=60))) == 1


@pytest.mark.django_db
def test_missed_slots_collapse_into_one_run_that_says_how_many(cast: Cast) -> None:
    suite(cast, cron=HOURLY)
    schedule.open_due(now=NOW)
    (late,) = schedule.open_due(now=NOW + timedelta(hours=5, minutes=20))
    assert (late.slot.missed, late.slot.due_at) == (4, NOW + timedelta(hours=5))


@pytest.mark.django_db
def test_a_year_of_missed_minutes_is_counted_to_a_thousand(cast: Cast) -> None:
    suite(cast, cron="* * * * *")
    schedule.open_due(now=NOW)
    (late,) = schedule.open_due(now=NOW + timedelta(days=365))
    assert late.slot.missed == schedule.MOST_MISSED


@pytest.mark.django_db
def test_a_clock_that_goes_back_takes_no_slot_twice(cast: Cast) -> None:
    suite(cast, cron=HOURLY)
    schedule.open_due(now=NOW + timedelta(hours=1))
    assert schedule.open_due(now=NOW) == []
    assert Slot.objects.count() == 1


@pytest.mark.django_db
def test_what_was_due_before_the_schedule_was_changed_is_not_missed(cast: Cast) -> None:
    plates = suite(cast, cron=HOURLY)
    schedule.open_due(now=NOW)
    suites.schedule(
        suite=plates, cron="0 2 * * *", time_zone=ZURICH, actor=cast.scientist, now=NOW + timedelta(hours=9)
    )
    assert schedule.open_due(now=NOW + timedelta(hours=10)) == []
    (run,) = schedule.open_due(now=NOW + timedelta(hours=17))
    assert (run.slot.missed, f"{run.slot.due_at:%H:%M}") == (0, "01:00")


@pytest.mark.django_db
def test_a_slot_that_is_due_stays_due_when_somebody_edits_the_suite_just_then(cast: Cast) -> None:
    plates, later = suite(cast, cron=HOURLY), NOW + timedelta(seconds=20)
    suites.save(dataset=cast.dataset, document=plates.document, now=later, actor=cast.scientist, cron=HOURLY)
    suites.schedule(suite=plates, cron=HOURLY, time_zone="UTC", actor=cast.scientist, now=later)
    (run,) = schedule.open_due(now=later)
    assert run.slot.due_at == NOW


@pytest.mark.django_db
def test_a_draft_that_goes_live_owes_nothing_of_before(cast: Cast) -> None:
    plates = suite(cast, cron=HOURLY)
    suites.set_stage(suite=plates, stage="draft", actor=cast.scientist, now=NOW)
    suites.set_stage(suite=plates, stage="live", actor=cast.scientist, now=NOW + timedelta(minutes=5))
    assert schedule.open_due(now=NOW + timedelta(minutes=6)) == []
    assert len(schedule.open_due(now=NOW + timedelta(hours=1))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "runs"), [("draft", 0), ("shadow", 1), ("live", 1), ("review", 1)])
def test_only_a_draft_does_not_run_by_itself(cast: Cast, stage: str, runs: int) -> None:
    Suite.objects.filter(pk=suite(cast, cron=HOURLY).pk).update(stage=stage)
    assert len(schedule.open_due(now=NOW)) == runs


@pytest.mark.django_db
def test_a_day_of_sweeps_by_two_beats_through_the_end_of_summer_time_runs_each_slot_once(cast: Cast) -> None:
    Suite.objects.filter(pk=suite(cast, cron="*/30 * * * *", time_zone=ZURICH).pk).update(scheduled_at=at("2026-10-24"))
    with time_machine.travel(at("2026-10-24T22:00"), tick=False) as clock:
        for _ in range(25 * 6):
            for _beat in range(2):
                work.sweep(now=datetime.now(UTC))
            clock.shift(600)
    assert Run.objects.count() == Slot.objects.count() == 50
    assert not Slot.objects.filter(missed__gt=0).exists()


@pytest.mark.parametrize(
    ("minutes", "cron"),
    [(1, "*/1 * * * *"), (45, "*/30 * * * *"), (60, "0 */1 * * *"), (90, "0 */1 * * *"), (1440, "0 0 * * *"),
     (10080, "0 0 * * *")],
)  # fmt: skip
def test_old_intervals_become_cron_and_never_rarer(minutes: int, cron: str) -> None:
    assert import_module("weirdness.migrations.0004_cron").cron_of(minutes) == cron
