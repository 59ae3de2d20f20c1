"""Runs with a real check engine: cancelled, tried out, on one part, on data that did not change, after a fix."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

import checks
from tests.cast import NOW, Cast, flagged, suite
from tests.checks.conftest import Server
from weirdness.models import Dataset, Event, GroupingKey, Issue, Job, Notification, Profile, Run, Suite, Waiver
from weirdness.services import datasets, jobs, plans, runs, suites, triage, work
from weirdness.services.errors import Conflict, NotAllowed, Refused

pytestmark = pytest.mark.django_db
GOOD = "plate,well,signal,operator\nP1,A1,4.5,Kim\nP1,A2,0.3,Kim\n"
BAD = GOOD + "P1,A3,-2.0,Lee\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("engine"))
    yield server
    server.stop()


@pytest.fixture
def plates(cast: Cast, engine: Server, settings: Settings, tmp_path: Path) -> Path:
    """The file behind lab/plates, where this server was told to look."""
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = engine.path, {"lab": str(tmp_path)}
    suite(cast)
    (tmp_path / "plates.csv").write_text(BAD)
    return tmp_path / "plates.csv"


def done(*, trigger: str = Run.Trigger.PERSON, **asked: Any) -> Run:
    """A run of the plates' suite that was asked for now and done now."""
    run = runs.request(suite=Suite.objects.get(), now=timezone.now(), trigger=trigger, **asked)
    assert run.job_id is not None
    assert work.perform(job_id=run.job_id, now=timezone.now())
    run.refresh_from_db()
    return run


def staged(stage: str) -> None:
    Suite.objects.update(stage=stage)


@pytest.mark.parametrize(("trigger", "urgency"), [("person", 10), ("api", 8), ("fix", 5), ("schedule", 0)])
def test_who_waits_decides_how_urgent_a_run_is(cast: Cast, trigger: str, urgency: int) -> None:
    runs.request(suite=suite(cast), now=NOW, trigger=trigger)
    assert Job.objects.get(kind="run").urgency == urgency


def test_a_run_that_waits_is_cancelled_at_once_and_never_starts(cast: Cast) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger="person", actor=cast.bench)
    over = runs.cancel(run_id=run.pk, actor=cast.bench, now=NOW)
    assert (over.state, over.cancelled_by, over.message) == ("cancelled", cast.bench, "Bea cancelled it.")
    assert Event.objects.get(verb="run_cancelled").actor == cast.bench
    assert run.job is not None
    assert work.perform(job_id=run.job.pk, now=NOW) is False
    with pytest.raises(Conflict, match="over already: cancelled"):
        runs.cancel(run_id=run.pk, actor=cast.bench, now=NOW)


def test_a_run_that_was_cancelled_between_claim_and_start_does_not_start(cast: Cast) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger="person", actor=cast.bench)
    assert run.job_id is not None
    claim = jobs.claim(job_id=run.job_id, lease=timedelta(seconds=30), now=NOW)
    runs.cancel(run_id=run.pk, actor=cast.bench, now=NOW)
    assert claim is not None
    runs.perform(claim)
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_a_run_is_cancelled_by_who_asked_for_it_or_triages_and_by_nobody_else(cast: Cast) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger="person", actor=cast.bench)
    with pytest.raises(NotAllowed):
        runs.cancel(run_id=run.pk, actor=cast.quality, now=NOW)
    assert runs.cancel(run_id=run.pk, actor=cast.scientist, now=NOW).state == "cancelled"


def test_a_suite_that_is_tried_out_opens_no_issue_and_writes_no_letter(cast: Cast, plates: Path) -> None:
    staged("shadow")
    run = done()
    assert (run.state, run.is_shadow) == ("failed", True)
    assert run.results.filter(is_shadow=True).count() == 2
    plates.unlink()
    assert done().state == "error"
    assert not Issue.objects.exists()
    assert not Notification.objects.exists()


def test_one_expectation_that_is_tried_out_decides_nothing(cast: Cast, plates: Path) -> None:
    document = Suite.objects.get().document
    document["expectations"][0]["meta"] = {"weirdness": {"stage": "shadow"}}
    suites.save(dataset=cast.dataset, document=document, now=NOW)
    run = done()
    assert (run.state, run.is_shadow) == ("passed", False)
    assert list(run.results.values_list("is_shadow", "success")) == [(True, False), (False, True)]
    assert not Issue.objects.exists()


def test_what_passed_while_it_was_tried_out_does_not_count_towards_recovery(cast: Cast, plates: Path) -> None:
    done()
    plates.write_text(GOOD)
    staged("shadow")
    for _ in range(3):
        done()
    assert Issue.objects.get().state == "confirmed"
    staged("live")
    for _ in range(3):
        done()
    assert Issue.objects.get().state == "closed"


def test_data_that_did_not_change_are_not_read_again_and_the_results_hold(cast: Cast, plates: Path) -> None:
    first, second, third = done(), done(), done()
    assert (second.state, second.unchanged_since, third.unchanged_since) == ("failed", first, first)
    assert f"unchanged since run {first.pk}" in second.message
    told = ("position", "grouping_key", "sentence", "success", "observed", "unexpected_count", "keys", "examples")
    assert list(second.results.values(*told)) == list(first.results.values(*told))
    assert Profile.objects.count() == 1
    assert Issue.objects.get().flags.count() == 3


def test_changed_data_are_read(cast: Cast, plates: Path) -> None:
    done()
    plates.write_text(GOOD)
    run = done()
    assert (run.state, run.unchanged_since) == ("passed", None)


def test_another_version_of_the_suite_is_asked_of_the_same_data(cast: Cast, plates: Path) -> None:
    done()
    suite(cast, min_value=-5)
    run = done()
    assert (run.state, run.unchanged_since, run.suite_version) == ("passed", None, 2)


def test_another_waiver_has_the_data_asked_again(cast: Cast, plates: Path) -> None:
    done()
    key = GroupingKey.objects.get()
    waiver = Waiver.objects.create(
        dataset=cast.dataset,
        grouping_key=key.key,
        issue=key.issue,
        row_key={"plate": "P1", "well": "A3"},
        value_hash="0" * 64,
        reason="The reader was being calibrated.",
        until=timezone.now().date() + timedelta(days=9),
        made_by=cast.scientist,
        made_at=timezone.now(),
    )
    asked = plans.plan_of(Suite.objects.get())
    assert asked.waivers == (checks.Waiver(key.key, {"plate": "P1", "well": "A3"}, "0" * 64),)
    assert done().unchanged_since is None
    assert done().unchanged_since is not None
    waiver.ended_at = timezone.now()
    waiver.save()
    assert done().unchanged_since is None


def test_another_version_of_the_engine_is_asked_of_the_same_data(
    cast: Cast, plates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done()
    monkeypatch.setattr(checks, "engine_version", lambda: "another")
    assert done().unchanged_since is None
    assert done().unchanged_since is not None


def test_a_run_that_could_not_be_done_is_nothing_to_compare_with(cast: Cast, plates: Path) -> None:
    plates.unlink()
    assert done().state == "error"
    plates.write_text(BAD)
    assert done().unchanged_since is None


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("expect_column_newest_to_be_recent", {"column": "read_at", "hours": 48}),
        ("expect_table_row_count_to_equal_other_table", {"other_table_name": "lab/plates"}),
    ],
)
def test_what_looks_at_the_clock_or_at_another_dataset_is_asked_anew(
    cast: Cast, plates: Path, kind: str, kwargs: dict[str, Any]
) -> None:
    plates.write_text("plate,well,signal,read_at\nP1,A1,4.5,2026-11-02T09:00:00\n")
    cast.dataset.columns.filter(name="operator").update(name="read_at", personal=False)
    document = {"name": "plates", "expectations": [{"type": kind, "kwargs": kwargs}]}
    suites.save(dataset=cast.dataset, document=document, now=NOW)
    assert [done().state in ("passed", "failed"), done().unchanged_since] == [True, None]


def test_what_became_personal_is_masked_when_results_are_told_again(cast: Cast, plates: Path) -> None:
    assert str(done().results.get(position=1).examples[0]["signal"]) == "-2.0"
    cast.dataset.columns.filter(name="signal").update(personal=True)
    assert done().results.get(position=1).examples[0]["signal"] == "•••"


@pytest.fixture
def months(cast: Cast, plates: Path) -> Dataset:
    """The plates as a folder of months, the second of which is bad."""
    for month, text in ((1, GOOD), (2, BAD), (3, GOOD)):
        (plates.parent / f"2026-0{month}.csv").write_text(text)
    plates.unlink()
    Dataset.objects.filter(pk=cast.dataset.pk).update(location="2026-*.csv", row_count=7)
    return Dataset.objects.get(pk=cast.dataset.pk)


def test_a_run_can_name_one_part_of_the_data(months: Dataset) -> None:
    assert [done(partition=f"2026-0{month}.csv").state for month in (1, 2, 3)] == ["passed", "failed", "passed"]
    assert done(partition="2026-02.csv").unchanged_since is not None
    whole = done()
    assert (whole.state, whole.row_count) == ("failed", 7)
    months.refresh_from_db()
    assert months.row_count == 7


def test_a_part_that_is_not_there_is_an_error_in_words(months: Dataset) -> None:
    run = done(partition="../2026-01.csv")
    assert run.state == "error"
    assert "no part of" in run.message


def test_the_history_of_a_part_is_the_parts_before_it_in_the_order_of_their_names(months: Dataset) -> None:
    for month in (3, 1, 2, 1):
        done(partition=f"2026-0{month}.csv")
    done()
    rows = [each["row_count"] for each in plans.history(months, "2026-03.csv")]
    assert rows == [2, 3]
    assert plans.history(months, "2026-01.csv") == []
    assert [each["row_count"] for each in plans.history(months)] == [7]


def test_one_file_has_no_parts(cast: Cast, plates: Path) -> None:
    with pytest.raises(Refused, match="always checked whole"):
        done(partition="plates.csv")


def test_a_run_keeps_what_the_columns_look_like(cast: Cast, plates: Path) -> None:
    run = done()
    kept = Profile.objects.get()
    assert (kept.run, kept.row_count, kept.fingerprint) == (run, 3, run.fingerprint)
    assert kept.document["columns"]["signal"]["least"] == -2.0


def test_a_claimed_fix_has_the_guarding_suite_run_at_once(cast: Cast, plates: Path) -> None:
    done()
    suites.save(
        dataset=cast.dataset, document=Suite.objects.get().document | {"name": "rest", "expectations": []}, now=NOW
    )
    issue = Issue.objects.get()
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())
    run = Run.objects.get(trigger="fix")
    assert (run.suite.name, run.asked_by, run.job.urgency) == ("plates", cast.scientist, 5)


def test_a_claimed_fix_of_what_no_suite_guards_owes_no_run(cast: Cast) -> None:
    suite(cast)
    issue = flagged(cast).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    assert not Run.objects.exists()


def test_the_sources_of_datasets_that_expectations_name_are_in_the_plan(cast: Cast) -> None:
    datasets.register(
        key="lab/readers",
        title="Readers",
        description="",
        source=cast.source,
        location="readers.csv",
        format="csv",
        columns=[],
        key_columns=[],
        key_unique=False,
        owner=cast.owner,
        triage_team=cast.scientists,
        now=NOW,
    )
    asked = {"type": "expect_table_row_count_to_equal_other_table", "kwargs": {"other_table_name": "lab/readers"}}
    document = {"expectations": [asked]}
    assert [each.key for each in plans.others(document)] == ["lab/readers"]
