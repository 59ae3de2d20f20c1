"""An expectation whose findings people keep explaining goes to review, until somebody keeps it."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.weirdness.web.conftest import failing_run
from weirdness.models import Episode, GroupingKey, Suite
from weirdness.models.issue_words import Resolution
from weirdness.services import reviews
from weirdness.services.reviews import Verdicts

pytestmark = pytest.mark.django_db


def ended(cast: Cast, *resolutions: str) -> Suite:
    """The plates' suite, whose first expectation was judged so, the oldest first, an hour each."""
    run = failing_run(cast)
    issue = GroupingKey.objects.get(column="signal").issue
    for number, how in enumerate(resolutions, start=2):
        at = NOW + timedelta(hours=number)
        Episode.objects.create(
            issue=issue,
            number=number,
            opened_at=at,
            closed_at=at,
            resolution=how,
            explanation="It is a blank." if how == Resolution.EXPLAINED else "",
        )
    return run.suite


def first(cast: Cast, suite: Suite) -> Verdicts:
    return reviews.verdicts(cast.dataset, suite.expectations)[0]


E, F = Resolution.EXPLAINED, Resolution.VERIFIED_FIXED


@pytest.mark.parametrize(
    ("how", "due"),
    [([], False), ([E] * 4, False), ([E] * 5, True), ([E] * 5 + [F] * 5, True), ([E] * 5 + [F] * 6, False)],
)
def test_half_of_the_last_ten_verdicts_not_weird_is_due_for_review(cast: Cast, how: list[str], due: bool) -> None:
    assert first(cast, ended(cast, *how)).is_due is due


def test_an_expectation_that_never_found_anything_has_no_verdicts(cast: Cast) -> None:
    found = reviews.verdicts(cast.dataset, ended(cast, *[E] * 5).expectations)
    assert found == [Verdicts(5, 5), Verdicts(0, 0)]


def test_who_keeps_it_wipes_the_slate_and_later_verdicts_count_again(cast: Cast) -> None:
    suite = ended(cast, *[E] * 5)
    now = NOW + timedelta(hours=5, minutes=30)  # after four of the five
    kept = reviews.back_to_live(suite=suite, at=0, version=suite.version, actor=cast.scientist, now=now)
    assert (kept.version, first(cast, kept)) == (2, Verdicts(1, 1))
    assert kept.expectations[1] == suite.expectations[1]


@pytest.mark.parametrize("said", ["yesterday", "2026-13-45T00:00:00Z", "2026-11-02T09:00:00", 7, ["x"]])
def test_a_moment_that_somebody_mistyped_in_the_json_wipes_nothing(cast: Cast, said: object) -> None:
    suite = ended(cast, *[E] * 5)
    odd = {**suite.expectations[0], "meta": {"weirdness": {"reviewed_at": said}}}
    assert reviews.verdicts(cast.dataset, [odd]) == [Verdicts(5, 5)]
