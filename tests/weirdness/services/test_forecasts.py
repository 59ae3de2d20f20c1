"""Forecasts are left by estimates, scored by what came, and scored anew when the log says otherwise."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast, flagged
from weirdness.models import Forecast, Look, Month, Person, Snapshot, Standing
from weirdness.services import calibration, confidence, eras, looks, merging, triage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def crew(cast: Cast) -> list[Person]:
    return [cast.bench, cast.quality, cast.manager, cast.scientist, cast.colleague]


def uses(cast: Cast, first: int, last: int) -> None:
    """Look number n: of the n-th person in turn, five a day, from 100 days ago on."""
    for n in range(first, last + 1):
        when = NOW - timedelta(days=100) + timedelta(days=(n - 1) // 5, minutes=n)
        looks.check_in(dataset=cast.dataset, person=crew(cast)[(n - 1) % 5], now=when)


def after(n: int):  # type: ignore[no-untyped-def]
    """The evening after look n."""
    return NOW - timedelta(days=100) + timedelta(days=(n - 1) // 5, hours=10)


def estimate(cast: Cast, n: int) -> None:
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(n))


def test_an_estimate_leaves_one_forecast_for_each_horizon_and_none_without_a_new_look(cast: Cast) -> None:
    uses(cast, 1, 10)
    estimate(cast, 10)
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(10) + HOUR)
    found = Forecast.objects.values_list("looks", "uses", "stands_alone", "tier", "state", "scored_at")
    assert sorted(found) == [
        (10, 20, True, "standard", "learning", None),
        (10, 100, True, "standard", "learning", None),
    ]
    said = Snapshot.objects.earliest().result["forecast"]
    kept = Forecast.objects.get(uses=100)
    assert (kept.low, kept.mean, kept.high) == (said["low"], pytest.approx(said["mean"]), said["high"])


def test_without_a_look_nothing_is_foretold(cast: Cast) -> None:
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    assert not Forecast.objects.exists()


def test_a_forecast_is_scored_when_its_uses_have_happened_and_not_before(cast: Cast) -> None:
    uses(cast, 1, 10)
    estimate(cast, 10)
    uses(cast, 11, 29)
    estimate(cast, 29)
    assert Forecast.objects.get(looks=10, uses=20).scored_at is None
    uses(cast, 30, 30)
    estimate(cast, 30)
    due = Forecast.objects.get(looks=10, uses=20)
    assert (due.found, due.held, due.scored_at) == (0, True, after(30))
    assert due.place is not None
    assert 0 <= due.place <= 1
    assert Forecast.objects.filter(scored_at__isnull=False).count() == 1


def test_those_that_stand_alone_share_no_use(cast: Cast) -> None:
    for n in range(5, 60, 5):
        uses(cast, n - 4, n)
        estimate(cast, n)
    alone = Forecast.objects.filter(uses=20, stands_alone=True).values_list("looks", flat=True)
    assert list(alone) == [5, 25, 45]


def test_a_find_is_counted_and_an_explanation_of_it_later_scores_again(cast: Cast) -> None:
    uses(cast, 1, 10)
    estimate(cast, 10)
    uses(cast, 11, 30)
    issue = flagged(cast, now=after(20)).issue
    estimate(cast, 30)
    assert Forecast.objects.get(looks=10, uses=20).found == 1
    first = Forecast.objects.get(looks=10, uses=20)
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=after(30), explanation="The reader was calibrated.")
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(31))
    again = Forecast.objects.get(looks=10, uses=20)
    assert (again.found, again.held, again.scored_at) == (0, True, first.scored_at)
    assert again.place != first.place


def test_a_log_that_comes_late_with_older_days_moves_nothing_that_was_foretold(cast: Cast) -> None:
    uses(cast, 6, 10)
    estimate(cast, 10)
    uses(cast, 1, 5)  # of the day before, known only now
    uses(cast, 11, 25)
    estimate(cast, 25)
    assert Forecast.objects.get(looks=5, uses=20).scored_at is None
    uses(cast, 26, 30)
    estimate(cast, 30)
    assert Forecast.objects.get(looks=5, uses=20).scored_at == after(30)


def test_a_look_taken_back_leaves_its_forecast_waiting_again(cast: Cast) -> None:
    uses(cast, 1, 5)
    estimate(cast, 5)
    uses(cast, 6, 25)
    estimate(cast, 25)
    assert Forecast.objects.get(looks=5, uses=20).found == 0
    Look.objects.filter(pk=Look.objects.latest("at").pk).update(withdrawn_at=after(25))
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(26))
    again = Forecast.objects.get(looks=5, uses=20)
    assert (again.found, again.held, again.scored_at, again.place) == (None, None, None, None)


def test_an_era_that_ends_leaves_its_forecasts_unscored(cast: Cast) -> None:
    uses(cast, 1, 10)
    estimate(cast, 10)
    eras.announce(dataset=cast.dataset, actor=cast.owner, reason="A new reader.", cause="machine", now=after(10) + HOUR)
    uses(cast, 11, 40)
    estimate(cast, 40)
    assert Forecast.objects.get(looks=10, uses=20).scored_at is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_score_depends_on_what_happened_and_neither_on_the_order_nor_on_how_often_it_is_made(
    cast: Cast, data: st.DataObject
) -> None:
    Forecast.objects.all().delete()
    Standing.objects.all().delete()
    Snapshot.objects.all().delete()
    Look.objects.all().delete()
    uses(cast, 1, 5)
    estimate(cast, 5)
    later = data.draw(st.permutations(list(range(6, 31))))
    pauses = data.draw(st.sets(st.integers(0, 24), max_size=3))
    for place, n in enumerate(later):
        uses(cast, n, n)
        if place in pauses:
            confidence.recompute(dataset_id=cast.dataset.pk, now=after(30) + place * timedelta(minutes=1))
    for again in (1, 2):
        confidence.recompute(dataset_id=cast.dataset.pk, now=after(30) + again * HOUR)
        first = Forecast.objects.get(looks=5, uses=20)
        assert (first.found, first.held, first.place) == (0, True, pytest.approx(first.place))


def test_the_standing_of_a_dataset_says_what_is_missing_and_its_months_what_was_found(cast: Cast) -> None:
    uses(cast, 1, 30)
    flagged(cast, now=after(20))
    estimate(cast, 30)
    standing = Standing.objects.get()
    assert standing.looks > 0
    assert (standing.counted, standing.lately, standing.issues) == (30, 30, 1)
    assert 0 < standing.nearness < 1
    assert list(Standing.objects.all().lacking("issues")) == [standing]
    assert list(Standing.objects.all().lacking("checks")) == []
    months = Month.objects.values_list("looks", "finds")
    assert (sum(many for many, _ in months), sum(found for _, found in months)) == (30, 1)


def test_what_the_page_adds_up_is_what_the_rows_are(cast: Cast) -> None:
    uses(cast, 1, 5)
    estimate(cast, 5)
    uses(cast, 6, 10)
    estimate(cast, 10)  # its forecast shares uses with the first
    uses(cast, 11, 40)
    flagged(cast, now=after(30))
    estimate(cast, 40)
    eras.announce(dataset=cast.dataset, actor=cast.owner, reason="A new reader.", cause="machine", now=after(40) + HOUR)
    uses(cast, 46, 50)
    estimate(cast, 50)
    told = calibration.calibration(now=after(51))
    rows = list(Forecast.objects.all())
    scored = [each for each in rows if each.scored_at]
    assert (told.whole.every.scored, told.whole.every.hits) == (len(scored), sum(bool(each.held) for each in scored))
    assert told.whole.alone.scored == sum(each.stands_alone for each in scored) == sum(told.places)
    assert told.whole.alone.scored < told.whole.every.scored
    assert told.waiting + told.ended == len(rows) - len(scored)
    assert told.ended == sum(each.made_at < after(41) and not each.scored_at for each in rows)
    assert [each.name for each in told.by["uses"]] == ["the next 20 uses"]


def test_a_merge_scores_as_if_it_had_never_been_reported_and_apart_again_as_before(cast: Cast) -> None:
    uses(cast, 1, 10)
    first = flagged(cast, now=after(5)).issue
    estimate(cast, 10)
    uses(cast, 11, 30)
    second = flagged(
        cast, by=cast.quality, now=after(20), sentence="The signal of B2 is above all that it can be."
    ).issue
    estimate(cast, 30)
    assert Forecast.objects.get(looks=10, uses=20).found == 1
    merging.merge(issue_id=second.pk, into=first.pk, actor=cast.scientist, now=after(30) + HOUR)
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(31) + HOUR)
    assert Forecast.objects.get(looks=10, uses=20).found == 0
    merging.unmerge(issue_id=second.pk, actor=cast.scientist, now=after(31) + 2 * HOUR)
    confidence.recompute(dataset_id=cast.dataset.pk, now=after(31) + 3 * HOUR)
    assert Forecast.objects.get(looks=10, uses=20).found == 1
