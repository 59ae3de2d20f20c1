"""A dataset gets another key: whatever used the old one still finds it."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Dataset, Event, Flag, FormerKey, Rule
from weirdness.services import confidence, datasets, flags, looks
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.reports import Report

pytestmark = pytest.mark.django_db


def rename(cast: Cast, key: str, *, now: object = NOW) -> list[str]:
    return datasets.rename(dataset=cast.dataset, key=key, actor=cast.owner, now=now)


def another(cast: Cast, key: str) -> Dataset:
    return datasets.register(
        key=key, title="Other", description="", source=cast.source, location="other.csv", format="csv", columns=[],
        key_columns=[], key_unique=True, owner=cast.owner, triage_team=cast.scientists, now=NOW,
    )  # fmt: skip


def test_a_flag_under_the_old_key_reaches_the_dataset_and_the_history_says_so(cast: Cast) -> None:
    rename(cast, "lab/wells")
    assert flagged(cast).dataset == cast.dataset  # it names lab/plates
    event = Event.objects.get(verb="renamed")
    assert event.sentence() == "Olga renamed the dataset from lab/plates to lab/wells"
    assert Dataset.objects.named(" LAB/Plates ").get() == cast.dataset


def test_the_numbers_are_the_same_after_it(cast: Cast) -> None:
    flagged(cast)
    for day in range(4):
        looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW + timedelta(days=day))
    later = NOW + timedelta(days=5)
    confidence.recompute(dataset_id=cast.dataset.pk, now=later)
    before = confidence.recompute(dataset_id=cast.dataset.pk, now=later)
    rename(cast, "lab/wells")
    after = confidence.recompute(dataset_id=cast.dataset.pk, now=later)
    assert (before.inputs, before.result) == (after.inputs, after.result)


def test_a_former_key_is_given_to_no_other_dataset_but_back_to_its_own(cast: Cast) -> None:
    rename(cast, "lab/wells")
    with pytest.raises(Refused, match="lab/plates was the key of lab/wells, and links still lead there"):
        another(cast, "lab/plates")
    other = another(cast, "lab/other")
    for taken in ("lab/plates", "lab/wells"):
        with pytest.raises(Refused):
            datasets.rename(dataset=other, key=taken, actor=cast.owner, now=NOW)
    rename(cast, "lab/plates")
    assert list(FormerKey.objects.values_list("key", "dataset__key")) == [("lab/wells", "lab/plates")]


@pytest.mark.parametrize("key", ["", "plates", "Lab/Plates", "lab/" + "p" * 120, "lab/pla tes"])
def test_a_key_that_cannot_be_is_refused_with_a_sentence(cast: Cast, key: str) -> None:
    with pytest.raises(Refused):
        rename(cast, key)
    cast.dataset.refresh_from_db()
    assert cast.dataset.key == "lab/plates"


def test_the_same_key_changes_nothing(cast: Cast) -> None:
    assert rename(cast, "lab/plates") == []
    assert not FormerKey.objects.exists()
    assert not Event.objects.filter(verb="renamed").exists()


def test_only_its_owner_and_administrators_rename_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Only the owner of lab/plates"):
        datasets.rename(dataset=cast.dataset, key="lab/wells", actor=cast.scientist, now=NOW)


def test_flags_that_waited_under_the_new_key_are_adopted(cast: Cast) -> None:
    report = Report(dataset="lab/wells", category="missing", sentence="Where is it?", target="dataset")
    flags.raise_flag(person=cast.stranger, report=report, now=NOW)
    rename(cast, "lab/wells")
    assert Flag.objects.get().dataset == cast.dataset


def test_rules_that_meant_it_by_its_old_key_are_named(cast: Cast) -> None:
    for position, (name, pattern) in enumerate(
        {"Exact": "lab/plates", "All of the lab": "lab/*", "Else": "x/*"}.items()
    ):
        clauses = [{"kind": "dataset", "argument": [pattern]}]
        Rule.objects.create(position=position, name=name, conditions=clauses, target="owner")
    assert rename(cast, "lab/wells") == ["Exact"]
