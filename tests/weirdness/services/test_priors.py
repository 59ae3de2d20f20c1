"""What estimates start from: fitted only on enough past that says so clearly, told before, put back by hand."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from weirdness.confidence import STANDING
from weirdness.mail import letters
from weirdness.models import Dataset, Event, Notification, Prior, Snapshot
from weirdness.services import confidence, errors, jobs, present, priors, replay, work

pytestmark = pytest.mark.django_db


def organisation(cast: Cast, datasets: int, *, finds: tuple[int, ...] = (), looks: int = 60) -> None:
    """So many datasets that were looked at: copies of the cast's, each with a stored estimate."""
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    kept = Snapshot.objects.latest()
    for n in range(datasets):
        twin = Dataset.objects.get(pk=cast.dataset.pk)
        twin.pk, twin.key, twin.location = None, f"lab/twin{n}", f"twin{n}.csv"
        twin.save()
        inputs = kept.inputs | {"looks": looks, "finds": list(finds)}
        Snapshot.objects.create(
            dataset=twin, at=NOW, method=kept.method, state="learning", inputs=inputs, result=kept.result
        )


def test_with_too_few_datasets_nothing_is_fitted(cast: Cast) -> None:
    organisation(cast, 29)
    assert priors.fit(now=NOW) is None
    assert not Prior.objects.exists()


def test_what_fits_as_well_as_before_is_left_alone(cast: Cast) -> None:
    organisation(cast, 30, finds=(1, 4, 12), looks=20)
    before = present.prior_at(NOW)
    made = priors.fit(now=NOW)
    assert made is None or made.evidence - made.evidence_before >= priors.CLEARLY
    assert present.prior_at(NOW) == before


def test_what_happened_here_makes_a_new_version_that_is_told_first_and_holds_from_the_next_day_on(cast: Cast) -> None:
    organisation(cast, 60)  # nobody ever found anything
    made = priors.fit(now=NOW)
    assert made is not None
    assert (made.version, made.datasets) == (2, 60)
    assert made.evidence > made.evidence_before + priors.CLEARLY
    assert present.prior_at(NOW) == STANDING
    assert present.prior_at(NOW + timedelta(days=1)).version == made.content["version"]
    event = Event.objects.get(verb="prior_fitted")
    assert (event.chain, event.after, event.data) == (0, "2", {"prior": 2})
    told = Notification.objects.get(message="prior_fitted")
    assert told.person == cast.administrator
    letter = letters.render(told)
    assert letter.subject == "[Weirdness] From 3 November 2026 on estimates start from version 2"
    assert "log evidence" in letter.body


def test_estimates_say_which_version_they_started_from_and_are_recomputed_with_it(cast: Cast) -> None:
    organisation(cast, 60)
    priors.fit(now=NOW)
    for days in (0, 2):
        confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(days=days, hours=1))
    said = Snapshot.objects.filter(dataset=cast.dataset).order_by("pk").values_list("result__prior", flat=True)
    assert list(said) == [STANDING.version, STANDING.version, Prior.objects.get().content["version"]]
    verdicts = list(replay.check(cast.dataset, Snapshot.objects.filter(dataset=cast.dataset)))
    assert [each.differs for each in verdicts] == [[], [], []]


def test_an_administrator_puts_a_version_back_as_a_new_one(cast: Cast) -> None:
    organisation(cast, 60)
    priors.fit(now=NOW)
    with pytest.raises(errors.NotAllowed):
        priors.put_back(version=1, actor=cast.scientist, now=NOW + timedelta(days=3))
    made = priors.put_back(version=1, actor=cast.administrator, now=NOW + timedelta(days=3))
    assert (made.version, made.content, made.by) == (3, STANDING.as_json(), cast.administrator)
    assert present.prior_at(NOW + timedelta(days=3)) != STANDING
    assert present.prior_at(NOW + timedelta(days=4)) == STANDING
    assert [(each.version, holds) for each, holds in priors.versions(NOW + timedelta(days=4))] == [
        (3, True),
        (2, False),
        (1, False),
    ]
    with pytest.raises(errors.Conflict):
        priors.put_back(version=1, actor=cast.administrator, now=NOW + timedelta(days=5))
    with pytest.raises(errors.Refused):
        priors.put_back(version=9, actor=cast.administrator, now=NOW + timedelta(days=5))


def test_what_was_put_back_is_not_fitted_away_within_the_month(cast: Cast) -> None:
    organisation(cast, 60)
    priors.fit(now=NOW)
    priors.put_back(version=1, actor=cast.administrator, now=NOW + timedelta(days=3))
    assert priors.fit(now=NOW + timedelta(days=20)) is None
    assert priors.fit(now=NOW + timedelta(days=40)) is not None


def test_it_is_owed_once_a_month_and_done_by_the_clock(cast: Cast) -> None:
    for hours in (0, 1, 24, 24 * 40):
        priors.owe_monthly(now=NOW + timedelta(hours=hours))
    owed = work.Job.objects.filter(kind="prior").order_by("due_at")
    assert [each.dedupe_key for each in owed] == ["prior:2026-11", "prior:2026-12"]
    organisation(cast, 60)
    claim = jobs.claim(job_id=owed[0].pk, lease=timedelta(minutes=1), now=NOW + timedelta(hours=1))
    assert claim is not None
    priors.perform(claim)
    assert Prior.objects.count() == 1
