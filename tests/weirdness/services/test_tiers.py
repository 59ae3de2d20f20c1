"""Tiers: what each promises and costs in words, and changing the one of a dataset."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.confidence import StateInputs
from weirdness.models import Event, Job, Look
from weirdness.services import confidence, looks, tiers
from weirdness.services.errors import NotAllowed, Refused


def test_each_tier_says_what_it_promises_and_what_it_costs(cast: Cast) -> None:
    key, standard, sandbox = tiers.offers(cast.dataset, None)
    assert (key.tier.name, standard.is_present, sandbox.is_present) == ("key", True, False)
    assert "1 use in 20" in standard.tier.promise
    assert "at least 74 uses" in standard.tier.cost


def test_the_pace_is_told_once_there_is_one(cast: Cast) -> None:
    few = StateInputs(looks=2, tolerated_rate=0.05, look_age_days=(1.0, 2.0), looks_by_person=(2,))
    many = StateInputs(
        looks=44, tolerated_rate=0.05, look_age_days=tuple(day * 2.0 for day in range(44)), looks_by_person=(22, 11, 11)
    )
    silent = StateInputs(looks=12, tolerated_rate=0.05, look_age_days=(200.0,) * 12, looks_by_person=(4, 4, 4))
    told = [tiers.offers(cast.dataset, inputs)[1].when for inputs in (few, many, silent)]
    assert told[0] == ""
    assert told[1].startswith("at today's pace of 4 uses a week: ")
    assert told[1].endswith(" weeks")
    assert told[2] == "nobody has looked lately: at today's pace never"


def test_another_tier_is_judged_before_it_is_chosen(cast: Cast) -> None:
    clean = StateInputs(
        looks=90, tolerated_rate=0.05, looks_by_person=(30, 30, 20, 10), looks_by_viewpoint=(50, 40), previous="stable"
    )
    key, standard, _sandbox = tiers.offers(cast.dataset, clean)
    assert standard.effect == ""
    assert key.effect.startswith("By what is known today it would be ")


def test_changing_it_is_the_owners_and_told_in_the_history(cast: Cast) -> None:
    flag = flagged(cast)
    for outsider in (cast.bench, cast.scientist):
        with pytest.raises(NotAllowed):
            tiers.change(dataset=cast.dataset, to="key", actor=outsider, now=NOW)
    with pytest.raises(Refused):
        tiers.change(dataset=cast.dataset, to="golden", actor=cast.owner, now=NOW)
    Job.objects.filter(kind="confidence").delete()
    before = flag.issue.score
    tiers.change(dataset=cast.dataset, to="key", actor=cast.owner, now=NOW + timedelta(hours=1))
    cast.dataset.refresh_from_db()
    flag.issue.refresh_from_db()
    assert cast.dataset.tolerated_rate == 0.02
    assert flag.issue.score > before
    event = Event.objects.get(verb="tier_changed")
    assert (event.before, event.after) == ("standard", "key")
    assert "1 use in 50" in event.sentence()
    assert Job.objects.filter(kind="confidence").count() == 1
    tiers.change(dataset=cast.dataset, to="key", actor=cast.owner, now=NOW + timedelta(hours=2))
    assert Event.objects.filter(verb="tier_changed").count() == 1


def test_a_stricter_tier_is_judged_afresh_and_a_looser_one_is_not(cast: Cast) -> None:
    """Stable by 1 use in 20 is no promise of 1 in 50."""
    for ago in range(40, 0, -1):
        for person in (cast.bench, cast.quality, cast.manager, cast.owner, cast.colleague):
            looks.check_in(dataset=cast.dataset, person=person, now=NOW - timedelta(days=ago))
    tiers.change(dataset=cast.dataset, to="sandbox", actor=cast.owner, now=NOW)
    looks_of = {"dataset_id": cast.dataset.pk}
    assert confidence.recompute(**looks_of, now=NOW).state == "stable"
    Look.objects.filter(dataset=cast.dataset, day__lt=(NOW - timedelta(days=6)).date()).update(withdrawn_at=NOW)
    assert confidence.recompute(**looks_of, now=NOW + timedelta(minutes=1)).state == "stable"
    tiers.change(dataset=cast.dataset, to="key", actor=cast.owner, now=NOW + timedelta(minutes=2))
    assert confidence.recompute(**looks_of, now=NOW + timedelta(minutes=3)).state == "learning"
