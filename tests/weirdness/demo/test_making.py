"""The demo as it stands in the database: what is there, in which state, and that it is made once."""

from pathlib import Path

import pytest
from django.db.models import Count

import checks
from tests.weirdness.demo.conftest import NOW
from weirdness.demo import datasets, making, people
from weirdness.models import (
    Column,
    Dataset,
    Event,
    Evidence,
    Flag,
    Issue,
    Job,
    Look,
    Notification,
    Person,
    Run,
)
from weirdness.models.moves import State
from weirdness.services import clocks, confidence, flags, handing_over, runs, trail
from weirdness.services.flags import Report

STATES = {
    "nyc/flights": "learning",
    "nyc/planes": "relapsed",
    "nyc/weather": "stable",
    "penguins/raw": "learning",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def states() -> dict[str, str]:
    return dict(Dataset.objects.values_list("key", "state"))


def run_all(root: Path) -> None:
    """The first runs, in this process instead of a worker's child."""
    for run in Run.objects.filter(state=Run.State.QUEUED).select_related("suite__dataset__source"):
        runs.store(run=run, result=checks.run(runs.plan_of(run.suite)), now=NOW)


def test_each_dataset_is_in_its_state() -> None:
    assert states() == STATES


def test_the_last_estimate_of_each_dataset_is_of_now_and_was_preceded_by_others() -> None:
    for dataset in Dataset.objects.all():
        assert dataset.snapshots.count() > 3
        assert dataset.snapshots.latest().state == dataset.state


def test_the_states_hold_after_the_first_runs(undone: Path) -> None:
    run_all(undone)
    assert {run.state for run in Run.objects.all()} == {Run.State.FAILED}
    for dataset in Dataset.objects.all():
        confidence.recompute(dataset_id=dataset.pk, now=NOW)
    assert states() == STATES


def test_one_run_of_each_suite_is_asked_for() -> None:
    asked = Run.objects.values_list("dataset__key", "state", "job__state")
    assert set(asked) == {(key, "queued", "queued") for key in STATES}
    assert asked.count() == len(STATES)


def test_a_second_time_changes_nothing() -> None:
    before = [model.objects.count() for model in (Person, Dataset, Look, Flag, Event, Run, Job, Notification)]
    assert making.make(now=NOW) is False
    after = [model.objects.count() for model in (Person, Dataset, Look, Flag, Event, Run, Job, Notification)]
    assert before == after


def test_the_mailbox_starts_empty() -> None:
    assert not Notification.objects.filter(state=Notification.State.DUE).exists()
    assert not Job.objects.filter(kind="mail", state=Job.State.QUEUED).exists()


def test_all_rows_that_were_flagged_are_in_the_data() -> None:
    wanted = Evidence.objects.select_related("flag__dataset__source")
    assert wanted.count() > 10
    for evidence in wanted:
        dataset = evidence.flag.dataset
        assert dataset is not None
        found = checks.fetch(runs.source_of(dataset), evidence.keys, key_columns=dataset.key_columns)
        assert not found.missing
        assert len(found.rows) == len(evidence.keys)


def test_every_sentence_fits_and_says_what_was_seen() -> None:
    said = Flag.objects.filter(kind=Flag.Kind.REPORT).values_list("sentence", flat=True)
    assert said
    assert all(0 < len(sentence) <= flags.LONGEST for sentence in said)


def test_everything_of_the_past_is_marked_as_demo() -> None:
    for model in (Person, Dataset, Look, Flag, Issue, Run):
        assert not model.objects.filter(is_demo=False).exists(), model


def test_the_past_is_past_and_its_trail_is_whole() -> None:
    assert not Event.objects.filter(at__gt=NOW).exclude(verb="state").exists()
    assert Event.objects.filter(at__lt=NOW).count() > 400
    assert trail.verify().broken == []


def test_a_fix_was_claimed_a_caveat_given_and_an_oddity_explained_in_flights() -> None:
    flights = Issue.objects.filter(dataset__key="nyc/flights")
    assert flights.filter(state=State.FIXED).count() == 1
    assert {"explained", "accepted"} <= set(flights.values_list("resolution", flat=True))
    assert flights.filter(state=State.NEW).count() == 2
    described = Column.objects.get(dataset__key="nyc/flights", name="time_hour").description
    assert "UTC" in described, "the fix that was claimed was made"


def test_a_new_flag_on_the_stable_dataset_goes_to_its_owner(undone: Path) -> None:
    report = Report(dataset="nyc/weather", category="missing", sentence="pressure is often empty.")
    flag = flags.raise_flag(person=Person.objects.get(email__startswith="amara"), report=report, now=NOW)
    assert flag.issue is not None
    assert str(flag.issue.responsible) == "Rajesh Iyer"


def test_two_rules_a_rota_and_a_calendar_have_sent_the_flags(undone: Path) -> None:
    def sent(key: str, category: str, **more: object) -> tuple[str, str]:
        report = Report(dataset=key, category=category, sentence="This is odd.", **more)
        issue = flags.raise_flag(person=Person.objects.get(email__startswith="amara"), report=report, now=NOW).issue
        assert issue is not None
        return str(issue.responsible), issue.routing_reason

    assert sent("penguins/raw", "wrong-label")[0] == "Mei-Ling Chen"
    assert sent("nyc/flights", "missing", blocks_decision=True)[0] == "Priya Raman"
    who, why = sent("nyc/flights", "missing")
    assert who in ("Mateo Silva", "Ji-woo Park", "Priya Raman")
    assert f"{who} is on duty in Data scientists on duty" in why
    waits = Issue.objects.get(flags__blocks_decision=True, dataset__key="penguins/raw")
    assert (str(waits.assignee), waits.pressure) == ("Priya Raman", 8)
    clocks_told = Event.objects.filter(issue=waits, verb="escalated").values_list("data__clock", flat=True)
    assert set(clocks_told) == {"acknowledge", "resolve"}


def test_the_turns_were_handed_over_and_nothing_is_due_at_once() -> None:
    assert Event.objects.filter(verb="handed_over").count() > 10
    assert handing_over.tick(now=NOW) == 0
    assert clocks.tick(now=NOW) == 0


def test_the_cast_has_seven_viewpoints_one_administrator_and_no_passwords() -> None:
    cast = Person.objects.all()
    assert cast.count() == len(people.CAST) == 13
    assert cast.values("viewpoint").annotate(n=Count("pk")).count() == 7
    assert not any(person.has_usable_password() for person in cast)
    assert [person.name for person in cast.filter(is_superuser=True)] == ["Samira Benali"]


def test_only_one_unit_is_wrong_on_purpose() -> None:
    claimed = Column.objects.filter(name__contains="(").values_list("name", "unit")
    said = {name: unit for name, unit in claimed if f"({unit})" not in name and unit != "‰"}
    assert said == {"Body Mass (g)": "kg"}


def test_names_of_private_people_are_masked() -> None:
    assert list(Column.objects.filter(personal=True).values_list("dataset__key", "name")) == [
        ("nyc/planes", "manufacturer")
    ]


def test_the_playbill_names_everybody_and_fits_on_a_screen() -> None:
    lines = people.playbill().splitlines()
    assert len(lines) < 20
    assert all(len(line) < 100 for line in lines)
    assert all(any(part.email in line for line in lines) for part in people.CAST)


def test_each_dataset_has_its_sheet() -> None:
    assert {sheet.key for sheet in datasets.sheets()} == set(STATES)
