"""Making stored estimates anew: the command, other formulas, what was renamed since, and moments between."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from tests.cast import NOW, Cast, flagged
from weirdness.confidence import summarise
from weirdness.models import Dataset, Person, Snapshot, Viewpoint
from weirdness.services import confidence, replay, same_person, staff

pytestmark = pytest.mark.django_db


def test_the_command_says_of_each_estimate_whether_it_comes_out_the_same(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    flagged(cast)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    call_command("recompute", "--all")
    assert "lab/plates of 2026-11-02 09:00:00: the same." in capsys.readouterr().out
    Snapshot.objects.update(inputs={**Snapshot.objects.get().inputs, "looks": 7})
    with pytest.raises(SystemExit):
        call_command("recompute", "--dataset", "lab/plates", "--day", "2026-11-02")
    said = capsys.readouterr().out
    assert "inputs.looks: 1 by the history, 7 stored" in said
    assert "1 recomputed from the history, 1 of them not the same." in said


def test_an_estimate_of_other_formulas_is_said_and_its_inputs_are_compared(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    Snapshot.objects.update(method="prior/0 state/0", state="stable")
    call_command("recompute")
    said = capsys.readouterr().out
    assert "the same. It was made with prior/0, state/0, and this version has" in said


def test_an_estimate_of_the_rule_before_is_made_again_by_that_rule(cast: Cast) -> None:
    flagged(cast)
    snapshot = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    past = replay.reading(cast.dataset, now=NOW)
    old = summarise(past.inputs(), past.about(), rule=1)
    kept = {"result": old, "method": " ".join(old["methods"])[:200], "state": old["state"]}
    Snapshot.objects.filter(pk=snapshot.pk).update(**kept)
    (verdict,) = replay.check(cast.dataset, Snapshot.objects.all())
    assert (verdict.holds, verdict.note) == (True, "")
    assert old["confidence"] != snapshot.result["confidence"]


def test_a_moment_between_two_estimates_can_be_read_too(cast: Cast) -> None:
    flagged(cast)
    flagged(cast, by=cast.quality, now=NOW + timedelta(days=1))
    between: datetime = NOW + timedelta(hours=5)
    assert replay.reading(cast.dataset, now=between).inputs().finds == (1,)
    assert replay.reading(cast.dataset, now=NOW + timedelta(days=2)).inputs().finds == (1, 2)


def test_who_moved_or_left_and_what_is_called_otherwise_since_changes_no_stored_estimate(cast: Cast) -> None:
    flagged(cast)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    later = NOW + timedelta(days=1)
    for person, changes in ((cast.stranger, {"is_active": False}), (cast.manager, {"viewpoint": cast.owner.viewpoint})):
        before = staff.place(person)
        Person.objects.filter(pk=person.pk).update(**changes)
        staff.corrected(person=Person.objects.get(pk=person.pk), before=before, actor=cast.administrator, now=later)
    Viewpoint.objects.filter(pk=cast.quality.viewpoint_id).update(name="Quality")
    Dataset.objects.update(title="All plates")
    confidence.recompute(dataset_id=cast.dataset.pk, now=later + timedelta(hours=1))
    first, second = Snapshot.objects.all()
    assert len(first.inputs["viewpoints_missing"]) == len(second.inputs["viewpoints_missing"]) + 2
    assert [each.differs for each in replay.check(Dataset.objects.get(), [first, second])] == [[], []]


def test_two_accounts_that_were_one_person_for_a_while_were_so_in_the_estimates_of_that_while(cast: Cast) -> None:
    for person in (cast.bench, cast.quality):
        flagged(cast, by=person)
    hour = timedelta(hours=1)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + hour)
    same_person.merge(keep=cast.bench, other=cast.quality, actor=cast.administrator, now=NOW + 2 * hour)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + 3 * hour)
    apart = Person.objects.get(pk=cast.quality.pk)
    same_person.take_apart(other=apart, actor=cast.administrator, now=NOW + 4 * hour)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + 5 * hour)
    assert [each.inputs["looks"] for each in Snapshot.objects.all()] == [2, 1, 2]
    assert [each.differs for each in replay.check(cast.dataset, Snapshot.objects.all())] == [[], [], []]
